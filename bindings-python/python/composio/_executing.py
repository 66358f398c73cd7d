"""How tools run for a model: in a session, or directly for a user; with the caller's modifiers around them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from ._modified import Modified, modified_tools
from ._steps import Call, given
from .models import ToolResult
from .modifiers import checked
from .providers.executor import ToolExecutor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._engine import EmbeddedEngine
    from ._steps import Steps
    from .models import Tool
    from .modifiers import Modifier, Modifiers
    from .providers.answering import Execute
    from .providers.base import BaseProvider

Tools_ = TypeVar("Tools_")


class InSession:
    """Runs tools as a session."""

    def __init__(self, session_id: str, user_id: str) -> None:
        self.on_behalf_of = self.session_id = session_id
        self._user_id = user_id

    def with_modifiers(self, modifiers: Sequence[Modifier], tools: Sequence[Tool] = ()) -> Execute:
        """The steps that run a tool. `tools` are those whose toolkits are known already."""
        modified = Modified(modifiers, session_id=self.session_id, tools=tools)

        def execute(slug: str, arguments: dict[str, Any]) -> Steps[ToolResult]:
            return modified.run(slug, {"user_id": self._user_id, "arguments": arguments}, partial(self._send, slug))

        return execute

    def _send(self, slug: str, params: dict[str, Any]) -> Steps[ToolResult]:
        request = {"session_id": self.session_id, "tool_slug": slug, "arguments": params["arguments"], "wrapped": True}
        # What a modifier has put there; the model itself names an account in its arguments.
        request |= given(account=params.get("connected_account_id"))
        return ToolResult((yield Call("sessions.execute", request)))


class Directly:
    """Runs tools for a user, outside of a session."""

    session_id = None

    def __init__(
        self,
        user_id: str | None = None,
        connected_account_id: str | None = None,
        version: str | None = None,
        *,
        for_model: bool = False,
    ) -> None:
        self.on_behalf_of = user_id or ""
        self._params = given(user_id=user_id, connected_account_id=connected_account_id, version=version)
        # A model gets as much as it can read, a program all.
        self._size = {"wrapped": True} if for_model else {}

    def with_modifiers(self, modifiers: Sequence[Modifier], tools: Sequence[Tool] = ()) -> Execute:
        """The steps that run a tool. `tools` are those whose toolkits are known already."""
        modified = Modified(modifiers, tools=tools)

        def execute(slug: str, arguments: dict[str, Any]) -> Steps[ToolResult]:
            return modified.run(slug, {**self._params, "arguments": arguments}, partial(self._send, slug))

        return execute

    def _send(self, slug: str, params: dict[str, Any]) -> Steps[ToolResult]:
        return ToolResult((yield Call("tools.execute", {"tool_slug": slug, **params, **self._size})))


def wrapped(
    tools: list[Tool],
    provider: BaseProvider[Any, Tools_],
    engine: EmbeddedEngine,
    running: InSession | Directly,
    modifiers: Modifiers | None,
) -> Steps[Tools_]:
    """The tools in the form the provider's framework takes, with the way to run them where it does so itself."""
    modify = checked(modifiers)
    if modify:
        from ._modifier_names import check_names

        yield from check_names(modify, running.session_id)
    executor = ToolExecutor(engine, running.with_modifiers(modify, tools), running.on_behalf_of)
    return provider._wrap_all((yield from modified_tools(tools, modify)), executor)
