"""The program that the wheel installs: both ways to start it, its exit codes, its output, Ctrl-C."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import termios
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import composio

if TYPE_CHECKING:
    Settings = dict[str, Any]

PROGRAMS = {
    "module": [sys.executable, "-m", "composio"],
    "script": [str(Path(sys.executable).with_name("composio"))],
}


def environment(settings: Settings) -> dict[str, str]:
    own = {"COMPOSIO_HOME": str(settings["home"]), "COMPOSIO_CONNECT_ORIGIN": settings["connect_origin"]}
    return {**os.environ, **own}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_the_program_runs(program: list[str], settings: Settings) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*program, *words], env=environment(settings), capture_output=True, text=True, timeout=60)

    assert run("--version").stdout == f"composio {composio.__version__}\n"
    found = run("tools", "search", "create an issue in github", "--json")
    assert found.returncode == 0
    assert json.loads(found.stdout)["results"][0]["primary_tool_slugs"][0] == "GITHUB_CREATE_AN_ISSUE"
    unknown = run("connect", "gihub", "--json")
    assert unknown.returncode == 1
    assert json.loads(unknown.stderr)["kind"] == "not_found"
    assert run("conect").returncode == 2


def test_ctrl_c_ends_a_command_that_waits(settings: Settings) -> None:
    command = [*PROGRAMS["module"], "connect", "exa", "--no-browser"]
    process = subprocess.Popen(command, env=environment(settings), stderr=subprocess.PIPE, text=True)
    with process:
        assert process.stderr is not None
        assert any(settings["connect_origin"] in line for line in process.stderr)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="this system has no pseudo-terminals")
@pytest.mark.parametrize(
    ("typed", "exit_codes"), [(b"secret-4711\n", {0, 1}), (b"\x03", {130})], ids=["typed", "Ctrl-C"]
)
def test_a_secret_is_not_shown_and_the_terminal_is_left_as_it_was(
    settings: Settings, typed: bytes, exit_codes: set[int]
) -> None:
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(sys.executable, [*PROGRAMS["module"], "setup", "exa", "--no-browser"], environment(settings))
    shown = read_until(terminal, b"Which one?")
    os.write(terminal, b"\n")
    read_until(terminal, b": ")
    while is_echoing(terminal):
        os.sched_yield()
    os.write(terminal, typed)
    shown += read_until(terminal, None)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) in exit_codes
    assert b"secret-4711" not in shown
    assert is_echoing(terminal)
    os.close(terminal)


def is_echoing(terminal: int) -> bool:
    return bool(termios.tcgetattr(terminal)[3] & termios.ECHO)


def read_until(terminal: int, mark: bytes | None) -> bytes:
    """What the program shows up to a mark, or to its end."""
    shown = b""
    while mark is None or mark not in shown:
        try:
            read = os.read(terminal, 1024)
        except OSError:  # How Linux tells the end of a pseudo-terminal.
            break
        if not read:
            break
        shown += read
    return shown
