"""Tools made to be hard on a framework, and an executor that keeps what arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from composio.models import Tool, ToolResult
from composio.providers import ToolExecutor
from composio.providers.answering import read_arguments

if TYPE_CHECKING:
    from collections.abc import Callable

ODD_NAME = "ODD_TOOL"
# Names that are keywords, methods of model classes or no identifiers; values no signature can say.
ODD_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "from": {"type": "string", "description": "A keyword of Python."},
        "schema": {"type": "string"},
        "self": {"type": "string"},
        "model_config": {"type": "string"},
        "tool_context": {"type": "string"},
        "per-page": {"type": "integer"},
        "_private": {"type": "boolean"},
        "anything": {"description": "Any value at all."},
        "free": {"type": "object", "description": "An object of any keys.", "additionalProperties": True},
        "rows": {"type": "array", "items": {"type": "array", "items": {"type": "object"}}},
        "mode": {"type": "string", "enum": ["fast", "slow"]},
        "perhaps": {"type": ["string", "null"]},
        "either": {"anyOf": [{"type": "integer"}, {"type": "array", "items": {"type": "string"}}]},
        "unset": {"type": "string", "default": "as the provider has it"},
    },
    "required": ["from"],
}
# All of it has to arrive, and nothing else: no default filled in, no null for what was left out.
ODD_ARGUMENTS: dict[str, Any] = {
    "from": "here",
    "schema": "s",
    "self": "me",
    "model_config": "m",
    "tool_context": "t",
    "per-page": 3,
    "_private": False,
    "anything": {"x": [1, "two", None]},
    "free": {"a b": {"deep": [{"er": 1.5}]}, "empty": {}},
    "rows": [[{"x": 1}, {}], []],
    "mode": "slow",
    "perhaps": None,
    "either": ["a", "b"],
}
# What a model may make up; the engine, not the framework, is to say what is wrong with it.
WRONG_ARGUMENTS: dict[str, Any] = {"mode": "warp", "per-page": "many", "rows": {"not": "an array"}, "extra": 1}


def tool(slug: str = ODD_NAME, schema: dict[str, Any] | None = None) -> Tool:
    """A tool that is in no catalog."""
    return Tool(
        {
            "slug": slug,
            "name": slug.title(),
            "description": f"Does what {slug} does.",
            "toolkit": {"slug": "odd", "name": "Odd"},
            "input_parameters": ODD_SCHEMA if schema is None else schema,
            "output_parameters": {"type": "object"},
            "no_auth": True,
            "version": "20260101_00",
            "available_versions": [],
            "scopes": [],
            "tags": [],
            "is_deprecated": False,
        }
    )


class Recorder(ToolExecutor):
    """An executor that keeps the calls it gets, as the true one reads them, and answers as it is told."""

    def __init__(self, answer: Callable[[str], Any] | None = None) -> None:
        self.on_behalf_of = "nobody"
        self.calls: list[tuple[str, Any]] = []
        self._answer = answer

    def __call__(self, slug: str, arguments: Any = None) -> ToolResult:
        self.calls.append((slug, read_arguments(slug, arguments)))
        if self._answer is not None:
            self._answer(slug)
        return ToolResult(data={"ran": slug}, error=None, successful=True, log_id="log_1")

    async def run_async(self, slug: str, arguments: Any = None) -> ToolResult:
        return self(slug, arguments)
