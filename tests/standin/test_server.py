"""The stand-in over real sockets: faults, the record of requests, the smaller providers, start and end."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import threading
import unittest
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from exa import API_KEY
from grants import PERSONAL_TOKENS
from server import StandIn

AUTHORIZATION = {"Authorization": f"Bearer {PERSONAL_TOKENS['octocat']}"}


class ServerCase(unittest.TestCase):
    def setUp(self) -> None:
        self.standin = StandIn()
        threading.Thread(target=self.standin.serve_forever, args=(0.01,), daemon=True).start()
        self.addCleanup(self.standin.server_close)
        self.addCleanup(self.standin.shutdown)

    def ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes, Any]:
        data = None if body is None else json.dumps(body).encode()
        sent = {"Content-Type": "application/json", **(headers or {})}
        request = urllib.request.Request(self.standin.url + path, data, sent, method=method)
        try:
            with urllib.request.urlopen(request) as response:
                return response.status, response.read(), response.headers
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read(), error.headers

    def json(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        return json.loads(self.ask(method, path, body, headers)[1])


class Faulty(ServerCase):
    def test_each_kind_of_fault(self) -> None:
        cases: list[tuple[dict[str, Any], int, str, bytes]] = [
            ({"status": 503, "retry_after": 2}, 503, "Retry-After", b"Server Error"),
            ({"body": "html"}, 200, "Content-Type", b"<!doctype html>"),
            ({"body": "broken_json"}, 200, "Content-Type", b'"half a'),
            ({"body": "empty", "status": 502}, 502, "Content-Type", b""),
            ({"headers": {"X-Extra": "1"}}, 200, "X-Extra", b'"login"'),
        ]
        for fault, status, header, content in cases:
            with self.subTest(fault):
                self.json("POST", "/_control/faults", {"path": "/user", **fault})
                answered = self.ask("GET", "/user", headers=AUTHORIZATION)
                self.assertEqual(answered[0], status)
                self.assertIn(header, answered[2])
                self.assertIn(content, answered[1])
                self.assertEqual(self.ask("GET", "/user", headers=AUTHORIZATION)[0], 200)

    def test_a_huge_body_is_over_ten_megabytes(self) -> None:
        self.json("POST", "/_control/faults", {"path": "/user", "body": "huge"})
        self.assertGreater(len(self.ask("GET", "/user", headers=AUTHORIZATION)[1]), 10_000_000)

    def test_a_dropped_connection_says_nothing(self) -> None:
        self.json("POST", "/_control/faults", {"path": "/user", "drop": True})
        with self.assertRaises(http.client.RemoteDisconnected):
            self.ask("GET", "/user", headers=AUTHORIZATION)

    def test_a_fault_after_the_effect_loses_only_the_answer(self) -> None:
        issues = "/repos/octocat/hello-world/issues"
        self.json("POST", "/_control/faults", {"path": issues, "method": "POST", "status": 502, "after_effect": True})
        self.assertEqual(self.ask("POST", issues, {"title": "Once"}, AUTHORIZATION)[0], 502)
        self.assertEqual(self.json("GET", issues)[0]["title"], "Once")

    def test_a_pattern_and_a_count_are_honoured(self) -> None:
        self.json("POST", "/_control/faults", {"path": "/repos/*", "status": 500, "times": 2})
        statuses = [self.ask("GET", "/repos/octocat/hello-world")[0] for _ in range(3)]
        self.assertEqual(statuses, [500, 500, 200])

    def test_a_fault_that_cannot_be_meant_is_refused(self) -> None:
        for fault in ({"status": 500}, {"path": "/user", "body": "purple"}, {"path": "/user", "colour": "red"}):
            with self.subTest(fault):
                self.assertEqual(self.ask("POST", "/_control/faults", fault)[0], 400)


class Record(ServerCase):
    def test_requests_are_kept_without_their_secrets(self) -> None:
        self.ask("GET", "/user?per_page=1", headers=AUTHORIZATION)
        self.ask("POST", "/login/oauth/access_token", {"code": "0123456789abcdef", "client_id": "x"})
        user, token = self.json("GET", "/_control/requests")["requests"]
        self.assertEqual(
            (user["method"], user["path"], user["query"], user["status"]), ("GET", "/user", {"per_page": "1"}, 200)
        )
        self.assertEqual(user["headers"]["authorization"], "Bearer …0001")
        self.assertEqual(token["body"], {"code": "…cdef", "client_id": "x"})

    def test_reset_forgets_everything(self) -> None:
        self.ask("POST", "/repos/octocat/hello-world/issues", {"title": "Gone soon"}, AUTHORIZATION)
        self.ask("POST", "/_control/settings", {"access_token_seconds": 1})
        self.ask("POST", "/_control/reset")
        self.assertEqual(self.json("GET", "/_control/requests"), {"requests": []})
        self.assertEqual(len(self.json("GET", "/repos/octocat/hello-world/issues")), 3)
        self.assertEqual(self.json("POST", "/_control/settings", {})["access_token_seconds"], 28_800)


class OtherProviders(ServerCase):
    def test_exa_wants_its_key(self) -> None:
        self.assertEqual(self.ask("POST", "/search", {"query": "rust"})[0], 401)
        found = self.json("POST", "/search", {"query": "rust", "numResults": 2}, {"x-api-key": API_KEY})
        self.assertEqual([len(found["results"]), found["results"][0]["url"]], [2, "https://example.com/rust-engines"])

    def test_each_tells_whose_credential_it_is_and_refuses_in_its_own_manner(self) -> None:
        viewer = {"query": "query { viewer { email } }"}
        cases: list[tuple[str, str, Any, int]] = [
            ("GET", "/auth.test", None, 200),
            ("POST", "/graphql", viewer, 401),
            ("GET", "/team/credit-usage", None, 401),
        ]
        for method, path, body, refusal in cases:
            with self.subTest(path):
                self.assertEqual(self.ask(method, path, body, {"Authorization": "Bearer wrong"})[0], refusal)
                self.assertEqual(self.ask(method, path, body, AUTHORIZATION)[0], 200)
        self.assertFalse(self.json("GET", "/auth.test")["ok"])
        self.assertEqual(
            self.json("POST", "/graphql", viewer, AUTHORIZATION)["data"]["viewer"]["email"], "octocat@example.com"
        )

    def test_hacker_news_searches_items_and_users(self) -> None:
        cases = [
            ("/api/v1/search?query=rust", "/hits/0/title", "Rust 2024 in practice"),
            ("/api/v1/search?tags=front_page&numericFilters=points%3E100", "/nbHits", 2),
            ("/api/v1/search_by_date?tags=(ask_hn,show_hn)&hitsPerPage=1", "/hits/0/objectID", "101"),
            ("/api/v1/items/101", "/children/1/text", "<p>How does it refresh?</p>"),
            ("/api/v1/users/crab", "/karma", 789),
        ]
        for path, pointer, expected in cases:
            with self.subTest(path):
                value = self.json("GET", path)
                for part in pointer.strip("/").split("/"):
                    value = value[int(part)] if isinstance(value, list) else value[part]
                self.assertEqual(value, expected)


class Process(unittest.TestCase):
    def test_it_says_where_it_is_and_ends_with_its_input(self) -> None:
        command = [sys.executable, str(Path(__file__).with_name("provider.py"))]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdin is not None and process.stdout is not None
            ready = json.loads(process.stdout.readline())
            with urllib.request.urlopen(f"{ready['url']}/repos/octocat/hello-world") as response:
                self.assertEqual(json.load(response)["full_name"], "octocat/hello-world")
            process.stdin.close()
            self.assertEqual(process.wait(timeout=10), 0)


if __name__ == "__main__":
    unittest.main()
