"""What happens when the engine calls a custom tool. The engine's part is played here."""

from __future__ import annotations

import asyncio
import json
import threading
from datetime import date  # noqa: TC003 -- the hints of a tool are read
from typing import TYPE_CHECKING, Any

import pytest

from composio import _loop
from composio._engine import EmbeddedEngine
from composio._steps import Call
from composio.custom_tools.host import Host
from composio.experimental import Toolkit, tool
from composio.models import ToolResult
from composio.providers import OpenAIProvider, ToolExecutor
from composio.session import AsyncSession, Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from composio._steps import Steps


class Reply:
    """Keeps what is sent, and lets a test wait for it."""

    def __init__(self) -> None:
        self.answers: list[Any] = []
        self.sent = threading.Event()

    def send(self, answer_json: str) -> bool:
        self.answers.append(json.loads(answer_json))
        self.sent.set()
        return True

    @property
    def answer(self) -> Any:
        assert self.sent.wait(10)
        [answer] = self.answers
        return answer


class Recording:
    """An engine that answers what it is asked."""

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def call(self, call: Call) -> Any:
        self.calls.append(call)
        if "proxy" in call.operation:
            return {"status": 200, "headers": {}, "data": None}
        return {"data": {"asked": call.request}, "error": None, "successful": True}

    async def call_async(self, call: Call) -> Any:
        return self.call(call)


def echoed(slug: str, original: str, **more: Any) -> dict[str, Any]:
    return {"slug": slug, "original_slug": original, "name": "", "description": "", "input_schema": {}, **more}


def view(*tools: Any, toolkits: Any = ()) -> dict[str, Any]:
    return {"session_id": "trs_1", "experimental": {"custom_tools": list(tools), "custom_toolkits": list(toolkits)}}


def called(slug: str = "LOCAL_RUN", **more: Any) -> str:
    call = {"session_id": "trs_1", "user_id": "ana", "slug": slug, "arguments": {}, "log_id": "log_1", **more}
    return json.dumps(call)


@pytest.fixture
def engine() -> Any:
    return Recording()


def hosted(engine: Any, function: Any, loop: Any = None) -> Host:
    host = Host(engine)
    function.__doc__ = "Run."
    host.register(view(echoed("LOCAL_RUN", "RUN")), [tool(slug="RUN")(function)], [], loop)
    return host


def answer_of(host: Host, **more: Any) -> Any:
    reply = Reply()
    host.run(called(**more), reply)
    return reply.answer


class Broken(Exception):
    pass


def returning(value: Any) -> Callable[[], Any]:
    return lambda: value


def raising(error: BaseException) -> Callable[[], Any]:
    def function() -> Any:
        raise error

    return function


async def awaited() -> Any:
    await asyncio.sleep(0)
    return {"a": 1}


OUTCOMES: list[tuple[Any, Any]] = [
    (returning({"a": 1}), {"data": {"a": 1}}),
    (returning("text"), {"data": "text"}),
    (returning(None), {"data": {}}),
    (awaited, {"data": {"a": 1}}),
    (lambda: awaited(), {"data": {"a": 1}}),
    (returning(b"\x00"), {"error": "the tool returned bytes, which a model cannot read; return text or a dict"}),
    (raising(ValueError("no such book")), {"error": "ValueError: no such book"}),
    (raising(Broken()), {"error": "Broken"}),
    (raising(SystemExit(3)), {"error": "SystemExit: 3"}),
]


@pytest.mark.parametrize(("function", "wanted"), OUTCOMES)
def test_what_a_function_does_becomes_an_answer(engine: Any, function: Any, wanted: Any) -> None:
    assert answer_of(hosted(engine, function)) == wanted


def test_what_has_no_json_form_is_named(engine: Any) -> None:
    assert "`object` has no JSON form" in answer_of(hosted(engine, returning({"a": object()})))["error"]


def test_arguments_a_function_cannot_take_are_told(engine: Any) -> None:
    def run(day: date) -> None: ...

    host = hosted(engine, run)
    assert answer_of(host, arguments={"day": "someday"})["error"].startswith("wrong arguments: `day`: ")
    assert "missing" in answer_of(host)["error"]


def test_a_function_this_process_does_not_have_is_not_run(engine: Any) -> None:
    host = hosted(engine, returning(1))
    assert answer_of(host, slug="LOCAL_OTHER") == answer_of(host, session_id="trs_2") == {"unregistered": True}
    host.forget("trs_1")
    assert answer_of(host) == {"unregistered": True}


def test_tools_of_toolkits_are_told_apart(engine: Any) -> None:
    toolkits = [Toolkit(slug=slug, name=slug, description=slug) for slug in ("A", "B")]
    for toolkit in toolkits:

        def run(_of: str = toolkit.slug) -> str:
            """Run."""
            return _of

        toolkit.tool(run)
    host = Host(engine)
    echo = [{"slug": s, "name": s, "description": s, "tools": [echoed(f"LOCAL_{s}_RUN", "RUN")]} for s in ("A", "B")]
    host.register(view(toolkits=echo), [], toolkits, None)
    assert [answer_of(host, slug=f"LOCAL_{slug}_RUN")["data"] for slug in ("A", "B")] == ["A", "B"]


def test_a_tool_acts_for_the_user_of_the_call(engine: Any) -> None:
    def run(ctx):  # type: ignore[no-untyped-def]
        ctx.proxy_execute(toolkit="github", endpoint="/user", method="GET")
        ctx.proxy_execute(toolkit="gmail", endpoint="/x", method="GET")
        return {"user": ctx.user_id, **ctx.execute("GITHUB_GET_A_REPOSITORY", {"owner": "o"}).data}

    answer = answer_of(hosted(engine, run), extends_toolkit="github", account="ca_1")
    asked = {"session_id": "trs_1", "tool_slug": "GITHUB_GET_A_REPOSITORY", "arguments": {"owner": "o"}}
    assert answer == {"data": {"user": "ana", "asked": {**asked, "within": "log_1"}}}
    proxied = [(call.operation, call.request.get("account"), call.request["within"]) for call in engine.calls[:2]]
    assert proxied == [("sessions.proxy_execute", "ca_1", "log_1"), ("sessions.proxy_execute", None, "log_1")]


def test_an_asynchronous_tool_awaits_its_context(engine: Any) -> None:
    async def run(ctx):  # type: ignore[no-untyped-def]
        return (await ctx.execute("X")).data

    assert answer_of(hosted(engine, run))["data"]["asked"]["tool_slug"] == "X"


async def test_an_asynchronous_tool_runs_on_the_loop_of_its_session(engine: Any) -> None:
    async def run() -> Any:
        return threading.current_thread() is threading.main_thread()

    loop = asyncio.get_running_loop()
    host, reply = hosted(engine, run, loop), Reply()
    await asyncio.to_thread(host.run, called(), reply)
    assert await asyncio.to_thread(lambda: reply.answer) == {"data": True}
    _loop.blocked.append(loop)
    try:
        assert answer_of(host) == {"data": False}
    finally:
        _loop.blocked.clear()


def test_a_closed_loop_is_not_used(engine: Any) -> None:
    loop = asyncio.new_event_loop()
    loop.close()
    assert answer_of(hosted(engine, awaited, loop)) == {"data": {"a": 1}}


async def test_a_blocking_call_of_a_framework_cannot_wait_for_its_own_loop(engine: Any) -> None:
    host = hosted(engine, awaited, asyncio.get_running_loop())

    def execute(slug: str, arguments: dict[str, Any]) -> Steps[ToolResult]:
        return ToolResult((yield Call("run", {})))

    engine.call = lambda call: answer_of(host)
    assert ToolExecutor(engine, execute, "trs_1")("LOCAL_RUN", {})["data"] == {"a": 1}
    assert _loop.blocked == []


def test_a_cancelled_call_cancels_an_asynchronous_tool(engine: Any) -> None:
    started, ended = threading.Event(), threading.Event()

    async def run() -> None:
        started.set()
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    reply = Reply()
    cancel = hosted(engine, run).run(called(), reply)
    assert started.wait(10)
    assert cancel
    cancel()
    assert ended.wait(10)
    assert "CancelledError" in reply.answer["error"]


def test_a_session_lists_its_custom_tools(engine: Any) -> None:
    alone = echoed("LOCAL_GITHUB_RUN", "RUN", extends_toolkit="github")
    inside = echoed("LOCAL_A_RUN", "RUN", toolkit="A")
    toolkit = {"slug": "A", "name": "A", "description": "", "tools": [inside]}
    answer = {
        **view(alone, toolkits=[toolkit]),
        "user_id": "ana", "config": {}, "config_version": 1, "tool_slugs": [], "warnings": [],
        "created_at": "", "updated_at": "",
    }  # fmt: skip
    provider = OpenAIProvider()
    sessions: list[Any] = [Session(engine, provider, answer), AsyncSession(engine, provider, answer)]
    for session in sessions:
        assert [each.slug for each in session.custom_tools()] == ["LOCAL_GITHUB_RUN", "LOCAL_A_RUN"]
        assert [each.slug for each in session.custom_tools(toolkit="GitHub")] == ["LOCAL_GITHUB_RUN"]
        assert [each.slug for each in session.custom_tools(toolkit="a")] == ["LOCAL_A_RUN"]
        assert [each.tools[0].slug for each in session.custom_toolkits()] == ["LOCAL_A_RUN"]


class FakeNative:
    def __init__(self) -> None:
        self.run: Any = None

    def host_tools(self, run: Any) -> None:
        self.run = run

    def close(self) -> None: ...

    @property
    def running(self) -> int:
        return 0


def test_the_native_engine_is_told_once_and_again_when_it_is_opened_again(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, Any]
) -> None:
    natives: list[Any] = []

    class Native:
        @staticmethod
        def open(settings: str) -> Any:
            natives.append(FakeNative())
            return natives[-1]

    monkeypatch.setattr("composio._native.Engine", Native)
    engine = EmbeddedEngine(settings)
    assert [native.run for native in natives] == [None]
    host = engine.host()
    host.register(view(echoed("LOCAL_RUN", "RUN")), [tool(slug="RUN", description="Run.")(returning(1))], [], None)
    engine.suspend()
    engine.native()
    for native in natives:
        reply = Reply()
        native.run(called(), reply)
        assert reply.answer == {"data": 1}
    # What the native engine holds keeps nothing of ours alive.
    del host, engine
    reply = Reply()
    assert natives[0].run(called(), reply) is None
