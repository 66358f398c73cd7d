"""What can go wrong, as classes to catch.

Every exception derives from `ComposioError` and carries the engine's own description of the error: a stable `slug`,
the `kind` (who must act), a message that says what to do, and named facts in `context`. Which class stands for which
slug is one table at the end of this module; an error without a row there gets the class of its kind.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_NEXT_STEPS = {
    "invalid_request": "correct the call; the message names what was wrong",
    "not_found": "check the name or id; the message gives the nearest known one",
    "conflict": "read it again and repeat the change on the newer version",
    "unauthenticated": "present a valid token",
    "forbidden": "widen the session's configuration if this should be allowed",
    "not_connected": "let the user connect an account with `session.authorize(toolkit)`",
    "configuration": "correct the settings or the auth config",
    "unsupported": "leave the option out; this version does not have it",
    "connection_failed": "start again with a new link from `session.authorize(toolkit)`",
    "timeout": "wait longer or try again",
    "cancelled": "nothing: the call was cancelled",
    "provider": "try again later; the toolkit's own service failed",
    "unavailable": "look at the machine the engine runs on; the message says what is missing",
    "internal": "report it: this is a fault of the engine",
}


class ComposioError(Exception):
    """Base of everything this package raises on purpose."""

    message: str
    #: Stable name of the error, such as `ToolRouterV2_ToolNotFound`; None if the error was raised in Python.
    slug: str | None
    #: Numeric code of the protocol.
    code: int | None
    #: HTTP status the error has over REST.
    status: int | None
    #: Who must act, such as `not_connected`.
    kind: str | None
    #: Whether the same call may succeed later without anybody acting.
    retryable: bool
    #: Whether a model that is told of it can act on it; providers answer the model with its message then.
    for_model: bool
    #: Named facts, such as `{"tool": …, "nearest": …}`.
    context: dict[str, Any]
    request_id: str | None

    def __init__(
        self,
        message: str = "",
        *,
        slug: str | None = None,
        code: int | None = None,
        status: int | None = None,
        kind: str | None = None,
        retryable: bool = False,
        for_model: bool = False,
        context: Mapping[str, Any] | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.slug = slug
        self.code = code
        self.status = status
        self.kind = kind
        self.retryable = retryable
        self.for_model = for_model
        self.context = dict(context or {})
        self.request_id = request_id

    @property
    def next_step(self) -> str | None:
        """What to do about it, in general words; the message is more precise."""
        return _NEXT_STEPS.get(self.kind or "")


class SDKError(ComposioError):
    """The engine or this package could not do what it should."""


class InternalError(SDKError):
    """A fault of the engine itself."""


class ComposioSDKTimeoutError(ComposioError, TimeoutError):
    """A wait ended before what it waited for."""


class RequestCancelledError(ComposioError):
    """The call was cancelled."""


class UsageError(ComposioError):
    """The package was used in a way it cannot serve."""


class RenamedError(UsageError):
    """The code uses a word of an older version; the message names today's and shows the line to write."""


class RenamedKeywordError(RenamedError, TypeError):
    """A keyword was renamed."""


class RenamedAttributeError(RenamedError, AttributeError):
    """An attribute was renamed."""


class RenamedImportError(RenamedError, ImportError):
    """What the package exports was renamed."""


class InvalidParams(ComposioError):
    """The call is wrong as it stands."""


class UnknownOptionError(InvalidParams, TypeError):
    """An option or keyword that does not exist; the message names the nearest."""


class ValidationError(InvalidParams):
    """A value does not fit where it was used."""


class ConfigurationError(ComposioError):
    """The settings, or the file or environment they came from, cannot be used."""


class FeatureNotAvailableError(ComposioError, NotImplementedError):
    """This version does not have the feature."""


class MissingPartError(FeatureNotAvailableError, AttributeError):
    """This version does not have that part of the client."""


class NotFoundError(ComposioError):
    """What was named does not exist."""


class ToolkitError(ComposioError):
    """About a toolkit."""


class ToolkitNotFoundError(NotFoundError, ToolkitError):
    """No toolkit has this slug."""


class ToolNotFoundError(NotFoundError):
    """No tool has this slug, or none in this session."""


class SessionNotFoundError(NotFoundError):
    """No session has this id, or it was deleted."""


class ResourceError(ComposioError):
    """About something a project owns."""


class AuthConfigError(ResourceError):
    """About an auth config."""


class InvalidAuthConfigError(InvalidParams, AuthConfigError):
    """The auth config cannot be made, or used here."""


class AuthNotConfiguredError(ConfigurationError, AuthConfigError):
    """The project has no OAuth client for the toolkit, or the provider refused the one it has."""


class AuthConfigNotFoundError(NotFoundError, AuthConfigError):
    """No auth config has this id."""


class ConnectedAccountError(ResourceError):
    """About a connected account."""


class ConnectedAccountNotFoundError(NotFoundError, ConnectedAccountError):
    """There is no such connected account."""


class NotConnectedError(ConnectedAccountError):
    """The user has no account for the toolkit that can be used: none yet, or one to connect again."""


class InvalidConnectedAccount(ValidationError, ConnectedAccountError):
    """The connected account cannot be used here."""


class ComposioMultipleConnectedAccountsError(InvalidParams, ConnectedAccountError):
    """The user has an active account already, and a second was not asked for."""


class AccountSelectionRequiredError(InvalidParams, ConnectedAccountError):
    """The user has several accounts and the session wants one named; the message lists them."""


class ConnectionFailedError(SDKError, ConnectedAccountError):
    """The attempt to connect ended without an account."""


class ConnectionExpiredError(ConnectionFailedError):
    """The attempt ran out of time, or the provider no longer takes the credential."""


class ConnectionRevokedError(ConnectionFailedError):
    """The user or the provider took the access back."""


class LinkError(ConnectionFailedError):
    """The link to connect an account cannot be used."""


class ComposioClientError(ComposioError):
    """The engine refused or could not serve the call."""


class ApiKeyError(ComposioClientError):
    """A key or token is missing or wrong."""


class NotAllowedError(ComposioClientError):
    """The session's configuration forbids it."""


class SessionConfigConflictError(ComposioClientError):
    """Somebody else changed the session's configuration first."""


class ProviderError(ComposioClientError):
    """The toolkit's own service could not be reached or failed."""


class UnavailableError(ComposioClientError):
    """The engine cannot serve now."""


class StoreError(UnavailableError):
    """The store cannot be used."""


class OriginUnavailableError(UnavailableError):
    """The address where Connect pages are served cannot be bound."""


class EngineClosedError(UnavailableError):
    """The engine was closed."""


class EngineForkedError(UnavailableError):
    """This process was forked from one whose engine was at work."""


BY_KIND: dict[str, type[ComposioError]] = {
    "invalid_request": InvalidParams,
    "not_found": NotFoundError,
    "conflict": SessionConfigConflictError,
    "unauthenticated": ApiKeyError,
    "forbidden": NotAllowedError,
    "not_connected": NotConnectedError,
    "configuration": ConfigurationError,
    "unsupported": FeatureNotAvailableError,
    "connection_failed": ConnectionFailedError,
    "timeout": ComposioSDKTimeoutError,
    "cancelled": RequestCancelledError,
    "provider": ProviderError,
    "unavailable": UnavailableError,
    "internal": InternalError,
}

# Only what its kind does not already say; each class is a narrower one than that of the kind.
BY_SLUG: dict[str, type[ComposioError]] = {
    "Request_UnknownOption": UnknownOptionError,
    "ToolRouterV2_ToolNotFound": ToolNotFoundError,
    "ToolRouterV2_InvalidToolkitSlugs": ToolkitNotFoundError,
    "ToolRouterV2_NoManagedAuth": AuthNotConfiguredError,
    "ToolRouterV2_InvalidConnectedAccountIds": InvalidConnectedAccount,
    "ToolRouterV2_InvalidAuthConfigIds": InvalidAuthConfigError,
    "ToolRouterV2_AccountSelectionRequired": AccountSelectionRequiredError,
    "ToolRouterV2_SessionNotFound": SessionNotFoundError,
    "ConnectedAccount_BadRequest": InvalidConnectedAccount,
    "ConnectedAccount_ResourceNotFound": ConnectedAccountNotFoundError,
    "ConnectedAccount_MultipleExist": ComposioMultipleConnectedAccountsError,
    "ConnectedAccount_Expired": ConnectionExpiredError,
    "ConnectedAccount_Revoked": ConnectionRevokedError,
    "AuthConfig_BadRequest": InvalidAuthConfigError,
    "AuthConfig_ResourceNotFound": AuthConfigNotFoundError,
    "AuthConfig_ClientRejected": AuthNotConfiguredError,
    "Toolkit_NotFound": ToolkitNotFoundError,
    "Tool_ToolNotFound": ToolNotFoundError,
    "ActionExecute_ConnectedAccountEntityIdMismatch": InvalidConnectedAccount,
    "Link_Expired": LinkError,
    "Link_Used": LinkError,
    "Origin_Unavailable": OriginUnavailableError,
    "Store_Unavailable": StoreError,
    "Store_Full": StoreError,
    "Store_Newer": StoreError,
    "Store_Key": StoreError,
    "Store_Busy": StoreError,
    "Engine_Closed": EngineClosedError,
    "Engine_Forked": EngineForkedError,
}


def error_from_json(text: str) -> ComposioError:
    """The exception for an error of the engine."""
    error = json.loads(text)
    of = BY_SLUG.get(error["slug"]) or BY_KIND.get(error["kind"], ComposioError)
    return of(
        error["message"],
        slug=error["slug"],
        code=error["code"],
        status=error["status"],
        kind=error["kind"],
        retryable=error["retryable"],
        for_model=error["for_model"],
        context=error["context"],
        request_id=error.get("request_id"),
    )
