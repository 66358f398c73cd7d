"""Agents of Google's Agent Development Kit with our tools."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from composio_google_adk import GoogleAdkProvider
from composio_testing import FrameworkContract
from google.adk.agents import Agent
from google.adk.agents._streaming_mode import StreamingMode
from google.adk.agents.run_config import RunConfig
from google.adk.runners import InMemoryRunner
from google.genai.types import Content, Part

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from google.adk.events import Event


@pytest.fixture
def provider() -> GoogleAdkProvider:
    return GoogleAdkProvider()


async def events(tools: Any, prompt: str, config: RunConfig | None = None) -> AsyncIterator[Event]:
    runner = InMemoryRunner(Agent(name="worker", model="gemini-3-pro", tools=tools), app_name="tests")
    session = await runner.session_service.create_session(app_name="tests", user_id="user_123")
    message = Content(role="user", parts=[Part(text=prompt)])
    async for event in runner.run_async(
        user_id="user_123", session_id=session.id, new_message=message, run_config=config
    ):
        yield event


def text(event: Event) -> str:
    parts = event.content.parts if event.content else None
    return "".join(part.text or "" for part in parts or ())


class TestGoogleAdk(FrameworkContract):
    example = Path(__file__).parents[1] / "examples" / "google_adk_agent.py"

    async def arun(self, tools: Any, prompt: str, session: Any) -> str:
        return [text(event) async for event in events(tools, prompt) if event.is_final_response()][-1]

    async def stream(self, tools: Any, prompt: str, session: Any) -> str:
        said = ""
        async for event in events(tools, prompt, RunConfig(streaming_mode=StreamingMode.SSE)):
            said = "" if event.get_function_responses() else said + text(event) * bool(event.partial)
        return said
