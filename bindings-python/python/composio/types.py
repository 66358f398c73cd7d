"""The shapes of what callers pass, for type checkers and for reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any, Literal, TypedDict

from .auth_scheme import AuthState, auth_scheme
from .custom_tools import CustomTool, CustomToolkit

__all__ = [
    "AccountFilters",
    "AuthConfigFilters",
    "AuthConfigOptions",
    "AuthState",
    "ConnectOptions",
    "ManageConnections",
    "ManagedClient",
    "MultiAccount",
    "ProxyParameter",
    "SessionOptions",
    "SessionUpdate",
    "Settings",
    "Tag",
    "ToolkitFilters",
    "auth_scheme",
]

Tag = Literal["readOnlyHint", "createHint", "updateHint", "destructiveHint", "idempotentHint", "openWorldHint"]


class ManagedClient(TypedDict, total=False):
    """An OAuth client for the whole engine: what a toolkit is connected with when nobody made an auth config."""

    client_id: str
    client_secret: str
    scopes: Sequence[str]
    base_url: str
    base_urls: Mapping[str, str]
    authorization_url: str
    token_url: str
    revocation_url: str


class Settings(TypedDict, total=False):
    """The settings of an engine. Each may come from `composio.toml` or the environment as well; a keyword wins."""

    #: Where the store lives. Default `~/.composio`, or `COMPOSIO_HOME`.
    home: str | PathLike[str]
    #: Accepted for compatibility; an embedded engine needs none.
    api_key: str
    #: A remote server. Refused: this version runs the engine in the process.
    base_url: str
    #: Where Connect pages are served. Default `http://localhost:9900`.
    connect_origin: str
    #: What browsers use instead of `connect_origin`, when something forwards to it.
    public_url: str
    #: Shown to users on the Connect page.
    application_name: str
    #: Seconds for one request to a provider. Default 60.
    timeout: float
    #: The same in milliseconds.
    request_timeout_ms: int
    #: Characters of a result that goes to a model. Default 20,000.
    result_budget: int
    #: OAuth clients for the whole engine, by toolkit.
    managed: Mapping[str, ManagedClient]


class Enable(TypedDict):
    enable: Sequence[str]


class Disable(TypedDict):
    disable: Sequence[str]


class TagSelection(TypedDict, total=False):
    enable: Sequence[Tag] | None
    disable: Sequence[Tag] | None


class ByTags(TypedDict):
    tags: Sequence[Tag] | TagSelection


class ManageConnections(TypedDict, total=False):
    enable: bool | None
    callback_url: str | None
    wait_for_connections: bool
    enable_wait_for_connections: bool | None
    enable_connection_removal: bool | None


class MultiAccount(TypedDict, total=False):
    enable: bool
    max_accounts_per_toolkit: int | None
    require_explicit_selection: bool


class Preload(TypedDict):
    tools: Sequence[str] | Literal["all"]


class Switch(TypedDict):
    enable: bool


class Execute(TypedDict):
    enable_multi_execute: bool


class AssistivePrompt(TypedDict):
    user_timezone: str


class Experimental(TypedDict, total=False):
    assistive_prompt: AssistivePrompt
    #: Made with `@composio.experimental.tool`.
    custom_tools: Sequence[CustomTool]
    #: Made with `composio.experimental.Toolkit`.
    custom_toolkits: Sequence[CustomToolkit]


class _SessionOptions(TypedDict, total=False):
    toolkits: Sequence[str] | Enable | Disable | None
    tools: Mapping[str, Sequence[str] | Enable | Disable | ByTags] | None
    tags: Sequence[Tag] | TagSelection | None
    auth_configs: Mapping[str, str] | None
    connected_accounts: Mapping[str, str | Sequence[str]] | None
    manage_connections: bool | ManageConnections | None
    multi_account: MultiAccount | None
    proxy_execute: bool | Switch | None
    preload: Preload | None
    search: bool | Switch | None
    execute: Execute | None
    sandbox: Literal[False] | Switch | None
    workbench: Literal[False] | Switch | None
    experimental: Experimental | None


class SessionOptions(_SessionOptions, total=False):
    """What a session may be created with; None is the same as leaving the option out."""

    session_preset: Literal["direct_tools"] | None
    mcp: bool


class SessionUpdate(_SessionOptions, total=False):
    """What may be changed: an option left out stays as it is, None sets it back to its default."""

    expected_config_version: int | Literal[False] | None


class ToolkitFilters(TypedDict, total=False):
    #: Text in the slug, name or description.
    search: str
    #: Id or name of a category.
    category: str
    #: Those that come with the engine, or those the project added. Default all.
    managed_by: Literal["all", "composio", "project"]
    #: The only order there is; `usage`, which nobody counts here, is refused.
    sort_by: Literal["alphabetically", "usage"]
    #: Default 20, at most 500.
    limit: int
    cursor: str


class AuthConfigOptions(TypedDict, total=False):
    """How to sign in to a toolkit.

    `credentials` may hold `client_id`, `client_secret`, `scopes` and, with a client of its own, `base_url`,
    `base_urls`, `authorization_url`, `token_url` and `revocation_url`.
    """

    type: Literal["use_composio_managed_auth", "use_custom_auth"]
    auth_scheme: str
    name: str
    credentials: Mapping[str, Any]


class AuthConfigUpdate(TypedDict, total=False):
    type: Literal["custom", "default"]
    name: str
    credentials: Mapping[str, Any]


class AuthConfigFilters(TypedDict, total=False):
    toolkit_slug: str
    is_composio_managed: bool
    show_disabled: bool
    limit: int
    cursor: str


class ConnectOptions(TypedDict, total=False):
    """How a link is made."""

    #: Where the user is sent when the connection is made; an absolute http(s) URL.
    callback_url: str | None
    #: A name for the account, unique for the user and toolkit.
    alias: str | None


class DirectConnectOptions(ConnectOptions, total=False):
    #: Whether the user may have another active account on the same auth config already.
    allow_multiple: bool


class InitiateOptions(DirectConnectOptions, total=False):
    #: Whether the provider is asked first if it accepts the credential; what it refuses is not connected.
    verify: bool


class AccountFilters(TypedDict, total=False):
    user_ids: Sequence[str]
    toolkit_slugs: Sequence[str]
    statuses: Sequence[str]
    auth_config_ids: Sequence[str]
    connected_account_ids: Sequence[str]
    limit: int
    cursor: str


class ProxyParameter(TypedDict, total=False):
    """A header or query parameter; `in` (or `type`) says which."""

    name: str
    value: str | int | float | bool
    type: Literal["header", "query"]
