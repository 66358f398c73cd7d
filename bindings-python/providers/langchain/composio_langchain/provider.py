"""Tools as LangChain's `StructuredTool`, which is also what LangGraph takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from langchain_core.tools import StructuredTool, ToolException

from composio.providers import AgenticProvider
from composio.providers.schema import clean

if TYPE_CHECKING:
    from composio.models import Tool
    from composio.providers import ToolExecutor


class _FailedResult(ToolException):
    """Carries the result of a call that failed past LangChain, which only knows errors as exceptions."""

    def __init__(self, result: dict[str, Any]) -> None:
        super().__init__(result["error"])
        self.result = result


class ComposioTool(StructuredTool):
    """A `StructuredTool` whose function gets its arguments as one dict.

    LangChain passes them as keywords, among keywords of its own: arguments named `config`, `run_manager` or `self`
    would not arrive.
    """

    def _to_args_and_kwargs(
        self, tool_input: str | dict[str, Any], tool_call_id: str | None
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        return (tool_input,), {}


class LangchainProvider(AgenticProvider[ComposioTool, list[ComposioTool]], name="langchain"):
    """`session.tools()` is a list of `StructuredTool`s, for `create_agent`, `bind_tools` and whatever takes tools.

    Each runs blocking or awaited, as it is invoked. A call that fails becomes a `ToolMessage` with status `error`.
    """

    def wrap_tool(self, tool: Tool, execute_tool: ToolExecutor) -> ComposioTool:
        slug = tool.slug

        def run(arguments: Any) -> dict[str, Any]:
            return _told(execute_tool(slug, arguments))

        async def run_async(arguments: Any) -> dict[str, Any]:
            return _told(await execute_tool.run_async(slug, arguments))

        return ComposioTool(
            name=slug,
            description=tool.description,
            args_schema=clean(tool.input_parameters),
            func=run,
            coroutine=run_async,
            handle_tool_error=_result_of,
        )


def _told(result: dict[str, Any]) -> dict[str, Any]:
    if not result["successful"]:
        raise _FailedResult(result)
    return result


def _result_of(error: ToolException) -> Any:
    # Returned as it is to who invoked the tool directly; LangChain writes it as JSON into the message for a model.
    return error.result if isinstance(error, _FailedResult) else str(error)
