"""The types a caller sees, checked by mypy; the stub of the native module, checked against the module."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytest.importorskip("mypy")


def check(*command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_package_and_its_promises_are_typed() -> None:
    check("mypy", "--config-file", "pyproject.toml")


def test_the_stub_tells_the_truth() -> None:
    check("mypy.stubtest", "composio._native")
