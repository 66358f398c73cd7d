"""Adapters to agent frameworks."""

from typing import TYPE_CHECKING

from .base import AgenticProvider, BaseProvider, NonAgenticProvider

if TYPE_CHECKING:
    from .executor import ToolExecutor
    from .openai import OpenAIProvider, ToolMessage

__all__ = ["AgenticProvider", "BaseProvider", "NonAgenticProvider", "OpenAIProvider", "ToolExecutor", "ToolMessage"]

# What is not needed to make a client is read when somebody asks for it.
_LATER = {"OpenAIProvider": "openai", "ToolExecutor": "executor", "ToolMessage": "openai"}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name not in _LATER:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
        from importlib import import_module

        return getattr(import_module(f".{_LATER[name]}", __name__), name)
