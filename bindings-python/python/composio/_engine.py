"""The engine inside this process, as the rest of the package sees it: calls in, answers or exceptions out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from weakref import ref

from . import _native, _process
from ._json import encode
from .exceptions import EngineClosedError, EngineForkedError, error_from_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ._steps import Answer, Call
    from .custom_tools.host import Host, Reply


class EmbeddedEngine:
    """An open engine; it opens again by itself after the process forked while it was idle."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = encode(settings)
        self._closed = False
        self._native: _native.Engine | None = None
        self._host: Host | None = None
        self.native()
        _process.watch(self)

    def native(self) -> _native.Engine:
        """The native engine of this process."""
        if self._closed:
            raise EngineClosedError(
                "the engine was closed; make a new `Composio()`", slug="Engine_Closed", kind="unavailable"
            )
        if self._native is None:
            with _typed_errors:
                self._native = _native.Engine.open(self._settings)
            if self._host is not None:
                self._native.host_tools(_found_by(self._host))
        return self._native

    def host(self) -> Host:
        """Where the functions of custom tools are kept. The first look tells the native engine of it."""
        if self._host is None:
            from .custom_tools.host import Host

            host = Host(self)
            self.native().host_tools(_found_by(host))
            self._host = host
        return self._host

    def forget_session(self, session_id: str) -> None:
        """The session was deleted."""
        if self._host is not None:
            self._host.forget(session_id)

    def call(self, call: Call) -> Answer:
        request = encode(call.request)
        with _typed_errors:
            return json.loads(self.native().call(call.operation, request))

    async def call_async(self, call: Call) -> Answer:
        request = encode(call.request)
        with _typed_errors:
            return json.loads(await self.native().call_async(call.operation, request))

    def mcp_endpoint(self, session_id: str) -> Answer:
        with _typed_errors:
            return json.loads(self.native().mcp_endpoint(session_id))

    def describe(self) -> Answer:
        with _typed_errors:
            return json.loads(self.native().describe())

    def close(self) -> None:
        self._closed = True
        self.suspend()

    async def close_async(self) -> None:
        self._closed = True
        native, self._native = self._native, None
        if native is not None:
            with _inherited_is_left_alone:
                await native.close_async()

    def suspend(self) -> None:
        """Close it until it is used again."""
        native, self._native = self._native, None
        if native is not None:
            with _inherited_is_left_alone:
                native.close()

    def is_busy(self) -> bool:
        """Whether a call is in flight, or the engine belongs to the process this one was forked from."""
        try:
            return self._native is not None and self._native.running > 0
        except _native.NativeError:
            return True

    def is_listening(self) -> bool:
        """Whether somebody outside may be talking to it."""
        return self._native is not None and self._native.listening


def _found_by(host: Host) -> Callable[[str, Reply], Callable[[], None] | None]:
    """`host.run`, without keeping the host and its engine alive."""
    found = ref(host)

    def run(call: str, reply: Reply) -> Callable[[], None] | None:
        host = found()
        return None if host is None else host.run(call, reply)

    return run


class _TypedErrors:
    """Turns the native error into the class that stands for it."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, _native.NativeError):
            raise error_from_json(error.args[0]) from None


class _InheritedIsLeftAlone:
    """Closing an engine of the parent process does nothing: it is the parent's to close."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, _native.NativeError):
            return False
        typed = error_from_json(error.args[0])
        if isinstance(typed, EngineForkedError):
            return True
        raise typed from None


_typed_errors = _TypedErrors()
_inherited_is_left_alone = _InheritedIsLeftAlone()
