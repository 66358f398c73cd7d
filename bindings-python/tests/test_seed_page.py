"""The snippets of the documentation page "Configuring sessions", as they stand there.

Ids in them are replaced by ids of things that exist, and the user's part is played where a snippet waits for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from browser import Browser
from composio import Composio

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from composio.models import ConnectedAccount
    from composio.types import ManagedClient
    from standin import StandIn

META_TOOLS = [
    "COMPOSIO_SEARCH_TOOLS",
    "COMPOSIO_GET_TOOL_SCHEMAS",
    "COMPOSIO_MANAGE_CONNECTIONS",
    "COMPOSIO_MULTI_EXECUTE_TOOL",
]


def test_the_client_needs_no_argument(settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPOSIO_HOME", str(settings["home"]))
    from composio import Composio

    composio = Composio()
    session = composio.create(user_id="user_123")
    tools = session.tools()

    assert str(settings["home"]) in repr(composio)
    assert len(tools) == 4
    composio.close()


def test_an_api_key_is_accepted_and_changes_nothing(settings: dict[str, Any]) -> None:
    with Composio(api_key="your_api_key", **settings) as keyed:
        session = keyed.create(user_id="user_123")
    with Composio(**settings) as keyless:
        assert keyless.use(session.session_id).user_id == "user_123"


def test_creating_a_session(composio: Composio[Any]) -> None:
    session = composio.create(user_id="user_123")

    assert session.session_id.startswith("trs_")
    assert (session.user_id, session.config_version) == ("user_123", 1)
    assert sorted(session.tool_slugs) == sorted(META_TOOLS)


def test_enabling_toolkits(composio: Composio[Any]) -> None:
    session = composio.create(user_id="user_123", toolkits=["github", "exa", "hackernews"])
    assert enabled(session) == ["exa", "github", "hackernews"]

    session = composio.create(user_id="user_123", toolkits={"enable": ["github", "exa", "hackernews"]})
    assert enabled(session) == ["exa", "github", "hackernews"]


def test_disabling_toolkits(composio: Composio[Any]) -> None:
    session = composio.create(user_id="user_123", toolkits={"disable": ["exa", "hackernews"]})
    assert "github" in enabled(session)
    assert not {"exa", "hackernews"} & set(enabled(session))


def test_custom_auth_configs(composio: Composio[Any], github_config: str) -> None:
    session = composio.create(user_id="user_123", auth_configs={"github": github_config})
    assert session.config.auth_configs == {"github": github_config}


def test_account_selection(composio: Composio[Any], connect: Callable[..., ConnectedAccount]) -> None:
    work = connect("user_123", alias="work")
    personal = connect("user_123", alias="personal", allow_multiple=True)

    session = composio.create(user_id="user_123", connected_accounts={"github": work.id})

    assert session.config.connected_accounts == {"github": [work.id]}
    [github] = [toolkit for toolkit in session.toolkits() if toolkit.slug == "github"]
    assert github.connection.connected_account
    assert github.connection.connected_account.id == work.id != personal.id


def test_the_mcp_server(composio: Composio[Any]) -> None:
    session = composio.create(user_id="user_123")

    mcp_url = session.mcp.url

    assert mcp_url.startswith("http://")
    assert session.mcp.headers


def test_native_tools(composio: Composio[Any]) -> None:
    session = composio.create(user_id="user_123")

    tools = session.tools()

    assert sorted(tool["function"]["name"] for tool in tools) == sorted(META_TOOLS)
    assert all(tool["function"]["parameters"]["type"] == "object" for tool in tools)


def test_authorizing_by_hand(composio: Composio[Any], github_config: str, capsys: pytest.CaptureFixture[str]) -> None:
    session = composio.create(user_id="user_123", auth_configs={"github": github_config})

    connection_request = session.authorize("github")

    print(connection_request.redirect_url)
    Browser().connect(capsys.readouterr().out.strip())

    connected_account = connection_request.wait_for_connection()

    assert (connected_account.id, connected_account.status) == (connection_request.id, "ACTIVE")


def test_managed_auth_needs_no_auth_config(
    settings: dict[str, Any], standin: StandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    managed = cast("ManagedClient", standin.github_options()["credentials"])
    with Composio(managed={"github": managed}, **settings) as composio:
        session = composio.create(user_id="user_123")
        connection_request = session.authorize("github")
        assert connection_request.redirect_url
        Browser().connect(connection_request.redirect_url)
        assert connection_request.wait_for_connection().auth_config.is_composio_managed


def test_listing_toolkits(
    composio: Composio[Any], connect: Callable[..., ConnectedAccount], capsys: pytest.CaptureFixture[str]
) -> None:
    account = connect("user_123")
    session = composio.create(user_id="user_123")

    toolkits = session.toolkits()

    for toolkit in toolkits.items:
        status = toolkit.connection.connected_account.id if toolkit.connection.is_active else "Not connected"  # type: ignore[union-attr]
        print(f"{toolkit.name}: {status}")

    lines = capsys.readouterr().out.splitlines()
    assert f"GitHub: {account.id}" in lines
    assert "Hacker News: Not connected" in lines


def enabled(session: Any) -> list[str]:
    return sorted(toolkit.slug for toolkit in session.toolkits(limit=50) if toolkit.enabled)
