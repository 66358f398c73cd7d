"""Tools for the chat completions API of OpenAI, and of everybody who speaks it. Needs no `openai` package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict

from .._json import encode
from ..exceptions import InvalidParams
from .tool_calls import ResultMessage, ToolCall, ToolCallProvider, field

if TYPE_CHECKING:
    from ..models import Tool, ToolResult


# Types of the shape `openai` has, and so taken by it, that are known without that package.
class _FunctionName(TypedDict):
    name: str


class Function(_FunctionName, total=False):
    """A function, as chat completions describe it."""

    description: str
    parameters: dict[str, object]
    strict: bool | None


class ChatTool(TypedDict):
    """An item of the `tools` of a chat completion."""

    type: Literal["function"]
    function: Function


class ToolMessage(ResultMessage):
    """The message that answers one tool call, to be appended to the conversation: `role`, `tool_call_id`, `content`."""

    def __init__(self, tool_call_id: str, result: ToolResult) -> None:
        super().__init__({"role": "tool", "tool_call_id": tool_call_id, "content": encode(result)}, result)

    def __reduce__(self) -> Any:
        return type(self), (self["tool_call_id"], self.result)


class OpenAIProvider(ToolCallProvider[ChatTool, list[ChatTool], ToolMessage], name="openai"):
    """Chat completions: tools as dicts, and tool calls of a response run by `handle_tool_calls`."""

    def wrap_tool(self, tool: Tool) -> ChatTool:
        from .schema import clean

        return {
            "type": "function",
            "function": {
                "name": tool.slug,
                "description": tool.description,
                "parameters": clean(tool.input_parameters),
            },
        }

    def tool_calls(self, response: Any) -> list[ToolCall]:
        """The tool calls of the first choice of a chat completion: with `n`, the others are alternatives to it."""
        choices = field(response, "choices")
        if choices is None:
            raise InvalidParams(f"`response` is a chat completion with `choices`, not `{type(response).__name__}`")
        message = field(choices[0], "message") if choices else None
        return [self.read_call(call) for call in field(message, "tool_calls") or ()]

    def read_call(self, call: Any) -> ToolCall:
        function = field(call, "function")
        return ToolCall(field(call, "id"), field(function, "name"), field(function, "arguments"))

    def message(self, call: ToolCall, result: ToolResult) -> ToolMessage:
        return ToolMessage(call.id, result)
