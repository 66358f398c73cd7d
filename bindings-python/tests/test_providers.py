"""Providers: what a framework gets of tools, and what happens when it runs one."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
import threading
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest

from composio import AgenticProvider, AsyncComposio, BaseProvider, Composio, NonAgenticProvider, schema_modifier
from composio.core.provider import AgenticProvider as OfficialPath
from composio.exceptions import EngineClosedError, InvalidParams, SessionNotFoundError, UsageError
from composio.providers import ToolExecutor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from composio.models import ConnectedAccount, Tool
    from standin import StandIn

REPOSITORY = {"owner": "octocat", "repo": "hello-world"}


class Pairs(AgenticProvider[tuple[str, ToolExecutor], dict[str, ToolExecutor]], name="pairs"):
    """Each tool as its slug and the way to run it."""

    def wrap_tool(self, tool: Tool, execute_tool: ToolExecutor) -> tuple[str, ToolExecutor]:
        tool.input_parameters.clear()
        return tool.slug, execute_tool

    def wrap_tools(self, tools: Sequence[Tool], execute_tool: ToolExecutor) -> dict[str, ToolExecutor]:
        return dict(self.wrap_tool(tool, execute_tool) for tool in tools)


class Slugs(NonAgenticProvider[str, "list[str]"]):
    def wrap_tool(self, tool: Tool) -> str:
        return tool.slug


class Nothing(BaseProvider[Any, Any]):
    pass


@pytest.fixture
def session(composio: Composio[Any], connect: Callable[..., ConnectedAccount], settings: dict[str, Any]) -> Any:
    connect("ana")
    with Composio(Pairs(), **settings) as client:
        yield client.create("ana", toolkits=["github"], preload={"tools": ["GITHUB_GET_A_REPOSITORY"]})


def test_a_provider_has_the_name_its_class_was_given() -> None:
    assert (Pairs().name, Slugs().name, OfficialPath) == ("pairs", "", AgenticProvider)


def test_a_provider_that_only_wraps_one_tool_gives_a_list(settings: dict[str, Any]) -> None:
    with Composio(Slugs(), **settings) as composio:
        session = composio.create("ana")
        assert session.tools() == session.tool_slugs
        assert composio.tools.get("ana", tools=["HACKERNEWS_GET_USER"]) == ["HACKERNEWS_GET_USER"]


@pytest.mark.parametrize(
    ("provider", "says"),
    [
        (Nothing(), "NonAgenticProvider"),
        (NonAgenticProvider[Any, Any](), "wrap_tool"),
        (AgenticProvider(), "wrap_tool"),
    ],
)
def test_a_provider_that_lacks_something_says_what(settings: dict[str, Any], provider: Any, says: str) -> None:
    with Composio(provider, **settings) as composio, pytest.raises(NotImplementedError, match=says):
        composio.create("ana").tools()


@pytest.mark.parametrize("arguments", [REPOSITORY, json.dumps(REPOSITORY)], ids=["dict", "text"])
def test_a_framework_runs_a_tool(session: Any, arguments: Any) -> None:
    result = session.tools()["GITHUB_GET_A_REPOSITORY"]("GITHUB_GET_A_REPOSITORY", arguments)
    assert (result["data"]["full_name"], result["error"], result["successful"]) == ("octocat/hello-world", None, True)
    assert result["log_id"]


def test_a_copied_tool_runs_on_the_same_engine(session: Any) -> None:
    execute = session.tools()["GITHUB_GET_A_REPOSITORY"]
    for copied in (copy.copy(execute), copy.deepcopy([execute])[0]):
        assert copied("GITHUB_GET_A_REPOSITORY", REPOSITORY)["successful"]


def test_a_tool_is_not_pickled_and_says_what_to_do(session: Any) -> None:
    with pytest.raises(UsageError, match=r"composio\.use\(session_id\)"):
        pickle.dumps(session.tools())


@schema_modifier(tools=["GITHUB_GET_A_REPOSITORY"])
def renamed(tool: str, toolkit: str, schema: Tool) -> Tool:
    schema.slug = "COMPOSIO_SEARCH_TOOLS"
    return schema


@pytest.mark.parametrize("provider", [Slugs(), Pairs()], ids=["non-agentic", "agentic"])
def test_two_tools_of_one_name_are_refused(
    session: Any, settings: dict[str, Any], provider: BaseProvider[Any, Any]
) -> None:
    says = "`COMPOSIO_SEARCH_TOOLS`, `Get a repository` of the toolkit `github` and .* of the toolkit `composio`"
    with Composio(provider, **settings) as composio, pytest.raises(InvalidParams, match=says):
        composio.use(session.session_id).tools([renamed])


def test_a_framework_that_spoils_its_schemas_spoils_only_those(session: Any) -> None:
    assert session.tools().keys() == session.tools().keys()
    fresh = session.execute("COMPOSIO_GET_TOOL_SCHEMAS", arguments={"tool_slugs": ["GITHUB_GET_A_REPOSITORY"]})
    assert "owner" in json.dumps(fresh)


@pytest.mark.parametrize(
    ("slug", "arguments", "says"),
    [
        ("GITHUB_GET_A_REPOSITORY", {"owner": "octocat"}, "repo"),
        ("GITHUB_GET_A_REPOSITORY", '{"owner": ', "not valid JSON"),
        ("GITHUB_GET_A_REPOSITORY", "[]", "a list"),
        ("GITHUB_GET_A_REPOSITORY", ["octocat"], "a list"),
        ("GITHUB_GET_A_REPOSITORY", object(), "object"),
        ("GITHUB_NO_SUCH_TOOL", {}, "GITHUB_NO_SUCH_TOOL"),
        ("EXA_SEARCH", {"query": "x"}, "exa"),
    ],
)
async def test_what_a_model_got_wrong_is_a_result(session: Any, slug: str, arguments: Any, says: str) -> None:
    execute = session.tools()["GITHUB_GET_A_REPOSITORY"]
    for result in (execute(slug, arguments), await execute.run_async(slug, arguments)):
        assert result["successful"] is False
        assert says.lower() in result["error"].lower()


def test_an_unconnected_user_is_a_result(settings: dict[str, Any]) -> None:
    with Composio(Pairs(), **settings) as composio:
        tools = composio.tools.get("ben", tools=["GITHUB_GET_A_REPOSITORY"])
        result = tools["GITHUB_GET_A_REPOSITORY"]("GITHUB_GET_A_REPOSITORY", REPOSITORY)
        assert result["successful"] is False
        assert "COMPOSIO_MANAGE_CONNECTIONS" in result["error"]


def test_what_only_the_program_can_act_on_is_raised(session: Any, settings: dict[str, Any]) -> None:
    execute = session.tools()["GITHUB_GET_A_REPOSITORY"]
    session.delete()
    with pytest.raises(SessionNotFoundError):
        execute("GITHUB_GET_A_REPOSITORY", REPOSITORY)
    with Composio(Pairs(), **settings) as composio:
        [execute, *_] = composio.create("ana").tools().values()
    with pytest.raises(EngineClosedError):
        execute("COMPOSIO_SEARCH_TOOLS", {})


async def test_a_tool_runs_in_both_ways_with_either_client(session: Any, settings: dict[str, Any]) -> None:
    async with AsyncComposio(Pairs(), **settings) as composio:
        same = await composio.use(session.session_id)
        for tools in (session.tools(), await same.tools()):
            execute = tools["GITHUB_GET_A_REPOSITORY"]
            for result in (
                execute("GITHUB_GET_A_REPOSITORY", REPOSITORY),
                await execute.run_async("GITHUB_GET_A_REPOSITORY", REPOSITORY),
            ):
                assert result["data"]["full_name"] == "octocat/hello-world"


def ask(standin: StandIn, question: str) -> Any:
    with urlopen(f"{standin.url}/_control/{question}", timeout=10) as answer:
        return json.load(answer)


async def test_a_cancelled_task_ends_its_call(session: Any, standin: StandIn) -> None:
    standin.control("faults", path="/repos/octocat/hello-world", together=99)
    execute = session.tools()["GITHUB_GET_A_REPOSITORY"]
    task = asyncio.create_task(execute.run_async("GITHUB_GET_A_REPOSITORY", REPOSITORY))
    await asyncio.to_thread(ask, standin, "waiting?at_least=1")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    standin.control("release")


def completion(*slugs: str) -> dict[str, Any]:
    extra: dict[str, Any] = {"GITHUB_GET_AN_ISSUE": {"issue_number": 1}}
    calls = [
        {"id": slug, "function": {"name": slug, "arguments": json.dumps({**REPOSITORY, **extra.get(slug, {})})}}
        for slug in slugs
    ]
    return {"choices": [{"message": {"tool_calls": calls}}]}


async def test_tool_calls_of_one_response_run_at_once(
    composio: Composio[Any], connect: Callable[..., ConnectedAccount], standin: StandIn, settings: dict[str, Any]
) -> None:
    connect("ana")
    response = completion("GITHUB_GET_A_REPOSITORY", "GITHUB_GET_AN_ISSUE")
    session = composio.create("ana", toolkits=["github"])
    # Neither is answered before the other has arrived as well.
    standin.control("faults", path="/repos/octocat/hello-world*", together=2)
    caller = threading.get_ident()
    messages = composio.provider.handle_tool_calls(session=session, response=response)
    assert [message["tool_call_id"] for message in messages] == ["GITHUB_GET_A_REPOSITORY", "GITHUB_GET_AN_ISSUE"]
    assert all(message["successful"] for message in messages)
    assert threading.get_ident() == caller
    async with AsyncComposio(**settings) as other:
        same = await other.use(session.session_id)
        awaited = await other.provider.handle_tool_calls(session=same, response=response)
    assert [message["successful"] for message in awaited] == [True, True]
    # One that waited for the other in vain would have been sent again.
    assert len(ask(standin, "requests?path=/repos/octocat/hello-world")["requests"]) == 4
