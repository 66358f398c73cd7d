"""The tools of a Composio session for graphs of LangGraph."""

from .provider import LanggraphProvider

__all__ = ["LanggraphProvider"]
