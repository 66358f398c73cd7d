"""Runs what the documentation shows, and checks what it names: snippets, links, the guide, and the table of errors.

Every fenced block marked `python` or `typescript` in README.md, llms.txt and docs/ is run, each file as one program in
its own home. GitHub is the stand-in there, as settings an operator could have written, and the runner is the user: it
opens the links a program prints. A block marked `no-run` too (it needs a model) is only checked for its syntax.
"""

from __future__ import annotations

import ast
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from socket import socket
from threading import Timer
from typing import Any

import guide
from composio import Composio, _native

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "llms.txt", *sorted((ROOT / "docs").glob("*.md"))]
LANGUAGES = ("python", "typescript")
BLOCK = re.compile(r"^```(python|typescript)( no-run)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
SLUG_ROW = re.compile(r"^\| `(\w+)` \| (\d+), (\d+) \| `(\w+)` \|", re.MULTILINE)
PROGRAMS = ROOT / "target" / "snippets"
SECONDS = 120
TSC = (
    *("node_modules/.bin/tsc", "--ignoreConfig", "--module", "nodenext"),
    *("--target", "es2022", "--lib", "es2022,esnext.disposable", "--types", "node"),
)
LEGACY = (
    ROOT / "bindings-python" / "python" / "composio" / "legacy.py",
    ROOT / "bindings-node" / "ts" / "legacy.ts",
)
browse = runpy.run_path(str(ROOT / "tests" / "quickstart" / "browser.py"))["browse"]


def check(page: Path, standin: dict[str, str]) -> tuple[list[str], int]:
    """What is wrong with a page, and how many snippets it has."""
    text = page.read_text()
    faults = [
        f"links to `{link}`, which is not there" for link in LINK.findall(text) if not (page.parent / link).exists()
    ]
    blocks = BLOCK.findall(text)
    shown = {language for language, _, _ in blocks}
    if len(shown) == 1:
        faults.append(f"shows {shown.pop()} alone; a reader of the other language has nothing")
    for language in LANGUAGES:
        for of, no_run, code in blocks:
            if of == language and no_run and (fault := syntax_fault(language, code)):
                faults.append(f"a snippet is not {language}: {fault}")
        to_run = [code for of, no_run, code in blocks if of == language and not no_run]
        if to_run and (fault := run(language, page.stem, to_run, standin)):
            faults.append(f"the {language} of the page fails:\n{fault}")
    return faults, len(blocks)


def syntax_fault(language: str, code: str) -> str | None:
    if language == "python":
        try:
            compile(code, "snippet", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        except SyntaxError as error:
            return str(error)
        return None
    command = ["node", "--check", "--input-type=module", "-"]
    return subprocess.run(command, input=code, capture_output=True, text=True).stderr or None


def run(language: str, name: str, blocks: list[str], standin: dict[str, str]) -> str | None:
    if language == "python":
        command = [sys.executable, "-u", str(written(name, ".py", "\n".join(blocks)))]
    else:
        # A page reads better when every snippet of it may say `const session`.
        code = re.sub(r"^const ", "var ", "\n".join(blocks), flags=re.MULTILINE)
        program = written(name, ".mts", code)
        # What its types say comes later, with all the others'.
        without_types = subprocess.run([*TSC, "--noCheck", str(program)], capture_output=True, text=True, cwd=ROOT)
        if without_types.returncode:
            return without_types.stdout
        command = ["node", str(program.with_suffix(".mjs"))]
    with tempfile.TemporaryDirectory() as home, socket() as free:
        free.bind(("127.0.0.1", 0))
        origin = f"http://localhost:{free.getsockname()[1]}"
        free.close()
        settings = "\n".join(f"{key} = {json.dumps(value)}" for key, value in github_at(standin).items())
        (Path(home) / "composio.toml").write_text(f"[managed.github]\n{settings}\n")
        environment = {
            **os.environ,
            "COMPOSIO_HOME": home,
            "COMPOSIO_CONNECT_ORIGIN": origin,
            "GITHUB_CLIENT_ID": standin["client_id"],
            "GITHUB_CLIENT_SECRET": standin["client_secret"],
            "GITHUB_SERVER_URL": standin["url"],
            "GITHUB_API_URL": standin["url"],
        }
        return run_as_user(command, environment, f"{origin}/link/")


def run_as_user(command: list[str], environment: dict[str, str], link: str) -> str | None:
    """Runs a program and opens the links it prints; the answer is what it said when it failed."""
    with (
        tempfile.TemporaryFile("w+") as said,
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=said, text=True) as program,
    ):
        assert program.stdout
        limit = Timer(SECONDS, program.kill)
        limit.start()
        for line in program.stdout:
            for url in re.findall(re.escape(link) + r"[\w-]+", line):
                # Where the application sends the browser in the end, nobody listens.
                with suppress(OSError):
                    browse(url)
        failed = program.wait() != 0
        limit.cancel()
        said.seek(0)
        return (said.read() or f"it was killed after {SECONDS} s") if failed else None


def written(name: str, suffix: str, code: str) -> Path:
    # Inside the project, where Node finds the packages; under a name that hides no Python module.
    program = PROGRAMS / f"{name}-page{suffix}"
    program.write_text(code)
    return program


def github_at(standin: dict[str, Any]) -> dict[str, str]:
    url = standin["url"]
    return {
        "client_id": standin["client_id"],
        "client_secret": standin["client_secret"],
        "base_url": url,
        "authorization_url": f"{url}/login/oauth/authorize",
        "token_url": f"{url}/login/oauth/access_token",
    }


def check_types() -> list[str]:
    """What a reader's own type checker would say to the programs."""
    mypy = [sys.executable, "-m", "mypy", "--config-file=", "--no-error-summary", f"--cache-dir={ROOT}/target/mypy"]
    faults = []
    for command, suffix in ((mypy, "py"), ([*TSC, "--noEmit", "--skipLibCheck"], "mts")):
        programs = map(str, sorted(PROGRAMS.glob(f"*.{suffix}")))
        done = subprocess.run([*command, *programs], cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            faults.append(done.stdout + done.stderr)
    return faults


def check_errors(page: Path) -> list[str]:
    told = {row[0]: row[1:] for row in SLUG_ROW.findall(page.read_text())}
    table = json.loads(_native.error_table())
    true = {row["slug"]: (str(row["code"]), str(row["status"]), row["kind"]) for row in table}
    wrong = sorted({slug for slug in told.keys() | true.keys() if told.get(slug) != true.get(slug)})
    return [f"{page.name}: the table is wrong or silent about {', '.join(wrong)}"] if wrong else []


def check_toolkits(page: Path) -> list[str]:
    """The page says of every toolkit how users sign in."""
    with tempfile.TemporaryDirectory() as home, Composio(home=home) as composio:
        there = [toolkit.slug for toolkit in composio.toolkits.list(limit=1000).items]
    text = page.read_text()
    silent = [slug for slug in there if f"`{slug}`" not in text]
    return [f"{page.name}: the table is silent about {', '.join(silent)}"] if silent else []


def check_words(source: Path) -> list[str]:
    """Each old word that the guide names must be one that a package answers."""
    answered = "".join(path.read_text() for path in LEGACY)
    table = source.read_text().partition("| old | now |")[2].partition("\n\n")[0]
    old = {
        word
        for row in table.splitlines()
        for word in re.findall(r"`(?:composio\.)?(\w+)", "".join(row.split("|")[1:2]))
    }
    silent = sorted(word for word in old if not re.search(rf"\b{word}\b", answered))
    return [f"{source.name}: no package answers the old words {', '.join(silent)}"] if silent else []


def main() -> None:
    wanted = [name.removesuffix(".md") for name in sys.argv[1:]]
    pages = [page for page in PAGES if not wanted or page.stem in wanted]
    docs = ROOT / "docs"
    faults = [
        *guide.stale(),
        *check_words(guide.SOURCE),
        *check_errors(docs / "errors.md"),
        *check_toolkits(docs / "custom-auth-configs.md"),
    ]
    shutil.rmtree(PROGRAMS, ignore_errors=True)
    PROGRAMS.mkdir(parents=True)
    count = 0
    command = [sys.executable, str(ROOT / "tests" / "standin" / "provider.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        standin = json.loads(server.stdout.readline())
        try:
            for page in pages:
                wrong, snippets = check(page, standin)
                faults += [f"{page.relative_to(ROOT)}: {fault}" for fault in wrong]
                count += snippets
        finally:
            server.communicate()
    faults += check_types()
    if faults:
        sys.exit("\n".join(faults))
    print(f"{count} snippets on {len(pages)} pages")


if __name__ == "__main__":
    main()
