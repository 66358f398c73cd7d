"""The tools of a Composio session for Anthropic's messages API."""

from .provider import AnthropicProvider, ToolResultBlock

__all__ = ["AnthropicProvider", "ToolResultBlock"]
