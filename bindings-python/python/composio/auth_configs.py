"""How a project signs in to toolkits: `composio.auth_configs`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._record import Page
from ._steps import Asynchronous, Blocking, Call, async_method, given, method
from .models import AuthConfig, CheckedClient, Done

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Unpack

    from ._engine import EmbeddedEngine
    from ._steps import Steps
    from .types import AuthConfigFilters, AuthConfigOptions, AuthConfigUpdate

Handle = Any


def create_auth_config(self: Handle, toolkit: str, options: AuthConfigOptions | None = None) -> Steps[AuthConfig]:
    """Make an auth config for a toolkit.

    Without options, or with `{"type": "use_composio_managed_auth"}`, it uses the engine's managed client. One of your
    own: `{"type": "use_custom_auth", "auth_scheme": "OAUTH2", "credentials": {"client_id": …, "client_secret": …}}`.
    """
    return AuthConfig((yield Call("auth_configs.create", {"toolkit": toolkit, **(options or {})})))


def list_auth_configs(self: Handle, **filters: Unpack[AuthConfigFilters]) -> Steps[Page[AuthConfig]]:
    """One page of auth configs. Filters: `toolkit_slug`, `is_composio_managed`, `show_disabled`, `limit`, `cursor`."""
    request = given(**filters)
    if "toolkit_slug" in request:
        request["toolkit"] = request.pop("toolkit_slug")
    return Page((yield Call("auth_configs.list", request)), AuthConfig)


def get_auth_config(self: Handle, nanoid: str) -> Steps[AuthConfig]:
    """An auth config by its id (`ac_…`)."""
    return AuthConfig((yield Call("auth_configs.get", {"id": nanoid})))


def update_auth_config(self: Handle, nanoid: str, *, options: AuthConfigUpdate) -> Steps[AuthConfig]:
    """Change the name or credentials; credentials left out keep their value."""
    request: dict[str, Any] = {"id": nanoid, **options}
    # Callers of the protocol repeat here which type it is; the engine knows.
    request.pop("type", None)
    return AuthConfig((yield Call("auth_configs.update", request)))


def check_client(self: Handle, toolkit: str, *, credentials: Mapping[str, Any]) -> Steps[CheckedClient]:
    """Ask the provider whether it knows an OAuth client; `credentials` are those of a custom auth config."""
    return CheckedClient((yield Call("auth_configs.check", {"toolkit": toolkit, "credentials": dict(credentials)})))


def enable_auth_config(self: Handle, nanoid: str) -> Steps[AuthConfig]:
    """Use the auth config again."""
    return AuthConfig((yield Call("auth_configs.enable", {"id": nanoid})))


def disable_auth_config(self: Handle, nanoid: str) -> Steps[AuthConfig]:
    """Make no new connections with the auth config, and run no tools on its accounts."""
    return AuthConfig((yield Call("auth_configs.disable", {"id": nanoid})))


def delete_auth_config(self: Handle, nanoid: str) -> Steps[Done]:
    """Delete the auth config for good."""
    return Done((yield Call("auth_configs.delete", {"id": nanoid})))


class AuthConfigs(Blocking):
    """The auth configs of the project."""

    def __init__(self, engine: EmbeddedEngine) -> None:
        self._engine = engine

    create = method(create_auth_config)
    list = method(list_auth_configs)
    get = method(get_auth_config)
    update = method(update_auth_config)
    enable = method(enable_auth_config)
    disable = method(disable_auth_config)
    delete = method(delete_auth_config)
    check = method(check_client)


class AsyncAuthConfigs(Asynchronous):
    """The auth configs of the project."""

    def __init__(self, engine: EmbeddedEngine) -> None:
        self._engine = engine

    create = async_method(create_auth_config)
    list = async_method(list_auth_configs)
    get = async_method(get_auth_config)
    update = async_method(update_auth_config)
    enable = async_method(enable_auth_config)
    disable = async_method(disable_auth_config)
    delete = async_method(delete_auth_config)
    check = async_method(check_client)
