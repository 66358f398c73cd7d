"""The authorization server as a client sees it: consent, codes, PKCE, refresh tokens, and how errors are told."""

from __future__ import annotations

import base64
import json
import re
import unittest
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from grants import CLIENT_ID, CLIENT_SECRET, CODE_SECONDS, challenge_of
from messages import Request, Response
from oauth import CALLBACK_PATH
from server import answer
from world import World

REDIRECT_URI = f"http://localhost:9900{CALLBACK_PATH}"
VERIFIER = "a-verifier-that-is-long-enough-to-be-one-0123456789"


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


class OAuthCase(unittest.TestCase):
    def setUp(self) -> None:
        self.clock = Clock()
        self.world = World("http://127.0.0.1:1", self.clock)

    def ask(self, method: str, target: str, body: dict[str, Any] | None = None, **headers: str) -> Response:
        parts = urlsplit(target)
        sent = {"user-agent": "test", "accept": "application/json", "content-type": "application/x-www-form-urlencoded"}
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        form = urlencode(body or {}).encode()
        response = answer(self.world, Request(method, parts.path, query, {**sent, **headers}, form))
        assert response is not None
        return response

    def authorize(self, **changed: str) -> Response:
        query = {
            "client_id": CLIENT_ID,
            "redirect_uri": REDIRECT_URI,
            "scope": "repo user",
            "state": "state-1",
            "code_challenge": challenge_of(VERIFIER),
            "code_challenge_method": "S256",
            **changed,
        }
        return self.ask("GET", "/login/oauth/authorize?" + urlencode(query))

    def decide(self, decision: str = "approve") -> dict[str, str]:
        """Answers a consent page; returns the query the browser is sent back with."""
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', self.authorize().body.decode()))
        form = {"consent": fields["consent"], "login": fields["login"], "decision": decision}
        response = self.ask("POST", "/login/oauth/authorize/decision", form)
        self.assertEqual(response.status, 302)
        return dict(parse_qsl(urlsplit(response.headers["Location"]).query))

    def token(self, **changed: str) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "redirect_uri": REDIRECT_URI,
            "code_verifier": VERIFIER,
            **changed,
        }
        response = self.ask("POST", "/login/oauth/access_token", form)
        self.assertEqual(response.status, 200)
        return dict(json.loads(response.body))

    def connect(self) -> dict[str, Any]:
        return self.token(code=self.decide()["code"])

    def refresh(self, token: str) -> dict[str, Any]:
        return self.token(grant_type="refresh_token", refresh_token=token)

    def status_of(self, access_token: str) -> int:
        return self.ask("GET", "/user", authorization=f"Bearer {access_token}").status


class Consent(OAuthCase):
    def test_page_names_the_application_and_the_scopes(self) -> None:
        page = self.authorize().body.decode()
        for text in ("Stand-in Test App", "<code>repo</code>", "<code>user</code>", 'method="post"'):
            self.assertIn(text, page)

    def test_wrong_requests_are_never_redirected(self) -> None:
        wrong = [
            {"client_id": "somebody-else"},
            {"redirect_uri": f"https://evil.example{CALLBACK_PATH}"},
            {"redirect_uri": "http://localhost:9900/other"},
            {"redirect_uri": REDIRECT_URI + "?more=1"},
            {"redirect_uri": f"http://localhost@evil.example:9900{CALLBACK_PATH}"},
            {"code_challenge_method": "plain"},
        ]
        for changed in wrong:
            with self.subTest(changed):
                response = self.authorize(**changed)
                self.assertIn(response.status, (400, 404))
                self.assertNotIn("Location", response.headers)

    def test_denial_comes_back_with_state(self) -> None:
        self.assertEqual(
            self.decide("deny"),
            {
                "error": "access_denied",
                "error_description": "The user has denied your application access.",
                "state": "state-1",
            },
        )

    def test_a_page_is_answered_once(self) -> None:
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', self.authorize().body.decode()))
        form = {"consent": fields["consent"], "login": "octocat", "decision": "approve"}
        statuses = [self.ask("POST", "/login/oauth/authorize/decision", form).status for _ in range(2)]
        self.assertEqual(statuses, [302, 400])


class Codes(OAuthCase):
    def test_exchange_gives_an_expiring_token_that_works(self) -> None:
        tokens = self.connect()
        self.assertEqual((tokens["token_type"], tokens["scope"], tokens["expires_in"]), ("bearer", "repo,user", 28_800))
        self.assertEqual(self.status_of(tokens["access_token"]), 200)
        self.clock.now += 28_800
        self.assertEqual(self.status_of(tokens["access_token"]), 401)

    def test_refused_exchanges(self) -> None:
        wrong = [
            ({"code": "nonsense"}, "bad_verification_code"),
            ({"code_verifier": "another-verifier"}, "bad_verification_code"),
            ({"redirect_uri": REDIRECT_URI.replace("localhost", "127.0.0.1")}, "redirect_uri_mismatch"),
            ({"client_secret": "wrong"}, "incorrect_client_credentials"),
            ({"grant_type": "password"}, "unsupported_grant_type"),
        ]
        for changed, error in wrong:
            with self.subTest(error):
                self.assertEqual(self.token(**{"code": self.decide()["code"], **changed})["error"], error)

    def test_a_code_lives_ten_minutes(self) -> None:
        code = self.decide()["code"]
        self.clock.now += CODE_SECONDS
        self.assertEqual(self.token(code=code)["error"], "bad_verification_code")

    def test_a_code_used_twice_ends_the_grant(self) -> None:
        code = self.decide()["code"]
        tokens = self.token(code=code)
        self.assertEqual(self.token(code=code)["error"], "bad_verification_code")
        self.assertEqual(self.status_of(tokens["access_token"]), 401)


class RefreshTokens(OAuthCase):
    def test_refresh_rotates(self) -> None:
        first = self.connect()
        second = self.refresh(first["refresh_token"])
        self.assertNotEqual(first["refresh_token"], second["refresh_token"])
        self.assertEqual(self.status_of(second["access_token"]), 200)

    def test_reuse_revokes_the_family(self) -> None:
        first = self.connect()
        second = self.refresh(first["refresh_token"])
        self.assertEqual(self.refresh(first["refresh_token"])["error"], "bad_refresh_token")
        self.assertEqual(self.refresh(second["refresh_token"])["error"], "bad_refresh_token")
        self.assertEqual(self.status_of(second["access_token"]), 401)

    def test_without_rotation_the_token_stays(self) -> None:
        self.world.settings.rotate_refresh_tokens = False
        first = self.connect()
        self.assertEqual(self.refresh(first["refresh_token"])["refresh_token"], first["refresh_token"])

    def test_control_expires_and_revokes(self) -> None:
        tokens = self.connect()
        self.ask("POST", "/_control/tokens/expire")
        self.assertEqual(self.status_of(tokens["access_token"]), 401)
        again = self.refresh(tokens["refresh_token"])
        self.assertEqual(self.status_of(again["access_token"]), 200)
        response = answer(self.world, Request("POST", "/_control/grants/revoke"))
        assert response is not None
        self.assertEqual(json.loads(response.body), {"revoked": 1})
        self.assertEqual(self.status_of(again["access_token"]), 401)
        self.assertEqual(self.refresh(again["refresh_token"])["error"], "bad_refresh_token")


class Styles(OAuthCase):
    def test_without_accept_the_reply_is_a_form(self) -> None:
        form = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "code": "x"}
        response = self.ask("POST", "/login/oauth/access_token", form, accept="*/*")
        self.assertEqual(dict(parse_qsl(response.body.decode()))["error"], "bad_verification_code")

    def test_standard_errors_have_standard_statuses(self) -> None:
        self.world.settings.token_errors = "rfc"
        basic = base64.b64encode(f"{CLIENT_ID}:wrong".encode()).decode()
        cases: list[tuple[dict[str, str], dict[str, str], int, str]] = [
            ({"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "code": "x"}, {}, 400, "invalid_grant"),
            ({"code": "x"}, {"authorization": f"Basic {basic}"}, 401, "invalid_client"),
        ]
        for form, headers, status, error in cases:
            with self.subTest(error):
                response = self.ask("POST", "/login/oauth/access_token", form, **headers)
                self.assertEqual((response.status, json.loads(response.body)["error"]), (status, error))

    def test_revocation_ends_the_grant(self) -> None:
        tokens = self.connect()
        basic = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        body = json.dumps({"access_token": tokens["access_token"]}).encode()
        headers = {"authorization": f"Basic {basic}"}
        response = answer(self.world, Request("DELETE", f"/applications/{CLIENT_ID}/grant", {}, headers, body))
        assert response is not None
        self.assertEqual(response.status, 204)
        self.assertEqual(self.refresh(tokens["refresh_token"])["error"], "bad_refresh_token")


if __name__ == "__main__":
    unittest.main()
