"""The way into the API: authentication, the headers of every answer, and the table of all routes."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from github import code, issues, pulls, repositories, search, users
from github.call import Call
from github.errors import ApiError, bad_credentials, not_found
from github.shapes import Shapes
from messages import Request, Response
from routing import Params, Router

if TYPE_CHECKING:
    from world import World

ApiRoute = Callable[[Call], Response]
HOURLY_LIMIT = 5000


def _table() -> Router:
    router = Router()
    for room in (users, repositories, issues, pulls, code, search):
        for (method, template), route in room.ROUTES.items():
            router.add(method, template, _handler(route))
    return router


def _handler(route: ApiRoute) -> Callable[[World, Request, Params], Response]:
    def handle(world: World, request: Request, params: Params) -> Response:
        login = _caller(world, request)
        return route(Call(world, request, params, login, Shapes(world.base_url, world.github)))

    return handle


def _caller(world: World, request: Request) -> str | None:
    scheme, _, token = request.header("authorization").partition(" ")
    if not scheme:
        return None
    found = world.grants.user_of(token.strip()) if scheme.lower() in ("bearer", "token") else None
    if found is None:
        raise bad_credentials()
    return found[0]


_ROUTER = _table()


def answer(world: World, request: Request) -> Response:
    """Every request that is nobody else's: GitHub's API stands at the root."""
    if not request.header("user-agent"):
        return Response(
            403, b"Request forbidden by administrative rules. Please make sure your request has a User-Agent header\n"
        )
    try:
        found = _ROUTER.find(request.method, request.path)
        if found is None:
            raise not_found()
        handler, params = found
        response = handler(world, request, params)
    except ApiError as error:
        response = error.response()
    return response.with_headers(_headers(world, request))


def _headers(world: World, request: Request) -> dict[str, str]:
    used = world.recorder.count % HOURLY_LIMIT
    headers = {
        "X-GitHub-Media-Type": "github.v3; format=json",
        "X-GitHub-Api-Version-Selected": request.header("x-github-api-version") or "2022-11-28",
        "X-GitHub-Request-Id": uuid.uuid4().hex.upper()[:24],
        "X-RateLimit-Limit": str(HOURLY_LIMIT),
        "X-RateLimit-Remaining": str(HOURLY_LIMIT - used),
        "X-RateLimit-Used": str(used),
        "X-RateLimit-Reset": str(int(world.clock()) + 3600),
        "X-RateLimit-Resource": "search" if request.path.startswith("/search/") else "core",
    }
    known = world.grants.user_of(request.header("authorization").partition(" ")[2])
    return headers if known is None else {**headers, "X-OAuth-Scopes": ", ".join(known[1])}
