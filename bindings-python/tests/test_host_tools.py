"""The native callback that runs custom tools: answers, errors, cancelling, and the end of the process."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from composio import _native

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TOOL = {
    "slug": "forecast",
    "name": "Weather forecast",
    "description": "Tells tomorrow's weather in a city.",
    "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}},
}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[_native.Engine]:
    engine = _native.Engine.open(json.dumps({"home": str(tmp_path)}))
    yield engine
    engine.close()


def session(engine: _native.Engine) -> str:
    request = {"user_id": "ana", "experimental": {"custom_tools": [TOOL]}}
    return str(json.loads(engine.call("sessions.create", json.dumps(request)))["session_id"])


def request_for(engine: _native.Engine) -> str:
    return json.dumps({"session_id": session(engine), "tool_slug": "LOCAL_FORECAST", "arguments": {"city": "Paris"}})


def execute(engine: _native.Engine, run: Callable[[str, _native.Reply], Any]) -> dict[str, Any]:
    engine.host_tools(run)
    answer: dict[str, Any] = json.loads(engine.call("sessions.execute", request_for(engine)))
    return answer


def test_a_call_is_answered_at_once_or_later_from_any_thread(engine: _native.Engine) -> None:
    sent: list[bool] = []

    def at_once(call: str, reply: _native.Reply) -> None:
        city = json.loads(call)["arguments"]["city"]
        sent.append(reply.send(json.dumps({"data": {"city": city}})))
        sent.append(reply.send(json.dumps({"data": {"city": "again"}})))

    assert execute(engine, at_once)["data"] == {"city": "Paris"}
    assert sent == [True, False]

    def later(_call: str, reply: _native.Reply) -> None:
        threading.Timer(0, reply.send, ['{"data": "sunny"}']).start()

    assert execute(engine, later)["data"] == {"result": "sunny"}


def test_what_goes_wrong_in_the_callback_is_a_result(engine: _native.Engine) -> None:
    def raises(_call: str, _reply: _native.Reply) -> None:
        raise ValueError("no such city")

    def forgets(_call: str, _reply: _native.Reply) -> None:
        return None

    assert "no such city" in execute(engine, raises)["error"]
    assert "without an answer" in execute(engine, forgets)["error"]


def test_a_tool_may_call_the_engine_and_many_run_at_once(engine: _native.Engine) -> None:
    together = threading.Barrier(20, timeout=20)

    def run(call: str, reply: _native.Reply) -> None:
        together.wait()
        inner = json.loads(engine.call("sessions.get", json.dumps({"session_id": json.loads(call)["session_id"]})))
        reply.send(json.dumps({"data": {"user": inner["user_id"]}}))

    engine.host_tools(run)
    calls = [{"tool_slug": "forecast", "arguments": {}} for _ in range(20)]
    request = {
        "session_id": session(engine),
        "tool_slug": "COMPOSIO_MULTI_EXECUTE_TOOL",
        "arguments": {"tools": calls},
    }
    answer = json.loads(engine.call("sessions.execute", json.dumps(request)))
    assert answer["data"]["success_count"] == 20


@pytest.mark.parametrize("late", [False, True])
def test_a_call_nobody_waits_for_is_cancelled(engine: _native.Engine, late: bool) -> None:
    started, cancelled, go_on = threading.Event(), threading.Event(), threading.Event()
    kept: list[_native.Reply] = []

    def run(_call: str, reply: _native.Reply) -> Callable[[], None]:
        kept.append(reply)  # one that is thrown away is an answer: there will be none
        started.set()
        if late:  # the caller is gone before the callable is known
            go_on.wait(20)
        return cancelled.set

    engine.host_tools(run)

    async def main() -> None:
        task = asyncio.ensure_future(engine.call_async("sessions.execute", request_for(engine)))
        await asyncio.to_thread(started.wait, 20)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        go_on.set()
        assert await asyncio.to_thread(cancelled.wait, 20)

    asyncio.run(main())


@pytest.mark.parametrize("how", ["sleeps", "never answers"])
def test_a_process_ends_while_a_tool_runs(tmp_path: Path, how: str) -> None:
    program = f"""
import json, threading, time
from composio import _native
engine = _native.Engine.open(json.dumps({{"home": {str(tmp_path)!r}}}))
started, kept = threading.Event(), []
def run(call, reply):
    started.set()
    kept.append(reply)
    if {how!r} == "sleeps":
        time.sleep(1)
engine.host_tools(run)
request = {{"user_id": "ana", "experimental": {{"custom_tools": [{TOOL!r}]}}}}
session = json.loads(engine.call("sessions.create", json.dumps(request)))["session_id"]
call = json.dumps({{"session_id": session, "tool_slug": "LOCAL_FORECAST"}})
threading.Thread(target=engine.call, args=("sessions.execute", call), daemon=True).start()
started.wait(20)
print("done")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr
