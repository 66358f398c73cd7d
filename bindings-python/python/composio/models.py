"""What the engine answers with: tools, toolkits, auth configs, connected accounts."""

from __future__ import annotations

from typing import Any, ClassVar

from ._record import Record, every


class ToolkitRef(Record):
    """The toolkit something belongs to."""

    slug: str
    name: str | None = None
    logo: str | None = None


class Tool(Record):
    """A tool, with the JSON Schema of its input."""

    _nested: ClassVar = {"toolkit": ToolkitRef}

    slug: str
    name: str
    description: str
    toolkit: ToolkitRef
    input_parameters: dict[str, Any]
    output_parameters: dict[str, Any]
    no_auth: bool
    version: str
    available_versions: list[str]
    scopes: list[str]
    tags: list[str]
    is_deprecated: bool


class Toolkit(Record):
    """A toolkit of the catalog."""

    slug: str
    name: str
    description: str
    logo: str | None = None
    categories: list[Any]
    auth_schemes: list[str]
    composio_managed_auth_schemes: list[str]
    no_auth: bool
    tools_count: int
    version: str


class ToolkitDetails(Toolkit):
    """A toolkit with the fields its ways to sign in ask for."""

    auth_config_details: list[dict[str, Any]]
    base_url: str | None = None
    setup: list[dict[str, Any]]
    """The ways to a first credential, the shortest one first."""


class Category(Record):
    """A category of toolkits."""

    id: str
    name: str


class AuthField(Record):
    """Something that a way to sign in asks for."""

    name: str
    displayName: str  # noqa: N815 - the protocol's
    description: str
    type: str
    required: bool
    is_secret: bool


class ConnectionAuthConfig(Record):
    """The auth config a connection was made with."""

    id: str
    mode: str
    is_composio_managed: bool


class ConnectionAccount(Record):
    """The account of a connection."""

    id: str
    status: str


class Connection(Record):
    """Whether a session's user is connected to a toolkit, and how. For a toolkit without sign-in nothing is active."""

    _nested: ClassVar = {"auth_config": ConnectionAuthConfig, "connected_account": ConnectionAccount}

    is_active: bool
    auth_config: ConnectionAuthConfig | None = None
    connected_account: ConnectionAccount | None = None
    """The account; set whenever `is_active`."""


class SessionToolkit(Record):
    """A toolkit as a session sees it."""

    _nested: ClassVar = {"connection": Connection}

    slug: str
    name: str
    logo: str | None = None
    description: str
    is_no_auth: bool
    enabled: bool
    composio_managed_auth_schemes: list[str]
    connection: Connection


class AuthConfig(Record):
    """How a project signs in to a toolkit. Secret credentials read `REDACTED`."""

    _nested: ClassVar = {"toolkit": ToolkitRef}

    id: str
    name: str
    toolkit: ToolkitRef
    auth_scheme: str
    is_composio_managed: bool
    status: str
    credentials: dict[str, Any]
    redirect_uri: str | None = None
    """What to register with the provider, for schemes that redirect."""
    created_at: str
    updated_at: str
    no_of_connections: int


class CheckedClient(Record):
    """What the provider says of an OAuth client."""

    accepted: bool | None
    """None where it could not be asked or did not say."""
    message: str


class AccountAuthConfig(Record):
    """The auth config of a connected account."""

    id: str
    auth_scheme: str
    is_composio_managed: bool


class AccountState(Record):
    """The credential of a connected account: which keys it has; their values read `REDACTED`."""

    auth_scheme: str
    val: dict[str, Any]


class ConnectedAccount(Record):
    """One user's credential for one toolkit."""

    _nested: ClassVar = {"toolkit": ToolkitRef, "auth_config": AccountAuthConfig, "state": AccountState}

    id: str
    user_id: str
    status: str
    status_reason: str | None = None
    is_disabled: bool
    alias: str | None = None
    identity: str | None = None
    """Whose credential it is, as the provider said when it was connected."""
    toolkit: ToolkitRef
    auth_config: AccountAuthConfig
    state: AccountState
    created_at: str
    updated_at: str
    connected_at: str | None = None


class Identity(Record):
    """What the provider says of an account's credential."""

    id: str
    accepted: bool | None
    """None where it could not be asked or did not say."""
    identity: str | None = None
    message: str


class Done(Record):
    """It was done."""

    success: bool


class ErasedUser(Record):
    """Everything of a user was erased; `deleted` counts it."""

    user_id: str
    deleted: dict[str, int]


class ToolResult(dict[str, Any]):
    """What a tool answered: a plain dict, ready for `json.dumps`, whose fields are attributes too.

    `successful` is false where the tool or its provider failed; that is a result, not an exception.
    """

    @property
    def data(self) -> dict[str, Any]:
        data: dict[str, Any] = self["data"]
        return data

    @property
    def error(self) -> str | None:
        error: str | None = self["error"]
        return error

    @property
    def successful(self) -> bool:
        successful: bool = self["successful"]
        return successful

    @property
    def log_id(self) -> str | None:
        log_id: str | None = self.get("log_id")
        return log_id

    def to_dict(self) -> dict[str, Any]:
        return dict(self)


class ProxyResponse(Record):
    """The provider's own answer to a request sent with the user's credential."""

    status: int
    data: Any = None
    headers: dict[str, str]


class SearchMatch(Record):
    """The tools found for one use case, best first."""

    index: int
    use_case: str
    primary_tool_slugs: list[str]
    related_tool_slugs: list[str]
    toolkits: list[str]
    error: str | None = None


class ToolkitStatus(Record):
    """Whether the user is connected to a toolkit that search found."""

    toolkit: str
    description: str
    has_active_connection: bool
    status_message: str


class SearchResults(Record):
    """What a search found: tools, the schemas of the best, and what has to be connected first."""

    _nested: ClassVar = {"results": every(SearchMatch), "toolkit_connection_statuses": every(ToolkitStatus)}

    success: bool
    error: str | None = None
    results: list[SearchMatch]
    tool_schemas: dict[str, dict[str, Any]]
    toolkit_connection_statuses: list[ToolkitStatus]
    time_info: dict[str, Any]
    session: dict[str, Any]
    next_steps_guidance: list[str]
