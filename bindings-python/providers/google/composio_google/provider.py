"""Tools as `FunctionDeclaration`s of `google-genai`, and function calls answered with parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from google.genai.types import FunctionDeclaration, FunctionResponse, Part

from composio.exceptions import InvalidParams
from composio.providers.schema import clean
from composio.providers.tool_calls import ToolCall, ToolCallProvider, field

if TYPE_CHECKING:
    from composio.models import Tool, ToolResult


class GoogleProvider(ToolCallProvider[FunctionDeclaration, list[FunctionDeclaration], Part], name="google"):
    """`session.tools()` is a list for `types.Tool(function_declarations=…)`.

    `handle_tool_calls` runs the calls of a response, several at the same time, and returns a part for each, to be sent
    back together as the content of a `user` turn.
    """

    def wrap_tool(self, tool: Tool) -> FunctionDeclaration:
        return FunctionDeclaration(
            name=tool.slug, description=tool.description, parameters_json_schema=clean(tool.input_parameters)
        )

    def tool_calls(self, response: Any) -> list[ToolCall]:
        """The function calls of all candidates of a response."""
        candidates = field(response, "candidates")
        if candidates is None:
            raise InvalidParams(f"`response` is a response with `candidates`, not `{type(response).__name__}`")
        contents = (field(candidate, "content") for candidate in candidates)
        parts = (part for content in contents if content for part in field(content, "parts") or ())
        calls = [call for part in parts if (call := field(part, "function_call") or field(part, "functionCall"))]
        return [ToolCall(field(call, "id") or "", field(call, "name"), field(call, "args")) for call in calls]

    def message(self, call: ToolCall, result: ToolResult) -> Part:
        response = FunctionResponse(id=call.id or None, name=call.name, response=dict(result))
        return Part(function_response=response)
