"""The loop on which blocking code runs asynchronous functions of its caller: one thread, started at the first need.

It is never the caller's own loop, so a blocking call cannot wait for the loop it blocks.
"""

from __future__ import annotations

import asyncio
import os
import threading
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from concurrent.futures import Future

R = TypeVar("R")

blocked: list[asyncio.AbstractEventLoop] = []
"""Loops of the caller on whose thread a blocking call waits just now."""

_starting = threading.Lock()
_shared: _Loop | None = None


class _Loop:
    def __init__(self) -> None:
        self.process = os.getpid()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, name="composio-async", daemon=True)
        self.thread.start()


def submit(coroutine: Coroutine[Any, Any, R]) -> Future[R]:
    """Start `coroutine` on the shared loop."""
    return asyncio.run_coroutine_threadsafe(coroutine, _of_this_process().loop)


def wait(coroutine: Coroutine[Any, Any, R]) -> R:
    """Run `coroutine` and block until it is done. Ctrl-C cancels it."""
    if threading.current_thread() is _of_this_process().thread:
        # Blocking code inside of an asynchronous function: waiting for the loop we are on would never end.
        return _on_a_loop_of_its_own(coroutine)
    future = submit(coroutine)
    try:
        return future.result()
    except BaseException:
        future.cancel()
        raise


def _of_this_process() -> _Loop:
    # A thread does not survive a fork.
    global _shared
    with _starting:
        if _shared is None or _shared.process != os.getpid():
            _shared = _Loop()
        return _shared


def _on_a_loop_of_its_own(coroutine: Coroutine[Any, Any, R]) -> R:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
