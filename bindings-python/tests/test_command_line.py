"""The program that the wheel installs: both ways to start it, its exit codes, its output, Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
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
