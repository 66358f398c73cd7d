"""Tools for Anthropic's messages API, and blocks that answer its tool uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from composio._json import encode
from composio.exceptions import InvalidParams
from composio.providers.schema import clean
from composio.providers.tool_calls import ResultMessage, ToolCall, ToolCallProvider, field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from anthropic.types import ToolParam

    from composio.models import Tool, ToolResult


class ToolResultBlock(ResultMessage):
    """The block that answers one tool use: `type`, `tool_use_id`, `content`, `is_error`."""


class AnthropicProvider(ToolCallProvider["ToolParam", "list[ToolParam]", ToolResultBlock], name="anthropic"):
    """The messages API: tools as dicts, and tool uses of a message run by `handle_tool_calls`.

    All blocks of one message are sent back together, as the content of one `user` message. With `cache_tools=True` the
    list of tools is marked for Anthropic's prompt cache.
    """

    def __init__(self, *, cache_tools: bool = False) -> None:
        self.cache_tools = cache_tools

    def wrap_tool(self, tool: Tool) -> ToolParam:
        return {"name": tool.slug, "description": tool.description, "input_schema": clean(tool.input_parameters)}

    def wrap_tools(self, tools: Sequence[Tool]) -> list[ToolParam]:
        wrapped = [self.wrap_tool(tool) for tool in tools]
        if self.cache_tools and wrapped:
            # The mark covers all before it, and a request may have few of them.
            wrapped[-1]["cache_control"] = {"type": "ephemeral"}
        return wrapped

    def tool_calls(self, response: Any) -> list[ToolCall]:
        """The tool uses in the content of a message."""
        content = field(response, "content")
        if not isinstance(content, list):
            raise InvalidParams(f"`response` is a message with `content`, not `{type(response).__name__}`")
        return [self.read_call(block) for block in content if field(block, "type") == "tool_use"]

    def read_call(self, call: Any) -> ToolCall:
        return ToolCall(field(call, "id"), field(call, "name"), field(call, "input"))

    def message(self, call: ToolCall, result: ToolResult) -> ToolResultBlock:
        block = {"type": "tool_result", "tool_use_id": call.id, "content": encode(result)}
        return ToolResultBlock({**block, "is_error": not result.successful}, result)
