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
from test_providers import Pairs, completion

if TYPE_CHECKING:
    from collections.abc import Callable

    from composio.models import ConnectedAccount

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
    inside = execute("COMPOSIO_MULTI_EXECUTE_TOOL", {"tools": [{"tool_slug": GET, "arguments": REPOSITORY}]})
    assert inside["error"] == f"{GET} waits for monday"


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
