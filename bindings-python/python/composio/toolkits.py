"""The toolkits of the catalog: `composio.toolkits`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from ._record import Page
from ._steps import Asynchronous, Blocking, Call, async_method, given, method
from .connection_request import AsyncConnectionRequest, ConnectionRequest, requested
from .exceptions import InvalidParams
from .models import AuthField, Category, Toolkit, ToolkitDetails

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping, Sequence

    from typing_extensions import Unpack

    from ._engine import EmbeddedEngine
    from ._steps import Steps
    from .types import ToolkitFilters

Handle = Any
"""Either kind of handle; the steps of an operation are the same for both."""


def list_toolkits(self: Handle, **filters: Unpack[ToolkitFilters]) -> Steps[Page[Toolkit]]:
    """One page of the catalog's toolkits; see `ToolkitFilters` in `composio.types` for the filters."""
    return Page((yield Call("toolkits.list", given(**filters))), Toolkit)


def get_toolkits(
    self: Handle, slug: str | None = None, *, query: ToolkitFilters | None = None
) -> Steps[ToolkitDetails | list[Toolkit]]:
    """One toolkit by its slug, with what its ways to sign in ask for; or the first page of those that pass `query`."""
    if slug is None:
        return Page((yield Call("toolkits.list", dict(query or {}))), Toolkit).items
    if query is not None:
        raise InvalidParams("`slug` and `query` exclude each other: one toolkit, or those that pass a filter")
    return ToolkitDetails((yield Call("toolkits.get", {"slug": slug})))


def get_many(self: Handle, slugs: Sequence[str], **filters: Unpack[ToolkitFilters]) -> Steps[list[Toolkit]]:
    """The toolkits of these slugs, by name; an unknown one is an error with the nearest ones."""
    if isinstance(slugs, str) or not slugs:
        raise InvalidParams('`slugs` is a list of toolkits, such as ["github", "gmail"]')
    request: dict[str, Any] = {"limit": len(slugs), **given(**filters), "toolkits": list(slugs)}
    return Page((yield Call("toolkits.list", request)), Toolkit).items


def list_categories(self: Handle) -> Steps[list[Category]]:
    """The categories that toolkits are in; `list(category=…)` takes their ids and names."""
    return Page((yield Call("toolkits.categories", {"limit": 500})), Category).items


def auth_config_fields(
    self: Handle, toolkit: str, auth_scheme: str, required_only: bool = False
) -> Steps[list[AuthField]]:
    """What a developer gives for an auth config of that scheme, such as `client_id`."""
    return (yield from _fields(toolkit, auth_scheme, "auth_config_creation", required_only))


def initiation_fields(
    self: Handle, toolkit: str, auth_scheme: str, required_only: bool = False
) -> Steps[list[AuthField]]:
    """What a user gives for an account of that scheme, such as `token`."""
    return (yield from _fields(toolkit, auth_scheme, "connected_account_initiation", required_only))


def _fields(toolkit: str, auth_scheme: str, of: str, required_only: bool) -> Steps[list[AuthField]]:
    details = (yield Call("toolkits.get", {"slug": toolkit}))["auth_config_details"]
    scheme: Mapping[str, Any] | None = next((one for one in details if one["mode"] == auth_scheme.upper()), None)
    if scheme is None:
        known = ", ".join(one["mode"] for one in details)
        raise InvalidParams(f"`{toolkit}` has no auth scheme `{auth_scheme}`; it has {known}")
    fields = scheme["fields"][of]
    return [AuthField(field) for field in fields["required"] + ([] if required_only else fields["optional"])]


def authorization(user_id: str, toolkit: str, callback_url: str | None) -> Call:
    return Call("toolkits.authorize", given(user_id=user_id, toolkit=toolkit, callback_url=callback_url))


class Toolkits(Blocking):
    """The toolkits of the catalog."""

    def __init__(self, engine: EmbeddedEngine) -> None:
        self._engine = engine

    def authorize(self, *, user_id: str, toolkit: str, callback_url: str | None = None) -> ConnectionRequest:
        """Make a link under which the user connects an account, on the project's newest auth config for the toolkit."""
        answer = self._engine.call(authorization(user_id, toolkit, callback_url))
        return ConnectionRequest(self._engine, *requested(answer))

    if TYPE_CHECKING:

        @overload
        def get(self, slug: str) -> ToolkitDetails: ...

        @overload
        def get(self, *, query: ToolkitFilters | None = None) -> list[Toolkit]: ...

        def get(self, slug: str | None = None, *, query: ToolkitFilters | None = None) -> Any: ...
    else:
        get = method(get_toolkits)

    get_many = method(get_many)
    list_categories = method(list_categories)
    get_auth_config_creation_fields = method(auth_config_fields)
    get_connected_account_initiation_fields = method(initiation_fields)
    list = method(list_toolkits)


class AsyncToolkits(Asynchronous):
    """The toolkits of the catalog."""

    def __init__(self, engine: EmbeddedEngine) -> None:
        self._engine = engine

    async def authorize(self, *, user_id: str, toolkit: str, callback_url: str | None = None) -> AsyncConnectionRequest:
        """Make a link under which the user connects an account, on the project's newest auth config for the toolkit."""
        answer = await self._engine.call_async(authorization(user_id, toolkit, callback_url))
        return AsyncConnectionRequest(self._engine, *requested(answer))

    if TYPE_CHECKING:

        @overload
        def get(self, slug: str) -> Coroutine[Any, Any, ToolkitDetails]: ...

        @overload
        def get(self, *, query: ToolkitFilters | None = None) -> Coroutine[Any, Any, list[Toolkit]]: ...

        def get(self, slug: str | None = None, *, query: ToolkitFilters | None = None) -> Any: ...
    else:
        get = async_method(get_toolkits)

    get_many = async_method(get_many)
    list_categories = async_method(list_categories)
    get_auth_config_creation_fields = async_method(auth_config_fields)
    get_connected_account_initiation_fields = async_method(initiation_fields)
    list = async_method(list_toolkits)
