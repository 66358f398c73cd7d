"""The script of a model: what it says at each turn, with names and values filled in from what it was sent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from talk import Offered, Result

# What a script says when it is at its end.
LAST_WORDS = "done"
LAST = "$last"
# Keys under which frameworks and APIs put a result that is no object by itself.
WRAPPERS = ("result", "output", "content")


@dataclass(frozen=True)
class Turn:
    """One turn: the tools it calls, by name or by a part of the name, and what it says."""

    text: Any = ""
    calls: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Script:
    turns: list[Turn] = field(default_factory=list)
    skip_without_tools: bool = False
    position: int = 0

    @classmethod
    def read(cls, described: Any) -> Script:
        """Reads a script from JSON. Raises ValueError for one that cannot be meant."""
        if not isinstance(described, dict) or not isinstance(described.get("turns"), list):
            raise ValueError('a script is {"turns": [{"calls": […], "text": "…"}, …]}')
        unknown = described.keys() - {"turns", "skip_without_tools"}
        if unknown:
            raise ValueError(f"a script has `turns` and `skip_without_tools`, not {sorted(unknown)}")
        turns = [_turn(turn, number) for number, turn in enumerate(described["turns"])]
        return cls(turns, bool(described.get("skip_without_tools")))

    def next(self, tools: Sequence[Offered]) -> Turn:
        """The next turn; after the last one, the last words."""
        if self.position >= len(self.turns) or (self.skip_without_tools and not tools):
            return Turn(LAST_WORDS)
        self.position += 1
        return self.turns[self.position - 1]


def _turn(turn: Any, number: int) -> Turn:
    if not isinstance(turn, dict) or not turn.keys() <= {"calls", "text"}:
        raise ValueError(f"turns/{number}: a turn is an object with `calls`, `text` or both")
    calls = turn.get("calls") or []
    for call in calls:
        known = {"name", "name_like", "arguments"}
        if not isinstance(call, dict) or not call.keys() <= known or ("name" in call) == ("name_like" in call):
            raise ValueError(f"turns/{number}: a call has `name` or `name_like`, and `arguments`")
    return Turn(turn.get("text", ""), calls)


def name_of(call: dict[str, Any], tools: Sequence[Offered]) -> str:
    """The name a call is made under. A name nobody offers is called all the same: models do that."""
    if "name" in call:
        return str(call["name"])
    wanted = _letters(call["name_like"])
    return next((tool.name for tool in tools if wanted in _letters(tool.name)), str(call["name_like"]))


def filled(value: Any, results: Sequence[Result]) -> Any:
    """The value with every `$last.a.0.b` in it replaced by what stands there in the latest tool result.

    Raises ValueError where nothing stands there, so that a test hears of it.
    """
    if isinstance(value, dict):
        return {key: filled(item, results) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, results) for item in value]
    if not isinstance(value, str) or not (value == LAST or value.startswith(LAST + ".")):
        return value
    if not results:
        raise ValueError(f"the script says `{value}`, but no tool result was sent")
    content = results[-1].content
    found = _at(_parsed(content), value.split(".")[1:])
    if found is None:
        raise ValueError(f"the script says `{value}`, which is not in the latest tool result: {content[:2000]}")
    return found


def _at(value: Any, path: list[str]) -> Any:
    for position, key in enumerate(path):
        if isinstance(value, list) and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        elif isinstance(value, dict) and key in value:
            value = value[key]
        else:
            inner = next((value[name] for name in WRAPPERS if name in value), None) if isinstance(value, dict) else None
            if isinstance(inner, list):
                inner = next((part.get("text") for part in inner if isinstance(part, dict)), None)
            return None if inner is None else _at(_parsed(inner), path[position:])
    return value


def _parsed(content: Any) -> Any:
    try:
        return json.loads(content) if isinstance(content, str) else content
    except ValueError:
        return content


def _letters(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())
