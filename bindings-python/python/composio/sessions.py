"""Making, finding and deleting sessions: `composio.sessions`, `composio.create`, `composio.use`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ._steps import Asynchronous, Blocking, Call, async_method, given, method
from .session import AsyncSession, DeletedSession, Session

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._engine import EmbeddedEngine
    from ._steps import Steps
    from .providers.base import BaseProvider
    from .types import SessionOptions

Tools_ = TypeVar("Tools_")


def create(user_id: str, options: SessionOptions) -> Call:
    request = given(user_id=user_id, **options)
    # Every session of ours can be reached over MCP, so there is nothing to ask for.
    request.pop("mcp", None)
    return Call("sessions.create", request)


def get(session_id: str) -> Call:
    return Call("sessions.get", {"session_id": session_id})


def delete_session(self: Any, session_id: str) -> Steps[DeletedSession]:
    """Delete a session. Connected accounts stay."""
    return DeletedSession((yield Call("sessions.delete", {"session_id": session_id})))


class _Sessions(Generic[Tools_]):
    def __init__(self, engine: EmbeddedEngine, provider: BaseProvider[Any, Tools_]) -> None:
        self._engine = engine
        self._provider = provider


class Sessions(_Sessions[Tools_], Blocking):
    """The sessions of the project."""

    def create(self, user_id: str, **options: Unpack[SessionOptions]) -> Session[Tools_]:
        """Create a session for a user; see `SessionOptions` in `composio.types` for what it can be configured with."""
        return Session(self._engine, self._provider, self._engine.call(create(user_id, options)))

    def use(self, session_id: str, *, mcp: bool = False) -> Session[Tools_]:
        """A session made earlier, by this process or another one of the same home."""
        return Session(self._engine, self._provider, self._engine.call(get(session_id)))

    delete = method(delete_session)


class AsyncSessions(_Sessions[Tools_], Asynchronous):
    """The sessions of the project."""

    async def create(self, user_id: str, **options: Unpack[SessionOptions]) -> AsyncSession[Tools_]:
        """Create a session for a user; see `SessionOptions` in `composio.types` for what it can be configured with."""
        return AsyncSession(self._engine, self._provider, await self._engine.call_async(create(user_id, options)))

    async def use(self, session_id: str, *, mcp: bool = False) -> AsyncSession[Tools_]:
        """A session made earlier, by this process or another one of the same home."""
        return AsyncSession(self._engine, self._provider, await self._engine.call_async(get(session_id)))

    delete = async_method(delete_session)
