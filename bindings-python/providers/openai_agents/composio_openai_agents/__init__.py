"""The tools of a Composio session as tools of the OpenAI Agents SDK."""

from .provider import OpenAIAgentsProvider

__all__ = ["OpenAIAgentsProvider"]
