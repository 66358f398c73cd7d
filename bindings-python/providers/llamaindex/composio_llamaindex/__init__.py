"""The tools of a Composio session as LlamaIndex tools."""

from .provider import ComposioTool, LlamaIndexProvider

__all__ = ["ComposioTool", "LlamaIndexProvider"]
