"""Tools as `FunctionDeclaration`s of `google-genai`, and function calls answered with parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from google.genai.types import FunctionDeclaration, FunctionResponse, Part

from composio.exceptions import InvalidParams
from composio.providers.schema import clean
from composio.providers.tool_calls import ToolCall, ToolCallProvider, field

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from composio import AsyncSession, Session
    from composio.models import Tool, ToolResult
    from composio.modifiers import Modifiers


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
        """The function calls of the first candidate of a response; others are alternatives to it."""
        candidates = field(response, "candidates")
        if candidates is None:
            raise InvalidParams(f"`response` is a response with `candidates`, not `{type(response).__name__}`")
        content = field(candidates[0], "content") if candidates else None
        parts = field(content, "parts") or ()
        calls = (field(part, "function_call") or field(part, "functionCall") for part in parts)
        return [self.read_call(call) for call in calls if call]

    def read_call(self, call: Any) -> ToolCall:
        return ToolCall(field(call, "id") or "", field(call, "name"), field(call, "args"))

    def message(self, call: ToolCall, result: ToolResult) -> Part:
        response = FunctionResponse(id=call.id or None, name=call.name, response=dict(result))
        return Part(function_response=response)

    @overload  # type: ignore[override] # a tool call is a function call with Google
    def execute_tool_call(self, user_id: str, function_call: Any, modifiers: Modifiers | None = None) -> ToolResult: ...

    @overload
    def execute_tool_call(
        self, *, session: Session[Any], function_call: Any, modifiers: Modifiers | None = None
    ) -> ToolResult: ...

    @overload
    def execute_tool_call(
        self, *, session: AsyncSession[Any], function_call: Any, modifiers: Modifiers | None = None
    ) -> Coroutine[Any, Any, ToolResult]: ...

    def execute_tool_call(
        self,
        user_id: str | None = None,
        function_call: Any = None,
        modifiers: Modifiers | None = None,
        *,
        session: Any = None,
    ) -> ToolResult | Coroutine[Any, Any, ToolResult]:
        """Run one function call of a response and return its result, which is no part yet."""
        return self._run_one("function_call", function_call, user_id, session, modifiers)

    @overload
    def handle_response(self, user_id: str, response: Any, modifiers: Modifiers | None = None) -> list[ToolResult]: ...

    @overload
    def handle_response(
        self, *, session: Session[Any], response: Any, modifiers: Modifiers | None = None
    ) -> list[ToolResult]: ...

    @overload
    def handle_response(
        self, *, session: AsyncSession[Any], response: Any, modifiers: Modifiers | None = None
    ) -> Coroutine[Any, Any, list[ToolResult]]: ...

    def handle_response(
        self,
        user_id: str | None = None,
        response: Any = None,
        modifiers: Modifiers | None = None,
        *,
        session: Any = None,
    ) -> list[ToolResult] | Coroutine[Any, Any, list[ToolResult]]:
        """Run the function calls of a response and return their results, where `handle_tool_calls` returns parts."""
        return self._run("handle_response", self.tool_calls(response), list, user_id, session, modifiers)
