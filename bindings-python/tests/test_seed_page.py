"""The snippets of the documentation page "Configuring sessions", run as they stand there.

Only the ids a snippet makes up are replaced, by ids of things that exist; and where a snippet prints a link and waits,
the user opens it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from browser import Browser
from composio import Composio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from composio import Session
    from standin import StandIn

    Run = Callable[..., dict[str, Any]]

META_TOOLS = {
    "COMPOSIO_SEARCH_TOOLS",
    "COMPOSIO_GET_TOOL_SCHEMAS",
    "COMPOSIO_MANAGE_CONNECTIONS",
    "COMPOSIO_MULTI_EXECUTE_TOOL",
}

CREATING_A_SESSION = """\
session = composio.create(user_id="user_123")
"""

ENABLING_TOOLKITS = """\
# Using array format
session = composio.create(
    user_id="user_123",
    toolkits=["github", "gmail", "slack"]
)

# Using object format with enable key
session = composio.create(
    user_id="user_123",
    toolkits={"enable": ["github", "gmail", "slack"]}
)
"""

DISABLING_TOOLKITS = """\
session = composio.create(
    user_id="user_123",
    toolkits={"disable": ["exa", "firecrawl"]}
)
"""

CUSTOM_AUTH_CONFIGS = """\
session = composio.create(
    user_id="user_123",
    auth_configs={
        "github": "ac_your_github_config",
        "slack": "ac_your_slack_config"
    }
)
"""

ACCOUNT_SELECTION = """\
session = composio.create(
    user_id="user_123",
    connected_accounts={
        "gmail": "ca_work_gmail",
        "github": "ca_personal_github"
    }
)
"""

MCP = """\
mcp_url = session.mcp.url
"""

TOOLS = """\
tools = session.tools()
"""

AUTHORIZE = """\
connection_request = session.authorize("github")

print(connection_request.redirect_url)

connected_account = connection_request.wait_for_connection()
"""

TOOLKITS = """\
toolkits = session.toolkits()

for toolkit in toolkits.items:
    status = toolkit.connection.connected_account.id if toolkit.connection.is_active else "Not connected"
    print(f"{toolkit.name}: {status}")
"""

NATIVE_TOOLS = """\
# ✅ CORRECT — Python (defaults to OpenAI)
from composio import Composio

composio = Composio()
session = composio.create(user_id="user_123")
tools = session.tools()
# Pass tools to your agent/LLM framework
"""


@pytest.fixture
def composio(settings: dict[str, Any], standin: StandIn, monkeypatch: pytest.MonkeyPatch) -> Iterator[Composio[Any]]:
    """The client of the page, whose operator set up OAuth clients once; the stand-in is every provider."""
    monkeypatch.setenv("COMPOSIO_HOME", str(settings["home"]))
    monkeypatch.setenv("COMPOSIO_CONNECT_ORIGIN", settings["connect_origin"])
    managed: Any = standin.github_options()["credentials"]
    settings["home"].mkdir()
    lines = [f"{key} = {value!r}" for key, value in managed.items()]
    for_each = [f"[managed.{toolkit}]\n" + "\n".join(lines) for toolkit in ("github", "gmail", "slack")]
    (settings["home"] / "composio.toml").write_text("\n".join(for_each))
    with Composio() as client:
        yield client


@pytest.fixture
def session(composio: Composio[Any]) -> Session[Any]:
    return composio.create(user_id="user_123")


@pytest.fixture
def run(composio: Composio[Any]) -> Run:
    """Runs a snippet; the answer holds its variables."""

    def run(snippet: str, *, ids: dict[str, str] | None = None, **variables: Any) -> dict[str, Any]:
        for made_up, real in (ids or {}).items():
            assert made_up in snippet
            snippet = snippet.replace(made_up, real)
        variables = {"composio": composio, **variables}
        exec(snippet, variables)
        return variables

    return run


def enabled(session: Session[Any]) -> set[str]:
    return {toolkit.slug for toolkit in session.toolkits(limit=50) if toolkit.enabled}


def connect(composio: Composio[Any], toolkit: str) -> str:
    request = composio.toolkits.authorize(user_id="user_123", toolkit=toolkit)
    assert request.redirect_url
    Browser().connect(request.redirect_url)
    return request.wait_for_connection(timeout=10).id


def test_creating_a_session(run: Run) -> None:
    session = run(CREATING_A_SESSION)["session"]
    assert session.session_id.startswith("trs_")
    assert session.user_id == "user_123"
    assert session.config.toolkits is None
    assert {"github", "gmail", "slack", "exa", "firecrawl"} <= enabled(session)


def test_enabling_toolkits(run: Run, composio: Composio[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    created = []
    create = composio.create

    def remember(**options: Any) -> Session[Any]:
        created.append(create(**options))
        return created[-1]

    monkeypatch.setattr(composio, "create", remember)
    run(ENABLING_TOOLKITS)
    assert [enabled(session) for session in created] == [{"github", "gmail", "slack"}] * 2


def test_disabling_toolkits(run: Run, session: Session[Any]) -> None:
    assert enabled(session) - enabled(run(DISABLING_TOOLKITS)["session"]) == {"exa", "firecrawl"}


def test_custom_auth_configs(run: Run, composio: Composio[Any], standin: StandIn) -> None:
    configs = {slug: composio.auth_configs.create(slug, standin.github_options()).id for slug in ("github", "slack")}
    made_up = {f"ac_your_{slug}_config": config for slug, config in configs.items()}
    assert run(CUSTOM_AUTH_CONFIGS, ids=made_up)["session"].config.auth_configs == configs


def test_account_selection(run: Run, composio: Composio[Any]) -> None:
    accounts = {toolkit: connect(composio, toolkit) for toolkit in ("gmail", "github")}
    made_up = {"ca_work_gmail": accounts["gmail"], "ca_personal_github": accounts["github"]}
    session = run(ACCOUNT_SELECTION, ids=made_up)["session"]
    assert session.config.connected_accounts == {toolkit: [account] for toolkit, account in accounts.items()}
    user = session.execute("GITHUB_GET_THE_AUTHENTICATED_USER")
    assert user.data["login"] == "octocat"


def test_mcp(run: Run, session: Session[Any]) -> None:
    assert run(MCP, session=session)["mcp_url"].startswith("http://localhost:")


def test_tools(run: Run, session: Session[Any]) -> None:
    tools = run(TOOLS, session=session)["tools"]
    assert {tool["function"]["name"] for tool in tools} == META_TOOLS


def test_authorize(run: Run, session: Session[Any]) -> None:
    result = run(AUTHORIZE, session=session, print=Browser().connect)
    assert result["connected_account"].status == "ACTIVE"
    assert result["connected_account"].id == result["connection_request"].id
    assert result["connected_account"].auth_config.is_composio_managed


def test_toolkits(run: Run, composio: Composio[Any], session: Session[Any]) -> None:
    github = connect(composio, "github")
    printed: list[str] = []
    run(TOOLKITS, session=session, print=printed.append)
    assert {f"GitHub: {github}", "Gmail: Not connected", "Slack: Not connected"} <= set(printed)


def test_native_tools(run: Run) -> None:
    variables = run(NATIVE_TOOLS)
    with variables["composio"]:
        assert len(variables["tools"]) == len(META_TOOLS)


def test_an_api_key_is_accepted_and_changes_nothing(composio: Composio[Any], session: Session[Any]) -> None:
    with Composio(api_key="your_api_key") as keyed:
        assert keyed.use(session.session_id).user_id == "user_123"
