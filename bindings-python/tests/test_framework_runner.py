"""What the runner of the framework tests works out for itself: names, requirements, what a report counts."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

RUNNER = Path(__file__).parents[1] / "providers" / "run.py"


@pytest.fixture(scope="module")
def runner() -> Any:
    spec = importlib.util.spec_from_file_location("framework_runner", RUNNER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Where dataclasses look for the types of their fields.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("requirement", "name"),
    [
        ("composio", "composio"),
        ("llama_index-core>=0.14,<0.15", "llama-index-core"),
        ("autogen-ext[openai]~=0.7", "autogen-ext"),
        ("PyYAML ; python_version < '3.11'", "pyyaml"),
    ],
)
def test_the_name_in_a_requirement(runner: Any, requirement: str, name: str) -> None:
    assert runner._name(requirement) == name


def test_a_package_is_left_out_where_python_is_too_old_for_it(runner: Any) -> None:
    pydantic_ai = runner.Package("pydantic_ai")
    assert [pydantic_ai.runs_on(version) for version in ((3, 10), (3, 11), (3, 14))] == [False, True, True]


def test_a_package_brings_those_of_ours_it_builds_on(runner: Any) -> None:
    langgraph = runner.Package("langgraph")
    assert [package.name for package in langgraph.siblings] == ["langgraph", "langchain"]
    names = {runner._name(requirement) for requirement in langgraph.requirements}
    assert {"langchain-core", "pytest"} <= names
    assert not [name for name in names if name.startswith("composio")]


@pytest.mark.parametrize(
    ("suites", "counted"),
    [
        ('<testsuite tests="5" failures="1" errors="1" skipped="1"/>', (2, 2, 1)),
        ('<testsuite tests="2"/><testsuite tests="3" skipped="3"/>', (2, 0, 3)),
        # A run of no tests has not shown anything.
        ('<testsuite tests="0"/>', (0, 1, 0)),
        ('<testsuite tests="2" skipped="2"/>', (0, 1, 2)),
    ],
)
def test_a_report_is_counted(runner: Any, tmp_path: Path, suites: str, counted: tuple[int, int, int]) -> None:
    report = tmp_path / "report.xml"
    report.write_text(f"<testsuites>{suites}</testsuites>")
    assert runner._counted(report) == counted


def test_every_package_is_pinned(runner: Any) -> None:
    packages = [runner.Package(path.parent.name) for path in sorted(RUNNER.parent.glob("*/pyproject.toml"))]
    assert len(packages) > 10
    for package in packages:
        pinned = {line.split("==")[0] for line in package.pins.read_text().splitlines()}
        assert {runner._name(requirement) for requirement in package.requirements} <= pinned, package.name
