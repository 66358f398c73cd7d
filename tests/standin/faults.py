"""Faults on demand: the next answers of chosen paths go wrong in a chosen way."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from messages import Request, Response

HUGE_BYTES = 12 * 1024 * 1024
# What a fault may put in place of the true body, as content type and content.
BODIES = {
    "html": (
        "text/html; charset=utf-8",
        b"<!doctype html><title>Service unavailable</title><h1>We will be right back</h1>",
    ),
    "broken_json": ("application/json; charset=utf-8", b'{"number": 1, "title": "half a'),
    "empty": ("application/json; charset=utf-8", b""),
}
# Decision: a fault that neither changes the status nor the body would go unnoticed, so an error status brings this one.
ERROR_BODY = b'{"message": "Server Error", "documentation_url": "https://docs.github.com/rest", "status": "%d"}'


@dataclass
class Fault:
    """One planned fault; `times` counts down to 0. Fields as in README.md, "Faults"."""

    path: str
    method: str = "*"
    times: int = 1
    status: int | None = None
    body: str | None = None
    delay_ms: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    after_effect: bool = False
    drop: bool = False
    together: int = 0

    def hits(self, request: Request) -> bool:
        return self.times > 0 and self.method in ("*", request.method) and fnmatchcase(request.path, self.path)

    def response(self, true_one: Response | None) -> Response:
        """The faulty answer; `true_one` is what would have been answered, where the request was carried out."""
        status = self.status if self.status is not None else (true_one.status if true_one else 200)
        if self.body is not None:
            return Response(status, _body(self.body), {"Content-Type": _type(self.body), **self.headers})
        if true_one is not None and self.status is None:
            return Response(true_one.status, true_one.body, {**true_one.headers, **self.headers})
        return Response(
            status, ERROR_BODY % status, {"Content-Type": "application/json; charset=utf-8", **self.headers}
        )

    @property
    def carries_out(self) -> bool:
        """Whether the request takes effect before the answer is spoilt."""
        return self.after_effect or (self.status is None and self.body is None and not self.drop)


class Faults:
    def __init__(self) -> None:
        self.planned: list[Fault] = []

    def plan(self, described: dict[str, Any]) -> Fault:
        """Reads a fault from JSON. Raises ValueError for one that cannot be meant."""
        known = Fault.__dataclass_fields__.keys() | {"retry_after"}
        unknown = described.keys() - known
        if unknown or "path" not in described:
            raise ValueError(f"a fault needs `path` and knows {sorted(known)}; got {sorted(described)}")
        if described.get("body") not in (None, "huge", *BODIES):
            raise ValueError(f"`body` is one of {['huge', *BODIES]}")
        values = dict(described)
        if "retry_after" in values:
            values["headers"] = {**values.get("headers", {}), "Retry-After": str(values.pop("retry_after"))}
        if values.get("together"):
            values.setdefault("times", values["together"])
        fault = Fault(**values)
        self.planned.append(fault)
        return fault

    def next_for(self, request: Request) -> Fault | None:
        """Takes the first fault planned for this request, counting it down."""
        for fault in self.planned:
            if fault.hits(request):
                fault.times -= 1
                return fault
        return None


def _body(kind: str) -> bytes:
    if kind == "huge":
        return b'{"filler": "' + b"x" * HUGE_BYTES + b'"}'
    return BODIES[kind][1]


def _type(kind: str) -> str:
    return "application/json; charset=utf-8" if kind == "huge" else BODIES[kind][0]
