"""The tools of a Composio session as LangChain tools."""

from .provider import ComposioTool, LangchainProvider

__all__ = ["ComposioTool", "LangchainProvider"]
