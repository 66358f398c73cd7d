"""One call to the API: who calls, what the path names, what the body says, and GitHub's answer when it is not so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from github.data import GitHub, Issue, Repository
from github.errors import ApiError, authentication_required, not_found, validation_failed
from github.shapes import Shapes
from messages import Request, Response, json_response
from routing import Params

if TYPE_CHECKING:
    from collections.abc import Iterable

    from world import World

DEFAULT_PAGE, LARGEST_PAGE = 30, 100


@dataclass(frozen=True)
class Call:
    world: World
    request: Request
    params: Params
    # Whose token came with the call; None for a call without one.
    login: str | None
    shapes: Shapes

    @property
    def github(self) -> GitHub:
        return self.world.github

    @property
    def query(self) -> dict[str, str]:
        return self.request.query

    def caller(self) -> str:
        if self.login is None:
            raise authentication_required()
        return self.login

    def repository(self) -> Repository:
        """The repository of the path. A private one of somebody else does not exist for the caller, as on GitHub."""
        found = self.github.repository(self.params["owner"], self.params["repo"])
        if found is None or (found.private and found.owner != self.login):
            raise not_found()
        return found

    def writable_repository(self) -> Repository:
        caller = self.caller()
        found = self.repository()
        if found.owner != caller:
            raise ApiError(403, "Must have admin rights to Repository.")
        return found

    def number(self, name: str) -> int:
        if not self.params[name].isdigit():
            raise not_found()
        return int(self.params[name])

    def issue(self, repo: Repository, name: str = "issue_number") -> Issue:
        found = repo.issues.get(self.number(name))
        if found is None:
            raise not_found()
        return found

    def pull_request(self, repo: Repository) -> Issue:
        found = self.issue(repo, "pull_number")
        if found.pull is None:
            raise not_found()
        return found

    def body(self, resource: str, required: tuple[str, ...] = ()) -> dict[str, Any]:
        """The JSON body, which must be an object and hold the required fields."""
        value = self.request.json()
        if not isinstance(value, dict):
            raise ApiError(400, "Body should be a JSON object")
        for field in required:
            if value.get(field) in (None, ""):
                raise validation_failed(resource, field, "missing_field")
        return value

    def page(self, items: Iterable[Any]) -> Response:
        """One page of a list, with the Link header GitHub sends when there is more than one."""
        shown, headers = self._slice(list(items))
        return json_response(shown, headers=headers)

    def search_page(self, items: Iterable[Any]) -> Response:
        found = list(items)
        shown, headers = self._slice(found)
        return json_response({"total_count": len(found), "incomplete_results": False, "items": shown}, headers=headers)

    def _slice(self, items: list[Any]) -> tuple[list[Any], dict[str, str]]:
        size = min(max(_number(self.query.get("per_page"), DEFAULT_PAGE), 1), LARGEST_PAGE)
        page = max(_number(self.query.get("page"), 1), 1)
        last = max((len(items) + size - 1) // size, 1)
        wanted = {"prev": page - 1, "next": page + 1, "last": last, "first": 1}
        present = {rel: number for rel, number in wanted.items() if 1 <= number <= last and number != page}
        links = ", ".join(f'<{self._url_of(number)}>; rel="{rel}"' for rel, number in present.items())
        return items[(page - 1) * size : page * size], {"Link": links} if links else {}

    def _url_of(self, page: int) -> str:
        return f"{self.world.base_url}{self.request.path}?{urlencode({**self.query, 'page': page})}"


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isdigit() else default
