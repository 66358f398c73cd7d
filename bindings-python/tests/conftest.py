"""Fixtures: engines with a home of their own, the stand-in provider, an account connected to it."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest

from browser import Browser
from composio import Composio
from standin import StandIn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from composio.models import ConnectedAccount

    Settings = dict[str, Any]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of an engine that shares nothing with another one."""
    for name in ("COMPOSIO_API_KEY", "COMPOSIO_BASE_URL", "COMPOSIO_HOME", "COMPOSIO_PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return {"home": tmp_path / "home", "connect_origin": f"http://localhost:{port}"}


@pytest.fixture
def composio(settings: Settings) -> Iterator[Composio[Any]]:
    with Composio(**settings) as client:
        yield client


@pytest.fixture(scope="session")
def running_standin() -> Iterator[StandIn]:
    with StandIn() as standin:
        yield standin


@pytest.fixture
def standin(running_standin: StandIn) -> StandIn:
    """The stand-in provider, as new."""
    running_standin.control("reset")
    return running_standin


@pytest.fixture
def github_config(composio: Composio[Any], standin: StandIn) -> str:
    """The id of an auth config that takes the stand-in for GitHub."""
    return composio.auth_configs.create("github", options=standin.github_options()).id


@pytest.fixture
def connect(composio: Composio[Any], github_config: str) -> Callable[..., ConnectedAccount]:
    """Connects a user's GitHub account, playing the user."""

    def connect(user_id: str, **options: Any) -> ConnectedAccount:
        request = composio.connected_accounts.link(user_id, github_config, **options)
        assert request.redirect_url
        Browser().connect(request.redirect_url)
        return request.wait_for_connection(timeout=10)

    return connect
