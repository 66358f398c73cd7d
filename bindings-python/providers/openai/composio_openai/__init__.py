"""The tools of a Composio session for OpenAI's two APIs."""

from composio.providers import OpenAIProvider, ToolMessage

from .provider import FunctionOutput, OpenAIResponsesProvider

__all__ = ["FunctionOutput", "OpenAIProvider", "OpenAIResponsesProvider", "ToolMessage"]
