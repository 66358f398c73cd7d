"""Modifiers: which tools they apply to, in which order, and what they may do."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import TYPE_CHECKING, Any

import pytest

from composio import AsyncComposio, Composio, after_execute, before_execute, schema_modifier
from composio.exceptions import NotAllowedError, UsageError
from composio.modifiers import Modifier, after_execute_meta, before_execute_meta
from test_providers import Pairs, ask, completion

if TYPE_CHECKING:
    from collections.abc import Callable

    from composio.models import ConnectedAccount
    from standin import StandIn

REPOSITORY = {"owner": "octocat", "repo": "hello-world"}
GET = "GITHUB_GET_A_REPOSITORY"


@pytest.fixture
def session(composio: Composio[Any], connect: Callable[..., ConnectedAccount], settings: dict[str, Any]) -> Any:
    connect("ana")
    with Composio(Pairs(), **settings) as client:
        yield client.create("ana", toolkits=["github"], preload={"tools": [GET]})


@schema_modifier(tools=[GET])
def short(tool: str, toolkit: str, schema: Any) -> Any:
    schema.description = f"{toolkit}: {tool.lower()}"
    del schema.input_parameters["properties"]["owner"]
    return schema


@before_execute(toolkits=["github"])
def to_octocat(tool: str, toolkit: str, params: dict[str, Any]) -> dict[str, Any]:
    params["arguments"] = {**params["arguments"], "owner": "octocat"}
    return params


@after_execute(tools=[GET])
async def name_alone(tool: str, toolkit: str, response: Any) -> Any:
    await asyncio.sleep(0)
    return {**response, "data": {"name": response["data"]["full_name"], "for": tool, "of": toolkit}}


def test_a_schema_is_changed_for_the_tools_named(composio: Composio[Any]) -> None:
    session = composio.create("ana", toolkits=["github"], preload={"tools": [GET, "GITHUB_GET_AN_ISSUE"]})
    before = {tool["function"]["name"]: tool for tool in session.tools()}
    after = {tool["function"]["name"]: tool for tool in session.tools([short])}
    assert after[GET]["function"]["description"] == f"github: {GET.lower()}"
    assert "owner" not in after[GET]["function"]["parameters"]["properties"]
    assert [name for name in before if before[name] != after[name]] == [GET]
    [direct] = composio.tools.get("ana", tools=[GET], modifiers=[short])
    assert direct == after[GET]


async def test_calls_are_changed_on_the_way_in_and_out(session: Any) -> None:
    execute = session.tools(modifiers=[to_octocat, name_alone])[GET]
    wanted = {"name": "octocat/hello-world", "for": GET, "of": "github"}
    assert execute(GET, {"repo": "hello-world"})["data"] == wanted
    assert (await execute.run_async(GET, {"repo": "hello-world"}))["data"] == wanted


def test_tools_inside_of_a_multi_call_are_changed_too(session: Any) -> None:
    items = [{"tool_slug": GET, "arguments": {"repo": "hello-world"}}, {"tool_slug": "NO_TOOL", "arguments": {}}]
    execute = session.tools(modifiers=[to_octocat, name_alone])["COMPOSIO_MULTI_EXECUTE_TOOL"]
    first, second = execute("COMPOSIO_MULTI_EXECUTE_TOOL", {"tools": items})["data"]["results"]
    assert first["response"]["data"]["name"] == "octocat/hello-world"
    assert "NO_TOOL" in second["error"]
    assert execute("COMPOSIO_MULTI_EXECUTE_TOOL", {"tools": "all"})["successful"] is False


async def test_direct_calls_and_tool_calls_take_modifiers(
    composio: Composio[Any], session: Any, settings: dict[str, Any]
) -> None:
    modifiers = [to_octocat, name_alone]
    direct = composio.tools.execute(GET, {"repo": "hello-world"}, user_id="ana", modifiers=modifiers)
    assert direct.data["name"] == "octocat/hello-world"
    same = composio.use(session.session_id)
    for messages in (
        composio.provider.handle_tool_calls("ana", completion(GET), modifiers),
        composio.provider.handle_tool_calls(session=same, response=completion(GET, GET), modifiers=modifiers),
    ):
        assert json.loads(messages[-1]["content"])["data"]["for"] == GET
    async with AsyncComposio(**settings) as client:
        other = await client.use(session.session_id)
        [message] = await client.provider.handle_tool_calls(
            session=other, response=completion(GET), modifiers=modifiers
        )
        assert message["data"]["for"] == GET


def test_meta_modifiers_see_calls_as_the_model_made_them(session: Any) -> None:
    seen: list[Any] = []

    @before_execute_meta
    def before(tool: str, toolkit: str, session_id: str, params: dict[str, Any]) -> dict[str, Any]:
        seen.append((tool, toolkit, session_id, params))
        return params

    @after_execute_meta(toolkits=["composio"])
    def after(tool: str, toolkit: str, session_id: str, response: Any) -> Any:
        seen.append((tool, response["successful"]))
        return response

    arguments = {"tools": [{"tool_slug": GET, "arguments": REPOSITORY}]}
    session.tools(modifiers=[before, after])[GET]("COMPOSIO_MULTI_EXECUTE_TOOL", arguments)
    assert seen == [
        ("COMPOSIO_MULTI_EXECUTE_TOOL", "composio", session.session_id, arguments),
        ("COMPOSIO_MULTI_EXECUTE_TOOL", True),
    ]


def test_modifiers_apply_in_the_order_given(session: Any) -> None:
    def mark(letter: str) -> Modifier:
        def change(tool: str, toolkit: str, response: Any) -> Any:
            response["data"]["order"] = response["data"].get("order", "") + letter
            return response

        return after_execute(change)

    assert session.tools(modifiers=[mark("a"), mark("b")])[GET](GET, REPOSITORY)["data"]["order"] == "ab"


def test_an_asynchronous_modifier_of_blocking_code_never_needs_the_callers_loop(session: Any) -> None:
    threads = []

    @before_execute(tools=[GET])
    async def slowly(tool: str, toolkit: str, params: dict[str, Any]) -> dict[str, Any]:
        await asyncio.sleep(0)
        threads.append(threading.current_thread())
        return params

    async def blocking_inside_a_loop() -> Any:
        return session.tools(modifiers=[slowly])[GET](GET, REPOSITORY)

    assert asyncio.run(blocking_inside_a_loop())["successful"] is True
    assert threads[0] is not threading.main_thread()


async def test_an_asynchronous_modifier_runs_on_the_loop_of_asyncio_code(session: Any) -> None:
    loops = []

    @before_execute
    async def here(tool: str, toolkit: str, params: dict[str, Any]) -> dict[str, Any]:
        loops.append(asyncio.get_running_loop())
        return params

    await session.tools(modifiers=[here])[GET].run_async(GET, REPOSITORY)
    assert loops == [asyncio.get_running_loop()]


def test_blocking_code_inside_of_an_asynchronous_modifier_does_not_hang(session: Any) -> None:
    inner = session.tools(modifiers=[name_alone])[GET]

    @before_execute
    async def nested(tool: str, toolkit: str, params: dict[str, Any]) -> dict[str, Any]:
        assert inner(GET, REPOSITORY)["successful"]
        return params

    assert session.tools(modifiers=[nested])[GET](GET, REPOSITORY)["successful"]


def test_a_refusal_is_told_to_the_model_and_nothing_runs(session: Any) -> None:
    @before_execute(toolkits=["GitHub"])
    def never(tool: str, toolkit: str, params: dict[str, Any]) -> dict[str, Any]:
        raise NotAllowedError(f"{tool} waits for monday")

    execute = session.tools(modifiers=[never])[GET]
    assert execute(GET, REPOSITORY) == {
        "data": {}, "error": f"{GET} waits for monday", "successful": False, "log_id": None
    }  # fmt: skip


def several(*names: str) -> dict[str, Any]:
    return {"tools": [{"tool_slug": GET, "arguments": {"owner": "octocat", "repo": name}} for name in names]}


@before_execute(tools=[GET])
def no_secrets(tool: str, toolkit: str, params: dict[str, Any]) -> dict[str, Any]:
    if params["arguments"]["repo"].startswith("secret"):
        raise NotAllowedError(f"{params['arguments']['repo']} is off limits")
    return params


@after_execute(tools=[GET])
def no_private(tool: str, toolkit: str, response: Any) -> Any:
    if response["data"].get("name") == "hello-world":
        raise NotAllowedError("read it elsewhere")
    return response


ERRORS = "secret-1 is off limits", "secret-2 is off limits", "secret-3 is off limits"


@pytest.mark.parametrize(
    ("modifier", "names", "errors", "sent"),
    [
        (
            no_secrets,
            ("secret-1", "hello-world", "secret-2", "hello-world", "secret-3"),
            (ERRORS[0], None, ERRORS[1], None, ERRORS[2]),
            2,
        ),
        (no_secrets, ("secret-1", "secret-2"), ERRORS[:2], 0),
        (no_secrets, ("hello-world", "hello-world"), (None, None), 2),
        (no_private, ("hello-world",), ("read it elsewhere",), 1),
    ],
    ids=["some", "all", "none", "afterwards"],
)
def test_a_refusal_inside_of_a_multi_call_ends_that_tool_alone(
    session: Any, standin: StandIn, modifier: Modifier, names: tuple[str, ...], errors: tuple[str, ...], sent: int
) -> None:
    execute = session.tools(modifiers=[modifier])[GET]
    result = execute("COMPOSIO_MULTI_EXECUTE_TOOL", several(*names))
    data, failed = result["data"], len([error for error in errors if error])
    assert [(item["index"], item["error"]) for item in data["results"]] == list(enumerate(errors))
    assert [item["response"] is None for item in data["results"]] == [error is not None for error in errors]
    counts = (data["total_count"], data["success_count"], data["error_count"])
    assert counts == (len(names), len(names) - failed, failed)
    assert result["successful"] is (failed == 0)
    assert result["error"] == (f"{failed} out of {len(names)} tools failed" if failed else None)
    assert len(ask(standin, "requests?path=/repos/octocat/hello-world")["requests"]) == sent


def test_a_multi_call_that_is_wrong_as_a_whole_stays_so(session: Any) -> None:
    execute = session.tools(modifiers=[no_secrets])[GET]
    arguments = several("secret-1")
    arguments["tools"].append({"slug": GET})
    result = execute("COMPOSIO_MULTI_EXECUTE_TOOL", arguments)
    assert result["successful"] is False
    assert "tool_slug" in result["error"]


def test_what_else_a_modifier_raises_reaches_the_program(session: Any) -> None:
    @after_execute
    def broken(tool: str, toolkit: str, response: Any) -> Any:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        session.tools(modifiers=[broken])[GET](GET, REPOSITORY)


def wrong(tool: str, toolkit: str, value: Any) -> Any:
    return None


def odd(tool: str, toolkit: str, value: Any) -> Any:
    return {"owner": "octocat"}


@pytest.mark.parametrize(
    ("modifier", "says"),
    [
        (before_execute(wrong), r"`wrong` returned nothing \(None\) for GITHUB_GET_A_REPOSITORY; .*`arguments`"),
        (before_execute(odd), r"`odd` returned a dict with `owner`"),
        (after_execute(wrong), r"`wrong` returned nothing .*`successful`"),
        (after_execute(odd), r"`odd` returned a dict with `owner` for"),
        (schema_modifier(odd), r"`odd` returned a dict with `owner` for .* `Tool`"),
    ],
)
def test_a_modifier_that_returns_the_wrong_thing_is_named(session: Any, modifier: Modifier, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        session.tools(modifiers=[modifier])[GET](GET, REPOSITORY)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: before_execute(tools=GET)(wrong), rf"tools=\['{GET}'\]"),
        (lambda: before_execute(GET), "a modifier is a function"),  # type: ignore[call-overload]
    ],
)
def test_a_decorator_used_wrongly_says_how(make: Callable[[], Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        make()


def test_a_plain_function_is_no_modifier(session: Any) -> None:
    with pytest.raises(UsageError, match="before_execute"):
        session.tools(modifiers=[wrong])


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ({"tools": ["GITHUB_GET_A_REPOSITORI"]}, "`wrong` is for a tool that is not there.*GITHUB_GET_A_REPOSITORY"),
        ({"tools": ["LOCAL_NOPE"]}, "`wrong` is for a tool that is not there"),
        ({"toolkits": ["gthub"]}, "`wrong` is for a toolkit that is not there.*did you mean `github`"),
    ],
)
def test_a_guard_for_what_is_not_there_is_refused(session: Any, names: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        session.tools(modifiers=[before_execute(**names)(wrong)])


def test_a_guard_may_be_for_a_custom_tool_or_toolkit(composio: Composio[Any]) -> None:
    shelf = composio.experimental.Toolkit(slug="SHELF", name="Shelf", description="Books.")

    @shelf.tool
    def lend(title: str) -> str:
        """Lend a book."""
        return title

    session = composio.create("ana", experimental={"custom_toolkits": [shelf]})
    for names in ({"tools": ["LOCAL_SHELF_LEND"]}, {"toolkits": ["shelf"]}, {"toolkits": ["composio"]}):
        assert session.tools(modifiers=[before_execute(**names)(wrong)])
