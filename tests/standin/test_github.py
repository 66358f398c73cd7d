"""GitHub's API on the stand-in: the shapes and answers that clients rely on."""

from __future__ import annotations

import base64
import json
import re
import unittest
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from grants import PERSONAL_TOKENS
from messages import Request, Response
from server import answer
from world import World

CATALOG = Path(__file__).parents[2] / "core" / "catalog" / "toolkits" / "github.yaml"
HELLO = "/repos/octocat/hello-world"
SAMPLES = {
    "owner": "octocat",
    "repo": "hello-world",
    "issue_number": "1",
    "pull_number": "3",
    "comment_id": "1",
    "username": "octocat",
    "branch": "main",
    "ref": "main",
    "basehead": "main...greeting",
    "path": "README.md",
    "name": "bug",
    "org": "acme",
}


class GitHubCase(unittest.TestCase):
    def setUp(self) -> None:
        self.world = World("http://127.0.0.1:1")

    def call(
        self, method: str, target: str, body: Any = None, login: str | None = "octocat", **headers: str
    ) -> Response:
        parts = urlsplit(target)
        sent = {"user-agent": "test", **headers}
        if login:
            sent["authorization"] = f"Bearer {PERSONAL_TOKENS[login]}"
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        data = b"" if body is None else json.dumps(body).encode()
        response = answer(self.world, Request(method, parts.path, query, sent, data))
        assert response is not None
        return response

    def json(self, method: str, target: str, body: Any = None, **options: Any) -> Any:
        response = self.call(method, target, body, **options)
        self.assertLess(response.status, 300, response.body)
        return json.loads(response.body)


class Answers(GitHubCase):
    def test_every_tool_of_the_catalog_has_a_route(self) -> None:
        routes = re.findall(r"^    (get|post|put|patch|delete): (/\S*)$", CATALOG.read_text(), re.MULTILINE)
        self.assertGreater(len(routes), 14)
        for method, template in routes:
            path = re.sub(r"\{\+?(\w+)\}", lambda name: SAMPLES[name[1]], template)
            with self.subTest(f"{method} {template}"):
                response = self.call(method.upper(), path, None if method == "get" else {})
                # These answer 404 because nothing of that name is there.
                missing = ("/orgs/", "/releases/latest", "/issues/comments/")
                if not any(part in path for part in missing):
                    self.assertNotEqual(response.status, 404, response.body)

    def test_errors_have_githubs_shape(self) -> None:
        cases: list[tuple[str, str, Any, str | None, int, str]] = [
            ("GET", "/repos/octocat/nothing", None, "octocat", 404, "Not Found"),
            ("GET", "/nowhere", None, "octocat", 404, "Not Found"),
            ("GET", "/repos/octocat/notes", None, "hubot", 404, "Not Found"),
            ("GET", "/user", None, None, 401, "Requires authentication"),
            ("POST", f"{HELLO}/issues", {"body": "no title"}, "octocat", 422, "Validation Failed"),
            ("PATCH", f"{HELLO}/issues/1", {"state": "gone"}, "octocat", 422, "Validation Failed"),
        ]
        for method, target, body, login, status, message in cases:
            with self.subTest(target):
                response = self.call(method, target, body, login)
                told = json.loads(response.body)
                self.assertEqual((response.status, told["status"], told["message"]), (status, str(status), message))
                self.assertIn("documentation_url", told)

    def test_a_wrong_token_is_bad_credentials_even_for_public_data(self) -> None:
        response = self.call("GET", HELLO, login=None, authorization="Bearer ghp_wrong")
        self.assertEqual((response.status, json.loads(response.body)["message"]), (401, "Bad credentials"))

    def test_every_answer_carries_the_rate_limit(self) -> None:
        headers = self.call("GET", "/user").headers
        self.assertEqual((headers["X-RateLimit-Limit"], headers["X-OAuth-Scopes"]), ("5000", "repo, user"))

    def test_a_call_without_user_agent_is_forbidden(self) -> None:
        response = answer(self.world, Request("GET", "/user"))
        self.assertEqual(response.status if response else None, 403)

    def test_broken_json_is_a_400(self) -> None:
        headers = {"user-agent": "test", "authorization": f"Bearer {PERSONAL_TOKENS['octocat']}"}
        response = answer(self.world, Request("POST", f"{HELLO}/issues", {}, headers, b"{"))
        self.assertEqual(response.status if response else None, 400)


class Issues(GitHubCase):
    def test_create_then_read_back_then_close(self) -> None:
        made = self.json("POST", f"{HELLO}/issues", {"title": "New", "body": "Text", "labels": ["bug"]})
        self.assertEqual((made["number"], made["state"], made["user"]["login"]), (4, "open", "octocat"))
        self.assertEqual(made["html_url"], "http://127.0.0.1:1/octocat/hello-world/issues/4")
        self.assertEqual(self.json("GET", f"{HELLO}/issues/4"), made)
        closed = self.json("PATCH", f"{HELLO}/issues/4", {"state": "closed"})
        self.assertEqual((closed["state_reason"], closed["closed_by"]["login"]), ("completed", "octocat"))
        self.assertNotIn(4, [issue["number"] for issue in self.json("GET", f"{HELLO}/issues")])

    def test_lists_page_with_links(self) -> None:
        response = self.call("GET", f"{HELLO}/issues?per_page=1&page=2&state=all")
        self.assertEqual([issue["number"] for issue in json.loads(response.body)], [2])
        relations = re.findall(r'[?&]page=(\d+)[^>]*>; rel="(\w+)"', response.headers["Link"])
        self.assertEqual(relations, [("1", "prev"), ("3", "next"), ("3", "last"), ("1", "first")])

    def test_filters(self) -> None:
        cases = {"labels=bug": [1], "creator=hubot": [3, 1], "assignee=octocat": [], "direction=asc": [1, 2, 3]}
        for query, numbers in cases.items():
            with self.subTest(query):
                found = [issue["number"] for issue in self.json("GET", f"{HELLO}/issues?{query}")]
                self.assertEqual(found, numbers)

    def test_comments_are_made_changed_and_counted(self) -> None:
        comment = self.json("POST", f"{HELLO}/issues/2/comments", {"body": "First"})
        self.json("PATCH", f"{HELLO}/issues/comments/{comment['id']}", {"body": "Second"})
        self.assertEqual([one["body"] for one in self.json("GET", f"{HELLO}/issues/2/comments")], ["Second"])
        self.assertEqual(self.json("GET", f"{HELLO}/issues/2")["comments"], 1)

    def test_labels_come_and_go(self) -> None:
        added = self.json("POST", f"{HELLO}/issues/2/labels", {"labels": ["bug", "new one"]})
        self.assertEqual([label["name"] for label in added], ["documentation", "bug", "new one"])
        left = self.json("DELETE", f"{HELLO}/issues/2/labels/new%20one")
        self.assertEqual([label["name"] for label in left], ["documentation", "bug"])

    def test_search_understands_qualifiers(self) -> None:
        found = self.json("GET", "/search/issues?q=name+repo:octocat/hello-world+is:issue+is:open")
        self.assertEqual((found["total_count"], found["items"][0]["number"]), (1, 1))


class Code(GitHubCase):
    def test_a_file_is_read_and_listed(self) -> None:
        readme = self.json("GET", f"{HELLO}/contents/README.md")
        self.assertIn(b"# Hello", base64.b64decode(readme["content"]))
        listed = self.json("GET", f"{HELLO}/contents/")
        self.assertEqual([(one["name"], one["type"]) for one in listed], [("README.md", "file"), ("src", "dir")])

    def test_a_file_is_changed_only_with_its_sha(self) -> None:
        change = {"message": "Change", "content": base64.b64encode(b"new").decode()}
        path = f"{HELLO}/contents/README.md"
        self.assertEqual(self.call("PUT", path, change).status, 422)
        self.assertEqual(self.call("PUT", path, {**change, "sha": "0" * 40}).status, 409)
        sha = self.json("GET", path)["sha"]
        self.assertEqual(self.call("PUT", path, {**change, "sha": sha}).status, 200)
        self.assertEqual(base64.b64decode(self.json("GET", path)["content"]), b"new")
        self.assertEqual(self.json("GET", f"{HELLO}/commits")[0]["commit"]["message"], "Change")

    def test_a_pull_request_is_reviewed_and_merged(self) -> None:
        self.assertEqual(self.json("GET", f"{HELLO}/pulls/3")["changed_files"], 1)
        review = self.json("POST", f"{HELLO}/pulls/3/reviews", {"event": "APPROVE"})
        self.assertEqual(review["state"], "APPROVED")
        self.assertTrue(self.json("PUT", f"{HELLO}/pulls/3/merge", {})["merged"])
        self.assertEqual(self.call("PUT", f"{HELLO}/pulls/3/merge", {}).status, 405)
        self.assertEqual(self.call("GET", f"{HELLO}/contents/src/greet.py").status, 200)

    def test_a_branch_is_made_and_a_pull_request_opened_from_it(self) -> None:
        sha = self.json("GET", f"{HELLO}/branches/greeting")["commit"]["sha"]
        self.json("POST", f"{HELLO}/git/refs", {"ref": "refs/heads/topic", "sha": sha})
        opened = self.json("POST", f"{HELLO}/pulls", {"title": "Topic", "head": "topic", "base": "main"})
        self.assertEqual((opened["head"]["ref"], opened["commits"]), ("topic", 1))
        self.assertEqual(
            self.call("POST", f"{HELLO}/pulls", {"title": "T", "head": "topic", "base": "main"}).status, 422
        )
        self.assertEqual(self.json("GET", f"{HELLO}/compare/main...topic")["ahead_by"], 1)

    def test_a_star_shows_among_the_stargazers(self) -> None:
        self.assertEqual(self.call("PUT", "/user/starred/octocat/hello-world").status, 204)
        self.assertEqual([one["login"] for one in self.json("GET", f"{HELLO}/stargazers")], ["hubot", "octocat"])


if __name__ == "__main__":
    unittest.main()
