"""Tools for LangGraph. Its nodes take the tools of LangChain."""

from __future__ import annotations

from composio_langchain import LangchainProvider


class LanggraphProvider(LangchainProvider, name="langgraph"):
    """`session.tools()` is a list of `StructuredTool`s, for `ToolNode` and for `bind_tools` of the model."""
