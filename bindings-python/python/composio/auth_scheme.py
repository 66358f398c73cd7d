"""Credentials a caller already holds, in the shape `connected_accounts.initiate(config=…)` takes.

    composio.connected_accounts.initiate(user_id, auth_config.id, config=auth_scheme.api_key({"api_key": key}))

The fields each scheme takes are those the toolkit asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict


class AuthState(TypedDict):
    auth_scheme: str
    val: Mapping[str, Any]


class AuthScheme:
    """One method per scheme."""

    def oauth2(self, options: Mapping[str, Any]) -> AuthState:
        status = "ACTIVE" if options.get("access_token") else "INITIALIZING"
        return {"auth_scheme": "OAUTH2", "val": {"status": status, **options}}

    def api_key(self, options: Mapping[str, Any]) -> AuthState:
        return _active("API_KEY", options)

    def basic(self, options: Mapping[str, Any]) -> AuthState:
        return _active("BASIC", options)

    def bearer_token(self, options: Mapping[str, Any]) -> AuthState:
        return _active("BEARER_TOKEN", options)

    def no_auth(self, options: Mapping[str, Any] | None = None) -> AuthState:
        return _active("NO_AUTH", options or {})


def _active(scheme: str, options: Mapping[str, Any]) -> AuthState:
    return {"auth_scheme": scheme, "val": {"status": "ACTIVE", **options}}


auth_scheme = AuthScheme()
