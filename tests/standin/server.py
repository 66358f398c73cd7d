"""The HTTP/1.1 server: sockets on one side, routes on the other, faults and recording in between."""

from __future__ import annotations

import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import apps
import control
import exa
import google
import hackernews
import oauth
import whoami
from github import routes as github
from messages import Request, Response, json_response
from world import World

# Asked in this order; the first that knows the path answers.
ROUTERS = [
    control.routes,
    oauth.routes,
    apps.routes,
    google.routes,
    exa.routes,
    hackernews.routes,
    whoami.routes,
]
MAX_BODY = 16 * 1024 * 1024


def answer(world: World, request: Request) -> Response | None:
    """The answer to one request, or None where a fault says to drop the connection. Control calls are not recorded."""
    if request.path == control.WAITING:
        # Waits itself, so it must not keep the lock from those it waits for.
        return control.waiting(world, request)
    if request.path.startswith(control.PREFIX):
        with world.lock:
            return _routed(world, request)
    with world.lock:
        fault = world.faults.next_for(request)
    if fault is not None and fault.together and not world.gate.wait(id(fault), fault.together, request.path):
        with world.lock:
            world.recorder.record(request, 504)
        return json_response({"message": f"{fault.together} of these requests were to come at once"}, 504)
    with world.lock:
        response = _routed(world, request) if fault is None or fault.carries_out else None
    if fault is not None:
        time.sleep(fault.delay_ms / 1000)
        response = None if fault.drop else fault.response(response)
    with world.lock:
        world.recorder.record(request, response.status if response else 0)
    return response


def _routed(world: World, request: Request) -> Response:
    try:
        for router in ROUTERS:
            found = router.find(request.method, request.path)
            if found is not None:
                handler, params = found
                return handler(world, request, params)
        return github.answer(world, request)
    except ValueError:
        body = {
            "message": "Problems parsing JSON",
            "documentation_url": "https://docs.github.com/rest",
            "status": "400",
        }
        return json_response(body, 400)


class StandIn(ThreadingHTTPServer):
    """A stand-in on loopback; port 0 takes a free one."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.world = World(self.url)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "stand-in"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1
    server: StandIn

    def handle_any(self) -> None:
        request = self._read()
        response = (
            json_response({"message": "Payload too large"}, 413)
            if request is None
            else answer(self.server.world, request)
        )
        if response is None:
            self.close_connection = True
            return
        self._write(response)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

    def _read(self) -> Request | None:
        target = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        if length > MAX_BODY:
            self.close_connection = True
            return None
        query = dict(parse_qsl(target.query, keep_blank_values=True))
        headers = {name.lower(): value for name, value in self.headers.items()}
        method = "GET" if self.command == "HEAD" else self.command
        return Request(method, target.path, query, headers, self.rfile.read(length))

    def _write(self, response: Response) -> None:
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if response.status != 204:
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the recorder keeps what tests want to know."""
