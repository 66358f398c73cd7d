"""The Claude Agent SDK, with the Claude Code it ships, and our tools."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from claude_agent_sdk import ClaudeAgentOptions, ResultMessage, StreamEvent, UserMessage, query
from composio_claude_agent_sdk import ClaudeAgentSDKProvider
from composio_testing import Models, call, turn
from composio_testing.agents import AgentContract, Failing
from composio_testing.contract import ISSUES, issue
from composio_testing.odd_tools import ODD_ARGUMENTS, ODD_NAME, ODD_SCHEMA, Recorder, tool
from mcp import Client

from composio.providers.schema import clean


@pytest.fixture
def provider() -> ClaudeAgentSDKProvider:
    return ClaudeAgentSDKProvider()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Claude Code reads and writes nothing of the person who runs the tests, and talks to nobody else."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("CLAUDE_CONFIG_DIR", str(tmp_path / "claude"))
    monkeypatch.setenv("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1")
    for name in [name for name in os.environ if name.startswith("CLAUDE_CODE_") and "TRAFFIC" not in name]:
        monkeypatch.delenv(name)


def options(tools: Any, **more: Any) -> ClaudeAgentOptions:
    server = ClaudeAgentSDKProvider().create_mcp_server(tools)
    return ClaudeAgentOptions(
        mcp_servers={"composio": server}, allowed_tools=["mcp__composio"], tools=[], setting_sources=[], **more
    )


class TestClaudeAgentSDK(AgentContract):
    example = Path(__file__).parents[1] / "examples" / "claude_agent_sdk_agent.py"

    async def arun(self, tools: Any, prompt: str, session: Any) -> str:
        said = ""
        async for message in query(prompt=prompt, options=options(tools)):
            if isinstance(message, ResultMessage):
                said = message.result or ""
        return said

    async def stream(self, tools: Any, prompt: str, session: Any) -> str:
        pieces: list[str] = []
        async for message in query(prompt=prompt, options=options(tools, include_partial_messages=True)):
            if isinstance(message, UserMessage):
                pieces.clear()
            elif isinstance(message, StreamEvent) and message.event.get("delta", {}).get("type") == "text_delta":
                pieces.append(message.event["delta"]["text"])
        assert len(pieces) > 1
        return "".join(pieces)

    def spoil(self, tool: Any) -> None:
        tool.input_schema.clear()

    def failed(self, result: dict[str, Any]) -> bool:
        return bool(result["is_error"])

    # Claude Code is a process of its own: it may ask the model once more before it hears that nobody listens.
    test_a_cancelled_run_ends_while_its_call_is_under_way = None  # type: ignore[assignment]

    def test_failures_go_back_to_the_model(self, session: Any, models: Models, standin: Any) -> None:
        standin.control("faults", path=f"{ISSUES}/2", status=410)
        models.script(
            turn(call("GITHUB_GET_AN_ISSUE", owner="octocat")), turn(issue(2)), turn(issue(1)), turn(text="went on")
        )
        assert self._run(session.tools(), session) == "went on"
        refused, gone, found = models.results()
        # Arguments are held to the schema by the SDK, before our tool is called.
        assert "'repo' is a required property" in refused["content"]
        assert "410" in gone["content"]
        assert [self.failed(each) for each in (refused, gone, found)] == [True, True, False]

    def test_odd_arguments_arrive_unharmed(self, provider: ClaudeAgentSDKProvider, models: Models) -> None:
        ran = Recorder()
        models.script(turn(call(ODD_NAME, **ODD_ARGUMENTS)), turn(text="done"))
        assert self._run(provider.wrap_tools([tool(), tool("OTHER", {})], ran)) == "done"
        assert ran.calls == [(ODD_NAME, ODD_ARGUMENTS)]
        assert models.schema(ODD_NAME) == clean(ODD_SCHEMA)

    def test_the_offer_is_the_same_each_time(self, session: Any, models: Models) -> None:
        models.script(turn(text="nothing to do"))
        self._run(session.tools(), session)
        offered = [each["name"] for each in models.tools()]
        assert sorted(set(offered) - {"DeferredToolPlaceholder"}) == sorted(
            f"mcp__composio__{slug}" for slug in session.tool_slugs
        )


async def test_the_server_says_what_its_tools_do_to_the_world() -> None:
    provider = ClaudeAgentSDKProvider(server_name="mine", server_version="2.0")
    reading = tool()
    reading.tags = ["readOnlyHint", "idempotentHint", "important"]
    server = provider.create_mcp_server(provider.wrap_tools([reading], Failing()))
    assert server["name"] == "mine"
    async with Client(server["instance"]) as client:
        [listed] = (await client.list_tools()).tools
        hints = listed.annotations
        assert hints
        assert (hints.read_only_hint, hints.idempotent_hint) == (True, True)
        assert (hints.destructive_hint, hints.open_world_hint) == (False, False)


async def test_a_failure_is_an_error_result() -> None:
    provider = ClaudeAgentSDKProvider()
    server = provider.create_mcp_server(provider.wrap_tools([tool()], Failing()))
    async with Client(server["instance"]) as client:
        told = await client.call_tool(ODD_NAME, {"from": "here"})
        assert told.is_error
        assert "no such issue" in str(told.content)
