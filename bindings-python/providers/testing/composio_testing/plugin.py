"""Fixtures for the tests of a framework: the two servers, a client on a home of its own, a user who is connected.

A test module has to define the fixture `provider`.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from browser import Browser
from composio import AsyncComposio, Composio
from standin import StandIn

from . import offline
from .control import ask
from .scripted import Models

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from composio import Session

USER = "user_123"
TOOLS = ["GITHUB_GET_AN_ISSUE", "GITHUB_CREATE_AN_ISSUE", "GITHUB_LIST_REPOSITORY_ISSUES"]


class Provider(StandIn):
    """The stand-in provider, see `tests/standin/README.md`."""

    def seen(self, path: str = "", method: str = "") -> list[dict[str, Any]]:
        """The requests that arrived."""
        found: list[dict[str, Any]] = ask(self.url, f"requests?path={path}&method={method}")["requests"]
        return found

    def hold(self, path: str, together: int) -> None:
        """Holds each of these requests until so many are in flight at once; after ten seconds they fail."""
        self.control("faults", path=path, together=together)

    def wait_for(self, held: int) -> list[str]:
        """Waits until so many requests are held; answers their paths."""
        paths: list[str] = ask(self.url, f"waiting?at_least={held}")["waiting"]
        return paths

    def release(self) -> None:
        self.control("release")


def pytest_configure() -> None:
    offline.stay()


@pytest.fixture(scope="session")
def _models() -> Iterator[Models]:
    with Models() as models:
        yield models


@pytest.fixture(scope="session")
def _standin() -> Iterator[Provider]:
    with Provider() as standin:
        yield standin


@pytest.fixture
def models(_models: Models, monkeypatch: pytest.MonkeyPatch) -> Iterator[Models]:
    """The scripted model, as new; the clients of all model providers find it. Rules it saw broken fail the test."""
    _models.script()
    for name, value in addresses(_models).items():
        monkeypatch.setenv(name, value)
    yield _models
    assert _models.complaints() == []


def addresses(models: Models) -> dict[str, str]:
    """The environment in which the clients of model providers talk to the scripted model."""
    urls = {"OPENAI_BASE_URL": models.openai_url, "OPENAI_API_BASE": models.openai_url}
    urls |= {"ANTHROPIC_BASE_URL": models.url, "GOOGLE_GEMINI_BASE_URL": models.url}
    return urls | {f"{name}_API_KEY": "scripted" for name in ("OPENAI", "ANTHROPIC", "GOOGLE")}


@pytest.fixture
def standin(_standin: Provider) -> Iterator[Provider]:
    """The stand-in provider, as new."""
    _standin.control("reset")
    yield _standin
    _standin.release()


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A home of its own, which the environment names too, for examples."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        origin = f"http://localhost:{probe.getsockname()[1]}"
    monkeypatch.setenv("COMPOSIO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COMPOSIO_CONNECT_ORIGIN", origin)
    return {"home": tmp_path / "home", "connect_origin": origin}


@pytest.fixture
def composio(provider: Any, settings: dict[str, Any], standin: Provider) -> Iterator[Composio[Any]]:
    """A client with the provider under test, which takes the stand-in for GitHub. Nobody is connected."""
    with Composio(provider=provider, **settings) as client:
        client.auth_configs.create("github", options=standin.github_options())
        yield client


@pytest.fixture
async def async_composio(
    composio: Composio[Any], provider: Any, settings: dict[str, Any]
) -> AsyncIterator[AsyncComposio[Any]]:
    """An asyncio client on the same home."""
    async with AsyncComposio(provider=provider, **settings) as client:
        yield client


@pytest.fixture
def connect(composio: Composio[Any]) -> Callable[[str], None]:
    """Follows a link as the user does, in a browser."""

    def connect(link: str) -> None:
        last = Browser().connect(link)
        assert last.status == 200, last.html

    return connect


@pytest.fixture
def session(composio: Composio[Any], connect: Callable[[str], None]) -> Session[Any]:
    """A session of a connected user, with some tools of GitHub beside the meta tools."""
    session = composio.create(user_id=USER, toolkits=["github"], preload={"tools": TOOLS})
    connect(session.authorize("github").redirect_url or "")
    return session


@pytest.fixture
def run_example(models: Models, session: Session[Any]) -> Callable[[Path], str]:
    """Runs an example as a program of its own, for a connected user, and returns what it prints."""

    def run(program: Path) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "composio_testing.example", str(program)],
            capture_output=True,
            text=True,
            timeout=120,
            env=dict(os.environ),
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
