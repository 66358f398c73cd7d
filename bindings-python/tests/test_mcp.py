"""A session's tools through the official MCP client, and who is not let in."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

pytest.importorskip("mcp")
import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from composio.providers.schema import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from composio import Composio
    from composio.models import ConnectedAccount

REPOSITORY = {"owner": "octocat", "repo": "hello-world"}


def client_of(session: Any) -> Client:
    http = httpx2.AsyncClient(headers=session.mcp.headers)
    return Client(streamable_http_client(session.mcp.url, http_client=http))


def text_of(answer: Any) -> str:
    [content] = answer.content
    text: str = content.text
    return text


async def test_the_tools_are_those_of_the_session(composio: Composio[Any]) -> None:
    session = composio.create("ana", toolkits=["github"], preload={"tools": ["GITHUB_GET_A_REPOSITORY"]})
    async with client_of(session) as client:
        listed = (await client.list_tools()).tools
    native = {tool["function"]["name"]: tool["function"] for tool in session.tools()}
    assert {tool.name for tool in listed} == set(native) == set(session.tool_slugs)
    for tool in listed:
        assert clean(tool.input_schema) == native[tool.name]["parameters"]
        assert tool.description == native[tool.name]["description"]


async def test_a_call_does_what_execute_does(composio: Composio[Any], connect: Callable[..., ConnectedAccount]) -> None:
    connect("ana")
    session = composio.create("ana", toolkits=["github"], preload={"tools": ["GITHUB_GET_A_REPOSITORY"]})
    async with client_of(session) as client:
        answer = await client.call_tool("GITHUB_GET_A_REPOSITORY", REPOSITORY)
    assert not answer.is_error
    through_mcp = json.loads(text_of(answer))
    direct = session.execute("GITHUB_GET_A_REPOSITORY", arguments=REPOSITORY)
    assert (through_mcp["data"], through_mcp["successful"]) == (direct.data, True)


async def test_a_failing_call_is_an_answer_marked_as_an_error(composio: Composio[Any]) -> None:
    session = composio.create("ana", toolkits=["github"], preload={"tools": ["GITHUB_GET_A_REPOSITORY"]})
    async with client_of(session) as client:
        answer = await client.call_tool("GITHUB_GET_A_REPOSITORY", REPOSITORY)
    assert answer.is_error
    assert "github" in text_of(answer).lower()


PING = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}


def status(url: str, headers: dict[str, str]) -> int:
    accepts = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
    request = Request(url, json.dumps(PING).encode(), {**accepts, **headers}, method="POST")
    try:
        with urlopen(request, timeout=10) as answer:
            code: int = answer.status
            return code
    except HTTPError as answer:
        return answer.code


def test_only_the_sessions_own_token_opens_it(composio: Composio[Any]) -> None:
    session, other = composio.create("ana"), composio.create("bob")
    url, headers = session.mcp.url, session.mcp.headers
    assert status(url, headers) == 200
    assert status(url, {}) == 401
    assert status(url, {"Authorization": "Bearer wrong"}) == 401
    assert status(url, other.mcp.headers) == 401


def test_foreign_pages_and_foreign_names_are_refused(composio: Composio[Any]) -> None:
    session = composio.create("ana")
    url, headers = session.mcp.url, session.mcp.headers
    assert status(url, {**headers, "Origin": "https://evil.example"}) == 403
    assert 400 <= status(url, {**headers, "Host": "evil.example"}) < 500
    own = re.sub(r"^(https?://[^/]+).*", r"\1", url)
    assert status(url, {**headers, "Origin": own}) == 200
