"""The tools of a Composio session for Gemini's automatic function calling."""

from .provider import ComposioTool, GeminiProvider

__all__ = ["ComposioTool", "GeminiProvider"]
