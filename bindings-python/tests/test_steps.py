"""One description of an operation, run in both ways."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pytest

from composio import AsyncComposio, AsyncSession, BaseProvider, Composio, Session
from composio._steps import Call, run, run_async
from composio.exceptions import ComposioError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composio._steps import Steps
    from composio.models import Tool

SESSION = {
    "session_id": "trs_1",
    "user_id": "ana",
    "config": {},
    "config_version": 1,
    "tool_slugs": [],
    "warnings": [],
    "created_at": "",
    "updated_at": "",
}


class Pages:
    """An engine whose lists have a page per letter."""

    def call(self, call: Call) -> Any:
        cursor = call.request.get("cursor", "a")
        return {"items": [{"slug": cursor}], "next_cursor": {"a": "b", "b": "c"}.get(cursor)}

    async def call_async(self, call: Call) -> Any:
        return self.call(call)


class Slugs(BaseProvider[str, "list[str]"]):
    def wrap_tools(self, tools: Sequence[Tool]) -> list[str]:
        return [tool.slug for tool in tools]


async def test_all_pages_of_a_sessions_tools_are_read() -> None:
    pages: Any = Pages()
    assert Session(pages, Slugs(), SESSION).tools() == ["a", "b", "c"]
    assert await AsyncSession(pages, Slugs(), SESSION).tools() == ["a", "b", "c"]


class Failing:
    def call(self, call: Call) -> Any:
        raise NotFoundError(call.operation)

    async def call_async(self, call: Call) -> Any:
        return self.call(call)


def catching() -> Steps[list[str]]:
    caught = []
    for operation in ("first", "second"):
        try:
            yield Call(operation, {})
        except ComposioError as error:
            caught.append(str(error))
    return caught


def passing() -> Steps[None]:
    yield Call("only", {})


async def test_a_failure_reaches_the_steps_and_their_caller() -> None:
    failing: Any = Failing()
    assert run(failing, catching()) == await run_async(failing, catching()) == ["first", "second"]
    with pytest.raises(NotFoundError, match="only"):
        run(failing, passing())
    with pytest.raises(NotFoundError, match="only"):
        await run_async(failing, passing())


def test_help_shows_parameters_and_result() -> None:
    assert str(inspect.signature(Session.search)).endswith("model: 'str | None' = None) -> 'SearchResults'")
    assert inspect.getdoc(Session.search) == "Find tools for something to be done, in plain words."


@pytest.mark.parametrize(("blocking", "asynchronous"), [(Composio, AsyncComposio), (Session, AsyncSession)])
def test_both_ways_offer_the_same(blocking: type, asynchronous: type) -> None:
    def public(of: type) -> set[str]:
        return {name for name in dir(of) if not name.startswith("_")}

    assert public(blocking) == public(asynchronous)
