"""The tools of a Composio session as Pydantic AI tools."""

from .provider import PydanticAIProvider

__all__ = ["PydanticAIProvider"]
