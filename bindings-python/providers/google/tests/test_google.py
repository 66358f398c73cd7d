"""The Gemini API with our tools, whose calls the program runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from composio_google import GoogleProvider
from composio_testing import FrameworkContract
from google import genai
from google.genai.types import (
    AutomaticFunctionCallingConfig,
    FunctionResponse,
    GenerateContentConfig,
    GenerateContentResponse,
    Part,
    Tool,
)

from composio.exceptions import InvalidParams

if TYPE_CHECKING:
    from composio_testing import Models

    from composio import AsyncComposio, Session

MODEL = "gemini-3-pro"


@pytest.fixture
def provider() -> GoogleProvider:
    return GoogleProvider()


def config(tools: Any) -> GenerateContentConfig:
    return GenerateContentConfig(
        tools=[Tool(function_declarations=tools)],
        automatic_function_calling=AutomaticFunctionCallingConfig(disable=True),
    )


def answers(parts: list[Part]) -> list[FunctionResponse]:
    return [part.function_response for part in parts if part.function_response]


class TestGoogle(FrameworkContract):
    example = Path(__file__).parents[1] / "examples" / "google_agent.py"
    agentic = False

    def run(self, tools: Any, prompt: str, session: Any) -> str:
        client = genai.Client()
        chat = client.chats.create(model=MODEL, config=config(tools))
        response = chat.send_message(prompt)
        while response.function_calls:
            response = chat.send_message(self.handler(session).handle_tool_calls(session=session, response=response))
        return response.text or ""

    async def arun(self, tools: Any, prompt: str, session: Any) -> str:
        client = genai.Client()
        chat = client.aio.chats.create(model=MODEL, config=config(tools))
        response = await chat.send_message(prompt)
        while response.function_calls:
            parts = await self.handler(session).handle_tool_calls(session=session, response=response)
            response = await chat.send_message(parts)
        return response.text or ""

    async def stream(self, tools: Any, prompt: str, session: Any) -> str:
        client = genai.Client()
        chat = client.aio.chats.create(model=MODEL, config=config(tools))
        message: Any = prompt
        while message:
            said, parts = "", []
            async for chunk in await chat.send_message_stream(message):
                said += chunk.text or ""
                parts += self.handler(session).handle_tool_calls(session=session, response=chunk)
            message = parts
        return said

    @staticmethod
    def handler(session: Any) -> Any:
        return session._provider

    def test_a_response_may_be_a_dict_of_either_spelling(self, session: Session[Any], provider: GoogleProvider) -> None:
        for name in ("function_call", "functionCall"):
            call = {"id": "7", "name": "NO_SUCH_TOOL", "args": {}}
            response = {"candidates": [{"content": {"parts": [{"text": "…"}, {name: call}]}}, {"content": None}]}
            [answer] = answers(provider.handle_tool_calls(session=session, response=response))
            assert (answer.id, answer.name) == ("7", "NO_SUCH_TOOL")
            assert answer.response
            assert answer.response["successful"] is False

    def test_what_is_no_response_is_refused(self, session: Session[Any], provider: GoogleProvider) -> None:
        with pytest.raises(InvalidParams, match="candidates"):
            provider.handle_tool_calls(session=session, response="hello")

    def test_only_the_first_candidate_is_run(self, session: Session[Any], provider: GoogleProvider) -> None:
        calls: list[Any] = [{"function_call": {"id": each, "name": "NO_SUCH_TOOL", "args": {}}} for each in ("1", "2")]
        response = {"candidates": [{"content": {"parts": [call]}} for call in calls]}
        [answer] = answers(provider.handle_tool_calls(session=session, response=response))
        assert answer.id == "1"

    async def test_results_can_be_had_without_parts(
        self, session: Session[Any], provider: GoogleProvider, async_composio: AsyncComposio[Any]
    ) -> None:
        call = {"name": "GITHUB_GET_A_REPOSITORY", "args": {"owner": "octocat", "repo": "hello-world"}}
        parts = [{"text": "…"}, {"function_call": call}]
        response = GenerateContentResponse.model_validate({"candidates": [{"content": {"parts": parts}}]})
        same = await async_composio.use(session.session_id)
        for results in (
            provider.handle_response(session=session, response=response),
            await provider.handle_response(session=same, response=response),
            [provider.execute_tool_call(session=session, function_call=call)],
        ):
            assert [result.data["full_name"] for result in results] == ["octocat/hello-world"]

    def test_calls_for_a_user_need_no_session(self, provider: GoogleProvider, models: Models, session: Any) -> None:
        call = {"name": "GITHUB_GET_AN_ISSUE", "args": {"owner": "octocat", "repo": "hello-world", "issue_number": 1}}
        response = {"candidates": [{"content": {"parts": [{"function_call": call}]}}]}
        [answer] = answers(provider.handle_tool_calls("user_123", response))
        assert answer.response
        assert answer.response["data"]["number"] == 1
