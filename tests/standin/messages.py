"""HTTP requests and responses as plain values, so that every route is a function and tests need no socket."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode


@dataclass(frozen=True)
class Request:
    """One request. Header names are lower case; the path is still percent-encoded."""

    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def header(self, name: str) -> str:
        return self.headers.get(name, "")

    def json(self) -> Any:
        """The body as JSON. Raises ValueError where it is not JSON; an absent body is an empty object."""
        return json.loads(self.body) if self.body else {}

    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    def form_or_json(self) -> dict[str, str]:
        """The body of a token request, which clients send in either form."""
        if "json" not in self.header("content-type"):
            return self.form()
        try:
            value = self.json()
        except ValueError:
            return {}
        return {key: str(item) for key, item in value.items()} if isinstance(value, dict) else {}


@dataclass(frozen=True)
class Response:
    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    def with_headers(self, headers: dict[str, str]) -> Response:
        return Response(self.status, self.body, {**headers, **self.headers})


def json_response(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    body = json.dumps(value).encode()
    return Response(status, body, {"Content-Type": "application/json; charset=utf-8", **(headers or {})})


def form_response(value: dict[str, Any], status: int = 200) -> Response:
    return Response(
        status, urlencode(value).encode(), {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    )


def html_response(page: str, status: int = 200) -> Response:
    return Response(status, page.encode(), {"Content-Type": "text/html; charset=utf-8"})


def redirect(location: str) -> Response:
    return Response(302, b"", {"Location": location, "Cache-Control": "no-store"})


def no_content() -> Response:
    return Response(204)
