"""The scripted model, see `tests/models/README.md`: what it is to say, and what it was sent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .control import Server, ask

MODELS = Path(__file__).parents[4] / "tests" / "models" / "server.py"


def call(name: str, /, **arguments: Any) -> dict[str, Any]:
    """A tool call of a turn. `name` is a slug; a framework that renames tools is understood all the same."""
    return {"name_like": name, "arguments": arguments}


def turn(*calls: dict[str, Any], text: str = "") -> dict[str, Any]:
    """A turn: several calls are made in parallel; one without calls ends the run."""
    return {"calls": list(calls), "text": text}


class Models(Server):
    program = MODELS

    @property
    def openai_url(self) -> str:
        """The base address for what speaks OpenAI's API; Anthropic's and Gemini's is `url`."""
        return f"{self.url}/v1"

    def script(self, *turns: dict[str, Any], **options: Any) -> None:
        """Starts over with these turns. Option: `skip_without_tools`."""
        ask(self.url, "script", {"turns": list(turns), **options})

    def requests(self) -> list[dict[str, Any]]:
        return self._seen("requests")

    def tools(self) -> list[dict[str, Any]]:
        """The tools that were offered last: `name`, `description`, `schema`."""
        return self._seen("tools")

    def schema(self, name: str) -> Any:
        """The schema offered for a tool."""
        return next(tool["schema"] for tool in self.tools() if _letters(name) in _letters(tool["name"]))

    def results(self) -> list[dict[str, Any]]:
        """The tool results that were sent: `name`, `call_id`, `content`, `is_error`."""
        return self._seen("results")

    def result(self, number: int = -1) -> Any:
        """The content of a tool result, read from its JSON as a model would."""
        content = json.loads(self.results()[number]["content"])
        while isinstance(content, dict) and len(content) == 1 and next(iter(content)) in ("result", "output"):
            content = next(iter(content.values()))
        return json.loads(content) if isinstance(content, str) and content[:1] in "{[" else content

    def complaints(self) -> list[str]:
        """What the model provider would have refused."""
        return [each["complaint"] for each in self._seen("complaints")]

    def unplayed(self) -> int:
        """How many turns of the script nobody has asked for."""
        script = ask(self.url, "script")["script"]
        return int(script["turns"] - script["played"])

    def _seen(self, what: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = ask(self.url, what)[what]
        return found


def _letters(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())
