"""Runs the scripted model: one line of JSON on standard output when it is ready, stops when standard input ends.

python3 tests/models/server.py [--port N]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import FrameType
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import anthropic
import gemini
import openai_chat
import openai_responses
from script import Script
from state import State
from talk import Dialect, Reply

CONTROL = "/_control/"
GEMINI = re.compile(r"/v1(?:beta|alpha)?/models/([^/]+):(generateContent|streamGenerateContent)")
# Clients are given the address with or without `/v1`.
DIALECTS: dict[str, Any] = {
    "/chat/completions": openai_chat,
    "/responses": openai_responses,
    "/messages": anthropic,
}


class Models(ThreadingHTTPServer):
    """A scripted model on loopback; port 0 takes a free one."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.state = State()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "models"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Models

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        with self.server.state.lock:
            seen = self.server.state.seen(path.removeprefix(CONTROL)) if path.startswith(CONTROL) else None
        if seen is None:
            self._unknown(path, None)
        else:
            self._json(200, seen)

    def do_POST(self) -> None:
        target = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        try:
            body = json.loads(self.rfile.read(length) or b"{}")
        except ValueError:
            self._json(400, openai_chat.refusal(400, "we could not parse the JSON body of your request"))
            return
        if target.path == CONTROL + "script":
            self._take_script(body)
            return
        with self.server.state.lock:
            headers = {name.lower(): value for name, value in self.headers.items()}
            self.server.state.record(target.path, headers, body)
        path = target.path.removeprefix("/v1")
        found = GEMINI.fullmatch(target.path)
        if path == "/messages/count_tokens":
            self._json(200, anthropic.count_tokens(body))
        elif found:
            streams = found[2] == "streamGenerateContent"
            self._say(gemini, body, found[1], streams, "sse" in parse_qs(target.query).get("alt", []))
        elif path in DIALECTS:
            self._say(DIALECTS[path], body, str(body.get("model")), None, True)
        else:
            self._unknown(target.path, body)

    def _take_script(self, body: Any) -> None:
        try:
            script = Script.read(body)
        except ValueError as mistake:
            self._json(400, {"error": str(mistake)})
            return
        with self.server.state.lock:
            self.server.state.start_over(script)
        self._json(200, {"turns": len(script.turns)})

    def _say(self, module: Any, body: Any, model: str, streams: bool | None, as_events: bool) -> None:
        dialect = cast("Dialect", module)
        with self.server.state.lock:
            asked, reply = self.server.state.reply(dialect, self.path, body, model)
        if reply is None:
            self._json(400, dialect.refusal(400, "; ".join(asked.complaints)))
        elif not (asked.streams if streams is None else streams):
            self._json(200, dialect.answer(reply))
        elif as_events:
            self._stream(_frames(dialect, reply, body))
        else:
            self._json(200, [data for _, data in dialect.events(reply, body)])

    def _unknown(self, path: str, body: Any) -> None:
        message = f"nothing answers at {self.command} {path}"
        with self.server.state.lock:
            self.server.state.complain(path, [message])
        self._json(404, openai_chat.refusal(404, message))

    def _json(self, status: int, value: Any) -> None:
        content = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _stream(self, frames: Iterator[bytes]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            for frame in frames:
                self.wfile.write(b"%x\r\n%s\r\n" % (len(frame), frame))
                self.wfile.flush()
            self.wfile.write(b"0\r\n\r\n")
        except (BrokenPipeError, ConnectionResetError):
            # The client has heard enough.
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the control API tells what tests want to know."""


def _frames(dialect: Dialect, reply: Reply, body: Any) -> Iterator[bytes]:
    for name, data in dialect.events(reply, body):
        text = data if isinstance(data, str) else json.dumps(data)
        yield (f"event: {name}\n" if name else "").encode() + f"data: {text}\n\n".encode()


def main() -> None:
    arguments = argparse.ArgumentParser(description="A model on loopback that says what a script tells it to.")
    arguments.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0, the default, takes a free one")
    models = Models(arguments.parse_args().port)
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    threading.Thread(target=models.serve_forever, daemon=True).start()
    threading.Thread(target=_wait_for_end_of_input, args=(stopped,), daemon=True).start()
    print(json.dumps({"url": models.url}), flush=True)
    stopped.wait()
    models.shutdown()
    models.server_close()


def _wait_for_end_of_input(stopped: threading.Event) -> None:
    """Ends with the process that started this one. Reads the descriptor: `sys.stdin` has a lock, held at exit."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    stopped.set()


if __name__ == "__main__":
    main()
