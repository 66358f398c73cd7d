"""Everything a stand-in holds, in one place that can be reset."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from apps import Apps
from faults import Faults
from gate import Gate
from github.data import GitHub
from grants import CLIENT_ID, CLIENT_SECRET, Grants
from recorder import Recorder


@dataclass
class Settings:
    """What a test may set over the control API; the defaults are GitHub's."""

    access_token_seconds: int = 28_800
    rotate_refresh_tokens: bool = True
    token_errors: str = "github"


class World:
    """State behind all routes. `lock` is held while a route runs; `base_url` is where the stand-in is reached."""

    def __init__(self, base_url: str, clock: Callable[[], float] = time.time) -> None:
        self.base_url = base_url
        self.clock = clock
        self.lock = threading.RLock()
        self.gate = Gate()
        self.reset()

    def reset(self) -> None:
        self.gate.release()
        self.settings = Settings()
        self.apps = Apps(CLIENT_ID, CLIENT_SECRET)
        self.grants = Grants(self.clock)
        self.github = GitHub(self.clock)
        self.faults = Faults()
        self.recorder = Recorder()
