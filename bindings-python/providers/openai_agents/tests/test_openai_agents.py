"""The agents of the OpenAI Agents SDK with our tools."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from agents import Agent, Runner, set_default_openai_client, set_tracing_disabled
from composio_openai_agents import OpenAIAgentsProvider
from composio_testing import Models, call, turn
from composio_testing.agents import AgentContract, Failing
from composio_testing.contract import ISSUES, REPOSITORY
from composio_testing.odd_tools import ODD_ARGUMENTS, ODD_NAME, Recorder, tool
from openai import AsyncOpenAI
from openai.types.responses import ResponseTextDeltaEvent

from composio import Composio

set_tracing_disabled(True)


@pytest.fixture(autouse=True)
def _client(models: Models) -> None:
    """The SDK keeps one client, and a client belongs to a loop; each test has its own."""
    set_default_openai_client(AsyncOpenAI())


@pytest.fixture
def provider() -> OpenAIAgentsProvider:
    return OpenAIAgentsProvider()


def agent(tools: Any) -> Agent[None]:
    return Agent(name="GitHub", model="gpt-5", tools=tools)


class TestOpenAIAgents(AgentContract):
    example = Path(__file__).parents[1] / "examples" / "openai_agents_agent.py"

    def run(self, tools: Any, prompt: str, session: Any) -> str:
        return str(Runner.run_sync(agent(tools), prompt).final_output)

    async def arun(self, tools: Any, prompt: str, session: Any) -> str:
        return str((await Runner.run(agent(tools), prompt)).final_output)

    async def stream(self, tools: Any, prompt: str, session: Any) -> str:
        pieces: list[str] = []
        running = Runner.run_streamed(agent(tools), prompt)
        async for event in running.stream_events():
            if event.type == "run_item_stream_event" and event.name == "tool_output":
                pieces.clear()
            elif event.type == "raw_response_event" and isinstance(event.data, ResponseTextDeltaEvent):
                pieces.append(event.data.delta)
        assert len(pieces) > 1
        return "".join(pieces)

    def spoil(self, tool: Any) -> None:
        tool.params_json_schema.clear()

    def test_strict_tools_are_strict_and_their_nulls_are_left_out(
        self, composio: Composio[Any], session: Any, settings: Any, models: Models, standin: Any
    ) -> None:
        with Composio(provider=OpenAIAgentsProvider(strict=True), **settings) as client:
            tools = client.use(session.session_id).tools()
            given = {**REPOSITORY, "title": "Strict", "body": None, "labels": None}
            models.script(turn(call("GITHUB_CREATE_AN_ISSUE", **given)), turn(text="$last.data.title"))
            assert self.run(tools, "Do it.", session) == "Strict"
        schema = models.schema("GITHUB_CREATE_AN_ISSUE")
        assert set(schema["required"]) == set(schema["properties"])
        assert [seen["body"] for seen in standin.seen(ISSUES, "POST")] == [{"title": "Strict"}]


class TestTool:
    def test_a_tool_strict_mode_cannot_say_is_offered_without_it(self) -> None:
        provider, ran = OpenAIAgentsProvider(strict=True), Recorder()
        odd, plain = provider.wrap_tool(tool(), ran), provider.wrap_tool(tool("PLAIN", {}), ran)
        assert not odd.strict_json_schema
        assert odd.params_json_schema["properties"]["free"]["additionalProperties"] is True
        assert plain.strict_json_schema

    @pytest.mark.parametrize("strict", [False, True])
    async def test_arguments_are_passed_on_to_be_checked(self, strict: bool) -> None:
        ran = Recorder()
        schema = {"type": "object", "properties": {"title": {"type": "string"}}}
        plain = OpenAIAgentsProvider(strict=strict).wrap_tool(tool(schema=schema), ran)
        for text in ('{"title": "A"}', "", '{"title": ', '"text"'):
            await plain.on_invoke_tool(None, text)  # type: ignore[arg-type]
        arrived, nothing, broken, no_object = [read for _, read in ran.calls]
        assert (arrived, nothing) == ({"title": "A"}, {})
        assert "not valid JSON" in broken
        assert "send one JSON object" in no_object

    async def test_a_null_that_stands_for_nothing_is_left_out(self) -> None:
        ran = Recorder()
        properties = {"title": {"type": "string"}, "body": {"type": "string"}, "state": {"type": ["string", "null"]}}
        schema = {"type": "object", "properties": properties, "required": ["title"]}
        strict = OpenAIAgentsProvider(strict=True).wrap_tool(tool(schema=schema), ran)
        assert strict.strict_json_schema
        sent = json.dumps({"title": "A", "body": None, "state": None})
        await strict.on_invoke_tool(None, sent)  # type: ignore[arg-type]
        assert ran.calls == [(ODD_NAME, {"title": "A", "state": None})]

    async def test_a_failure_is_told(self) -> None:
        failing = OpenAIAgentsProvider().wrap_tool(tool(), Failing())
        told = json.loads(await failing.on_invoke_tool(None, json.dumps(ODD_ARGUMENTS)))  # type: ignore[arg-type]
        assert (told["successful"], told["error"]) == (False, "no such issue")
        assert failing.name == ODD_NAME
