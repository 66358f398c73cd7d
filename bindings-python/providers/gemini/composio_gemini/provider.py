"""Tools as callables for the automatic function calling of `google-genai`."""

from __future__ import annotations

from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Any

from google.genai.types import FunctionDeclaration
from google.genai.types import Tool as GeminiTool

from composio.providers import AgenticProvider
from composio.providers.schema import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from composio.models import Tool
    from composio.providers import ToolExecutor

_ANY_VALUE = Parameter("value", Parameter.KEYWORD_ONLY, annotation=object)


class ComposioTool:
    """A callable that brings its own declaration, so that the client need not make one from a signature.

    A signature has no words for most schemas, and the client would convert arguments to what it says. Also called by
    hand: `tool(owner="octocat", …)`.
    """

    def __init__(self, tool: Tool, execute_tool: ToolExecutor) -> None:
        schema = clean(tool.input_parameters)
        declared = FunctionDeclaration(name=tool.slug, description=tool.description, parameters_json_schema=schema)
        # What the client reads of a function, and of a `Tool`. It may not be a `Tool`: those the client does not call.
        self.__name__ = tool.slug
        self.__doc__ = tool.description
        self.__signature__ = _Names(schema["properties"])
        self.function_declarations = [declared]
        self._execute = execute_tool

    def __call__(self, /, **arguments: Any) -> dict[str, Any]:
        return dict(self._execute(self.__name__, arguments))

    def model_copy(self) -> GeminiTool:
        """What there is to this tool beside its declarations."""
        return GeminiTool()

    def __deepcopy__(self, _memo: Any) -> ComposioTool:
        # The client copies its whole configuration for each request; an engine is not copied.
        return self


class _Names(Signature):
    """The parameters of a tool: any value, under names that need be no names of Python."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__()
        self._names = dict.fromkeys(names, _ANY_VALUE)

    @property
    def parameters(self) -> Mapping[str, Parameter]:  # type: ignore[override]
        return self._names


# A list is of one type alone; of any, it fits what the framework says it takes.
class GeminiProvider(AgenticProvider[ComposioTool, list[Any]], name="gemini"):
    """`session.tools()` is a list for `GenerateContentConfig(tools=…)`; the client runs the calls of the model itself.

    With `client.aio` they run in a thread, so the loop stays free.
    """

    def wrap_tool(self, tool: Tool, execute_tool: ToolExecutor) -> ComposioTool:
        return ComposioTool(tool, execute_tool)
