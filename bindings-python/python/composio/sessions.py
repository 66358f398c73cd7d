"""Making, finding and deleting sessions: `composio.sessions`, `composio.create`, `composio.use`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ._steps import Asynchronous, Blocking, Call, async_method, given, method
from .session import AsyncSession, DeletedSession, Session, check_functions, keep_functions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typing_extensions import Unpack

    from ._engine import EmbeddedEngine
    from ._steps import Steps
    from .custom_tools import CustomTool, CustomToolkit
    from .providers.base import BaseProvider
    from .types import SessionOptions

Tools_ = TypeVar("Tools_")


def create(user_id: str, options: SessionOptions) -> Call:
    request = given(user_id=user_id, **options)
    check_functions(request)
    # Every session of ours can be reached over MCP, so there is nothing to ask for.
    request.pop("mcp", None)
    return Call("sessions.create", request)


def get(session_id: str, tools: Sequence[CustomTool] | None, toolkits: Sequence[CustomToolkit] | None) -> Call:
    if tools is None and toolkits is None:
        return Call("sessions.get", {"session_id": session_id})
    # What is left out stays as it is.
    experimental = given(custom_tools=tools, custom_toolkits=toolkits)
    request = {"session_id": session_id, "experimental": experimental}
    check_functions(request)
    return Call("sessions.attach", request)


def delete_session(self: _Sessions[Any], session_id: str) -> Steps[DeletedSession]:
    """Delete a session. Connected accounts stay."""
    deleted = DeletedSession((yield Call("sessions.delete", {"session_id": session_id})))
    self._engine.forget_session(session_id)
    return deleted


class _Sessions(Generic[Tools_]):
    def __init__(self, engine: EmbeddedEngine, provider: BaseProvider[Any, Tools_]) -> None:
        self._engine = engine
        self._provider = provider


class Sessions(_Sessions[Tools_], Blocking):
    """The sessions of the project."""

    def create(self, user_id: str, **options: Unpack[SessionOptions]) -> Session[Tools_]:
        """Create a session for a user; see `SessionOptions` in `composio.types` for what it can be configured with."""
        call = create(user_id, options)
        return Session(self._engine, self._provider, keep_functions(self, call, self._engine.call(call)))

    def use(
        self,
        session_id: str,
        *,
        custom_tools: Sequence[CustomTool] | None = None,
        custom_toolkits: Sequence[CustomToolkit] | None = None,
        mcp: bool = False,
    ) -> Session[Tools_]:
        """A session made earlier, by this process or another one of the same home.

        A session with custom tools needs their functions in each process that runs it: `custom_tools` and
        `custom_toolkits` take the place of those it was made with, each by itself.
        """
        call = get(session_id, custom_tools, custom_toolkits)
        return Session(self._engine, self._provider, keep_functions(self, call, self._engine.call(call)))

    delete = method(delete_session)


class AsyncSessions(_Sessions[Tools_], Asynchronous):
    """The sessions of the project."""

    async def create(self, user_id: str, **options: Unpack[SessionOptions]) -> AsyncSession[Tools_]:
        """Create a session for a user; see `SessionOptions` in `composio.types` for what it can be configured with."""
        call = create(user_id, options)
        answer = await self._engine.call_async(call)
        return AsyncSession(self._engine, self._provider, keep_functions(self, call, answer))

    async def use(
        self,
        session_id: str,
        *,
        custom_tools: Sequence[CustomTool] | None = None,
        custom_toolkits: Sequence[CustomToolkit] | None = None,
        mcp: bool = False,
    ) -> AsyncSession[Tools_]:
        """A session made earlier, by this process or another one of the same home.

        A session with custom tools needs their functions in each process that runs it: `custom_tools` and
        `custom_toolkits` take the place of those it was made with, each by itself.
        """
        call = get(session_id, custom_tools, custom_toolkits)
        answer = await self._engine.call_async(call)
        return AsyncSession(self._engine, self._provider, keep_functions(self, call, answer))

    delete = async_method(delete_session)
