"""What a custom tool is told about the call it serves, and what it can do for the user of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._steps import Asynchronous, Blocking, Call, async_method, given, method
from ..models import ProxyResponse, ToolResult

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Literal

    from .._engine import EmbeddedEngine
    from .._steps import Steps
    from ..types import ProxyParameter


def execute_tool(self: _Context, tool_slug: str, arguments: Mapping[str, Any] | None = None) -> Steps[ToolResult]:
    """Run another tool of the session, for the same user. Answers and raises as `session.execute` does."""
    # By the call it is made within, the engine finds out a tool that calls itself without end.
    request = given(session_id=self.session_id, tool_slug=tool_slug, arguments=arguments, within=self.log_id)
    return ToolResult((yield Call("sessions.execute", request)))


def send_by_proxy(
    self: _Context,
    *,
    toolkit: str,
    endpoint: str,
    method: Literal["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"],
    body: Any = None,
    parameters: Sequence[ProxyParameter | Mapping[str, Any]] | None = None,
    account: str | None = None,
) -> Steps[ProxyResponse]:
    """Send a request to a toolkit's service with the user's credential, which the tool itself never sees.

    For the toolkit that the tool extends, it is the account of the call, unless `account` names another. For any other
    toolkit the session decides, as with `session.proxy_execute`.
    """
    if account is None and toolkit.lower() == (self.toolkit or "").lower():
        account = self.account
    request = given(
        session_id=self.session_id,
        toolkit=toolkit,
        endpoint=endpoint,
        method=method,
        body=body,
        parameters=parameters,
        account=account,
        within=self.log_id,
    )
    return ProxyResponse((yield Call("sessions.proxy_execute", request)))


class _Context:
    session_id: str
    user_id: str
    """The user on whose behalf the tool runs."""
    toolkit: str | None
    """The toolkit that the tool extends."""
    account: str | None
    """The connected account the call is for, where the tool extends a toolkit."""
    log_id: str | None

    def __init__(self, engine: EmbeddedEngine, call: Mapping[str, Any]) -> None:
        self._engine = engine
        self.session_id = call["session_id"]
        self.user_id = call["user_id"]
        self.toolkit = call.get("extends_toolkit")
        self.account = call.get("account")
        self.log_id = call.get("log_id")

    def __repr__(self) -> str:
        return f"{type(self).__name__}(user_id={self.user_id!r}, session_id={self.session_id!r})"


class SessionContext(_Context, Blocking):
    """The call a custom tool serves: `user_id`, `execute()`, `proxy_execute()`."""

    execute = method(execute_tool)
    proxy_execute = method(send_by_proxy)


class AsyncSessionContext(_Context, Asynchronous):
    """The call an `async def` custom tool serves: `user_id`, `await execute()`, `await proxy_execute()`."""

    execute = async_method(execute_tool)
    proxy_execute = async_method(send_by_proxy)
