"""What was asked of the stand-in, kept for tests to read, with every credential cut to its last four characters."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import asdict, dataclass
from typing import Any

from messages import Request

KEPT = 5000
SECRET_HEADERS = ("authorization", "x-api-key", "cookie")
SECRET_FIELDS = ("client_secret", "code", "code_verifier", "refresh_token", "access_token")


@dataclass(frozen=True)
class Recorded:
    number: int
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any
    status: int


class Recorder:
    def __init__(self) -> None:
        self._requests: deque[Recorded] = deque(maxlen=KEPT)
        self.count = 0

    def record(self, request: Request, status: int) -> None:
        self.count += 1
        query = {name: _redact(value) if name in SECRET_FIELDS else value for name, value in request.query.items()}
        headers = {name: _redact(value) if name in SECRET_HEADERS else value for name, value in request.headers.items()}
        entry = Recorded(self.count, request.method, request.path, query, headers, _readable(request), status)
        self._requests.append(entry)

    def list(self, path: str = "", method: str = "", after: int = 0) -> list[dict[str, Any]]:
        """Recorded requests, oldest first, whose path starts with `path` and whose number is above `after`."""
        return [
            asdict(entry)
            for entry in self._requests
            if entry.path.startswith(path) and method in ("", entry.method) and entry.number > after
        ]


def _readable(request: Request) -> Any:
    """The body as JSON, as form fields, or as text."""
    kind = request.header("content-type")
    if not request.body:
        return None
    if "x-www-form-urlencoded" in kind:
        return _without_secrets(request.form())
    try:
        return _without_secrets(json.loads(request.body))
    except ValueError:
        return request.body.decode("utf-8", "replace")


def _without_secrets(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: _redact(str(item)) if key in SECRET_FIELDS else item for key, item in value.items()}


def _redact(value: str) -> str:
    scheme, space, secret = value.partition(" ")
    return f"{scheme} …{secret[-4:]}" if space else f"…{value[-4:]}"
