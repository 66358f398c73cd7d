"""Tools for OpenAI's responses API. The provider for chat completions is the default one of `composio`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from composio._json import encode
from composio.exceptions import InvalidParams
from composio.providers.answering import read_arguments
from composio.providers.schema import clean, strict, without_nulls
from composio.providers.tool_calls import ResultMessage, ToolCall, ToolCallProvider, field

if TYPE_CHECKING:
    from typing import TypeAlias

    from openai.types.responses import FunctionToolParam

    from composio.models import Tool, ToolResult

    ResponsesTool: TypeAlias = FunctionToolParam


class FunctionOutput(ResultMessage):
    """The item that answers one function call, to be sent as input: `type`, `call_id`, `output`."""


class OpenAIResponsesProvider(
    ToolCallProvider["ResponsesTool", "list[ResponsesTool]", FunctionOutput], name="openai_responses"
):
    """The responses API: tools as dicts, and function calls of a response run by `handle_tool_calls`.

    With `strict=True` the model is held to the schema of each tool. A tool whose schema strict mode cannot say, because
    it takes free-form objects, is sent without; optional arguments the model sets to null are left out of the call.
    """

    def __init__(self, *, strict: bool = False) -> None:
        self.strict = strict
        self._strict_schemas: dict[str, dict[str, Any]] = {}

    def wrap_tool(self, tool: Tool) -> ResponsesTool:
        parameters = strict(tool.input_parameters) if self.strict else None
        if parameters is not None:
            self._strict_schemas[tool.slug] = tool.input_parameters
        return {
            "type": "function",
            "name": tool.slug,
            "description": tool.description,
            "parameters": clean(tool.input_parameters) if parameters is None else parameters,
            "strict": parameters is not None,
        }

    def tool_calls(self, response: Any) -> list[ToolCall]:
        """The function calls in the output of a response."""
        output = field(response, "output")
        if not isinstance(output, list):
            raise InvalidParams(f"`response` is a response with `output`, not `{type(response).__name__}`")
        return [self.read_call(item) for item in output if field(item, "type") == "function_call"]

    def read_call(self, call: Any) -> ToolCall:
        name, arguments = field(call, "name"), field(call, "arguments")
        schema = self._strict_schemas.get(name)
        read = read_arguments(name, arguments) if schema is not None else None
        if isinstance(read, dict):
            arguments = without_nulls(read, schema)
        return ToolCall(field(call, "call_id"), name, arguments)

    def message(self, call: ToolCall, result: ToolResult) -> FunctionOutput:
        item = {"type": "function_call_output", "call_id": call.id, "output": encode(result)}
        return FunctionOutput(item, result)
