"""Adapters to agent frameworks."""

from .base import BaseProvider
from .openai import OpenAIProvider, ToolMessage

__all__ = ["BaseProvider", "OpenAIProvider", "ToolMessage"]
