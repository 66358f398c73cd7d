"""Requests that are held until they are together, over real sockets."""

from __future__ import annotations

import unittest
from concurrent.futures import ThreadPoolExecutor

from gate import Gate
from test_server import AUTHORIZATION, ServerCase

ISSUES = ["/repos/octocat/hello-world/issues/1", "/repos/octocat/hello-world/issues/2"]


class Together(ServerCase):
    def test_two_requests_at_once_are_both_answered(self) -> None:
        self.json("POST", "/_control/faults", {"path": "/repos/*", "together": 2})
        with ThreadPoolExecutor(2) as pool:
            answers = pool.map(lambda path: self.ask("GET", path, headers=AUTHORIZATION)[0], ISSUES)
            self.assertEqual(list(answers), [200, 200])
        self.assertEqual(self.json("GET", "/_control/faults"), {"faults": []})

    def test_one_after_the_other_is_refused(self) -> None:
        self.standin.world.gate = Gate(patience=0.05)
        self.json("POST", "/_control/faults", {"path": "/repos/*", "together": 2})
        statuses = [self.ask("GET", path, headers=AUTHORIZATION)[0] for path in ISSUES]
        self.assertEqual(statuses, [504, 504])

    def test_a_held_request_is_seen_and_let_go(self) -> None:
        self.json("POST", "/_control/faults", {"path": "/user", "together": 99})
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(self.ask, "GET", "/user", None, AUTHORIZATION)
            self.assertEqual(self.json("GET", "/_control/waiting?at_least=1"), {"waiting": ["/user"]})
            self.assertEqual(self.json("POST", "/_control/release"), {"released": 1})
            self.assertEqual(answer.result()[0], 200)
        self.assertEqual(self.json("GET", "/_control/waiting"), {"waiting": []})


if __name__ == "__main__":
    unittest.main()
