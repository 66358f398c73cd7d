"""Everything a scripted model holds: its script, and what it was sent."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from script import Script, filled, name_of
from talk import Asked, Calling, Dialect, Ids, Offered, Reply, Result

SECRET_HEADERS = ("authorization", "x-api-key", "x-goog-api-key", "cookie")


@dataclass
class State:
    """`lock` is held while a request is read and answered."""

    script: Script = field(default_factory=Script)
    requests: list[dict[str, Any]] = field(default_factory=list)
    complaints: list[dict[str, Any]] = field(default_factory=list)
    tools: list[Offered] = field(default_factory=list)
    results: dict[str, Result] = field(default_factory=dict)
    ids: Ids = field(default_factory=Ids)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def start_over(self, script: Script) -> None:
        """Takes a new script and forgets what was sent."""
        self.script = script
        self.requests, self.complaints, self.tools, self.results = [], [], [], {}

    def record(self, path: str, headers: Mapping[str, str], body: Any) -> None:
        shown = {name: "…" if name in SECRET_HEADERS else value for name, value in headers.items()}
        self.requests.append({"number": len(self.requests) + 1, "path": path, "headers": shown, "body": body})

    def complain(self, path: str, complaints: list[str]) -> None:
        self.complaints += [{"path": path, "complaint": complaint} for complaint in complaints]

    def reply(self, dialect: Dialect, path: str, body: Mapping[str, Any], model: str) -> tuple[Asked, Reply | None]:
        """What was asked and what the model says to it; nothing where a rule was broken or the script cannot be met."""
        asked = dialect.read(body)
        # A request holds the whole conversation, unless it leans on a stored one; together they hold all results.
        self.results |= {result.call_id: result for result in asked.results}
        if asked.complaints:
            self.complain(path, asked.complaints)
            return asked, None
        turn = self.script.next(asked.tools)
        self.tools = asked.tools or self.tools
        try:
            text = filled(turn.text, asked.results)
            calls = [
                Calling(
                    self.ids.next(""), name_of(call, asked.tools), filled(call.get("arguments") or {}, asked.results)
                )
                for call in turn.calls
            ]
        except ValueError as mistake:
            self.complain(path, [str(mistake)])
            asked.complaints.append(str(mistake))
            return asked, None
        return asked, Reply(self.ids.next(""), model, text if isinstance(text, str) else str(text), calls)

    def seen(self, what: str) -> Any:
        """What a test may look at, or None for what there is not."""
        kept: dict[str, Any] = {
            "requests": self.requests,
            "complaints": self.complaints,
            "tools": [asdict(tool) for tool in self.tools],
            "results": [asdict(result) for result in self.results.values()],
            "script": {"turns": len(self.script.turns), "played": self.script.position},
        }
        return {what: kept[what]} if what in kept else None
