"""A graph of LangGraph, with its `ToolNode`, and our tools."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from composio_langgraph import LanggraphProvider
from composio_testing.agents import AgentContract, Failing
from composio_testing.odd_tools import ODD_NAME, tool
from langchain_core.messages import AIMessage, AIMessageChunk, ToolMessage
from langchain_core.runnables import RunnableLambda
from langchain_openai import ChatOpenAI
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.prebuilt import ToolNode, tools_condition


@pytest.fixture
def provider() -> LanggraphProvider:
    return LanggraphProvider()


def graph(tools: Any) -> Any:
    model = ChatOpenAI(model="gpt-5").bind_tools(tools)

    def ask(state: MessagesState) -> Any:
        return {"messages": model.invoke(state["messages"])}

    async def ask_async(state: MessagesState) -> Any:
        return {"messages": await model.ainvoke(state["messages"])}

    building = StateGraph(MessagesState)
    building.add_node("model", RunnableLambda(ask, ask_async))
    building.add_node("tools", ToolNode(tools))
    building.add_edge(START, "model")
    building.add_conditional_edges("model", tools_condition)
    building.add_edge("tools", "model")
    return building.compile()


class TestLanggraph(AgentContract):
    example = Path(__file__).parents[1] / "examples" / "langgraph_agent.py"

    def run(self, tools: Any, prompt: str, session: Any) -> str:
        return _text(graph(tools).invoke(_asked(prompt)))

    async def arun(self, tools: Any, prompt: str, session: Any) -> str:
        return _text(await graph(tools).ainvoke(_asked(prompt)))

    async def stream(self, tools: Any, prompt: str, session: Any) -> str:
        pieces: list[str] = []
        async for chunk, _ in graph(tools).astream(_asked(prompt), stream_mode="messages"):
            if isinstance(chunk, ToolMessage):
                pieces.clear()
            elif isinstance(chunk, AIMessageChunk) and chunk.text:
                pieces.append(chunk.text)
        assert len(pieces) > 1
        return "".join(pieces)

    def spoil(self, tool: Any) -> None:
        tool.args_schema["properties"].clear()


async def test_a_failure_is_a_message_with_status_error() -> None:
    node = ToolNode(LanggraphProvider().wrap_tools([tool()], Failing()))
    asked = AIMessage("", tool_calls=[{"name": ODD_NAME, "args": {}, "id": "call_1"}])
    building = StateGraph(MessagesState)
    building.add_node("tools", node)
    building.add_edge(START, "tools")
    [_, told] = (await building.compile().ainvoke({"messages": [asked]}))["messages"]
    assert (told.status, told.tool_call_id) == ("error", "call_1")
    assert "no such issue" in told.content


def _asked(prompt: str) -> Any:
    return {"messages": [{"role": "user", "content": prompt}]}


def _text(answer: Any) -> str:
    text: str = answer["messages"][-1].text
    return text
