"""OpenAI's two APIs with our tools, whose calls the program runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from composio_openai import OpenAIProvider, OpenAIResponsesProvider
from composio_testing import FrameworkContract, call, turn
from openai import AsyncOpenAI, OpenAI

from composio.exceptions import InvalidParams

if TYPE_CHECKING:
    from collections.abc import Callable

    from composio_testing import Models

    from composio import Composio, Session

MODEL = "gpt-5"
EXAMPLES = Path(__file__).parents[1] / "examples"
REPOSITORY = {"owner": "octocat", "repo": "hello-world"}


@pytest.fixture
def provider(request: pytest.FixtureRequest) -> Any:
    return getattr(request.cls, "provider", OpenAIResponsesProvider)()


class TestResponses(FrameworkContract):
    example = EXAMPLES / "openai_agent.py"
    agentic = False

    def run(self, tools: Any, prompt: str, session: Any) -> str:
        client, items = OpenAI(), prompt
        response = client.responses.create(model=MODEL, tools=tools, input=items)
        while outputs := session._provider.handle_tool_calls(session=session, response=response):
            response = client.responses.create(
                model=MODEL, tools=tools, input=outputs, previous_response_id=response.id
            )
        return response.output_text

    async def arun(self, tools: Any, prompt: str, session: Any) -> str:
        client = AsyncOpenAI()
        response = await client.responses.create(model=MODEL, tools=tools, input=prompt)
        while outputs := await session._provider.handle_tool_calls(session=session, response=response):
            response = await client.responses.create(
                model=MODEL, tools=tools, input=outputs, previous_response_id=response.id
            )
        return response.output_text

    async def stream(self, tools: Any, prompt: str, session: Any) -> str:
        client, items, previous = OpenAI(), prompt, None
        while items:
            options = {"previous_response_id": previous} if previous else {}
            with client.responses.stream(model=MODEL, tools=tools, input=items, **options) as events:
                said = "".join(event.delta for event in events if event.type == "response.output_text.delta")
                response = events.get_final_response()
            items = session._provider.handle_tool_calls(session=session, response=response)
            previous = response.id
        return said

    def test_a_custom_tool_is_called_like_any_other(self, composio: Composio[Any], models: Models) -> None:
        @composio.experimental.tool(preload=True)
        async def double(number: int) -> int:
            """Double a number."""
            return number * 2

        session = composio.create("user_123", experimental={"custom_tools": [double]})
        models.script(turn(call("LOCAL_DOUBLE", number=21)), turn(text="$last.data.result"))
        assert self.run(session.tools(), "Do it.", session) == "42"

    def test_an_item_that_is_no_function_call_is_passed_by(self, session: Session[Any]) -> None:
        response = {"output": [{"type": "reasoning", "summary": []}, {"type": "message", "content": []}]}
        assert session._provider.handle_tool_calls(session=session, response=response) == []

    def test_one_call_can_be_run_by_itself(self, session: Session[Any]) -> None:
        item = {"type": "function_call", "call_id": "1", "name": "GITHUB_GET_A_REPOSITORY"}
        item["arguments"] = json.dumps(REPOSITORY)
        result = session._provider.execute_tool_call(session=session, tool_call=item)
        assert result.data["full_name"] == "octocat/hello-world"

    def test_what_is_no_response_is_refused(self, session: Session[Any]) -> None:
        with pytest.raises(InvalidParams, match="`output`, not `str`"):
            session._provider.handle_tool_calls(session=session, response="hello")


class Strict(OpenAIResponsesProvider):
    def __init__(self) -> None:
        super().__init__(strict=True)


class TestStrictResponses(TestResponses):
    provider = Strict

    def test_what_strict_mode_cannot_say_is_sent_without_it(self, session: Session[Any]) -> None:
        strict = {tool["name"]: tool["strict"] for tool in session.tools()}
        assert strict["GITHUB_CREATE_AN_ISSUE"] is strict["GITHUB_GET_AN_ISSUE"] is True
        # It takes the arguments of any tool.
        assert strict["COMPOSIO_MULTI_EXECUTE_TOOL"] is False

    def test_a_null_for_what_is_optional_is_left_out(self, session: Session[Any], models: Models, standin: Any) -> None:
        models.script(
            turn(call("GITHUB_CREATE_AN_ISSUE", **REPOSITORY, title="Strict", body=None, labels=None)),
            turn(text="$last.data.title"),
        )
        assert self.run(session.tools(), "Do it.", session) == "Strict"
        [arrived] = standin.seen("/repos/octocat/hello-world/issues", "POST")
        assert arrived["body"] == {"title": "Strict"}

    def test_arguments_that_are_no_json_are_answered(self, session: Session[Any]) -> None:
        session.tools()
        item = {"type": "function_call", "call_id": "1", "name": "GITHUB_GET_AN_ISSUE", "arguments": "{"}
        [output] = session._provider.handle_tool_calls(session=session, response={"output": [item]})
        assert "not valid JSON" in json.loads(output["output"])["error"]
        assert output["successful"] is False


class TestChatCompletions(FrameworkContract):
    provider = OpenAIProvider
    example = EXAMPLES / "openai_chat_agent.py"
    agentic = False

    def run(self, tools: Any, prompt: str, session: Any) -> str:
        client, messages = OpenAI(), [{"role": "user", "content": prompt}]
        while True:
            response: Any = client.chat.completions.create(model=MODEL, tools=tools, messages=messages)  # type: ignore[arg-type]
            messages.append(response.choices[0].message)
            answers = session._provider.handle_tool_calls(session=session, response=response)
            if not answers:
                return str(response.choices[0].message.content)
            messages += answers

    async def arun(self, tools: Any, prompt: str, session: Any) -> str:
        client, messages = AsyncOpenAI(), [{"role": "user", "content": prompt}]
        while True:
            response: Any = await client.chat.completions.create(model=MODEL, tools=tools, messages=messages)  # type: ignore[arg-type]
            messages.append(response.choices[0].message)
            answers = await session._provider.handle_tool_calls(session=session, response=response)
            if not answers:
                return str(response.choices[0].message.content)
            messages += answers

    async def stream(self, tools: Any, prompt: str, session: Any) -> str:
        client, messages = OpenAI(), [{"role": "user", "content": prompt}]
        while True:
            with client.chat.completions.stream(model=MODEL, tools=tools, messages=messages) as events:  # type: ignore[arg-type]
                said = "".join(event.delta for event in events if event.type == "content.delta")
                response: Any = events.get_final_completion()
            messages.append(response.choices[0].message)
            answers = session._provider.handle_tool_calls(session=session, response=response)
            if not answers:
                return said
            messages += answers

    def test_calls_for_a_user_need_no_session(self, composio: Composio[Any], connect: Callable[[str], None]) -> None:
        connect(composio.create("user_123").authorize("github").redirect_url or "")
        function = {"name": "GITHUB_GET_A_REPOSITORY", "arguments": json.dumps(REPOSITORY)}
        response = {"choices": [{"message": {"tool_calls": [{"id": "1", "function": function}]}}]}
        [message] = composio.provider.handle_tool_calls("user_123", response)
        assert message["data"]["full_name"] == "octocat/hello-world"
        [call] = response["choices"][0]["message"]["tool_calls"]
        assert composio.provider.execute_tool_call("user_123", call)["data"] == message["data"]
