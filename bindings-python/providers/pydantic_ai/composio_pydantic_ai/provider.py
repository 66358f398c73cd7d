"""Tools as Pydantic AI's `Tool`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_ai import Tool as AgentTool
from pydantic_ai import ToolFailed
from pydantic_core import SchemaValidator, core_schema, from_json, to_json

from composio.providers import AgenticProvider
from composio.providers.schema import clean

if TYPE_CHECKING:
    from composio.models import Tool
    from composio.providers import ToolExecutor


class PydanticAIProvider(AgenticProvider["AgentTool[Any]", "list[AgentTool[Any]]"], name="pydantic_ai"):
    """`session.tools()` is a list of `Tool`s, for `Agent(tools=…)` and `FunctionToolset`.

    Calls are awaited, those of one response at the same time. One that fails becomes a tool return with outcome
    `failed`, which the model reads and which is not counted against the tool's retries.
    """

    def wrap_tool(self, tool: Tool, execute_tool: ToolExecutor) -> AgentTool[Any]:
        slug = tool.slug

        async def run(**arguments: Any) -> dict[str, Any]:
            result = await execute_tool.run_async(slug, arguments)
            if not result["successful"]:
                raise ToolFailed(to_json(result).decode())
            return result

        wrapped: AgentTool[Any] = AgentTool.from_schema(
            run, name=slug, description=tool.description, json_schema=clean(tool.input_parameters)
        )
        # Left to decide, Pydantic AI takes free-form objects for empty ones, to be strict with OpenAI.
        wrapped.strict = False
        # As it is made, it lets through what is no object, and then ends the run in calling `run`.
        wrapped.function_schema.validator = _ARGUMENTS
        return wrapped


def _object_in_text(value: Any) -> Any:
    """Some models write the object they are asked for into a string."""
    return from_json(value) if isinstance(value, str) else value


_ARGUMENTS = SchemaValidator(
    core_schema.no_info_before_validator_function(
        _object_in_text, core_schema.dict_schema(keys_schema=core_schema.str_schema())
    )
)
