"""Gemini's automatic function calling with our tools."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from composio_gemini import GeminiProvider
from composio_testing import FrameworkContract, Models, call, turn
from composio_testing.odd_tools import ODD_ARGUMENTS, ODD_NAME, Recorder, tool
from google import genai
from google.genai.types import GenerateContentConfig, GenerateContentResponse

from composio.exceptions import UsageError

if TYPE_CHECKING:
    from composio import Composio, Session

MODEL = "gemini-3-pro"


@pytest.fixture
def provider() -> GeminiProvider:
    return GeminiProvider()


class TestGemini(FrameworkContract):
    example = Path(__file__).parents[1] / "examples" / "gemini_agent.py"
    # The client goes through the calls of a turn in order.
    parallel = False
    # It passes on declared parameters only.
    undeclared = False
    # What it has put into a thread ends by itself.
    cancels = False

    def run(self, tools: Any, prompt: str, session: Any) -> str:
        client = genai.Client()
        chat = client.chats.create(model=MODEL, config={"tools": tools})
        return chat.send_message(prompt).text or ""

    async def arun(self, tools: Any, prompt: str, session: Any) -> str:
        client = genai.Client()
        chat = client.aio.chats.create(model=MODEL, config={"tools": tools})
        return (await chat.send_message(prompt)).text or ""

    async def stream(self, tools: Any, prompt: str, session: Any) -> str:
        said = ""
        client, config = genai.Client(), GenerateContentConfig(tools=tools)
        async for chunk in await client.aio.models.generate_content_stream(model=MODEL, contents=prompt, config=config):
            said = "" if chunk.function_calls else said + (chunk.text or "")
        return said

    def test_several_calls_of_a_turn_are_all_answered(self, session: Session[Any], models: Models) -> None:
        read = [call("GITHUB_GET_AN_ISSUE", owner="octocat", repo="hello-world", issue_number=n) for n in (1, 2)]
        models.script(turn(*read), turn(text="both"))
        assert self._run(session.tools()) == "both"
        assert [models.result(number)["data"]["number"] for number in (0, 1)] == [1, 2]

    def test_a_tool_can_be_called_by_hand(self, provider: GeminiProvider) -> None:
        ran = Recorder()
        [odd] = provider.wrap_tools([tool()], ran)
        assert odd(**ODD_ARGUMENTS)["successful"]
        assert ran.calls == [(ODD_NAME, ODD_ARGUMENTS)]
        assert odd.__name__ == ODD_NAME

    def test_a_response_can_be_handled_by_the_program(self, composio: Composio[Any], session: Session[Any]) -> None:
        session.tools()
        calls = [("GITHUB_GET_A_REPOSITORY", "1"), ("not_ours", "2"), ("COMPOSIO_SEARCH_TOOLS", "3")]
        assert composio.provider.handle_response(response(*calls[1:2])) == ([], False)
        parts, ran = composio.provider.handle_response(response(*calls))
        answers = [part.function_response for part in parts]
        assert ran
        # The first is not among the tools of the session.
        assert [(answer.id, answer.name, answer.response["successful"]) for answer in answers] == [
            ("3", "COMPOSIO_SEARCH_TOOLS", False)
        ]

    def test_a_response_is_not_run_for_the_wrong_user(self, composio: Composio[Any], session: Session[Any]) -> None:
        session.tools()
        composio.create("somebody_else").tools()
        session.tools()
        with pytest.raises(UsageError, match="several sessions or users"):
            composio.provider.handle_response(response(("COMPOSIO_SEARCH_TOOLS", "1")))


def response(*calls: tuple[str, str]) -> GenerateContentResponse:
    parts = [{"function_call": {"name": name, "id": number, "args": {}}} for name, number in calls]
    return GenerateContentResponse.model_validate({"candidates": [{"content": {"parts": parts}}]})
