"""The catalog and direct tool calls: `composio.toolkits`, `composio.tools`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ._record import Page
from ._steps import Asynchronous, Blocking, Call, async_method, given, method
from .connection_request import AsyncConnectionRequest, ConnectionRequest, requested
from .exceptions import InvalidParams
from .models import ProxyResponse, Tool, Toolkit, ToolkitDetails, ToolResult

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Literal

    from typing_extensions import Unpack

    from ._engine import EmbeddedEngine
    from ._steps import Steps
    from .providers.base import BaseProvider
    from .types import ProxyParameter, Tag, ToolkitFilters

Tools_ = TypeVar("Tools_")
Handle = Any
"""Either kind of handle; the steps of an operation are the same for both."""


def list_toolkits(self: Handle, **filters: Unpack[ToolkitFilters]) -> Steps[Page[Toolkit]]:
    """One page of the catalog's toolkits. Filters: `search`, `category`, `limit`, `cursor`."""
    return Page((yield Call("toolkits.list", given(**filters))), Toolkit)


def get_toolkit(self: Handle, slug: str) -> Steps[ToolkitDetails]:
    """A toolkit, with what its ways to sign in ask for."""
    return ToolkitDetails((yield Call("toolkits.get", {"slug": slug})))


def authorization(user_id: str, toolkit: str, callback_url: str | None) -> Call:
    return Call("toolkits.authorize", given(user_id=user_id, toolkit=toolkit, callback_url=callback_url))


class Toolkits(Blocking):
    """The toolkits of the catalog."""

    def __init__(self, engine: EmbeddedEngine) -> None:
        self._engine = engine

    def authorize(self, *, user_id: str, toolkit: str, callback_url: str | None = None) -> ConnectionRequest:
        """Make a link under which the user connects an account, on the project's newest auth config for the toolkit."""
        answer = self._engine.call(authorization(user_id, toolkit, callback_url))
        return ConnectionRequest(self._engine, *requested(answer))

    list = method(list_toolkits)
    get = method(get_toolkit)


class AsyncToolkits(Asynchronous):
    """The toolkits of the catalog."""

    def __init__(self, engine: EmbeddedEngine) -> None:
        self._engine = engine

    async def authorize(self, *, user_id: str, toolkit: str, callback_url: str | None = None) -> AsyncConnectionRequest:
        """Make a link under which the user connects an account, on the project's newest auth config for the toolkit."""
        answer = await self._engine.call_async(authorization(user_id, toolkit, callback_url))
        return AsyncConnectionRequest(self._engine, *requested(answer))

    list = async_method(list_toolkits)
    get = async_method(get_toolkit)


def execute_tool(
    self: Handle,
    slug: str,
    arguments: Mapping[str, Any] | None = None,
    *,
    user_id: str | None = None,
    connected_account_id: str | None = None,
    version: str | None = None,
    dangerously_skip_version_check: bool | None = None,
) -> Steps[ToolResult]:
    """Run one tool for a user, outside of a session.

    Without `version` the newest runs, so `dangerously_skip_version_check` changes nothing; it is there because code
    written for the hosted service passes it.
    """
    request = given(
        tool_slug=slug,
        user_id=user_id,
        arguments=arguments,
        connected_account_id=connected_account_id,
        version=version,
    )
    return ToolResult((yield Call("tools.execute", request)))


def send_by_proxy(
    self: Handle,
    *,
    endpoint: str,
    method: Literal["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"],
    connected_account_id: str,
    body: Any = None,
    parameters: Sequence[ProxyParameter | Mapping[str, Any]] | None = None,
) -> Steps[ProxyResponse]:
    """Send a request of your own to a toolkit's service, with the credential of a connected account."""
    request = given(
        connected_account_id=connected_account_id,
        endpoint=endpoint,
        method=method,
        body=body,
        parameters=parameters,
    )
    return ProxyResponse((yield Call("tools.proxy", request)))


def find_tools(
    slug: str | None,
    tools: Sequence[str] | None,
    toolkits: Sequence[str] | None,
    tags: Sequence[Tag] | None,
    search: str | None,
    limit: int | None,
) -> Steps[list[Tool]]:
    """The tools that fit; all of those asked for by name."""
    if slug is not None:
        return [Tool((yield Call("tools.get", {"tool_slug": slug})))]
    if tools is not None and limit is None:
        limit = max(len(tools), 1)
    filters = given(tools=tools, toolkits=toolkits, tags=tags, search=search, limit=limit)
    return Page((yield Call("tools.list", filters)), Tool).items


def get_tools(
    self: _HasProvider[Tools_],
    user_id: str,
    *,
    slug: str | None = None,
    tools: Sequence[str] | None = None,
    toolkits: Sequence[str] | None = None,
    tags: Sequence[Tag] | None = None,
    search: str | None = None,
    limit: int | None = None,
) -> Steps[Tools_]:
    """Tools for direct use, in the form the provider's framework takes.

    A session is the better way to give an agent its tools; its `tools()` follow its configuration.
    """
    if not user_id:
        raise InvalidParams("`user_id` is missing: whose accounts should the tools use?")
    found = yield from find_tools(slug, tools, toolkits, tags, search, limit)
    return self._provider.wrap_tools(found)


class _HasProvider(Generic[Tools_]):
    _engine: EmbeddedEngine
    _provider: BaseProvider[Any, Tools_]

    def __init__(self, engine: EmbeddedEngine, provider: BaseProvider[Any, Tools_]) -> None:
        self._engine = engine
        self._provider = provider


class Tools(_HasProvider[Tools_], Blocking):
    """Direct access to tools, outside of a session."""

    get = method(get_tools)
    execute = method(execute_tool)
    proxy = method(send_by_proxy)


class AsyncTools(_HasProvider[Tools_], Asynchronous):
    """Direct access to tools, outside of a session."""

    get = async_method(get_tools)
    execute = async_method(execute_tool)
    proxy = async_method(send_by_proxy)
