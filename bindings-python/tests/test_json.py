"""What callers may pass, and what is refused instead of being guessed at."""

from __future__ import annotations

import dataclasses
import datetime
import enum
import json
import math
import pathlib
import types
from typing import Any

import pytest

from composio._json import encode
from composio._record import Record
from composio.exceptions import InvalidParams


class Colour(enum.Enum):
    RED = "red"


@dataclasses.dataclass
class Point:
    x: int
    at: datetime.date


class Modelled:
    def model_dump(self, *, mode: str) -> dict[str, str]:
        return {"mode": mode}


LOOP: list[Any] = []
LOOP.append(LOOP)
DEEP: Any = []
for _ in range(100_000):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": [1, 2.5, "ü", None, True]}, {"a": [1, 2.5, "ü", None, True]}),
        (("github", "exa"), ["github", "exa"]),
        ({"github", "exa"}, ["exa", "github"]),
        ({"a": 1}.keys(), ["a"]),
        (types.MappingProxyType({"a": 1}), {"a": 1}),
        (datetime.datetime(2026, 1, 2, 3, 4, tzinfo=datetime.timezone.utc), "2026-01-02T03:04:00+00:00"),
        (pathlib.PurePosixPath("/tmp/home"), "/tmp/home"),
        (Colour.RED, "red"),
        (Point(1, datetime.date(2026, 1, 2)), {"x": 1, "at": "2026-01-02"}),
        (Modelled(), {"mode": "json"}),
        (Record({"id": "ac_1"}), {"id": "ac_1"}),
        ("\ud800", "\ud800"),
    ],
)
def test_values_are_written_as_what_they_mean(value: Any, expected: Any) -> None:
    assert json.loads(encode(value)) == expected


@pytest.mark.parametrize(
    ("value", "names"),
    [
        (math.nan, "float"),
        (math.inf, "float"),
        (b"bytes", "bytes"),
        (object(), "object"),
        (len, "builtin_function_or_method"),
        ({(1, 2): 3}, "tuple"),
        (LOOP, "Circular"),
        (DEEP, "deep"),
    ],
    ids=["nan", "infinity", "bytes", "object", "function", "key", "loop", "depth"],
)
def test_what_has_no_json_form_is_refused_by_name(value: Any, names: str) -> None:
    with pytest.raises(InvalidParams, match=names):
        encode({"arguments": value})
