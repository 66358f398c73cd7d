"""Tools as callables for the automatic function calling of `google-genai`."""

from __future__ import annotations

from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Any

from google.genai.types import FunctionDeclaration, FunctionResponse, Part
from google.genai.types import Tool as GeminiTool

from composio.exceptions import UsageError
from composio.providers import AgenticProvider
from composio.providers.schema import clean
from composio.providers.tool_calls import field

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
        self.execute_tool = execute_tool

    def __call__(self, /, **arguments: Any) -> dict[str, Any]:
        return dict(self.execute_tool(self.__name__, arguments))

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

    def __init__(self) -> None:
        # For `handle_response`: each tool made, or None after it was made for somebody else as well.
        self._tools: dict[str, ComposioTool | None] = {}

    def wrap_tool(self, tool: Tool, execute_tool: ToolExecutor) -> ComposioTool:
        wrapped = ComposioTool(tool, execute_tool)
        known = self._tools.get(tool.slug, wrapped)
        same = known is not None and known.execute_tool.on_behalf_of == execute_tool.on_behalf_of
        self._tools[tool.slug] = wrapped if same else None
        return wrapped

    def handle_response(self, response: Any) -> tuple[list[Part], bool]:
        """Run the function calls of a response, blocking: the parts that answer them, and whether there were any.

        For programs that turn automatic function calling off. Calls of functions that are not ours are passed by.
        """
        candidates = field(response, "candidates")
        content = field(candidates[0], "content") if candidates else None
        calls = (field(part, "function_call") for part in field(content, "parts") or ())
        ours = [call for call in calls if field(call, "name") in self._tools]
        tools = [self._tool(field(call, "name")) for call in ours]
        parts = [_answer(call, tool) for call, tool in zip(ours, tools, strict=True)]
        return parts, bool(parts)

    def _tool(self, name: str) -> ComposioTool:
        tool = self._tools[name]
        if tool is None:
            raise UsageError(
                f"this provider made `{name}` for several sessions or users, and the response does not say for whom "
                "to run it; make a client with a `GeminiProvider()` of its own for each"
            )
        return tool


def _answer(call: Any, tool: ComposioTool) -> Part:
    name = tool.__name__
    result = tool.execute_tool(name, field(call, "args"))
    return Part(function_response=FunctionResponse(id=field(call, "id"), name=name, response=dict(result)))
