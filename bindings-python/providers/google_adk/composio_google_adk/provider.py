"""Tools as `BaseTool` of Google's Agent Development Kit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from google.adk.tools.base_tool import BaseTool
from google.genai.types import FunctionDeclaration

from composio.providers import AgenticProvider
from composio.providers.schema import clean

if TYPE_CHECKING:
    from google.adk.tools.tool_context import ToolContext

    from composio.models import Tool
    from composio.providers import ToolExecutor


class ComposioTool(BaseTool):
    """A tool that shows the schema it has, and passes arguments on as they came."""

    def __init__(self, tool: Tool, execute_tool: ToolExecutor) -> None:
        super().__init__(name=tool.slug, description=tool.description)
        self._parameters = clean(tool.input_parameters)
        self._execute = execute_tool

    def _get_declaration(self) -> FunctionDeclaration:
        # As JSON Schema: the kit's own `Schema` has no words for much of it.
        return FunctionDeclaration(
            name=self.name, description=self.description, parameters_json_schema=self._parameters
        )

    async def run_async(self, *, args: dict[str, Any], tool_context: ToolContext) -> dict[str, Any]:
        return dict(await self._execute.run_async(self.name, args))


# A list is of one type alone; of any, it fits what the framework says it takes.
class GoogleAdkProvider(AgenticProvider[ComposioTool, list[Any]], name="google_adk"):
    """`session.tools()` is a list of tools for `Agent(tools=…)`.

    Calls are awaited, those of one turn at the same time, and end with the task that runs the agent.
    """

    def wrap_tool(self, tool: Tool, execute_tool: ToolExecutor) -> ComposioTool:
        return ComposioTool(tool, execute_tool)
