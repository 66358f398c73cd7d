"""Runs what the documentation shows, and checks what it names: snippets, links, and the table of errors.

Every fenced block marked `python` or `typescript` in README.md and docs/ is run, each file as one program in its own
home. A block marked `no-run` too (it needs a user or a provider) is only compiled.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from socket import socket

from composio import _native

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(python|typescript)( no-run)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
SLUG_ROW = re.compile(r"^\| `(\w+)` \| (\d+), (\d+) \| `(\w+)` \|$", re.MULTILINE)
COMMANDS = {"python": ([sys.executable], ".py"), "typescript": (["node"], ".mjs")}


def check(page: Path) -> list[str]:
    text = page.read_text()
    faults = [
        f"links to `{link}`, which is not there" for link in LINK.findall(text) if not (page.parent / link).exists()
    ]
    programs: dict[str, list[str]] = {"python": [], "typescript": []}
    for language, no_run, code in BLOCK.findall(text):
        if not no_run:
            programs[language].append(code)
        elif language == "python":
            try:
                compile(code, page.name, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
            except SyntaxError as error:
                faults.append(f"a snippet is not Python: {error}")
    return faults + [fault for language, blocks in programs.items() if blocks for fault in run(language, page, blocks)]


def run(language: str, page: Path, blocks: list[str]) -> list[str]:
    command, suffix = COMMANDS[language]
    # Inside the project, where Node finds the package by its own name.
    program = ROOT / "target" / "snippets" / (page.stem + suffix)
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text("\n".join(blocks))
    with tempfile.TemporaryDirectory() as home, socket() as free:
        free.bind(("127.0.0.1", 0))
        origin = f"http://localhost:{free.getsockname()[1]}"
        free.close()
        environment = {**os.environ, "COMPOSIO_HOME": home, "COMPOSIO_CONNECT_ORIGIN": origin}
        done = subprocess.run([*command, program], env=environment, capture_output=True, text=True, timeout=120)
    return [f"the {language} of the page fails:\n{done.stderr}"] if done.returncode else []


def check_errors(page: Path) -> list[str]:
    told = {row[0]: row[1:] for row in SLUG_ROW.findall(page.read_text())}
    table = json.loads(_native.error_table())
    true = {row["slug"]: (str(row["code"]), str(row["status"]), row["kind"]) for row in table}
    wrong = sorted({slug for slug in told.keys() | true.keys() if told.get(slug) != true.get(slug)})
    return [f"the table is wrong or silent about {', '.join(wrong)}"] if wrong else []


def main() -> None:
    faults = [f"{page.relative_to(ROOT)}: {fault}" for page in PAGES for fault in check(page)]
    faults += [f"docs/errors.md: {fault}" for fault in check_errors(ROOT / "docs" / "errors.md")]
    sys.exit("\n".join(faults) or 0)


if __name__ == "__main__":
    main()
