"""The main job from end to end: find a tool, connect an account, act, and do the same over MCP.

quickstart.py                      against a stand-in for GitHub on this machine
quickstart.py --real OWNER/REPO    against GitHub itself, with the token in GITHUB_TOKEN
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from socket import socket
from typing import Any

import httpx2
from composio import Composio
from composio.types import auth_scheme
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.types import TextContent

from browser import browse

USER = "quickstart"
TITLES = ["Hello from a composio session", "Hello from a composio session, over MCP"]
STANDIN = Path(__file__).parents[1] / "standin" / "provider.py"


def step(title: str) -> None:
    print(f"\n\033[1m{title}\033[0m")


def connect_standin(composio: Composio[Any], standin: dict[str, str]) -> tuple[str, str]:
    """An auth config of one's own; returns it and the repository to work in."""
    url = standin["url"]
    credentials = {
        "client_id": standin["client_id"],
        "client_secret": standin["client_secret"],
        "base_url": url,
        "authorization_url": f"{url}/login/oauth/authorize",
        "token_url": f"{url}/login/oauth/access_token",
    }
    options: Any = {"type": "use_custom_auth", "auth_scheme": "OAUTH2", "credentials": credentials}
    return composio.auth_configs.create("github", options).id, "octocat/hello-world"


def connect_github(composio: Composio[Any], repository: str, agreed: bool) -> tuple[str, str]:
    """Connects GitHub itself with the token in GITHUB_TOKEN, once the user has agreed."""
    token = os.environ.get("GITHUB_TOKEN") or sys.exit("set GITHUB_TOKEN to a token that may write issues")
    print(f"This creates two issues in {repository} on GitHub and closes them again:", *TITLES, sep="\n  - ")
    if not agreed and input(f"Type {repository} to go on: ") != repository:
        sys.exit("nothing was created")
    config = composio.auth_configs.create("github", {"type": "use_custom_auth", "auth_scheme": "BEARER_TOKEN"})
    composio.connected_accounts.initiate(USER, config.id, config=auth_scheme.bearer_token({"token": token}))
    return config.id, repository


async def over_mcp(session: Any, arguments: dict[str, Any]) -> int:
    """Creates an issue through the session's MCP server, with a client that knows nothing of this package."""
    http = httpx2.AsyncClient(headers=session.mcp.headers)
    async with http, Client(streamable_http_client(session.mcp.url, http_client=http)) as client:
        print("  tools:", ", ".join(tool.name for tool in (await client.list_tools()).tools))
        call = {"tools": [{"tool_slug": "GITHUB_CREATE_AN_ISSUE", "arguments": arguments}]}
        result = await client.call_tool("COMPOSIO_MULTI_EXECUTE_TOOL", call)
        assert isinstance(result.content[0], TextContent), result
        issue = json.loads(result.content[0].text)["data"]["results"][0]["response"]["data"]
        print("  created", issue["html_url"])
        return int(issue["number"])


def run(composio: Composio[Any], config: str, repository: str) -> None:
    owner, repo = repository.split("/")

    step("1. Create a session")
    session = composio.create(USER, toolkits=["github"], auth_configs={"github": config})
    print(f"  {session.session_id}, whose agent sees {', '.join(session.tool_slugs)}")

    step('2. Search in plain words: "file a bug report"')
    found = session.search(query="file a bug report")
    assert found.results[0].primary_tool_slugs[0] == "GITHUB_CREATE_AN_ISSUE", found
    print("  found", found.results[0].primary_tool_slugs[0])
    connected = found.toolkit_connection_statuses[0].has_active_connection
    print("  github is", "connected" if connected else "not connected")

    if not connected:
        step("3. Connect GitHub: the user opens this link (here the script does)")
        request = session.authorize("github")
        print(" ", request.redirect_url)
        assert request.redirect_url
        print("  the user ends at", browse(request.redirect_url).partition("?")[0])
        print("  connected as", request.wait_for_connection(timeout=30).id)

    step("4. Create an issue, and read it back")
    place = {"owner": owner, "repo": repo}
    made = session.execute("GITHUB_CREATE_AN_ISSUE", arguments={**place, "title": TITLES[0]})
    if not made.successful:
        sys.exit(made.error)
    print("  created", made.data["html_url"])
    numbers = [made.data["number"]]
    read = session.execute("GITHUB_GET_AN_ISSUE", arguments={**place, "issue_number": numbers[0]})
    assert read.data["title"] == TITLES[0], read
    print(f"  read    #{read.data['number']} {read.data['title']!r}, {read.data['state']}")

    step("5. The same over MCP, with the official client")
    print(" ", session.mcp.url)
    numbers.append(asyncio.run(over_mcp(session, {**place, "title": TITLES[1]})))

    step("6. Tidy up")
    for number in numbers:
        closing = {**place, "issue_number": number, "state": "closed"}
        closed = session.execute("GITHUB_UPDATE_AN_ISSUE", arguments=closing)
        assert closed.data["state"] == "closed", closed
    print("  closed", ", ".join(f"#{number}" for number in numbers), "\n\nAll of it worked.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--real", metavar="OWNER/REPO", help="work on GitHub itself, in this repository")
    parser.add_argument("--yes", action="store_true", help="with --real: do not ask")
    options = parser.parse_args()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        origin = f"http://localhost:{free.getsockname()[1]}"
    # A home of its own, so that nothing of the user's is touched; without these two, ~/.composio and port 9900.
    with tempfile.TemporaryDirectory() as home, Composio(home=home, connect_origin=origin) as composio:
        if options.real:
            return run(composio, *connect_github(composio, options.real, options.yes))
        command = [sys.executable, str(STANDIN)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as standin:
            assert standin.stdout
            try:
                run(composio, *connect_standin(composio, json.loads(standin.stdout.readline())))
            finally:
                standin.communicate()


if __name__ == "__main__":
    main()
