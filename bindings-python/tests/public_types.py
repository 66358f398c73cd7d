"""What the public API is to a type checker. Read by mypy, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import assert_type

from composio import (
    AgenticProvider,
    AsyncComposio,
    AsyncConnectionRequest,
    AsyncSession,
    Composio,
    ConnectionRequest,
    CustomTool,
    NonAgenticProvider,
    Session,
    SessionContext,
    before_execute,
    schema_modifier,
)
from composio._record import Page
from composio.models import ConnectedAccount, ProxyResponse, SessionToolkit, Tool, Toolkit, ToolResult
from composio.modifiers import Modifier
from composio.providers.openai import ChatTool, OpenAIProvider, ToolMessage
from composio.providers.tool_calls import ToolCallProvider
from composio.session import RegisteredCustomTool
from composio.session_config import SessionConfig

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openai import OpenAI

    from composio.providers import ToolExecutor


class Names(NonAgenticProvider[str, "list[str]"]):
    def wrap_tools(self, tools: Sequence[Tool]) -> list[str]:
        return [tool.slug for tool in tools]


class Pairs(AgenticProvider[tuple[str, ToolResult], list[tuple[str, ToolResult]]], name="pairs"):
    def wrap_tool(self, tool: Tool, execute_tool: ToolExecutor) -> tuple[str, ToolResult]:
        return tool.slug, execute_tool(tool.slug, {"a": 1})


class Answers(ToolCallProvider[str, "list[str]", bytes]):
    own: int


@schema_modifier
def short(tool: str, toolkit: str, schema: Tool) -> Tool:
    return schema


@before_execute(tools=["X"], toolkits=["github"])
async def changed(tool: str, toolkit: str, params: dict[str, Any]) -> dict[str, Any]:
    return params


def modifiers(composio: Composio[list[ChatTool], OpenAIProvider], session: Session[list[str]], tool: Tool) -> None:
    assert_type(short, Modifier)
    assert_type(session.tools(modifiers=[short, changed]), list[str])
    assert_type(composio.tools.execute("X", user_id="ana", modifiers=[changed]), ToolResult)
    assert_type(composio.provider.handle_tool_calls("ana", object(), [changed]), list[ToolMessage])
    assert_type(Composio(Pairs()).create("ana").tools(), list[tuple[str, ToolResult]])
    session.tools(modifiers=[tool])  # type: ignore[list-item]


def custom_tools(composio: Composio[Any]) -> None:
    @composio.experimental.tool(extends_toolkit="github", preload=True)
    def own(number: int, ctx: SessionContext) -> dict[str, Any]:
        assert_type(ctx.execute("X", {"a": 1}), ToolResult)
        return {}

    @composio.experimental.tool
    async def other() -> None: ...

    toolkit = composio.experimental.Toolkit(slug="A", name="A", description="A")
    assert_type(toolkit.tool(slug="B")(print), CustomTool)
    assert_type(own, CustomTool)
    assert_type(other, CustomTool)
    session = composio.create("ana", experimental={"custom_tools": [own, other], "custom_toolkits": [toolkit]})
    assert_type(session.custom_tools(toolkit="A"), list[RegisteredCustomTool])
    composio.use("trs_1", custom_tools=[own])
    composio.use("trs_1", custom_tools=[print])  # type: ignore[list-item]


def blocking() -> None:
    composio = Composio()
    session = composio.create("ana", toolkits=["github"], tools={"github": {"tags": ["readOnlyHint"]}})
    assert_type(session, Session[list[ChatTool]])
    assert_type(session.tools(), list[ChatTool])
    assert_type(session.execute("X", arguments={}), ToolResult)
    assert_type(session.toolkits(), Page[SessionToolkit])
    assert_type(session.update(tags=None), SessionConfig)
    assert_type(session.authorize("github"), ConnectionRequest)
    assert_type(session.authorize("github").wait_for_connection(timeout=1), ConnectedAccount)
    assert_type(composio.toolkits.list(search="git"), Page[Toolkit])
    assert_type(composio.toolkits.authorize(user_id="ana", toolkit="github"), ConnectionRequest)
    assert_type(composio.tools.proxy(endpoint="/user", method="HEAD", connected_account_id="ca_1"), ProxyResponse)
    assert_type(composio.provider.handle_tool_calls(session=session, response=object()), list[ToolMessage])
    assert_type(Composio(Names()).create("ana").tools(), list[str])
    assert_type(Composio(provider=Names()).tools.get("ana", toolkits=["github"]), list[str])


async def asynchronous() -> None:
    async with AsyncComposio(home="/tmp/home", timeout=5) as composio:
        session = await composio.create("ana")
        assert_type(session, AsyncSession[list[ChatTool]])
        assert_type(await session.tools(), list[ChatTool])
        assert_type(await session.authorize("github"), AsyncConnectionRequest)
        assert_type(await composio.connected_accounts.get("ca_1"), ConnectedAccount)
        assert_type(await composio.provider.handle_tool_calls(session=session, response={}), list[ToolMessage])


def the_provider_is_of_the_class_given(session: Session[list[str]], held: Composio[Any]) -> None:
    composio = Composio(Answers())
    assert_type(composio, Composio[list[str], Answers])
    assert_type(composio.provider.own, int)
    assert_type(composio.provider.handle_tool_calls(session=session, response={}), list[bytes])
    assert_type(composio.provider.execute_tool_call(session=session, tool_call={}), ToolResult)
    assert_type(composio.provider.execute_tool_call("ana", {}), ToolResult)
    assert_type(Composio(provider=Pairs()).provider, Pairs)
    assert_type(Composio().provider, OpenAIProvider)
    assert_type(held.provider, Any)
    held = composio
    plain: Composio[list[str]] = composio
    assert_type(plain.create("ana").tools(), list[str])
    Composio("openai")  # type: ignore[call-overload]


async def an_asynchronous_client_has_it_awaited(session: AsyncSession[list[str]]) -> None:
    composio = AsyncComposio(provider=Answers())
    assert_type(await composio.provider.handle_tool_calls(session=session, response={}), list[bytes])
    assert_type(await composio.provider.handle_tool_calls("ana", {}), list[bytes])
    assert_type(await composio.provider.execute_tool_call("ana", {}), ToolResult)
    assert_type(await AsyncComposio().provider.handle_tool_calls("ana", {}), list[ToolMessage])
    assert_type(AsyncComposio(Pairs()).provider, Pairs)


def with_openai(client: OpenAI, session: Session[list[ChatTool]]) -> None:
    client.chat.completions.create(model="m", messages=[], tools=session.tools())


def mistakes(session: Session[Any], composio: Composio[Any]) -> None:
    composio.create("ana", toolkit=["github"])  # type: ignore[call-arg]
    composio.create("ana", tags=["readOnly"])  # type: ignore[list-item]
    session.execute("X", argument={})  # type: ignore[call-arg]
    session.authorize()  # type: ignore[call-arg]
    session.authorize("github").redirect_uri  # type: ignore[attr-defined]  # noqa: B018
    Composio(hom="/tmp")  # type: ignore[call-overload]
