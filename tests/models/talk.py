"""What the dialects have in common: tools that were offered, results that came back, a reply to be given."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

# Streamed text and arguments come in pieces of this many characters, so that clients have to put them together.
PIECE = 12


@dataclass(frozen=True)
class Offered:
    """A tool a request offers to the model."""

    name: str
    description: str
    schema: Any


@dataclass(frozen=True)
class Result:
    """What a tool answered, as the model is told."""

    name: str
    call_id: str
    content: str
    is_error: bool


@dataclass(frozen=True)
class Asked:
    """A request, read. `complaints` say what the true API would have refused."""

    tools: list[Offered] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    streams: bool = False


@dataclass(frozen=True)
class Calling:
    """A tool call the model makes."""

    id: str
    name: str
    arguments: dict[str, Any]

    @property
    def arguments_json(self) -> str:
        return json.dumps(self.arguments)


@dataclass(frozen=True)
class Reply:
    """What the model says: text, tool calls, or both."""

    id: str
    model: str
    text: str
    calls: list[Calling]


class Dialect(Protocol):
    """How one model provider's API says all this. Each dialect is a module with these functions."""

    def read(self, body: Mapping[str, Any], /) -> Asked: ...

    def answer(self, reply: Reply, /) -> dict[str, Any]: ...

    def events(self, reply: Reply, body: Mapping[str, Any], /) -> Iterator[tuple[str, Any]]: ...

    def refusal(self, status: int, message: str, /) -> dict[str, Any]: ...


class Ids:
    """Ids that look like a provider's and are the same in every run."""

    def __init__(self) -> None:
        self._count = itertools.count(1)

    def next(self, prefix: str) -> str:
        return f"{prefix}{next(self._count):024d}"


def pieces(text: str) -> Iterator[str]:
    for start in range(0, len(text), PIECE):
        yield text[start : start + PIECE]


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; what is no object is left out, and what is no list is empty."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def plain_text(content: Any) -> str:
    """Content as text: itself, the texts of its parts, or its JSON."""
    if isinstance(content, str):
        return content
    parts = objects(content)
    if parts and all(isinstance(part.get("text"), str) for part in parts):
        return "".join(part["text"] for part in parts)
    return "" if content is None else json.dumps(content)


def unanswered(calls: Iterable[str], results: Iterable[str]) -> list[str]:
    """The ids of calls nothing has answered."""
    answered = set(results)
    return [call for call in calls if call not in answered]
