"""What happens to open engines when the process forks or ends.

An engine has threads, and threads do not survive a fork. Before one, engines that neither run a call nor listen are
closed, and open again by themselves at their next use, in the parent and in the child. If any engine is at work, all
stay as they are: the parent goes on undisturbed, and the child gets `EngineForkedError`, not an engine that hangs.
"""

from __future__ import annotations

import atexit
import os
from typing import TYPE_CHECKING, Protocol
from weakref import WeakSet

from . import _native

if TYPE_CHECKING:

    class Engine(Protocol):
        def is_busy(self) -> bool: ...

        def is_listening(self) -> bool: ...

        def suspend(self) -> None: ...

        def close(self) -> None: ...


_engines: WeakSet[Engine] = WeakSet()
_watching = False


def watch(engine: Engine) -> None:
    """Look after `engine` until it is garbage."""
    global _watching
    _engines.add(engine)
    if not _watching:
        _watching = True
        atexit.register(_at_exit)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(before=_before_fork)


def _before_fork() -> None:
    engines = list(_engines)
    if not any(engine.is_busy() or engine.is_listening() for engine in engines):
        for engine in engines:
            engine.suspend()
        _native.stop_unused_runtime()


def _at_exit() -> None:
    for engine in list(_engines):
        # A thread that still waits would be told that the engine closed; it ends with the process anyway.
        if not engine.is_busy():
            engine.close()
