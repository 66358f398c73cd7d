"""Tools as the `FunctionTool` of the OpenAI Agents SDK."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from agents import FunctionTool
from agents import Tool as AgentTool

from composio.providers import AgenticProvider
from composio.providers.schema import clean, strict, without_nulls

if TYPE_CHECKING:
    from agents.tool_context import ToolContext

    from composio.models import Tool
    from composio.providers import ToolExecutor


class OpenAIAgentsProvider(AgenticProvider[FunctionTool, list[AgentTool]], name="openai_agents"):
    """`session.tools()` is a list of `FunctionTool`s, for `Agent(tools=…)`.

    Calls are awaited, those of one response at the same time. One that fails is answered with a result that says so.
    With `strict`, OpenAI holds the model to the schema of each tool that strict mode can express.
    """

    def __init__(self, strict: bool = False) -> None:
        super().__init__()
        self.strict = strict

    def wrap_tool(self, tool: Tool, execute_tool: ToolExecutor) -> FunctionTool:
        slug, schema = tool.slug, tool.input_parameters
        strict_schema = strict(schema) if self.strict else None

        async def run(_context: ToolContext[Any], arguments: str) -> str:
            given = arguments if strict_schema is None else _without_nulls(arguments, schema)
            return json.dumps(await execute_tool.run_async(slug, given), ensure_ascii=False)

        return FunctionTool(
            name=slug,
            description=tool.description,
            params_json_schema=clean(schema) if strict_schema is None else strict_schema,
            on_invoke_tool=run,
            strict_json_schema=strict_schema is not None,
        )


def _without_nulls(arguments: str, schema: dict[str, Any]) -> Any:
    """Strict mode has no optional parameters: what the model leaves out, it sends as null."""
    try:
        return without_nulls(json.loads(arguments or "{}"), schema)
    except ValueError:
        return arguments
