"""Runs the stand-in provider: one line of JSON on standard output when it is ready, stops when standard input ends.

python3 tests/standin/provider.py [--port N]
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
from types import FrameType

import exa
import google
from grants import CLIENT_ID, CLIENT_SECRET, PERSONAL_TOKENS
from server import StandIn


def main() -> None:
    arguments = argparse.ArgumentParser(description="A stand-in for GitHub, Exa and Hacker News on loopback.")
    arguments.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0, the default, takes a free one")
    standin = StandIn(arguments.parse_args().port)
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    threading.Thread(target=standin.serve_forever, daemon=True).start()
    threading.Thread(target=_wait_for_end_of_input, args=(stopped,), daemon=True).start()
    ready = {
        "url": standin.url,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "personal_access_tokens": PERSONAL_TOKENS,
        "exa_api_key": exa.API_KEY,
        "google_credentials": google.CREDENTIALS,
    }
    print(json.dumps(ready), flush=True)
    stopped.wait()
    standin.shutdown()
    standin.server_close()


def _wait_for_end_of_input(stopped: threading.Event) -> None:
    """Ends with the process that started this one, however that one ends.

    Reads the descriptor and not `sys.stdin`, whose lock would be held at exit.
    """
    while os.read(sys.stdin.fileno(), 4096):
        pass
    stopped.set()


if __name__ == "__main__":
    main()
