"""A session in use: tools run for the user it was made for, and only as configured."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from composio import AsyncComposio, Composio
from composio.exceptions import (
    ComposioError,
    ConfigurationError,
    EngineClosedError,
    FeatureNotAvailableError,
    InvalidParams,
    NotAllowedError,
    NotConnectedError,
    SessionConfigConflictError,
    SessionNotFoundError,
    ToolNotFoundError,
    UnknownOptionError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from composio.models import ConnectedAccount
    from standin import StandIn

REPOSITORY = {"owner": "octocat", "repo": "hello-world"}


@pytest.fixture
def connected(composio: Composio[Any], connect: Callable[..., ConnectedAccount]) -> Any:
    connect("ana")
    return composio.create("ana", toolkits=["github"])


def test_a_tool_runs_with_the_users_account(connected: Any) -> None:
    issue = connected.execute("GITHUB_CREATE_AN_ISSUE", arguments={**REPOSITORY, "title": "From Python"})
    assert (issue.successful, issue.error) == (True, None)
    read = connected.execute("GITHUB_GET_AN_ISSUE", arguments={**REPOSITORY, "issue_number": issue.data["number"]})
    assert read.data["title"] == "From Python"


def test_a_failure_of_the_provider_is_a_result(connected: Any) -> None:
    result = connected.execute("GITHUB_GET_AN_ISSUE", arguments={**REPOSITORY, "issue_number": 9999})
    assert result.successful is False
    assert result.data["status_code"] == 404
    assert result.error


def test_what_would_run_can_be_looked_at_first(connected: Any, standin: StandIn) -> None:
    explained = connected.execute("GITHUB_GET_AN_ISSUE", arguments={**REPOSITORY, "issue_number": 1}, explain=True)
    assert explained.data["explanation"]
    dry = connected.execute("GITHUB_GET_AN_ISSUE", arguments={**REPOSITORY, "issue_number": 1}, dry_run=True)
    assert dry.data["request"]["url"] == f"{standin.url}/repos/octocat/hello-world/issues/1"


def test_search_finds_tools_for_plain_words(connected: Any) -> None:
    found = connected.search(query="create an issue in a repository")
    assert found.results[0].primary_tool_slugs[0] == "GITHUB_CREATE_AN_ISSUE"
    assert found.toolkit_connection_statuses[0].has_active_connection
    assert found.tool_schemas["GITHUB_CREATE_AN_ISSUE"]["input_schema"]["properties"]["title"]


def test_a_request_of_ones_own_goes_out_with_the_users_credential(
    composio: Composio[Any], connect: Callable[..., ConnectedAccount]
) -> None:
    connect("ana")
    session = composio.create("ana", proxy_execute=True)
    answer = session.proxy_execute(
        toolkit="github", endpoint="/user", method="GET", parameters=[{"in": "query", "name": "x", "value": "1"}]
    )
    assert (answer.status, answer.data["login"]) == (200, "octocat")


def test_tool_calls_of_a_model_run_in_the_session(composio: Composio[Any], connected: Any) -> None:
    function = {"name": "GITHUB_GET_A_REPOSITORY", "arguments": json.dumps(REPOSITORY)}
    response = {"choices": [{"message": {"tool_calls": [{"id": "call_1", "function": function}]}}]}
    [in_session] = composio.provider.handle_tool_calls(session=connected, response=response)
    [direct] = composio.provider.handle_tool_calls(user_id="ana", response=response)
    for message in (in_session, direct):
        assert json.loads(message["content"])["data"]["full_name"] == "octocat/hello-world"


async def test_tool_calls_of_a_model_are_awaited_with_asyncio(settings: dict[str, Any]) -> None:
    async with AsyncComposio(**settings) as composio:
        session = await composio.create("ana", toolkits=["github"])
        function = {"name": "GITHUB_NO_SUCH_TOOL", "arguments": "{}"}
        response = {"choices": [{"message": {"tool_calls": [{"id": "call_1", "function": function}]}}]}
        for messages in (
            await composio.provider.handle_tool_calls(session=session, response=response),
            await composio.provider.handle_tool_calls("ana", response),
        ):
            assert "GITHUB_NO_SUCH_TOOL" in json.loads(messages[0]["content"])["error"]


def test_direct_tools_need_no_session(composio: Composio[Any], connect: Callable[..., ConnectedAccount]) -> None:
    connect("ana")
    result = composio.tools.execute("GITHUB_GET_A_REPOSITORY", REPOSITORY, user_id="ana")
    assert result["successful"] is True
    assert [tool["function"]["name"] for tool in composio.tools.get("ana", slug="HACKERNEWS_GET_USER")] == [
        "HACKERNEWS_GET_USER"
    ]
    slugs = ["GITHUB_GET_A_REPOSITORY", "HACKERNEWS_GET_USER"]
    assert {tool["function"]["name"] for tool in composio.tools.get("ana", tools=slugs)} == set(slugs)
    with pytest.raises(InvalidParams):
        composio.tools.get("ana")


def test_the_catalog_can_be_read(composio: Composio[Any]) -> None:
    assert {"github", "exa", "hackernews"} <= {toolkit.slug for toolkit in composio.toolkits.list()}
    github = composio.toolkits.get("github")
    assert {"OAUTH2"} <= {details["mode"] for details in github.auth_config_details}


def test_an_update_changes_what_it_names(composio: Composio[Any]) -> None:
    session = composio.create("ana", toolkits=["github", "exa"], tags=["readOnlyHint"])
    config = session.update(toolkits=["exa"])
    assert config is session.config
    assert config.toolkits
    assert (config.toolkits.enabled, config.tags is None) == (["exa"], False)
    assert session.update(tags=None).tags is None
    assert session.config_version == 3
    assert [version.version for version in session.list_config_history()] == [3, 2, 1]


def test_an_update_based_on_an_older_version_is_refused(composio: Composio[Any]) -> None:
    session = composio.create("ana")
    session.update(toolkits=["exa"], expected_config_version=1)
    with pytest.raises(SessionConfigConflictError):
        session.update(toolkits=["github"], expected_config_version=1)
    assert session.update(toolkits=["github"], expected_config_version=False).toolkits


def test_a_deleted_session_is_gone(composio: Composio[Any]) -> None:
    session = composio.create("ana")
    assert session.delete().deleted is True
    with pytest.raises(SessionNotFoundError):
        composio.use(session.session_id)


def test_another_process_goes_on_with_the_session(composio: Composio[Any], settings: dict[str, Any]) -> None:
    session = composio.create("ana", toolkits=["exa"])
    program = """
import sys
from composio import Composio
with Composio(home=sys.argv[1], connect_origin=sys.argv[2]) as composio:
    print(composio.use(sys.argv[3]).config.toolkits.enabled)
"""
    command = [sys.executable, "-c", program, str(settings["home"]), settings["connect_origin"], session.session_id]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "['exa']"


@pytest.mark.parametrize(
    ("run", "of", "says"),
    [
        (lambda c: c.create("ana", toolkit=["github"]), UnknownOptionError, "toolkits"),
        (lambda c: c.create("ana", toolkits=["githb"]), ComposioError, "github"),
        (lambda c: c.create(""), InvalidParams, "user_id"),
        (lambda c: c.create("ana", hooks=[]), FeatureNotAvailableError, "hooks"),
        (lambda c: c.create("ana").execute("GITHUB_GET_AN_ISSU"), ToolNotFoundError, "GITHUB_GET_AN_ISSUE"),
        (
            lambda c: c.create("ana").execute("GITHUB_GET_A_REPOSITORY", arguments=REPOSITORY),
            NotConnectedError,
            "github",
        ),
        (lambda c: c.create("ana", toolkits=["exa"]).execute("HACKERNEWS_GET_USER"), NotAllowedError, "hackernews"),
    ],
    ids=["option", "toolkit", "user", "unbuilt", "tool", "unconnected", "forbidden"],
)
def test_what_is_wrong_is_named(
    composio: Composio[Any], run: Callable[[Composio[Any]], Any], of: type[ComposioError], says: str
) -> None:
    with pytest.raises(of, match=says):
        run(composio)


def test_an_unknown_keyword_is_a_type_error_that_names_the_nearest(settings: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="connect_origin"):
        Composio(**settings, conect_origin="http://localhost:9900")  # type: ignore[call-overload]


def test_a_remote_server_is_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(FeatureNotAvailableError, match="base_url"):
        Composio(base_url="https://composio.example", **settings)


def test_a_setting_that_makes_no_sense_is_named(settings: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match="connect_origin"):
        Composio(home=settings["home"], connect_origin="not a URL")


@pytest.mark.parametrize("timeout", ["soon", float("inf")])
def test_a_timeout_in_the_settings_is_a_number_of_seconds(settings: dict[str, Any], timeout: Any) -> None:
    Composio(**settings, timeout=0.5).close()
    with pytest.raises(InvalidParams, match="timeout"):
        Composio(**settings, timeout=timeout)


def test_a_closed_client_says_so(settings: dict[str, Any]) -> None:
    with Composio(**settings) as composio:
        session = composio.create("ana")
    composio.close()
    assert repr(composio) == "<Composio, closed>"
    with pytest.raises(EngineClosedError):
        session.tools()
