"""Tools for the Claude Agent SDK, which takes them as an MCP server inside this process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from claude_agent_sdk import SdkMcpTool, ToolAnnotations, create_sdk_mcp_server

from composio.providers import AgenticProvider
from composio.providers.schema import clean

if TYPE_CHECKING:
    from claude_agent_sdk import McpSdkServerConfig

    from composio.models import Tool
    from composio.providers import ToolExecutor


class ClaudeAgentSDKProvider(AgenticProvider["SdkMcpTool[Any]", "list[SdkMcpTool[Any]]"], name="claude_agent_sdk"):
    """`session.tools()` is a list of `SdkMcpTool`s; `create_mcp_server(tools)` makes of them what the options take.

    Calls are awaited; Claude makes those that only read at the same time. One that fails is answered with an error.
    """

    def __init__(self, server_name: str = "composio", server_version: str = "1.0.0") -> None:
        super().__init__()
        self.server_name = server_name
        self.server_version = server_version

    def wrap_tool(self, tool: Tool, execute_tool: ToolExecutor) -> SdkMcpTool[Any]:
        slug = tool.slug

        async def run(arguments: Any) -> dict[str, Any]:
            result = await execute_tool.run_async(slug, arguments)
            text = json.dumps(result, ensure_ascii=False)
            return {"content": [{"type": "text", "text": text}], "is_error": not result["successful"]}

        return SdkMcpTool(
            name=slug,
            description=tool.description,
            input_schema=clean(tool.input_parameters),
            handler=run,
            annotations=_annotations(tool),
        )

    def create_mcp_server(self, wrapped_tools: list[SdkMcpTool[Any]]) -> McpSdkServerConfig:
        """What `ClaudeAgentOptions(mcp_servers={"composio": …})` takes."""
        return create_sdk_mcp_server(name=self.server_name, version=self.server_version, tools=wrapped_tools)


def _annotations(tool: Tool) -> ToolAnnotations:
    """What a tool does to the world, as MCP says it. Tools carry these hints as tags."""
    hints = ("readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint")
    return ToolAnnotations.model_validate({"title": tool.name, **{hint: hint in tool.tags for hint in hints}})
