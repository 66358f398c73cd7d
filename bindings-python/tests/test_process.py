"""An engine inside somebody else's process: forks, signals, threads, loops and exit."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from browser import Browser
from composio import AsyncComposio, Composio
from composio.types import auth_scheme

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from standin import StandIn

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")


def in_child(work: Callable[[], Any]) -> Any:
    """What `work` returns, or the name of what it raises, in a forked child. Fails instead of hanging."""
    here, there = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=_report, args=(work, there))
    child.start()
    try:
        assert here.poll(30), "the child hangs"
        return here.recv()
    finally:
        child.kill()
        child.join()


def _report(work: Callable[[], Any], there: Connection) -> None:
    try:
        there.send(work())
    except Exception as error:
        there.send(f"{type(error).__name__}: {error}")


@forks
def test_a_child_goes_on_where_the_parent_was_idle(composio: Composio[Any]) -> None:
    session = composio.create("ana")
    assert in_child(lambda: composio.use(session.session_id).user_id) == "ana"
    made = in_child(lambda: composio.create("bob").session_id)
    assert composio.use(made).user_id == "bob"


@forks
def test_a_child_can_open_an_engine_of_its_own(composio: Composio[Any], settings: dict[str, Any]) -> None:
    composio.create("ana")

    def work() -> str:
        with Composio(**settings) as own:
            return own.create("bob").user_id

    assert in_child(work) == "bob"


@forks
def test_a_child_of_a_listening_parent_gets_an_error_and_the_parent_goes_on(
    composio: Composio[Any], settings: dict[str, Any]
) -> None:
    session = composio.create("ana")
    url = session.mcp.url
    assert in_child(session.tools).startswith("EngineForkedError: process")
    assert in_child(lambda: Composio(**settings)).startswith("EngineForkedError: process")
    assert in_child(composio.close) is None
    assert session.tools()
    assert session.mcp.url == url


@forks
def test_a_child_of_a_parent_with_a_call_in_flight_gets_an_error(
    composio: Composio[Any], github_config: str, standin: StandIn
) -> None:
    held = auth_scheme.oauth2({"access_token": standin.personal_access_tokens["octocat"]})
    composio.connected_accounts.initiate("ana", github_config, config=held)
    session = composio.create("ana")
    standin.control("faults", path="/user", delay_ms=1500)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(session.execute, "GITHUB_GET_THE_AUTHENTICATED_USER")
        until(lambda: composio._engine.native().running == 1)
        assert in_child(lambda: composio.create("bob")).startswith("EngineForkedError: process")
        assert answer.result().data["login"] == "octocat"


def until(condition: Callable[[], bool]) -> None:
    """Returns as soon as `condition` holds."""
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_ctrl_c_ends_a_wait_at_once(composio: Composio[Any], github_config: str) -> None:
    request = composio.connected_accounts.link("ana", github_config)

    def interrupt() -> None:
        until(lambda: composio._engine.native().running == 1)
        os.kill(os.getpid(), signal.SIGINT)

    user = threading.Thread(target=interrupt)
    user.start()
    with pytest.raises(KeyboardInterrupt):
        request.wait_for_connection(timeout=60)
    user.join()
    assert composio._engine.native().running == 0
    assert composio.create("ana").tools()


async def test_cancelling_a_task_ends_its_wait(settings: dict[str, Any], standin: StandIn) -> None:
    async with AsyncComposio(**settings) as composio:
        config = await composio.auth_configs.create("github", options=standin.github_options())
        request = await composio.connected_accounts.link("ana", config.id)
        waiting = asyncio.create_task(request.wait_for_connection(timeout=60))
        native = composio._engine.native()
        await asyncio.to_thread(until, lambda: native.running == 1)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await asyncio.to_thread(until, lambda: native.running == 0)


async def test_blocking_calls_work_inside_a_running_loop(composio: Composio[Any]) -> None:
    """As in a notebook, whose cells run inside a loop."""
    session = composio.create("ana")
    assert session.tools()
    assert session.toolkits().items


def test_a_waiting_call_leaves_other_threads_alone(composio: Composio[Any], github_config: str) -> None:
    request = composio.connected_accounts.link("ana", github_config)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(request.wait_for_connection)
        until(lambda: composio._engine.native().running == 1)
        assert composio.create("ana").tools()
        assert not waiting.done()
        assert request.redirect_url
        Browser().connect(request.redirect_url)
        assert waiting.result().status == "ACTIVE"


def test_sixteen_threads_share_an_engine(composio: Composio[Any]) -> None:
    def work(number: int) -> list[str]:
        sessions = [composio.create(f"user_{number}") for _ in range(5)]
        return [composio.use(session.session_id).user_id for session in sessions if session.tools()]

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(work, range(16))) == [[f"user_{number}"] * 5 for number in range(16)]


async def test_sixty_four_calls_run_at_once(settings: dict[str, Any]) -> None:
    async with AsyncComposio(**settings) as composio:
        sessions = await asyncio.gather(*(composio.create(f"user_{number}") for number in range(64)))
        assert len({session.session_id for session in sessions}) == 64
        pages = await asyncio.gather(*(session.toolkits() for session in sessions))
        assert all(page.items for page in pages)


def run_program(program: str, settings: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program, str(settings["home"]), settings["connect_origin"]]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    "program",
    [
        # A listener is open and nobody closed anything.
        "assert composio.create('ana').mcp.url",
        # A thread is in the middle of a call.
        """
import threading
request = composio.connected_accounts.link('ana', composio.auth_configs.create('exa').id)
threading.Thread(target=request.wait_for_connection, daemon=True).start()
""",
        # A task was left behind with its loop.
        """
import asyncio
from composio import AsyncComposio
async def main():
    other = AsyncComposio(home=sys.argv[1], connect_origin=sys.argv[2])
    config = await other.auth_configs.create('exa')
    request = await other.connected_accounts.link('ana', config.id)
    asyncio.get_running_loop().create_task(request.wait_for_connection())
    await other.create('ana')
asyncio.run(main())
""",
        # An engine became garbage while it was open.
        "session = composio.create('ana'); del composio, session; import gc; gc.collect()",
    ],
    ids=["listener", "thread", "task", "garbage"],
)
def test_a_process_ends_cleanly(program: str, settings: dict[str, Any]) -> None:
    start = "import sys; from composio import Composio\n"
    start += "composio = Composio(home=sys.argv[1], connect_origin=sys.argv[2])\n"
    done = run_program(f"{start}{program}\nprint('done')", settings)
    assert (done.returncode, done.stdout, done.stderr) == (0, "done\n", "")


def test_importing_starts_nothing(settings: dict[str, Any]) -> None:
    program = """
import os, threading
before = set(os.listdir('/proc/self/task')) if os.path.exists('/proc/self/task') else None
import sys, composio
assert 'asyncio' not in sys.modules and 'openai' not in sys.modules
assert threading.active_count() == 1
assert before is None or set(os.listdir('/proc/self/task')) == before
assert not os.path.exists(sys.argv[1])
"""
    assert run_program(program, settings).stderr == ""


def test_spawned_processes_work(settings: dict[str, Any]) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.map(create_session, [settings] * 4) == ["ana"] * 4


def create_session(settings: dict[str, Any]) -> str:
    with Composio(**settings) as composio:
        return composio.create("ana").user_id
