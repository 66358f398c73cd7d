"""A connection on its way: the link a user opens, and the wait for what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._json import milliseconds
from ._steps import Asynchronous, Blocking, Call, async_method, method
from .models import ConnectedAccount

if TYPE_CHECKING:
    from ._engine import EmbeddedEngine
    from ._steps import Answer, Steps

_LINK_MADE = "INITIALIZING"


def wait_for_account(id: str, timeout: float | None) -> Steps[ConnectedAccount]:
    """Wait until the account is active; `timeout` in seconds, 60 unless given."""
    request: dict[str, Any] = {"id": id}
    if timeout is not None:
        request["timeout_ms"] = milliseconds("timeout", timeout)
    return ConnectedAccount((yield Call("connected_accounts.wait", request)))


def wait_for_connection(self: _ConnectionRequest, timeout: float | None = None) -> Steps[ConnectedAccount]:
    """Wait until the user has connected, and return the account.

    `timeout` is in seconds, 60 unless given. Raises `ComposioSDKTimeoutError` when it runs out, and
    `ConnectionFailedError` as soon as the attempt has failed, expired or was revoked.
    """
    account = yield from wait_for_account(self.id, timeout)
    self.status = account.status
    return account


def requested(answer: Answer) -> tuple[str, str, str | None]:
    """Id, status and link of a connection request, out of the answer that began it."""
    status = answer.get("status", _LINK_MADE)
    # Who holds the link is about to send the user there, and the request says so from the start.
    return answer["connected_account_id"], "INITIATED" if status == _LINK_MADE else status, answer["redirect_url"]


class _ConnectionRequest:
    id: str
    """The id the connected account has, or will have."""
    status: str
    redirect_url: str | None
    """The link the user opens; None where nothing is left for them to do. Whoever opens it connects."""

    def __init__(self, engine: EmbeddedEngine, id: str, status: str, redirect_url: str | None) -> None:
        self._engine = engine
        self.id = id
        self.status = status
        self.redirect_url = redirect_url

    def __repr__(self) -> str:
        return f"{type(self).__name__}(id={self.id!r}, status={self.status!r})"


class ConnectionRequest(_ConnectionRequest, Blocking):
    """A connection on its way."""

    wait_for_connection = method(wait_for_connection)


class AsyncConnectionRequest(_ConnectionRequest, Asynchronous):
    """A connection on its way."""

    wait_for_connection = async_method(wait_for_connection)
