"""Python values to the JSON text the engine reads.

Beyond what `json` takes: anything with `to_dict()` (our records), pydantic models, dataclasses, mappings, sets, paths,
dates and enumerations. What is none of these is refused by name instead of being guessed at.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence, Set
from typing import Any

from .exceptions import InvalidParams


def encode(value: Any) -> str:
    """`value` as JSON text."""
    try:
        return json.dumps(value, default=_plain, allow_nan=False, separators=(",", ":"))
    except RecursionError:
        raise InvalidParams("a value contains itself or is nested too deeply to be sent") from None
    except (TypeError, ValueError) as reason:
        raise InvalidParams(f"a value cannot be written as JSON: {reason}") from None


def milliseconds(name: str, seconds: float) -> int:
    """What the engine counts in, of what Python counts in."""
    try:
        return round(seconds * 1000)
    except (TypeError, ValueError, OverflowError):
        raise InvalidParams(f"`{name}` is a finite number of seconds, not `{seconds!r}`") from None


def _plain(value: Any) -> Any:
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if hasattr(value, "__dataclass_fields__"):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Set):
        return sorted(value)
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(type(value), "__members__"):
        return value.value
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray, memoryview)):
        return list(value)
    raise TypeError(f"`{type(value).__name__}` has no JSON form; pass text, numbers, lists or dicts")
