"""LangChain's agent with our tools."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from composio_langchain import LangchainProvider
from composio_testing.agents import AgentContract, Failing
from composio_testing.odd_tools import ODD_ARGUMENTS, ODD_NAME, Recorder, tool
from langchain.agents import create_agent
from langchain_core.messages import AIMessageChunk, ToolMessage


@pytest.fixture
def provider() -> LangchainProvider:
    return LangchainProvider()


class TestLangchain(AgentContract):
    example = Path(__file__).parents[1] / "examples" / "langchain_agent.py"

    def run(self, tools: Any, prompt: str, session: Any) -> str:
        return _text(create_agent("openai:gpt-5", tools=tools).invoke(_asked(prompt)))

    async def arun(self, tools: Any, prompt: str, session: Any) -> str:
        return _text(await create_agent("openai:gpt-5", tools=tools).ainvoke(_asked(prompt)))

    async def stream(self, tools: Any, prompt: str, session: Any) -> str:
        agent = create_agent("openai:gpt-5", tools=tools)
        pieces: list[str] = []
        async for chunk, _ in agent.astream(_asked(prompt), stream_mode="messages"):
            if isinstance(chunk, ToolMessage):
                pieces.clear()
            elif isinstance(chunk, AIMessageChunk) and chunk.text:
                pieces.append(chunk.text)
        assert len(pieces) > 1
        return "".join(pieces)

    def spoil(self, tool: Any) -> None:
        tool.args_schema["properties"].clear()


class TestTool:
    """A tool by itself, as a graph or a chain invokes it."""

    def test_invoked_directly_it_gives_the_result(self) -> None:
        ran = Recorder()
        [odd] = LangchainProvider().wrap_tools([tool()], ran)
        assert odd.invoke(dict(ODD_ARGUMENTS)) == {
            "data": {"ran": ODD_NAME},
            "error": None,
            "successful": True,
            "log_id": "log_1",
        }
        assert ran.calls == [(ODD_NAME, ODD_ARGUMENTS)]

    # What LangChain fills in by itself where a function has parameters of these names.
    @pytest.mark.parametrize("name", ["config", "run_manager", "callbacks", "self", "args", "kwargs", "tool_input"])
    async def test_arguments_may_have_names_that_langchain_uses(self, name: str) -> None:
        ran = Recorder()
        schema = {"type": "object", "properties": {name: {"type": "string"}}}
        [named] = LangchainProvider().wrap_tools([tool(schema=schema)], ran)
        named.invoke({name: "blocking"})
        await named.ainvoke({name: "awaited"})
        assert ran.calls == [(ODD_NAME, {name: "blocking"}), (ODD_NAME, {name: "awaited"})]

    @pytest.mark.parametrize("called", [True, False], ids=["called by a model", "invoked directly"])
    async def test_a_failure_is_a_message_with_status_error(self, called: bool) -> None:
        [failing] = LangchainProvider().wrap_tools([tool()], Failing())
        call = {"type": "tool_call", "id": "call_1", "name": ODD_NAME, "args": {}} if called else {}
        for answer in (failing.invoke(call), await failing.ainvoke(call)):
            if called:
                assert (answer.status, answer.tool_call_id) == ("error", "call_1")
                assert "no such issue" in answer.content
            else:
                assert answer == Failing()(ODD_NAME)

    def test_text_instead_of_arguments_is_passed_on_to_be_answered(self) -> None:
        ran = Recorder()
        [odd] = LangchainProvider().wrap_tools([tool()], ran)
        odd.invoke("text")
        [(_, read)] = ran.calls
        assert "not valid JSON" in read


def _asked(prompt: str) -> Any:
    return {"messages": [{"role": "user", "content": prompt}]}


def _text(answer: Any) -> str:
    text: str = answer["messages"][-1].text
    return text
