"""No test of a framework leaves the machine: looking up any other host fails at once."""

from __future__ import annotations

import socket
from typing import Any

_LOCAL = {"localhost", "127.0.0.1", "::1", "0.0.0.0", "", None}
_look_up = socket.getaddrinfo


def _local_only(host: Any, *args: Any, **options: Any) -> Any:
    name = host.decode() if isinstance(host, bytes) else host
    if name not in _LOCAL and name != socket.gethostname():
        raise socket.gaierror(socket.EAI_NONAME, f"the tests of frameworks stay on this machine; not looked up: {name}")
    return _look_up(host, *args, **options)


def stay() -> None:
    """From now on this process reaches loopback only."""
    socket.getaddrinfo = _local_only
