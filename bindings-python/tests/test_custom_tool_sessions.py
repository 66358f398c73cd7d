"""Custom tools in a session: listed, found, run by the engine in this process."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import pytest

from composio import AsyncComposio, Composio, SessionContext, after_execute
from composio.exceptions import InvalidParams, UsageError
from composio.experimental import Toolkit, tool
from test_providers import Pairs

if TYPE_CHECKING:
    from collections.abc import Callable

    from composio.models import ConnectedAccount


@tool
def find_order(number: int, ctx: SessionContext) -> dict[str, Any]:
    """Find an order of the shop by its number.

    Args:
        number: As printed on the invoice.
    """
    return {"number": number, "for": ctx.user_id}


@tool(preload=True)
async def where(after: float = 0) -> str:
    """Say which thread this is."""
    await asyncio.sleep(after)
    return threading.current_thread().name


shelf = Toolkit(slug="SHELF", name="Shelf", description="Books to lend")


@shelf.tool
def lend(title: str) -> None:
    """Lend a book."""
    raise LookupError(f"no copy of {title} is left")


EXPERIMENTAL: Any = {"custom_tools": [find_order, where], "custom_toolkits": [shelf]}


@pytest.fixture
def session(composio: Composio[Any]) -> Any:
    return composio.create("ana", toolkits=["github"], experimental=EXPERIMENTAL)


def test_a_session_has_its_custom_tools(session: Any) -> None:
    assert [each.slug for each in session.custom_tools()] == ["LOCAL_FIND_ORDER", "LOCAL_WHERE", "LOCAL_SHELF_LEND"]
    assert [each.slug for each in session.custom_toolkits()] == ["SHELF"]
    assert "LOCAL_WHERE" in session.tool_slugs
    [match] = session.search(query="find an order of the shop").results
    assert match.primary_tool_slugs[0] == "LOCAL_FIND_ORDER"


@pytest.mark.parametrize(
    ("slug", "arguments", "data", "error"),
    [
        ("LOCAL_FIND_ORDER", {"number": 7}, {"number": 7, "for": "ana"}, None),
        ("find_order", {"number": 7}, {"number": 7, "for": "ana"}, None),
        ("LOCAL_WHERE", {}, {"result": "composio-async"}, None),
        ("LOCAL_SHELF_LEND", {"title": "Emma"}, {}, "LookupError: no copy of Emma is left"),
    ],
)
def test_a_custom_tool_runs_in_this_process(session: Any, slug: str, arguments: Any, data: Any, error: Any) -> None:
    result = session.execute(slug, arguments=arguments)
    assert (result.data, result.error, result.successful) == (data, error, error is None)


def test_wrong_arguments_never_reach_the_function(session: Any) -> None:
    result = session.execute("LOCAL_FIND_ORDER", arguments={"number": "seven"})
    assert "`number` must be an integer" in result.error


def test_a_custom_tool_runs_inside_of_a_multi_call(session: Any) -> None:
    items = [{"tool_slug": "LOCAL_FIND_ORDER", "arguments": {"number": n}} for n in (1, 2)]
    result = session.execute("COMPOSIO_MULTI_EXECUTE_TOOL", arguments={"tools": items})
    assert [each["response"]["data"]["number"] for each in result.data["results"]] == [1, 2]


def test_a_framework_gets_custom_tools_like_any_other(settings: dict[str, Any]) -> None:
    @after_execute(toolkits=["shelf"])
    def sorry(tool: str, toolkit: str, response: Any) -> Any:
        return {**response, "error": f"sorry: {response['error']}"}

    with Composio(Pairs(), **settings) as composio:
        session = composio.create("ana", experimental=EXPERIMENTAL)
        execute = session.tools(modifiers=[sorry])["LOCAL_WHERE"]
        assert execute("LOCAL_WHERE", {})["data"] == {"result": "composio-async"}
        assert execute("LOCAL_SHELF_LEND", {"title": "Emma"})["error"].startswith("sorry: LookupError")


def test_a_tool_of_a_toolkit_uses_its_account(
    composio: Composio[Any], connect: Callable[..., ConnectedAccount]
) -> None:
    @tool(extends_toolkit="github")
    def who(ctx: SessionContext) -> Any:
        """Say who is signed in."""
        answer = ctx.proxy_execute(toolkit="github", endpoint="/user", method="GET")
        return {"login": answer.data["login"], "account": ctx.account}

    session = composio.create("ana", experimental={"custom_tools": [who]})
    account = connect("ana")
    result = session.execute("LOCAL_GITHUB_WHO")
    assert result.error is None
    assert result.data == {"login": "octocat", "account": account.id}


def test_another_client_takes_the_session_up_with_its_functions(session: Any, settings: dict[str, Any]) -> None:
    with Composio(**settings) as other:
        without = other.use(session.session_id).execute("LOCAL_FIND_ORDER", arguments={"number": 7})
        assert "custom_tools=[…]" in (without.error or "")
        same = other.use(session.session_id, custom_tools=[find_order])
        assert same.execute("LOCAL_FIND_ORDER", arguments={"number": 7}).data["number"] == 7
        # What it did not mention stays, and has no function here.
        assert [each.slug for each in same.custom_tools()] == ["LOCAL_FIND_ORDER", "LOCAL_SHELF_LEND"]
        assert "has none" in (same.execute("LOCAL_SHELF_LEND", arguments={"title": "Emma"}).error or "")


def test_an_update_brings_its_functions(composio: Composio[Any]) -> None:
    session = composio.create("ana", experimental={"custom_toolkits": [shelf]})
    session.update(experimental={"custom_tools": [find_order], "custom_toolkits": [shelf]})
    assert session.execute("LOCAL_FIND_ORDER", arguments={"number": 7}).data["number"] == 7
    assert "no copy" in (session.execute("LOCAL_SHELF_LEND", arguments={"title": "Emma"}).error or "")


async def test_with_asyncio_a_tool_runs_on_the_callers_loop(session: Any, settings: dict[str, Any]) -> None:
    async with AsyncComposio(**settings) as composio:
        same = await composio.use(session.session_id, custom_tools=[where])
        assert (await same.execute("LOCAL_WHERE")).data == {"result": "MainThread"}


async def test_a_cancelled_call_cancels_the_tool(settings: dict[str, Any]) -> None:
    started, ended = asyncio.Event(), asyncio.Event()

    @tool
    async def wait() -> None:
        """Wait for a minute."""
        started.set()
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    async with AsyncComposio(**settings) as composio:
        session = await composio.create("ana", experimental={"custom_tools": [wait]})
        call = asyncio.create_task(session.execute("LOCAL_WAIT"))
        await started.wait()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        await asyncio.wait_for(ended.wait(), 10)


def test_a_deleted_session_keeps_no_functions(composio: Composio[Any], session: Any) -> None:
    assert session.session_id in composio._engine.host()._sessions
    session.delete()
    assert composio._engine.host()._sessions == {}


@pytest.mark.parametrize(
    ("experimental", "of", "says"),
    [
        ({"custom_tools": [print]}, UsageError, "@composio.experimental.tool"),
        ({"custom_tools": [{"slug": "MINE"}]}, InvalidParams, "`name`"),
        ({"custom_tools": find_order}, UsageError, "is a list"),
        ({"custom_toolkits": [find_order]}, UsageError, "Toolkit"),
        ({"custom_tools": [find_order, find_order]}, InvalidParams, "LOCAL_FIND_ORDER"),
        ({"custom_tools": [tool(slug="LOCAL_X", description="x")(lambda: 1)]}, InvalidParams, "LOCAL_"),
    ],
)
def test_what_cannot_be_a_custom_tool_is_refused(
    composio: Composio[Any], experimental: Any, of: Any, says: str
) -> None:
    with pytest.raises(of, match=says):
        composio.create("ana", experimental=experimental)
