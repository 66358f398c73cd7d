"""Tools as LlamaIndex's `FunctionTool`."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from llama_index.core.bridge.pydantic import BaseModel
from llama_index.core.tools import FunctionTool, ToolMetadata, ToolOutput

from composio.providers import AgenticProvider
from composio.providers.schema import clean

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from llama_index.core.tools import BaseTool

    from composio.models import Tool
    from composio.providers import ToolExecutor

    # What agents take a list of, and a type checker would refuse a list of anything narrower.
    AgentTool: TypeAlias = BaseTool | Callable[..., Any]


class ComposioTool(FunctionTool):
    """A `FunctionTool` that says whether its call failed, and takes arguments of any name."""

    def __call__(self, /, *args: Any, **arguments: Any) -> ToolOutput:
        return self.call(*args, **arguments)

    def call(self, /, *args: Any, **arguments: Any) -> ToolOutput:
        return self._output(self.fn(*args, **arguments), arguments)

    async def acall(self, /, *args: Any, **arguments: Any) -> ToolOutput:
        return self._output(await self.async_fn(*args, **arguments), arguments)

    def _output(self, result: dict[str, Any], arguments: dict[str, Any]) -> ToolOutput:
        return ToolOutput(
            content=json.dumps(result, ensure_ascii=False),
            tool_name=self.metadata.get_name(),
            raw_input={"kwargs": arguments},
            raw_output=result,
            is_error=not result["successful"],
        )


class LlamaIndexProvider(AgenticProvider[ComposioTool, "list[AgentTool]"], name="llamaindex"):
    """`session.tools()` is a list of `FunctionTool`s, for `FunctionAgent`, `AgentWorkflow` and `llm.predict_and_call`.

    Each runs blocking or awaited, as it is called. A call that fails becomes a `ToolOutput` with `is_error`.
    """

    def wrap_tool(self, tool: Tool, execute_tool: ToolExecutor) -> ComposioTool:
        slug = tool.slug

        # LlamaIndex passes keywords; by hand a tool may also be called with a dict of them.
        def run(*whole: Any, **arguments: Any) -> dict[str, Any]:
            return execute_tool(slug, whole[0] if whole else arguments)

        async def run_async(*whole: Any, **arguments: Any) -> dict[str, Any]:
            return await execute_tool.run_async(slug, whole[0] if whole else arguments)

        arguments = _described_by(slug, clean(tool.input_parameters))
        metadata = _Metadata(name=slug, description=tool.description, fn_schema=arguments)
        return ComposioTool(fn=run, async_fn=run_async, metadata=metadata)


class _Metadata(ToolMetadata):
    """Gives the whole schema, of which LlamaIndex would keep the keys that a model class makes."""

    def get_parameters_dict(self) -> dict[str, Any]:
        return self.fn_schema.model_json_schema() if self.fn_schema else super().get_parameters_dict()


def _described_by(name: str, schema: dict[str, Any]) -> type[BaseModel]:
    """A model class that gives `schema` as its JSON Schema: LlamaIndex describes arguments by a class only."""

    class Arguments(BaseModel, extra="allow"):
        @classmethod
        def model_json_schema(cls, *_args: Any, **_kwargs: Any) -> dict[str, Any]:
            return deepcopy(schema)

    Arguments.__name__ = Arguments.__qualname__ = name
    return Arguments
