"""AutoGen's agents with our tools."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.messages import ModelClientStreamingChunkEvent
from autogen_core import CancellationToken
from autogen_ext.models.openai import OpenAIChatCompletionClient
from composio_autogen import AutogenProvider
from composio_testing import FrameworkContract

if TYPE_CHECKING:
    from composio_testing.plugin import Provider

    from composio import Session


@pytest.fixture
def provider() -> AutogenProvider:
    return AutogenProvider()


def agent(tools: Any, **options: Any) -> AssistantAgent:
    model = OpenAIChatCompletionClient(model="gpt-4o")
    return AssistantAgent("worker", model, tools=tools, max_tool_iterations=10, **options)


class TestAutogen(FrameworkContract):
    # An agent runs its calls in a task of its own, which only the token of the run ends.
    cancels = False
    example = Path(__file__).parents[1] / "examples" / "autogen_agent.py"

    async def arun(self, tools: Any, prompt: str, session: Any) -> str:
        return (await agent(tools).run(task=prompt)).messages[-1].to_text()

    async def stream(self, tools: Any, prompt: str, session: Any) -> str:
        said = ""
        async for event in agent(tools, model_client_stream=True).run_stream(task=prompt):
            if isinstance(event, ModelClientStreamingChunkEvent):
                said += event.content
            elif type(event).__name__ == "ToolCallExecutionEvent":
                said = ""
        return said

    async def test_a_cancelled_token_ends_the_call(self, session: Session[Any], standin: Provider) -> None:
        standin.hold("/repos/*", together=99)
        read = next(tool for tool in session.tools() if tool.name == "GITHUB_GET_AN_ISSUE")
        token = CancellationToken()
        arguments = {"owner": "octocat", "repo": "hello-world", "issue_number": 1}
        running = asyncio.create_task(read.run_json(arguments, token))
        await asyncio.to_thread(standin.wait_for, 1)
        token.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
