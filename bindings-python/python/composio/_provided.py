"""What `composio.provider` is to a type checker: the class of the provider that the client was made with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence
    from typing import Protocol

    from typing_extensions import TypeVar as TypeVarWithDefault

    from ._steps import Asynchronous, Blocking
    from .client import AsyncComposio
    from .models import Tool, ToolResult
    from .modifiers import Modifiers
    from .providers.executor import ToolExecutor
    from .providers.tool_calls import ToolCallProvider
    from .session import AsyncSession

    # Who writes `Composio[…]` with the tools alone says nothing of the provider.
    Provider_ = TypeVarWithDefault("Provider_", default=Any, covariant=True)
    Tools_ = TypeVar("Tools_", covariant=True)
    OneTool = TypeVar("OneTool")
    ManyTools = TypeVar("ManyTools")
    Message = TypeVar("Message")

    class ProviderOf(Protocol[Tools_, Provider_]):
        """A `BaseProvider`, as a type that tells what its tools are and which class it is itself."""

        def _wrap_all(self, tools: Sequence[Tool], execute_tool: ToolExecutor) -> Tools_: ...

        def attach(self, client: Blocking | Asynchronous) -> Provider_: ...

    class AsyncToolCalls(Generic[OneTool, ManyTools, Message]):
        """What a `ToolCallProvider` has, where it belongs to an `AsyncComposio`."""

        def wrap_tool(self, tool: Tool) -> OneTool: ...

        def wrap_tools(self, tools: Sequence[Tool]) -> ManyTools: ...

        def handle_tool_calls(
            self,
            user_id: str | None = None,
            response: Any = None,
            modifiers: Modifiers | None = None,
            *,
            session: AsyncSession[Any] | None = None,
        ) -> Coroutine[Any, Any, list[Message]]: ...

        def execute_tool_call(
            self,
            user_id: str | None = None,
            tool_call: Any = None,
            modifiers: Modifiers | None = None,
            *,
            session: AsyncSession[Any] | None = None,
        ) -> Coroutine[Any, Any, ToolResult]: ...

else:
    Provider_ = TypeVar("Provider_", covariant=True)


class AsyncProvider:
    """The provider of an `AsyncComposio`; what runs tools is awaited."""

    @overload
    def __get__(
        self, client: AsyncComposio[Any, ToolCallProvider[OneTool, ManyTools, Message]], owner: Any
    ) -> AsyncToolCalls[OneTool, ManyTools, Message]: ...

    @overload
    def __get__(self, client: AsyncComposio[Any, Provider_], owner: Any) -> Provider_: ...

    def __get__(self, client: Any, owner: Any) -> Any:
        return self if client is None else client._provider
