"""LlamaIndex's function agent with our tools."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from composio_llamaindex import LlamaIndexProvider
from composio_testing.agents import AgentContract, Failing
from composio_testing.odd_tools import ODD_ARGUMENTS, ODD_NAME, Recorder, tool
from llama_index.core.agent.workflow import AgentStream, FunctionAgent, ToolCallResult
from llama_index.core.tools.calling import acall_tool, call_tool
from llama_index.llms.openai import OpenAI


@pytest.fixture
def provider() -> LlamaIndexProvider:
    return LlamaIndexProvider()


def agent(tools: Any) -> FunctionAgent:
    return FunctionAgent(tools=tools, llm=OpenAI(model="gpt-5"))


class TestLlamaIndex(AgentContract):
    example = Path(__file__).parents[1] / "examples" / "llamaindex_agent.py"

    async def arun(self, tools: Any, prompt: str, session: Any) -> str:
        return str(await agent(tools).run(prompt))

    async def stream(self, tools: Any, prompt: str, session: Any) -> str:
        pieces: list[str] = []
        running = agent(tools).run(prompt)
        async for event in running.stream_events():
            if isinstance(event, ToolCallResult):
                pieces.clear()
            elif isinstance(event, AgentStream) and event.delta:
                pieces.append(event.delta)
        assert "".join(pieces) == str(await running)
        assert len(pieces) > 1
        return "".join(pieces)

    def spoil(self, tool: Any) -> None:
        tool.metadata.get_parameters_dict()["properties"].clear()
        tool.metadata.fn_schema.model_json_schema().clear()


class TestTool:
    """A tool by itself, as `predict_and_call` and the callers of `BaseTool` call it."""

    @pytest.mark.parametrize("name", ["self", "args", "kwargs", "input", "whole", "ctx", "metadata"])
    async def test_arguments_may_have_any_name(self, name: str) -> None:
        ran = Recorder()
        schema = {"type": "object", "properties": {name: {"type": "object"}}}
        named = LlamaIndexProvider().wrap_tool(tool(schema=schema), ran)
        # LlamaIndex passes the value of a single parameter by itself, where it takes the tool for one of that kind.
        call_tool(named, {name: {"by": "blocking"}})
        await acall_tool(named, {name: {"by": "awaiting"}})
        assert ran.calls == [(ODD_NAME, {name: {"by": "blocking"}}), (ODD_NAME, {name: {"by": "awaiting"}})]

    def test_a_dict_is_taken_for_the_arguments(self) -> None:
        ran = Recorder()
        odd = LlamaIndexProvider().wrap_tool(tool(), ran)
        assert not odd(ODD_ARGUMENTS).is_error
        assert ran.calls == [(ODD_NAME, ODD_ARGUMENTS)]

    async def test_a_failure_is_an_output_that_says_so(self) -> None:
        failing = LlamaIndexProvider().wrap_tool(tool(), Failing())
        for output in (failing.call(), await failing.acall()):
            assert output.is_error
            assert "no such issue" in output.content
            assert output.raw_output["successful"] is False
