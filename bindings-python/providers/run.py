#!/usr/bin/env python3
"""Tests the provider packages, each against its real framework in an environment of its own.

    bindings-python/providers/run.py              all of them
    bindings-python/providers/run.py crewai …     some
    bindings-python/providers/run.py --pin crewai resolve anew: write the newest versions into its constraints.txt

Environments stay under target/frameworks/python and are made anew when what they are made of changes. The engine is the
one that `make python` built. Ends with `N passed, N failed`.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

if sys.version_info >= (3, 11):
    import tomllib
else:
    from pip._vendor import tomli as tomllib

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ENVIRONMENTS = ROOT / "target" / "frameworks" / "python"
SECONDS = 300
# Two at once, where there is memory for two: the larger frameworks take a good gigabyte.
AT_ONCE = 2
BYTES_EACH = 2 * 1024**3
TEST_TOOLS = ["pytest>=9,<10", "pytest-asyncio>=1.5,<2"]
# Frameworks that would report home, and keys that must not be used by mistake.
QUIET = {"OTEL_SDK_DISABLED": "true", "CREWAI_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "1", "NO_COLOR": "1"}
NOT_PASSED_ON = ("COMPOSIO_", "OPENAI_", "ANTHROPIC_", "GOOGLE_", "GEMINI_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


@dataclass(frozen=True)
class Outcome:
    passed: int
    failed: int
    line: str
    output: str = ""


@dataclass(frozen=True)
class Package:
    """A provider package and the environment its tests run in."""

    name: str

    @property
    def folder(self) -> Path:
        return HERE / self.name

    @property
    def environment(self) -> Path:
        return ENVIRONMENTS / self.name

    @property
    def python(self) -> Path:
        return self.environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def pins(self) -> Path:
        return self.folder / "constraints.txt"

    @cached_property
    def described(self) -> dict[str, Any]:
        return tomllib.loads((self.folder / "pyproject.toml").read_text())

    @property
    def siblings(self) -> list[Package]:
        """The packages of ours this one builds on, itself first."""
        found = [self]
        for requirement in self.described["project"]["dependencies"]:
            name = _name(requirement)
            if name.startswith("composio-"):
                found += Package(name.removeprefix("composio-").replace("-", "_")).siblings
        return found

    @property
    def requirements(self) -> list[str]:
        """What to install: everything but what is ours."""
        wanted = list(TEST_TOOLS)
        for package in self.siblings:
            wanted += package.described["project"]["dependencies"]
        wanted += self.described.get("dependency-groups", {}).get("test", [])
        return [requirement for requirement in wanted if not _name(requirement).startswith("composio")]

    @property
    def framework(self) -> str:
        """The framework and its installed version."""
        name = _name(next(each for each in self.requirements if each not in TEST_TOOLS))
        asked = f"import importlib.metadata as m; print(m.version('{name}'))"
        version = _run([self.python, "-c", asked]) if self.python.exists() else "not installed"
        return f"{name} {version.strip()}"

    def install(self) -> None:
        made_of = "\n".join([sys.version, *self.requirements, self.pins.read_text()])
        stamp = self.environment / "made-of.sha256"
        digest = hashlib.sha256(made_of.encode()).hexdigest()
        if stamp.is_file() and stamp.read_text() == digest:
            return
        _uv("venv", "--clear", "--python", sys.executable, self.environment)
        _uv("pip", "install", "--python", self.python, "--constraint", self.pins, *self.requirements)
        stamp.write_text(digest)

    @property
    def oldest_python(self) -> str:
        wanted: str = self.described["project"]["requires-python"]
        return wanted.removeprefix(">=").split(",")[0]

    def runs_on(self, python: tuple[int, ...]) -> bool:
        return python >= tuple(int(part) for part in self.oldest_python.split("."))

    def pin(self) -> None:
        """Writes the newest versions that go together."""
        wanted = "\n".join(self.requirements)
        command = ["pip", "compile", "--no-header", "--no-annotate", "--universal", "--python-version"]
        command += [self.oldest_python, "-"]
        self.pins.write_text(_uv(*command, stdin=wanted))

    def test(self) -> Outcome:
        if not self.runs_on(sys.version_info[:2]):
            return Outcome(0, 0, f"{self.name:18} left out: needs Python {self.oldest_python}")
        started, output = time.monotonic(), ""
        report = self.environment / "report.xml"
        try:
            self.install()
            self._check_types()
            report.unlink(missing_ok=True)
            command: list[str | Path] = [
                self.python,
                "-m",
                "pytest",
                "-q",
                "-p",
                "composio_testing.plugin",
                "-p",
                "no:cacheprovider",
            ]
            # A test that hangs ends the run, and says where.
            command += ["-o", "faulthandler_timeout=60", "-o", "faulthandler_exit_on_timeout=true"]
            output = _run([*command, f"--junitxml={report}", self.folder / "tests"], env=self._variables())
            passed, failed, skipped = _counted(report)
        except (OSError, subprocess.SubprocessError, ElementTree.ParseError) as problem:
            # Without a report there were no tests to the end; what was said until then tells why.
            passed, failed, skipped = 0, 1, 0
            output += str(getattr(problem, "output", None) or problem)
        took = time.monotonic() - started
        line = f"{self.name:18} {self.framework:32} {passed} passed, {failed} failed, {skipped} skipped, {took:.0f} s"
        return Outcome(passed, failed, line, output if failed else "")

    def _check_types(self) -> None:
        """The package and its example are to a strict type checker what they claim, beside the real framework."""
        checker = [sys.executable, "-m", "mypy", "--config-file=", "--strict", "--python-executable", self.python]
        checked = [self.folder / "examples", *self.folder.glob("composio_*")]
        _run([*checker, *checked], env={**os.environ, "MYPYPATH": os.pathsep.join(map(str, self._ours))}, check=True)

    @property
    def _ours(self) -> list[Path]:
        return [ROOT / "bindings-python" / "python", *(package.folder for package in self.siblings)]

    def _variables(self) -> dict[str, str]:
        passed_on = {name: value for name, value in os.environ.items() if not name.upper().startswith(NOT_PASSED_ON)}
        paths = [*self._ours, HERE / "testing", ROOT / "bindings-python" / "tests"]
        return {**passed_on, **QUIET, "PYTHONPATH": os.pathsep.join(map(str, paths))}


def _name(requirement: str) -> str:
    name = requirement
    for mark in " [<>=!~;":
        name = name.split(mark)[0]
    return name.replace("_", "-").lower()


def _uv(*arguments: str | Path, stdin: str = "") -> str:
    """Runs uv; where there is none, it is installed beside this Python."""
    beside = str(Path(sys.executable).parent)
    found = shutil.which("uv", path=beside) or shutil.which("uv")
    if found is None:
        _run([sys.executable, "-m", "pip", "install", "--quiet", "uv"], check=True)
        found = shutil.which("uv", path=beside) or "uv"
    return _run([found, "--quiet", *arguments], stdin, _index_settings(), check=True)


@cache
def _index_settings() -> dict[str, str]:
    """The environment for uv, with what pip is set to and uv is not: which index, and whom to trust."""
    env = dict(os.environ)
    if "SSL_CERT_FILE" not in env and "PIP_CERT" in env:
        env["SSL_CERT_FILE"] = env["PIP_CERT"]
    if not {"UV_DEFAULT_INDEX", "UV_INDEX_URL"} & env.keys():
        for line in _run([sys.executable, "-m", "pip", "config", "list"]).splitlines():
            name, _, value = line.partition("=")
            if name in ("global.index-url", "install.index-url", ":env:.index-url"):
                env["UV_DEFAULT_INDEX"] = value.strip("'")
    return env


def _run(command: list[str | Path], stdin: str = "", env: dict[str, str] | None = None, check: bool = False) -> str:
    done = subprocess.run(
        list(map(str, command)),
        input=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if not stdin else None,
        text=True,
        env=env,
        timeout=SECONDS,
        check=False,
        cwd=ROOT,
    )
    if check and done.returncode:
        raise subprocess.CalledProcessError(done.returncode, command, done.stdout)
    return done.stdout


def _counted(report: Path) -> tuple[int, int, int]:
    passed = failed = skipped = 0
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        tests, broken, left = (
            int(suite.get("tests", 0)),
            int(suite.get("failures", 0)) + int(suite.get("errors", 0)),
            int(suite.get("skipped", 0)),
        )
        passed, failed, skipped = passed + tests - broken - left, failed + broken, skipped + left
    return passed, failed + (not passed and not failed), skipped


def _room() -> int:
    """How many may run at once."""
    try:
        free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return AT_ONCE
    return max(1, min(AT_ONCE, free // BYTES_EACH))


def main() -> int:
    known = sorted(path.parent.name for path in HERE.glob("*/pyproject.toml"))
    arguments = argparse.ArgumentParser(description="Tests the provider packages against their frameworks.")
    arguments.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(known)}")
    arguments.add_argument("--pin", action="store_true", help="write the newest versions into constraints.txt instead")
    given = arguments.parse_args()
    unknown = set(given.names) - set(known)
    if unknown:
        arguments.error(f"no provider package `{'`, `'.join(sorted(unknown))}`; there are {', '.join(known)}")
    packages = [Package(name) for name in given.names or known]
    if given.pin:
        for package in packages:
            package.pin()
        return 0
    passed = failed = 0
    with ThreadPoolExecutor(_room()) as pool:
        for outcome in pool.map(Package.test, packages):
            print(outcome.line, flush=True)
            if outcome.failed:
                print(outcome.output[-20_000:], flush=True)
            passed, failed = passed + outcome.passed, failed + outcome.failed
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
