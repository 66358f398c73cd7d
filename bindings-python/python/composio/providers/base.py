"""What an adapter to an agent framework has to do. To write one, see docs/bring-your-own-provider.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from ..exceptions import InvalidParams

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typing_extensions import Self

    from .._steps import Asynchronous, Blocking
    from ..models import Tool
    from .executor import ToolExecutor

OneTool = TypeVar("OneTool")
ManyTools = TypeVar("ManyTools")


class BaseProvider(Generic[OneTool, ManyTools]):
    """Turns tools into what a framework takes. Subclass `NonAgenticProvider` or `AgenticProvider`.

    `OneTool` is a tool as the framework has it, `ManyTools` what `session.tools()` shall return.
    """

    name: str = ""
    """Short name of the framework; a subclass gives it as `class Mine(…, name="mine")`."""

    _client: Blocking | Asynchronous | None = None

    def __init_subclass__(cls, *, name: str | None = None, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        if name is not None:
            cls.name = name

    def attach(self, client: Blocking | Asynchronous) -> Self:
        """Called by the client that is made with this provider; tool calls without a session go to that client."""
        self._client = client
        return self

    def _wrap_all(self, tools: Sequence[Tool], execute_tool: ToolExecutor) -> ManyTools:
        raise NotImplementedError(
            f"`{type(self).__name__}` says nothing about tools; subclass `NonAgenticProvider` or `AgenticProvider`"
        )

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class NonAgenticProvider(BaseProvider[OneTool, ManyTools]):
    """For model APIs: they take descriptions of tools and answer with tool calls, which the program runs."""

    def wrap_tool(self, tool: Tool) -> OneTool:
        """One tool as the framework takes it. Its `input_parameters` may be changed; nobody else has them."""
        raise NotImplementedError(f"`{type(self).__name__}` must define `wrap_tool(self, tool)`")

    def wrap_tools(self, tools: Sequence[Tool]) -> ManyTools:
        """The tools as the framework takes them; a list, unless a subclass says otherwise."""
        return cast("ManyTools", [self.wrap_tool(tool) for tool in tools])

    def _wrap_all(self, tools: Sequence[Tool], execute_tool: ToolExecutor) -> ManyTools:
        return self.wrap_tools(_distinct(tools))


class AgenticProvider(BaseProvider[OneTool, ManyTools]):
    """For agent frameworks: they take tools they can call themselves, and call them through `execute_tool`."""

    def wrap_tool(self, tool: Tool, execute_tool: ToolExecutor) -> OneTool:
        """One tool as the framework takes it. Its `input_parameters` may be changed; nobody else has them.

        `execute_tool(slug, arguments)` runs it and blocks; `await execute_tool.run_async(slug, arguments)` does not.
        """
        raise NotImplementedError(f"`{type(self).__name__}` must define `wrap_tool(self, tool, execute_tool)`")

    def wrap_tools(self, tools: Sequence[Tool], execute_tool: ToolExecutor) -> ManyTools:
        """The tools as the framework takes them; a list, unless a subclass says otherwise."""
        return cast("ManyTools", [self.wrap_tool(tool, execute_tool) for tool in tools])

    def _wrap_all(self, tools: Sequence[Tool], execute_tool: ToolExecutor) -> ManyTools:
        return self.wrap_tools(_distinct(tools), execute_tool)


def _distinct(tools: Sequence[Tool]) -> Sequence[Tool]:
    """The tools, none of which may have the name of another: a call would not say which is meant."""
    known: dict[str, Tool] = {}
    for tool in tools:
        other = known.setdefault(tool.slug, tool)
        if other is not tool:
            raise InvalidParams(
                f"two tools are called `{tool.slug}`, {_shown(other)} and {_shown(tool)}; give each a slug of its own, "
                "in `schema_modifier`s too"
            )
    return tools


def _shown(tool: Tool) -> str:
    return f"`{tool.name}` of the toolkit `{tool.toolkit.slug}`"


AnyProvider = BaseProvider[Any, Any]
