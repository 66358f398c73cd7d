"""Tools outside of a session: `composio.tools`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ._record import Page
from ._steps import Asynchronous, Blocking, Call, async_method, given, method
from .exceptions import InvalidParams
from .models import ProxyResponse, Tool, ToolResult

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Literal

    from ._engine import EmbeddedEngine
    from ._steps import Steps
    from .modifiers import Modifiers
    from .providers.base import BaseProvider
    from .types import ProxyParameter, Tag

Tools_ = TypeVar("Tools_")
Handle = Any
"""Either kind of handle; the steps of an operation are the same for both."""


def execute_tool(
    self: Handle,
    slug: str,
    arguments: Mapping[str, Any] | None = None,
    *,
    user_id: str | None = None,
    connected_account_id: str | None = None,
    version: str | None = None,
    dangerously_skip_version_check: bool | None = None,
    modifiers: Modifiers | None = None,
) -> Steps[ToolResult]:
    """Run one tool for a user, outside of a session.

    Without `version` the newest runs, so `dangerously_skip_version_check` changes nothing; it is there because code
    written for the hosted service passes it. `modifiers` are functions decorated with `before_execute` or
    `after_execute`.
    """
    params = given(user_id=user_id, connected_account_id=connected_account_id, version=version)
    if not modifiers:
        return ToolResult((yield Call("tools.execute", {"tool_slug": slug, **params, **given(arguments=arguments)})))
    from ._executing import Directly
    from .modifiers import checked

    return (yield from Directly(**params).with_modifiers(checked(modifiers))(slug, dict(arguments or {})))


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
    scopes: Sequence[str] | None,
    search: str | None,
    limit: int | None,
) -> Steps[list[Tool]]:
    """The tools that fit; all of those asked for by name."""
    if slug is not None:
        return [Tool((yield Call("tools.get", {"tool_slug": slug})))]
    if tools is not None and limit is None:
        limit = max(len(tools), 1)
    filters = given(tools=tools, toolkits=toolkits, tags=tags, scopes=scopes, search=search, limit=limit)
    return Page((yield Call("tools.list", filters)), Tool).items


def get_tools(
    self: _HasProvider[Tools_],
    user_id: str,
    *,
    slug: str | None = None,
    tools: Sequence[str] | None = None,
    toolkits: Sequence[str] | None = None,
    tags: Sequence[Tag] | None = None,
    scopes: Sequence[str] | None = None,
    search: str | None = None,
    limit: int | None = None,
    modifiers: Modifiers | None = None,
) -> Steps[Tools_]:
    """Tools for direct use, in the form the provider's framework takes: one by its `slug`, or those that pass filters.

    Of `toolkits`, `tools` and OAuth `scopes` one has to fit, of `tags` all; `search` ranks by words. `limit` is 20
    unless set, and as many as `tools` names.

    A session is the better way to give an agent its tools; its `tools()` follow its configuration.
    """
    if not user_id:
        raise InvalidParams("`user_id` is missing: whose accounts should the tools use?")
    from ._executing import Directly, wrapped

    found = yield from find_tools(slug, tools, toolkits, tags, scopes, search, limit)
    return (yield from wrapped(found, self._provider, self._engine, Directly(user_id, for_model=True), modifiers))


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
