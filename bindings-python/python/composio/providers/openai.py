"""Tools for the chat completions API of OpenAI, and of everybody who speaks it. Needs no `openai` package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._json import encode
from ..exceptions import InvalidParams
from .tool_calls import ResultMessage, ToolCall, ToolCallProvider, field

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence
    from typing import Protocol, TypeAlias

    from openai.types.chat import ChatCompletionToolParam

    from ..models import Tool, ToolResult
    from ..modifiers import Modifiers
    from ..session import AsyncSession

    class AsyncProvider(Protocol):
        """The provider of an `AsyncComposio`: what runs tools is awaited."""

        def wrap_tools(self, tools: Sequence[Tool]) -> Any: ...

        def handle_tool_calls(
            self,
            user_id: str | None = None,
            response: Any = None,
            modifiers: Modifiers | None = None,
            *,
            session: AsyncSession[Any] | None = None,
        ) -> Coroutine[Any, Any, list[ToolMessage]]: ...


# An item of the `tools` of a chat completion; to a type checker it is what `openai` says it is.
if TYPE_CHECKING:
    ChatTool: TypeAlias = ChatCompletionToolParam
else:
    ChatTool = dict[str, Any]


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
        """The tool calls of all choices of a chat completion."""
        choices = field(response, "choices")
        if choices is None:
            raise InvalidParams(f"`response` is a chat completion with `choices`, not `{type(response).__name__}`")
        calls = (call for choice in choices for call in field(field(choice, "message"), "tool_calls") or ())
        return [
            ToolCall(field(call, "id"), field(function, "name"), field(function, "arguments"))
            for call in calls
            for function in [field(call, "function")]
        ]

    def message(self, call: ToolCall, result: ToolResult) -> ToolMessage:
        return ToolMessage(call.id, result)
