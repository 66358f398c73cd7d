"""One description of an operation, run in both ways."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pytest

from composio import AsyncComposio, AsyncSession, Composio, ConnectionRequest, NonAgenticProvider, Session
from composio._steps import Call, run, run_async
from composio.connected_accounts import ConnectedAccounts
from composio.exceptions import ComposioError, NotFoundError
from composio.tools import AsyncTools, Tools

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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


class Slugs(NonAgenticProvider[str, "list[str]"]):
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


MISTAKES: list[tuple[Callable[[Any], Any], str]] = [
    (lambda c: c.create(), r"Composio\.create\(\) missing 1 required positional argument: 'user_id'"),
    (lambda c: c.tools.execute("X", nonsense=1), r"Tools\.execute\(\) got an unexpected keyword argument 'nonsense'"),
    (lambda c: c.toolkits.get_many(), r"Toolkits\.get_many\(\) missing 1 required positional argument: 'slugs'"),
    (lambda c: c.create("ana").search("x"), r"Session\.search\(\) takes 1 positional argument"),
]


@pytest.mark.parametrize(("call", "message"), MISTAKES)
def test_a_wrong_call_names_the_method_that_was_called(
    composio: Composio[Any], call: Callable[[Any], Any], message: str
) -> None:
    with pytest.raises(TypeError, match=message):
        call(composio)


@pytest.mark.parametrize("of", [Session, AsyncSession, Tools, AsyncTools, ConnectedAccounts, ConnectionRequest])
def test_a_method_has_the_name_it_is_called_by(of: type) -> None:
    for name, method in vars(of).items():
        if inspect.isfunction(method) and not name.startswith("_"):
            assert (method.__name__, method.__qualname__) == (name, f"{of.__name__}.{name}")
            assert method.__module__ == of.__module__
            assert "_Session" not in str(inspect.signature(method))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_a_forgotten_await_is_named(settings: dict[str, Any]) -> None:
    async with AsyncComposio(**settings) as composio:
        session = await composio.create("ana")
        forgotten: dict[str, Callable[[], Any]] = {
            "AsyncSession.search": lambda: session.search(query="x"),
            "AsyncTools.get": lambda: composio.tools.get("ana", toolkits=["exa"]),
            "AsyncComposio.create": lambda: composio.create("ana"),
            "OpenAIProvider.handle_tool_calls": lambda: composio.provider.handle_tool_calls(
                session=session, response={"choices": []}
            ),
        }
        for name, call in forgotten.items():
            with pytest.warns(RuntimeWarning, match=f"^coroutine '{name}' was never awaited"):
                call()


@pytest.mark.parametrize(("blocking", "asynchronous"), [(Composio, AsyncComposio), (Session, AsyncSession)])
def test_both_ways_offer_the_same(blocking: type, asynchronous: type) -> None:
    def public(of: type) -> set[str]:
        return {name for name in dir(of) if not name.startswith("_")}

    assert public(blocking) == public(asynchronous)
