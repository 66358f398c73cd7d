"""Anthropic's messages API with our tools, whose calls the program runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from anthropic import Anthropic, AsyncAnthropic
from anthropic.types import ToolUseBlock
from composio_anthropic import AnthropicProvider
from composio_testing import FrameworkContract, call, turn

from composio import Composio
from composio.exceptions import InvalidParams

if TYPE_CHECKING:
    from composio_testing import Models

    from composio import AsyncComposio, Session

REPOSITORY = {"owner": "octocat", "repo": "hello-world"}
OPTIONS: Any = {"model": "claude-opus-4-5", "max_tokens": 1000}


@pytest.fixture
def provider() -> AnthropicProvider:
    return AnthropicProvider()


class TestMessages(FrameworkContract):
    example = Path(__file__).parents[1] / "examples" / "anthropic_agent.py"
    agentic = False

    def run(self, tools: Any, prompt: str, session: Any) -> str:
        client, messages = Anthropic(), [{"role": "user", "content": prompt}]
        while True:
            response: Any = client.messages.create(**OPTIONS, tools=tools, messages=messages)
            results = session._provider.handle_tool_calls(session=session, response=response)
            if not results:
                return str(response.content[-1].text)
            messages += [{"role": "assistant", "content": response.content}, {"role": "user", "content": results}]

    async def arun(self, tools: Any, prompt: str, session: Any) -> str:
        client, messages = AsyncAnthropic(), [{"role": "user", "content": prompt}]
        while True:
            response: Any = await client.messages.create(**OPTIONS, tools=tools, messages=messages)
            results = await session._provider.handle_tool_calls(session=session, response=response)
            if not results:
                return str(response.content[-1].text)
            messages += [{"role": "assistant", "content": response.content}, {"role": "user", "content": results}]

    async def stream(self, tools: Any, prompt: str, session: Any) -> str:
        client, messages = Anthropic(), [{"role": "user", "content": prompt}]
        while True:
            with client.messages.stream(**OPTIONS, tools=tools, messages=messages) as events:
                said = "".join(events.text_stream)
                response: Any = events.get_final_message()
            results = session._provider.handle_tool_calls(session=session, response=response)
            if not results:
                return said
            messages += [{"role": "assistant", "content": response.content}, {"role": "user", "content": results}]

    def test_a_failure_is_marked_as_one(self, session: Session[Any], models: Models) -> None:
        models.script(
            turn(
                call("GITHUB_GET_AN_ISSUE", owner="octocat"), call("COMPOSIO_SEARCH_TOOLS", queries=[{"use_case": "x"}])
            ),
            turn(text="seen"),
        )
        assert self.run(session.tools(), "Do it.", session) == "seen"
        assert [result["is_error"] for result in models.results()] == [True, False]

    def test_the_tools_can_be_marked_for_the_cache(self, settings: dict[str, Any], models: Models) -> None:
        with Composio(AnthropicProvider(cache_tools=True), **settings) as composio:
            session = composio.create("user_123", toolkits=["github"])
            models.script(turn(text="hello"))
            assert self.run(session.tools(), "Do it.", session) == "hello"
        marked = ["cache_control" in tool for tool in models.requests()[-1]["body"]["tools"]]
        assert marked == [False] * (len(marked) - 1) + [True]

    def test_a_custom_tool_is_called_like_any_other(self, composio: Composio[Any], models: Models) -> None:
        @composio.experimental.tool(preload=True)
        async def double(number: int) -> int:
            """Double a number."""
            return number * 2

        session = composio.create("user_123", experimental={"custom_tools": [double]})
        models.script(turn(call("LOCAL_DOUBLE", number=21)), turn(text="$last.data.result"))
        assert self.run(session.tools(), "Do it.", session) == "42"

    def test_what_is_no_tool_use_is_passed_by(self, session: Session[Any]) -> None:
        content = [{"type": "text", "text": "hi"}, {"type": "server_tool_use", "id": "1", "name": "web_search"}]
        assert session._provider.handle_tool_calls(session=session, response={"content": content}) == []

    async def test_one_tool_use_can_be_run_by_itself(
        self, session: Session[Any], async_composio: AsyncComposio[Any]
    ) -> None:
        use: Any = {"type": "tool_use", "id": "1", "name": "GITHUB_GET_A_REPOSITORY", "input": REPOSITORY}
        same = await async_composio.use(session.session_id)
        awaited = await async_composio.provider.execute_tool_call(session=same, tool_call=ToolUseBlock(**use))
        for result in (awaited, session._provider.execute_tool_call(session=session, tool_call=use)):
            assert result.data["full_name"] == "octocat/hello-world"

    def test_what_is_no_message_is_refused(self, session: Session[Any]) -> None:
        with pytest.raises(InvalidParams, match="`content`, not `dict`"):
            session._provider.handle_tool_calls(session=session, response={"content": "hello"})

    def test_a_result_is_at_hand_and_no_part_of_what_is_sent(self, session: Session[Any]) -> None:
        block = {"type": "tool_use", "id": "1", "name": "NO_SUCH_TOOL", "input": {}}
        [result] = session._provider.handle_tool_calls(session=session, response={"content": [block]})
        assert set(json.loads(json.dumps(result))) == {"type", "tool_use_id", "content", "is_error"}
        assert result["successful"] is False
        assert "NO_SUCH_TOOL" in result.result.error
