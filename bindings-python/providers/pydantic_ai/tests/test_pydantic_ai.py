"""Pydantic AI's agent with our tools."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from composio_pydantic_ai import PydanticAIProvider
from composio_testing.agents import AgentContract, Failing
from composio_testing.odd_tools import ODD_ARGUMENTS, ODD_NAME, Recorder, tool
from pydantic_ai import Agent
from pydantic_ai.messages import (
    FunctionToolResultEvent,
    ModelResponse,
    PartDeltaEvent,
    PartStartEvent,
    TextPart,
    TextPartDelta,
    ToolCallPart,
    ToolReturnPart,
)
from pydantic_ai.models.function import FunctionModel


@pytest.fixture
def provider() -> PydanticAIProvider:
    return PydanticAIProvider()


class TestPydanticAI(AgentContract):
    example = Path(__file__).parents[1] / "examples" / "pydantic_ai_agent.py"

    def run(self, tools: Any, prompt: str, session: Any) -> str:
        return Agent("openai:gpt-5", tools=tools).run_sync(prompt).output

    async def arun(self, tools: Any, prompt: str, session: Any) -> str:
        return (await Agent("openai:gpt-5", tools=tools).run(prompt)).output

    async def stream(self, tools: Any, prompt: str, session: Any) -> str:
        pieces: list[str] = []
        async with Agent("openai:gpt-5", tools=tools).run_stream_events(prompt) as events:
            async for event in events:
                if isinstance(event, FunctionToolResultEvent):
                    pieces.clear()
                elif isinstance(event, PartStartEvent) and isinstance(event.part, TextPart):
                    pieces.append(event.part.content)
                elif isinstance(event, PartDeltaEvent) and isinstance(event.delta, TextPartDelta):
                    pieces.append(event.delta.content_delta)
        assert len(pieces) > 1
        return "".join(pieces)

    def failed(self, result: dict[str, Any]) -> bool:
        # What is told of a failure, Pydantic AI puts into an `error` of its own.
        told = json.loads(result["content"])
        return "successful" not in told and super().failed({"content": told["error"]})

    def spoil(self, tool: Any) -> None:
        tool.tool_def.parameters_json_schema.clear()


def told(arguments: Any, ran: Recorder) -> ToolReturnPart:
    """What a model that calls a tool with these arguments is told."""
    tools = PydanticAIProvider().wrap_tools([tool()], ran)
    messages = Agent(FunctionModel(_calls_once(arguments)), tools=tools).run_sync("Do it.").all_messages()
    [answered] = [part for message in messages for part in message.parts if isinstance(part, ToolReturnPart)]
    return answered


def _calls_once(arguments: Any) -> Any:
    def answer(messages: Any, _info: Any) -> ModelResponse:
        said = TextPart("done") if len(messages) > 1 else ToolCallPart(ODD_NAME, arguments)
        return ModelResponse(parts=[said])

    return answer


@pytest.mark.parametrize(
    "arguments",
    [ODD_ARGUMENTS, json.dumps(ODD_ARGUMENTS), json.dumps(json.dumps(ODD_ARGUMENTS))],
    ids=["object", "text", "text of a text"],
)
def test_arguments_are_read_in_every_form_models_send(arguments: Any) -> None:
    ran = Recorder()
    assert told(arguments, ran).outcome == "success"
    assert ran.calls == [(ODD_NAME, ODD_ARGUMENTS)]


@pytest.mark.parametrize("arguments", ['"text"', "[1]", "7", '{"owner": '])
def test_what_is_no_object_is_asked_for_again(arguments: str) -> None:
    ran = Recorder()
    assert told(arguments, ran).outcome == "retried"
    assert ran.calls == []


def test_a_failure_is_a_return_with_outcome_failed() -> None:
    failed = told({}, Failing())
    assert failed.outcome == "failed"
    assert "no such issue" in str(failed.content)
