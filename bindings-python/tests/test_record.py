"""Answers as objects."""

from __future__ import annotations

import pytest

from composio._record import Page
from composio.models import ConnectedAccount, SessionToolkit, ToolResult
from composio.session import McpServer
from composio.session_config import SessionConfig

TOOLKIT = {
    "slug": "github",
    "name": "GitHub",
    "connection": {"is_active": True, "auth_config": None, "connected_account": {"id": "ca_1", "status": "ACTIVE"}},
    "added_by_a_newer_engine": {"a": 1},
}


def test_fields_are_attributes_all_the_way_down() -> None:
    toolkit = SessionToolkit(TOOLKIT)
    assert toolkit.connection.connected_account
    assert toolkit.connection.connected_account.id == "ca_1"
    assert toolkit.connection.auth_config is None
    assert toolkit.logo is None
    assert toolkit.added_by_a_newer_engine == {"a": 1}  # type: ignore[attr-defined]
    assert toolkit["slug"] == "github"


def test_a_record_gives_back_what_it_was_made_from() -> None:
    page = Page({"items": [TOOLKIT], "next_cursor": None, "total_pages": 1}, SessionToolkit)
    assert page.to_dict() == {"items": [TOOLKIT], "next_cursor": None, "total_pages": 1}
    assert [toolkit.slug for toolkit in page] == ["github"]
    assert len(page) == 1
    config = {"toolkits": {"disabled": ["exa"]}, "tools": {"github": {"enabled": ["A"]}}, "preload": {"tools": "all"}}
    assert SessionConfig(config).to_dict() == config
    assert SessionConfig(config).tools == {"github": SessionConfig({"tools": {"x": {"enabled": ["A"]}}}).tools["x"]}  # type: ignore[index]


def test_a_field_that_is_not_there_is_an_error() -> None:
    with pytest.raises(AttributeError, match="connectoin"):
        SessionToolkit(TOOLKIT).connectoin  # type: ignore[attr-defined]  # noqa: B018


def test_a_repr_is_readable_and_keeps_secrets() -> None:
    account = ConnectedAccount({"id": "ca_1", "state": {"auth_scheme": "OAUTH2", "val": {"access_token": "REDACTED"}}})
    assert repr(account).startswith("ConnectedAccount(id='ca_1', state=AccountState(")
    mcp = McpServer({"type": "http", "url": "http://localhost:1/mcp", "headers": {"Authorization": "Bearer hush"}})
    assert repr(mcp) == "McpServer(type='http', url='http://localhost:1/mcp', headers=***)"
    assert mcp.headers["Authorization"] == "Bearer hush"


def test_a_tool_result_is_a_dict_with_attributes() -> None:
    result = ToolResult(data={"a": 1}, error=None, successful=True, log_id="log_1")
    assert (result.data, result.error, result.successful, result.log_id) == ({"a": 1}, None, True, "log_1")
    assert result["data"] == {"a": 1}
    assert result.to_dict() == dict(result)
