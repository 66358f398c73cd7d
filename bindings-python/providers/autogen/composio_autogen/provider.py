"""Tools as AutoGen's `BaseTool`."""

from __future__ import annotations

import asyncio
import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any, cast

from autogen_core.tools import BaseTool, ParametersSchema, ToolSchema
from pydantic import BaseModel

from composio.providers import AgenticProvider
from composio.providers.schema import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from autogen_core import CancellationToken

    from composio.models import Tool
    from composio.providers import ToolExecutor


class Arguments(BaseModel, extra="allow"):
    """Arguments of any name; the engine checks them against the tool's schema."""


class ComposioTool(BaseTool[Arguments, Any]):
    """A tool that shows the schema it has, and passes arguments on as they came."""

    def __init__(self, tool: Tool, execute_tool: ToolExecutor) -> None:
        super().__init__(Arguments, dict, tool.slug, tool.description)
        self._parameters = clean(tool.input_parameters)
        self._execute = execute_tool

    @property
    def schema(self) -> ToolSchema:
        parameters = cast("ParametersSchema", {"required": [], **deepcopy(self._parameters)})
        return ToolSchema(name=self.name, description=self.description, parameters=parameters, strict=False)

    async def run_json(
        self, args: Mapping[str, Any], cancellation_token: CancellationToken, call_id: str | None = None
    ) -> dict[str, Any]:
        running = asyncio.ensure_future(self._execute.run_async(self.name, args))
        cancellation_token.link_future(running)
        return dict(await running)

    async def run(self, args: Arguments, cancellation_token: CancellationToken) -> dict[str, Any]:
        return await self.run_json(args.model_dump(), cancellation_token)

    def return_value_as_string(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)


# A list is of one type alone; of any, it fits what the framework says it takes.
class AutogenProvider(AgenticProvider[ComposioTool, list[Any]], name="autogen"):
    """`session.tools()` is a list of tools for `AssistantAgent(tools=…)`, and for `model_client.create(tools=…)`.

    Calls are awaited, those of one turn at the same time, and end when their `CancellationToken` is cancelled.
    """

    def wrap_tool(self, tool: Tool, execute_tool: ToolExecutor) -> ComposioTool:
        return ComposioTool(tool, execute_tool)
