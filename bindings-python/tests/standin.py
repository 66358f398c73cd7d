"""The stand-in provider as a subprocess of the tests; see `tests/standin/README.md`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

if TYPE_CHECKING:
    from typing_extensions import Self

    from composio.types import AuthConfigOptions

PROGRAM = Path(__file__).parents[2] / "tests" / "standin" / "provider.py"


class StandIn:
    url: str
    client_id: str
    client_secret: str
    exa_api_key: str
    personal_access_tokens: dict[str, str]

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, str(PROGRAM)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout
        vars(self).update(json.loads(self._process.stdout.readline()))
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.communicate()

    def github_options(self) -> AuthConfigOptions:
        """An auth config that reaches the stand-in as it would reach a GitHub Enterprise server."""
        credentials = {
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "base_url": self.url,
            "authorization_url": f"{self.url}/login/oauth/authorize",
            "token_url": f"{self.url}/login/oauth/access_token",
        }
        return {"type": "use_custom_auth", "auth_scheme": "OAUTH2", "credentials": credentials}

    def control(self, call: str, **body: Any) -> Any:
        request = Request(
            f"{self.url}/_control/{call}",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
            method="POST",
        )
        with urlopen(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text else None
