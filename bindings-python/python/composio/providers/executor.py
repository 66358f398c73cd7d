"""How an agent framework runs a tool: `execute_tool`, as agentic providers get it."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from .._steps import run, run_async
from ..exceptions import UsageError
from .answering import answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .._engine import EmbeddedEngine
    from ..models import ToolResult
    from .answering import Execute


class ToolExecutor:
    """Runs tools on behalf of one user, for a model.

    Both ways work with `Composio` and with `AsyncComposio`. The answer is a dict with `data`, `error`, `successful` and
    `log_id`. What the model can act on (wrong arguments, an unknown tool, no connected account, a provider that fails)
    is an answer with `successful` false; what only the program can act on (a closed engine, a deleted session) raises.
    """

    __slots__ = ("_engine", "_execute", "on_behalf_of")

    on_behalf_of: str
    """The id of the session or user the tools run for."""

    def __init__(self, engine: EmbeddedEngine, execute: Execute, on_behalf_of: str) -> None:
        self._engine = engine
        self._execute = execute
        self.on_behalf_of = on_behalf_of

    def __call__(self, slug: str, arguments: Mapping[str, Any] | str | None = None) -> ToolResult:
        """Run a tool and wait for it; other threads go on. `arguments` is a dict, or the JSON text of an object."""
        with _no_wait_for_the_own_loop():
            return run(self._engine, answer(slug, arguments, self._execute))

    async def run_async(self, slug: str, arguments: Mapping[str, Any] | str | None = None) -> ToolResult:
        """Run a tool without blocking the loop. Cancelling the task cancels the call."""
        return await run_async(self._engine, answer(slug, arguments, self._execute))

    # Frameworks copy agents and requests with all they hold. There is one engine, and a copy of a tool uses it too.
    def __copy__(self) -> ToolExecutor:
        return self

    def __deepcopy__(self, _memo: Any) -> ToolExecutor:
        return self

    def __reduce__(self) -> Any:
        raise UsageError(
            "a tool runs on the engine of its process and cannot be pickled; in the other process get the tools anew: "
            "`composio.use(session_id).tools()`"
        )


@contextmanager
def _no_wait_for_the_own_loop() -> Iterator[None]:
    """Custom tools that belong on the loop of this thread run elsewhere while the thread waits for them."""
    asyncio = sys.modules.get("asyncio")
    loop = asyncio._get_running_loop() if asyncio else None
    if loop is None:
        yield
        return
    from .._loop import blocked

    blocked.append(loop)
    try:
        yield
    finally:
        blocked.remove(loop)
