"""Tools as CrewAI's `BaseTool`."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from crewai.tools import BaseTool
from crewai.tools.tool_failure import ToolFailure
from pydantic import BaseModel, PrivateAttr

from composio.providers import AgenticProvider

from .arguments import closed, opened

if TYPE_CHECKING:
    from composio.models import Tool
    from composio.providers import ToolExecutor


def _never(_arguments: Any = None, _result: Any = None) -> bool:
    """CrewAI answers a repeated call from a cache; to open a second issue with the same words is to open two."""
    return False


class ComposioTool(BaseTool):
    """A tool that takes arguments of any name, and is told apart from a failed one."""

    _execute: Any = PrivateAttr()
    _schema: dict[str, Any] = PrivateAttr()

    def __init__(self, tool: Tool, execute_tool: ToolExecutor) -> None:
        schema = closed(tool.input_parameters)
        super().__init__(
            name=tool.slug,
            description=tool.description,
            args_schema=_described_by(tool.slug, schema),
            cache_function=_never,
        )
        self._execute = execute_tool
        self._schema = tool.input_parameters

    def run(self, /, *_args: Any, **arguments: Any) -> Any:
        return self._claim_usage() or self._run(**arguments)

    async def arun(self, /, *_args: Any, **arguments: Any) -> Any:
        return self._claim_usage() or await self._arun(**arguments)

    def _run(self, /, **arguments: Any) -> Any:
        return _told(self._execute(self.name, opened(arguments, self._schema)))

    async def _arun(self, /, **arguments: Any) -> Any:
        return _told(await self._execute.run_async(self.name, opened(arguments, self._schema)))


class CrewAIProvider(AgenticProvider[ComposioTool, list[ComposioTool]], name="crewai"):
    """`session.tools()` is a list of tools for `Agent(tools=…)` and `Task(tools=…)`.

    A call that fails becomes a `ToolFailure`: the agent reads it, and CrewAI's `tool_failure_policy` applies to it.
    """

    def wrap_tool(self, tool: Tool, execute_tool: ToolExecutor) -> ComposioTool:
        return ComposioTool(tool, execute_tool)


def _told(result: dict[str, Any]) -> Any:
    text = json.dumps(result, ensure_ascii=False)
    return text if result["successful"] else ToolFailure(message=text)


def _described_by(name: str, schema: dict[str, Any]) -> type[BaseModel]:
    """A model class that gives `schema` as its JSON Schema: CrewAI describes arguments by a class only."""

    class Arguments(BaseModel, extra="allow"):
        @classmethod
        def model_json_schema(cls, *_args: Any, **_kwargs: Any) -> dict[str, Any]:
            return deepcopy(schema)

    Arguments.__name__ = Arguments.__qualname__ = name
    return Arguments
