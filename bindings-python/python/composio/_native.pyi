"""The engine, compiled. Private: use `composio.Composio`."""

from collections.abc import Awaitable, Callable
from typing import final

__all__ = [
    "Engine",
    "NativeError",
    "Reply",
    "__version__",
    "command_line",
    "error_table",
    "stop_unused_runtime",
]

__version__: str

class NativeError(Exception):
    """An error of the engine; `args[0]` is its JSON."""

@final
class Engine:
    @staticmethod
    def open(settings_json: str) -> Engine: ...
    def call(self, operation: str, request_json: str) -> str: ...
    def call_async(self, operation: str, request_json: str) -> Awaitable[str]: ...
    def host_tools(self, run: Callable[[str, Reply], Callable[[], object] | None]) -> None:
        """Let `run` run this process's custom tools: it gets each call as JSON, on a thread of the engine's.

        It must not hold the engine's owner alive. What it returns is called when the caller goes away.
        """

    def mcp_endpoint(self, session_id: str) -> str: ...
    def describe(self) -> str: ...
    def close(self) -> None: ...
    def close_async(self) -> Awaitable[None]: ...
    @property
    def running(self) -> int: ...
    @property
    def listening(self) -> bool: ...

@final
class Reply:
    """Where the answer to a call of a custom tool goes."""

    def send(self, answer_json: str) -> bool:
        """Answer once, from any thread; false where nobody waits any more, or it was answered before.

        `{"data": any}`, `{"error": "text"}`, or `{"unregistered": true}` where there is no function for the tool.
        """

def command_line(arguments: list[str]) -> int: ...
def error_table() -> str: ...
def stop_unused_runtime() -> None: ...
