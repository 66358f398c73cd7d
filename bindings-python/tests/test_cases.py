"""The cases all languages share, through the public API; `tests/cases/README.md` says how they are written."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from composio import Composio, NonAgenticProvider
from composio.exceptions import ComposioError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from composio.models import Tool
    from composio.types import AuthConfigOptions
    from standin import StandIn

CASES = [
    pytest.param(case["steps"], id=f"{file.stem}: {case['name']}")
    for file in sorted(Path(__file__).parents[2].glob("tests/cases/*.json"))
    for case in json.loads(file.read_text())
]


class Plain(NonAgenticProvider[Any, "dict[str, Any]"]):
    """Tools as the engine describes them."""

    def wrap_tools(self, tools: Sequence[Tool]) -> dict[str, Any]:
        return {"items": [tool.to_dict() for tool in tools]}


def operations(composio: Composio[Any]) -> dict[str, Callable[..., Any]]:
    """What each operation is in the public API. The request arrives as keywords."""

    accounts = composio.connected_accounts

    def create_auth_config(toolkit: str, **options: Any) -> Any:
        return composio.auth_configs.create(toolkit, cast("AuthConfigOptions", options))

    def of_session(run: Callable[..., Any]) -> Callable[..., Any]:
        return lambda session_id, **request: run(composio.use(session_id), **request)

    def update(session_id: str, **options: Any) -> Any:
        session = composio.use(session_id)
        session.update(**options)
        return session

    def attach(session_id: str, experimental: Any = None) -> Any:
        return composio.use(session_id, **(experimental or {}))

    def list_toolkits(toolkits: Any = None, **filters: Any) -> Any:
        if toolkits is None:
            return composio.toolkits.list(**filters)
        return {"items": [one.to_dict() for one in composio.toolkits.get_many(toolkits, **filters)]}

    def list_categories(limit: int) -> dict[str, Any]:
        return {"items": [category.to_dict() for category in composio.toolkits.list_categories()][:limit]}

    def get_tool(tool_slug: str) -> dict[str, Any]:
        return cast("dict[str, Any]", composio.tools.get("ana", slug=tool_slug)["items"][0])

    def link(session_id: str, toolkit: str, **options: Any) -> dict[str, Any]:
        return linked(composio.use(session_id).authorize(toolkit, **options))

    def linked(request: Any) -> dict[str, Any]:
        return {"connected_account_id": request.id, "redirect_url": request.redirect_url}

    def initiate(user_id: str, auth_config_id: str, state: Any = None, **options: Any) -> dict[str, Any]:
        request = composio.connected_accounts.initiate(user_id, auth_config_id, config=state, **options)
        return {"connected_account_id": request.id, "status": request.status, "redirect_url": request.redirect_url}

    return {
        "sessions.create": composio.create,
        "sessions.get": composio.use,
        "sessions.attach": attach,
        "sessions.update": update,
        "sessions.delete": of_session(lambda session: session.delete()),
        "sessions.config_history": of_session(lambda session, **page: session.list_config_history(**page)),
        "sessions.tools": of_session(lambda session: session.tools()),
        "sessions.toolkits": of_session(lambda session, **filters: session.toolkits(**filters)),
        "sessions.search": of_session(lambda session, **request: session.search(**request)),
        "sessions.execute": of_session(lambda session, **request: session.execute(**request)),
        "sessions.proxy_execute": of_session(lambda session, **request: session.proxy_execute(**request)),
        "sessions.link": link,
        "auth_configs.create": create_auth_config,
        "auth_configs.check": composio.auth_configs.check,
        "auth_configs.disable": lambda **request: composio.auth_configs.disable(request["id"]),
        "auth_configs.enable": lambda **request: composio.auth_configs.enable(request["id"]),
        "connected_accounts.initiate": initiate,
        "connected_accounts.get": lambda **request: accounts.get(request["id"]),
        "connected_accounts.list": accounts.list,
        "connected_accounts.disable": lambda **request: accounts.disable(request["id"]),
        "connected_accounts.enable": lambda **request: accounts.enable(request["id"]),
        "connected_accounts.delete": lambda **request: accounts.delete(request["id"]),
        "connected_accounts.update": lambda **request: accounts.update(request["id"], alias=request["alias"]),
        "connected_accounts.whoami": lambda **request: accounts.whoami(request["id"]),
        "tools.list": lambda **filters: composio.tools.get("ana", **filters),
        "tools.get": get_tool,
        "tools.execute": lambda tool_slug, **request: composio.tools.execute(tool_slug, **request),
        "tools.proxy": composio.tools.proxy,
        "toolkits.list": list_toolkits,
        "toolkits.categories": list_categories,
        "toolkits.get": composio.toolkits.get,
        "toolkits.authorize": lambda **request: linked(composio.toolkits.authorize(**request)),
        "users.delete": composio.users.delete,
    }


def filled(value: Any, saved: dict[str, Any]) -> Any:
    """`value` with each `${name}` replaced; a text that is nothing else takes the saved value as it is."""
    if isinstance(value, dict):
        return {name: filled(item, saved) for name, item in value.items()}
    if isinstance(value, list):
        return [filled(item, saved) for item in value]
    if not isinstance(value, str):
        return value
    whole = re.fullmatch(r"\$\{(\w+)\}", value)
    return saved[whole[1]] if whole else re.sub(r"\$\{(\w+)\}", lambda found: str(saved[found[1]]), value)


def at(value: Any, pointer: str) -> Any:
    """What a JSON pointer leads to; None where it leads to nothing."""
    for part in pointer.split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        elif isinstance(value, dict):
            value = value.get(part)
        else:
            return None
    return value


@pytest.fixture
def run(settings: dict[str, Any]) -> Iterator[dict[str, Callable[..., Any]]]:
    with Composio(Plain(), **settings) as composio:
        yield operations(composio)


@pytest.mark.parametrize("steps", CASES)
def test_shared_case(steps: list[dict[str, Any]], run: dict[str, Callable[..., Any]], standin: StandIn) -> None:
    saved: dict[str, Any] = {"standin": standin.url}
    for step in steps:
        request, error = filled(step["request"], saved), step.get("error")
        if error is not None:
            with pytest.raises(ComposioError) as caught:
                run[step["call"]](**request)
            assert caught.value.slug == error["slug"], caught.value
            for text in filled(error.get("message_contains", []), saved):
                assert text in caught.value.message
            continue
        answer = run[step["call"]](**request)
        plain = answer if isinstance(answer, dict) else answer.to_dict()
        for pointer, expected in filled(step.get("expect", {}), saved).items():
            assert at(plain, pointer) == expected, (pointer, plain)
        for name, pointer in step.get("save", {}).items():
            saved[name] = at(plain, pointer)
