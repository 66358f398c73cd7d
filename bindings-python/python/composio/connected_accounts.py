"""Users' credentials for toolkits: `composio.connected_accounts`, `composio.users`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._record import Page
from ._steps import Asynchronous, Blocking, Call, async_method, given, method
from .connection_request import AsyncConnectionRequest, ConnectionRequest, requested, wait_for_account
from .models import ConnectedAccount, Done, ErasedUser, Identity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Unpack

    from ._engine import EmbeddedEngine
    from ._steps import Steps
    from .types import AccountFilters, DirectConnectOptions, InitiateOptions

Handle = Any


def link(user_id: str, auth_config_id: str, options: DirectConnectOptions) -> Call:
    return Call("connected_accounts.link", given(user_id=user_id, auth_config_id=auth_config_id, **options))


def initiate(user_id: str, auth_config_id: str, config: Mapping[str, Any] | None, options: InitiateOptions) -> Call:
    request = given(user_id=user_id, auth_config_id=auth_config_id, state=config, **options)
    return Call("connected_accounts.initiate", request)


def refresh(nanoid: str) -> Call:
    return Call("connected_accounts.refresh", {"id": nanoid})


def list_accounts(self: Handle, **filters: Unpack[AccountFilters]) -> Steps[Page[ConnectedAccount]]:
    """One page of connected accounts.

    Filters: `user_ids`, `toolkit_slugs`, `statuses`, `auth_config_ids`, `connected_account_ids`, `limit`, `cursor`.
    """
    return Page((yield Call("connected_accounts.list", given(**filters))), ConnectedAccount)


def get_account(self: Handle, nanoid: str) -> Steps[ConnectedAccount]:
    """A connected account by its id (`ca_…`)."""
    return ConnectedAccount((yield Call("connected_accounts.get", {"id": nanoid})))


def enable_account(self: Handle, nanoid: str) -> Steps[Done]:
    """Use the account again."""
    return Done((yield Call("connected_accounts.enable", {"id": nanoid})))


def disable_account(self: Handle, nanoid: str) -> Steps[Done]:
    """Keep the account, but let no tool use it."""
    return Done((yield Call("connected_accounts.disable", {"id": nanoid})))


def update_account(self: Handle, nanoid: str, *, alias: str) -> Steps[ConnectedAccount]:
    """Give the account another alias; the empty one takes it away."""
    return ConnectedAccount((yield Call("connected_accounts.update", {"id": nanoid, "alias": alias})))


def delete_account(self: Handle, nanoid: str) -> Steps[Done]:
    """Delete the account and its credential."""
    return Done((yield Call("connected_accounts.delete", {"id": nanoid})))


def ask_whoami(self: Handle, nanoid: str) -> Steps[Identity]:
    """Ask the provider whether it still accepts the credential, and whose it is."""
    return Identity((yield Call("connected_accounts.whoami", {"id": nanoid})))


def wait(self: Handle, id: str, timeout: float | None = None) -> Steps[ConnectedAccount]:
    """Wait until the account is active; `timeout` in seconds, 60 unless given."""
    return (yield from wait_for_account(id, timeout))


class ConnectedAccounts(Blocking):
    """The connected accounts of the project's users."""

    def __init__(self, engine: EmbeddedEngine) -> None:
        self._engine = engine

    def link(self, user_id: str, auth_config_id: str, **options: Unpack[DirectConnectOptions]) -> ConnectionRequest:
        """Make a link under which the user connects an account. Options: `callback_url`, `alias`, `allow_multiple`."""
        answer = self._engine.call(link(user_id, auth_config_id, options))
        return ConnectionRequest(self._engine, *requested(answer))

    def initiate(
        self,
        user_id: str,
        auth_config_id: str,
        *,
        config: Mapping[str, Any] | None = None,
        **options: Unpack[InitiateOptions],
    ) -> ConnectionRequest:
        """Begin a connection; a credential you hold already goes in as `config` (see `composio.types.auth_scheme`).

        With `verify` the provider is asked first whether it accepts the credential.
        """
        answer = self._engine.call(initiate(user_id, auth_config_id, config, options))
        return ConnectionRequest(self._engine, *requested(answer))

    def refresh(self, nanoid: str) -> ConnectionRequest:
        """Make the credential fresh. Where only the user can, the answer holds a link to connect the account again."""
        answer = self._engine.call(refresh(nanoid))
        return ConnectionRequest(self._engine, *requested(answer))

    list = method(list_accounts)
    get = method(get_account)
    enable = method(enable_account)
    disable = method(disable_account)
    update = method(update_account)
    delete = method(delete_account)
    whoami = method(ask_whoami)
    wait_for_connection = method(wait)


class AsyncConnectedAccounts(Asynchronous):
    """The connected accounts of the project's users."""

    def __init__(self, engine: EmbeddedEngine) -> None:
        self._engine = engine

    async def link(
        self, user_id: str, auth_config_id: str, **options: Unpack[DirectConnectOptions]
    ) -> AsyncConnectionRequest:
        """Make a link under which the user connects an account. Options: `callback_url`, `alias`, `allow_multiple`."""
        answer = await self._engine.call_async(link(user_id, auth_config_id, options))
        return AsyncConnectionRequest(self._engine, *requested(answer))

    async def initiate(
        self,
        user_id: str,
        auth_config_id: str,
        *,
        config: Mapping[str, Any] | None = None,
        **options: Unpack[InitiateOptions],
    ) -> AsyncConnectionRequest:
        """Begin a connection; a credential you hold already goes in as `config` (see `composio.types.auth_scheme`).

        With `verify` the provider is asked first whether it accepts the credential.
        """
        answer = await self._engine.call_async(initiate(user_id, auth_config_id, config, options))
        return AsyncConnectionRequest(self._engine, *requested(answer))

    async def refresh(self, nanoid: str) -> AsyncConnectionRequest:
        """Make the credential fresh. Where only the user can, the answer holds a link to connect the account again."""
        answer = await self._engine.call_async(refresh(nanoid))
        return AsyncConnectionRequest(self._engine, *requested(answer))

    list = async_method(list_accounts)
    get = async_method(get_account)
    enable = async_method(enable_account)
    disable = async_method(disable_account)
    update = async_method(update_account)
    delete = async_method(delete_account)
    whoami = async_method(ask_whoami)
    wait_for_connection = async_method(wait)


def delete_user(self: Handle, user_id: str) -> Steps[ErasedUser]:
    """Erase a user: sessions, connected accounts with their credentials, and attempts to connect."""
    return ErasedUser((yield Call("users.delete", {"user_id": user_id})))


class Users(Blocking):
    """The people on whose behalf sessions act."""

    def __init__(self, engine: EmbeddedEngine) -> None:
        self._engine = engine

    delete = method(delete_user)


class AsyncUsers(Asynchronous):
    """The people on whose behalf sessions act."""

    def __init__(self, engine: EmbeddedEngine) -> None:
        self._engine = engine

    delete = async_method(delete_user)
