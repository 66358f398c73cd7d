"""What an adapter to an agent framework has to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .._steps import Asynchronous, Blocking
    from ..models import Tool

OneTool = TypeVar("OneTool")
ManyTools = TypeVar("ManyTools")


class BaseProvider(Generic[OneTool, ManyTools]):
    """Turns tools into what a framework takes. A subclass says how one tool and a list of them look there."""

    #: Short name of the framework.
    name: str = ""

    _client: Blocking | Asynchronous | None = None
    """The client whose provider this is; direct tool calls go to it."""

    def attach(self, client: Blocking | Asynchronous) -> None:
        """Called by the client that is made with this provider."""
        self._client = client

    def wrap_tool(self, tool: Tool) -> OneTool:
        raise NotImplementedError(f"{type(self).__name__} must say how a tool looks to its framework")

    def wrap_tools(self, tools: Sequence[Tool]) -> ManyTools:
        raise NotImplementedError(f"{type(self).__name__} must say how a list of tools looks to its framework")

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


AnyProvider = BaseProvider[Any, Any]
