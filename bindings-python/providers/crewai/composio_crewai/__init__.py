"""The tools of a Composio session as CrewAI tools."""

from .provider import ComposioTool, CrewAIProvider

__all__ = ["ComposioTool", "CrewAIProvider"]
