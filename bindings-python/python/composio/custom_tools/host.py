"""Where the engine finds the functions of custom tools: it calls in here, on its own threads, and is answered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import _loop
from .._json import encode
from .context import AsyncSessionContext, SessionContext
from .signature import ArgumentError

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from typing import Protocol

    from .._engine import EmbeddedEngine
    from .definition import CustomTool, CustomToolkit

    class Reply(Protocol):
        def send(self, answer_json: str, /) -> object: ...


class _Session(NamedTuple):
    tools: Mapping[str, CustomTool]
    """By final slug."""
    loop: AbstractEventLoop | None
    """The loop on which the session was made; asynchronous tools run there while it runs."""


class Host:
    """The custom tools of an engine's sessions, as far as this process has their functions."""

    def __init__(self, engine: EmbeddedEngine) -> None:
        self._engine = engine
        self._sessions: dict[str, _Session] = {}

    def register(
        self,
        session: Mapping[str, Any],
        tools: Iterable[CustomTool],
        toolkits: Iterable[CustomToolkit],
        loop: AbstractEventLoop | None,
    ) -> None:
        """Keep the functions of a session, as the engine has just answered it."""
        experimental = session.get("experimental") or {}
        named = _by_final_slug(experimental.get("custom_tools"), tools)
        functions = {toolkit.slug: toolkit.tools for toolkit in toolkits}
        for toolkit in experimental.get("custom_toolkits") or ():
            named |= _by_final_slug(toolkit["tools"], functions.get(toolkit["slug"], ()))
        # What an update does not name stays as it was.
        known = self._sessions.get(session["session_id"])
        echoed = {each["slug"] for each in _all_of(experimental)}
        kept = {slug: tool for slug, tool in known.tools.items() if slug in echoed} if known else {}
        self._sessions[session["session_id"]] = _Session({**kept, **named}, loop)

    def forget(self, session_id: str) -> None:
        """The session was deleted."""
        self._sessions.pop(session_id, None)

    def run(self, call_json: str, reply: Reply) -> Callable[[], None] | None:
        """Run a tool and send its answer; called by the engine. What is returned cancels it."""
        call = json.loads(call_json)
        session = self._sessions.get(call["session_id"])
        tool = session.tools.get(call["slug"]) if session else None
        if session is None or tool is None:
            reply.send('{"unregistered": true}')
            return None
        asynchronous = is_asynchronous(tool.function)
        context = (AsyncSessionContext if asynchronous else SessionContext)(self._engine, call)
        try:
            value = tool.function(**tool.bind(call["arguments"], context))
        except BaseException as error:
            reply.send(_failure(error))
            return None
        if not hasattr(value, "__await__"):
            reply.send(_success(value))
            return None
        future = _start(value, session.loop)
        future.add_done_callback(lambda done: reply.send(_outcome(done)))

        def cancel() -> None:
            future.cancel()

        return cancel


def _all_of(experimental: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from experimental.get("custom_tools") or ()
    for toolkit in experimental.get("custom_toolkits") or ():
        yield from toolkit["tools"]


def _by_final_slug(echoed: Sequence[Mapping[str, Any]] | None, tools: Iterable[CustomTool]) -> dict[str, CustomTool]:
    """The tools under the slugs the engine calls them by."""
    functions = {tool.slug: tool for tool in tools}
    return {
        each["slug"]: functions[each["original_slug"]] for each in echoed or () if each["original_slug"] in functions
    }


def is_asynchronous(function: Any) -> bool:
    """Whether calling `function` answers with something to await."""
    from inspect import iscoroutinefunction

    return iscoroutinefunction(function) or iscoroutinefunction(getattr(function, "__call__", None))  # noqa: B004


def _start(value: Any, loop: AbstractEventLoop | None) -> Future[Any]:
    import asyncio

    async def awaited() -> Any:
        return await value

    # A loop on which somebody waits for this very answer would never come to it.
    if loop is None or not loop.is_running() or loop in _loop.blocked:
        return _loop.submit(awaited())
    return asyncio.run_coroutine_threadsafe(awaited(), loop)


def _outcome(done: Future[Any]) -> str:
    try:
        return _success(done.result())
    except BaseException as error:
        return _failure(error)


def _success(value: Any) -> str:
    if value is None:
        value = {}
    if isinstance(value, (bytes, bytearray, memoryview)):
        return encode({"error": "the tool returned bytes, which a model cannot read; return text or a dict"})
    try:
        return encode({"data": value})
    except Exception as error:
        return encode({"error": f"what the tool returned cannot be passed on: {error}"})


def _failure(error: BaseException) -> str:
    if isinstance(error, ArgumentError):
        return encode({"error": f"wrong arguments: {error}"})
    return encode({"error": f"{type(error).__name__}: {error}" if str(error) else type(error).__name__})
