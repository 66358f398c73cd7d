"""What a session was configured with, as the engine keeps it."""

from __future__ import annotations

from typing import Any, ClassVar

from ._record import Record, each


class Selection(Record):
    """What is allowed: only `enabled`, or all but `disabled`; for tools also by `tags`."""

    enabled: list[str] | None = None
    disabled: list[str] | None = None
    tags: dict[str, list[str]] | None = None


class ManageConnections(Record):
    enabled: bool
    callback_url: str | None = None
    enable_wait_for_connections: bool | None = None
    enable_connection_removal: bool | None = None


class MultiAccount(Record):
    enable: bool
    max_accounts_per_toolkit: int | None = None
    require_explicit_selection: bool


class Switch(Record):
    """A feature that is on or off."""

    enable: bool


class Execute(Record):
    enable_multi_execute: bool


class Preload(Record):
    tools: list[str] | str


class SessionConfig(Record):
    """The configuration of a session."""

    _nested: ClassVar = {
        "toolkits": Selection,
        "tools": each(Selection),
        "tags": Selection,
        "manage_connections": ManageConnections,
        "multi_account": MultiAccount,
        "proxy_execute": Switch,
        "preload": Preload,
        "search": Switch,
        "execute": Execute,
        "workbench": Switch,
    }

    user_id: str
    toolkits: Selection | None = None
    tools: dict[str, Selection] | None = None
    tags: Selection | None = None
    auth_configs: dict[str, str] | None = None
    connected_accounts: dict[str, list[str]] | None = None
    manage_connections: ManageConnections | None = None
    multi_account: MultiAccount | None = None
    proxy_execute: Switch | None = None
    preload: Preload
    search: Switch
    execute: Execute
    workbench: Switch | None = None
    instant: Any = False


class ConfigVersion(Record):
    """One version of a session's configuration."""

    _nested: ClassVar = {"config": SessionConfig}

    version: int
    created_at: str
    config: SessionConfig
    is_current: bool
