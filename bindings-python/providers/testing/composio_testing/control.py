"""A server of the tests as a subprocess, steered by JSON under `/_control/`."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

if TYPE_CHECKING:
    from pathlib import Path

    from typing_extensions import Self


class Server:
    """Runs while the block lasts; ends with this process, however that ends."""

    program: Path
    url: str

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, str(self.program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout
        vars(self).update(json.loads(self._process.stdout.readline()))
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.communicate()


def ask(url: str, call: str, body: Any = None) -> Any:
    """A control call: GET without a body, else POST."""
    data = None if body is None else json.dumps(body).encode()
    request = Request(f"{url}/_control/{call}", data, {"Content-Type": "application/json"})
    with urlopen(request, timeout=15) as answer:
        return json.loads(answer.read())
