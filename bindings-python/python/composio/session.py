"""A session: one user's tools, as they were configured."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from ._record import Page, Record, every
from ._steps import Asynchronous, Blocking, Call, async_method, given, method
from .connection_request import AsyncConnectionRequest, ConnectionRequest, requested
from .models import ProxyResponse, SearchResults, SessionToolkit, Tool, ToolResult
from .session_config import ConfigVersion, SessionConfig

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Literal

    from typing_extensions import Unpack

    from ._engine import EmbeddedEngine
    from ._steps import Answer, Steps
    from .modifiers import Modifiers
    from .providers.base import BaseProvider
    from .types import ConnectOptions, ProxyParameter, SessionUpdate

Tools_ = TypeVar("Tools_")

_PAGE = 500


class McpServer(Record):
    """Where an MCP client finds the session's tools, and the headers that let it in. The headers are a secret."""

    _secret: ClassVar = frozenset({"headers"})

    type: str
    url: str
    headers: dict[str, str]


class RegisteredCustomTool(Record):
    """A custom tool of a session."""

    slug: str
    """As the agent calls it: `LOCAL_…`."""
    original_slug: str
    name: str
    description: str
    input_schema: dict[str, Any]
    output_schema: dict[str, Any] | None = None
    toolkit: str | None = None
    """The custom toolkit it is in."""
    extends_toolkit: str | None = None


class RegisteredCustomToolkit(Record):
    """A custom toolkit of a session."""

    _nested: ClassVar = {"tools": every(RegisteredCustomTool)}

    slug: str
    name: str
    description: str
    tools: list[RegisteredCustomTool]


class Experimental(Record):
    _nested: ClassVar = {
        "custom_tools": every(RegisteredCustomTool),
        "custom_toolkits": every(RegisteredCustomToolkit),
    }

    assistive_prompt: str | None = None
    """Text for the agent's system prompt; set when the session was created with `assistive_prompt`."""
    custom_tools: list[RegisteredCustomTool] | None = None
    custom_toolkits: list[RegisteredCustomToolkit] | None = None


class DeletedSession(Record):
    session_id: str
    deleted: bool


def get_tools(self: _Session[Tools_], modifiers: Modifiers | None = None) -> Steps[Tools_]:
    """The session's tools in the form the provider's framework takes: preloaded ones first, then the meta tools.

    `modifiers` change how the tools look (`schema_modifier`) and, where the framework runs the tools itself, what
    happens around each call (`before_execute`, `after_execute`); see `composio.modifiers`.
    """
    from ._executing import InSession, wrapped

    tools: list[Tool] = []
    cursor: str | None = None
    while True:
        request = given(session_id=self.session_id, limit=_PAGE, cursor=cursor)
        page = Page((yield Call("sessions.tools", request)), Tool)
        tools += page.items
        cursor = page.next_cursor
        if not cursor:
            as_session = InSession(self.session_id, self.user_id)
            return (yield from wrapped(tools, self._provider, self._engine, as_session, modifiers))


def execute_tool(
    self: _Session[Any],
    tool_slug: str,
    *,
    arguments: Mapping[str, Any] | None = None,
    account: str | None = None,
    explain: bool = False,
    dry_run: bool = False,
) -> Steps[ToolResult]:
    """Run a tool of the session.

    `account` names the connected account by id or alias. With `explain` nothing runs, and `data` says which rule allows
    the tool and which account it would use; with `dry_run` it also holds the request that would be sent.
    """
    request = given(session_id=self.session_id, tool_slug=tool_slug, arguments=arguments, account=account)
    if explain:
        request["explain"] = True
    if dry_run:
        request["dry_run"] = True
    return ToolResult((yield Call("sessions.execute", request)))


def search_tools(
    self: _Session[Any], *, query: str, toolkits: Sequence[str] | None = None, model: str | None = None
) -> Steps[SearchResults]:
    """Find tools for something to be done, in plain words."""
    request = given(session_id=self.session_id, query=query, toolkits=toolkits, model=model)
    return SearchResults((yield Call("sessions.search", request)))


def list_toolkits(
    self: _Session[Any],
    *,
    toolkits: Sequence[str] | None = None,
    next_cursor: str | None = None,
    limit: int | None = None,
    is_connected: bool | None = None,
    search: str | None = None,
) -> Steps[Page[SessionToolkit]]:
    """One page (20 unless `limit` says otherwise) of the session's toolkits, with what is connected."""
    request = given(
        session_id=self.session_id,
        toolkits=toolkits,
        cursor=next_cursor,
        limit=limit,
        is_connected=is_connected,
        search=search,
    )
    return Page((yield Call("sessions.toolkits", request)), SessionToolkit)


def send_by_proxy(
    self: _Session[Any],
    *,
    toolkit: str,
    endpoint: str,
    method: Literal["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"],
    body: Any = None,
    parameters: Sequence[ProxyParameter | Mapping[str, Any]] | None = None,
    account: str | None = None,
) -> Steps[ProxyResponse]:
    """Send a request of your own to the toolkit's service, with the user's credential."""
    request = given(
        session_id=self.session_id,
        toolkit=toolkit,
        endpoint=endpoint,
        method=method,
        body=body,
        parameters=parameters,
        account=account,
    )
    return ProxyResponse((yield Call("sessions.proxy_execute", request)))


def update_config(self: _Session[Any], **options: Unpack[SessionUpdate]) -> Steps[SessionConfig]:
    """Change the configuration, and return it as it is now.

    An option left out stays as it is; None sets it back to its default; an empty list means none. With
    `expected_config_version` the change is made only if nobody else made one meanwhile.
    """
    request: dict[str, Any] = {"session_id": self.session_id, **options}
    # For the version alone, None and False mean what leaving it out means.
    if request.get("expected_config_version", 0) is None or request.get("expected_config_version") is False:
        del request["expected_config_version"]
    check_functions(request)
    call = Call("sessions.update", request)
    self._read(keep_functions(self, call, (yield call)))
    return self.config


def list_versions(
    self: _Session[Any], *, cursor: str | None = None, limit: int | None = None
) -> Steps[Page[ConfigVersion]]:
    """The versions of the configuration, newest first."""
    request = given(session_id=self.session_id, cursor=cursor, limit=limit)
    return Page((yield Call("sessions.config_history", request)), ConfigVersion)


def delete_session(self: _Session[Any]) -> Steps[DeletedSession]:
    """Delete the session. Connected accounts stay."""
    deleted = DeletedSession((yield Call("sessions.delete", {"session_id": self.session_id})))
    self._engine.forget_session(self.session_id)
    return deleted


def check_functions(request: Mapping[str, Any]) -> None:
    """Refuse custom tools that are none."""
    experimental = request.get("experimental") or {}
    if experimental.get("custom_tools") or experimental.get("custom_toolkits"):
        from .custom_tools.definition import check

        check(experimental.get("custom_tools") or (), experimental.get("custom_toolkits") or ())


def keep_functions(handle: Any, call: Call, answer: Answer) -> Answer:
    """The answer, after the functions of the custom tools in the call were put where the engine finds them."""
    experimental = call.request.get("experimental") or {}
    # Plain definitions have no function here.
    tools = [each for each in experimental.get("custom_tools") or () if not isinstance(each, dict)]
    toolkits = [each for each in experimental.get("custom_toolkits") or () if not isinstance(each, dict)]
    if tools or toolkits:
        # Awaited code runs on a loop, and has imported what that is made of.
        asyncio = sys.modules.get("asyncio") if isinstance(handle, Asynchronous) else None
        loop = asyncio._get_running_loop() if asyncio else None
        handle._engine.host().register(answer, tools, toolkits, loop)
    return answer


class _Session(Generic[Tools_]):
    session_id: str
    user_id: str
    config: SessionConfig
    config_version: int
    """Counts the changes made with `update()`."""
    tool_slugs: list[str]
    """The names of what `tools()` returns."""
    warnings: list[dict[str, str]]
    """What to mind about the configuration, such as preloading very many tools."""
    experimental: Experimental
    created_at: str
    updated_at: str

    def __init__(self, engine: EmbeddedEngine, provider: BaseProvider[Any, Tools_], answer: Answer) -> None:
        self._engine = engine
        self._provider = provider
        self._mcp: McpServer | None = None
        self._read(answer)

    def _read(self, answer: Answer) -> None:
        self.session_id = answer["session_id"]
        self.user_id = answer["user_id"]
        self.config = SessionConfig(answer["config"])
        self.config_version = answer["config_version"]
        self.tool_slugs = answer["tool_slugs"]
        self.warnings = answer["warnings"]
        self.experimental = Experimental(answer.get("experimental") or {})
        self.created_at = answer["created_at"]
        self.updated_at = answer["updated_at"]

    @property
    def mcp(self) -> McpServer:
        """The session's tools over MCP. The first look starts to listen."""
        if self._mcp is None:
            self._mcp = McpServer({"type": "http", **self._engine.mcp_endpoint(self.session_id)})
        return self._mcp

    def custom_tools(self, *, toolkit: str | None = None) -> list[RegisteredCustomTool]:
        """The custom tools of the session; only those that are in `toolkit` or extend it, if one is named."""
        tools = [*(self.experimental.custom_tools or ())]
        for each in self.custom_toolkits():
            tools += each.tools
        if toolkit is None:
            return tools
        wanted = toolkit.lower()
        return [tool for tool in tools if (tool.toolkit or tool.extends_toolkit or "").lower() == wanted]

    def custom_toolkits(self) -> list[RegisteredCustomToolkit]:
        """The custom toolkits of the session, with their tools."""
        return list(self.experimental.custom_toolkits or ())

    def to_dict(self) -> dict[str, Any]:
        """The session as plain data."""
        return {
            "session_id": self.session_id,
            "user_id": self.user_id,
            "config": self.config.to_dict(),
            "config_version": self.config_version,
            "tool_slugs": self.tool_slugs,
            "experimental": self.experimental.to_dict(),
            "warnings": self.warnings,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
        }

    def __repr__(self) -> str:
        name = type(self).__name__
        return f"{name}(session_id={self.session_id!r}, user_id={self.user_id!r}, config_version={self.config_version})"

    def _link(self, toolkit: str, options: ConnectOptions) -> Call:
        return Call("sessions.link", given(session_id=self.session_id, toolkit=toolkit, **options))


class Session(_Session[Tools_], Blocking):
    """One user's tools, as they were configured."""

    def authorize(self, toolkit: str, **options: Unpack[ConnectOptions]) -> ConnectionRequest:
        """Make a link under which the user connects an account. Options: `callback_url`, `alias`."""
        answer = self._engine.call(self._link(toolkit, options))
        return ConnectionRequest(self._engine, *requested(answer))

    tools = method(get_tools)
    execute = method(execute_tool)
    search = method(search_tools)
    toolkits = method(list_toolkits)
    proxy_execute = method(send_by_proxy)
    update = method(update_config)
    list_config_history = method(list_versions)
    delete = method(delete_session)


class AsyncSession(_Session[Tools_], Asynchronous):
    """One user's tools, as they were configured."""

    async def authorize(self, toolkit: str, **options: Unpack[ConnectOptions]) -> AsyncConnectionRequest:
        """Make a link under which the user connects an account. Options: `callback_url`, `alias`."""
        answer = await self._engine.call_async(self._link(toolkit, options))
        return AsyncConnectionRequest(self._engine, *requested(answer))

    tools = async_method(get_tools)
    execute = async_method(execute_tool)
    search = async_method(search_tools)
    toolkits = async_method(list_toolkits)
    proxy_execute = async_method(send_by_proxy)
    update = async_method(update_config)
    list_config_history = async_method(list_versions)
    delete = async_method(delete_session)
