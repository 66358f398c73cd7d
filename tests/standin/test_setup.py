"""What setting up goes through: an app made from a manifest, and a refresh at Google."""

from __future__ import annotations

import json
import re
import unittest
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import google
from messages import Request, Response
from server import answer
from world import World

MANIFEST = {
    "name": "My App",
    "url": "https://example.com",
    "redirect_url": "http://localhost:9900/setup/done",
    "hook_attributes": {"url": "https://example.com", "active": False},
}


class SetupCase(unittest.TestCase):
    def setUp(self) -> None:
        self.world = World("http://127.0.0.1:1")

    def post(self, path: str, form: dict[str, str], **query: str) -> Response:
        response = answer(self.world, Request("POST", path, query, {"user-agent": "test"}, urlencode(form).encode()))
        assert response is not None
        return response

    def made(self) -> dict[str, str]:
        page = self.post("/settings/apps/new", {"manifest": json.dumps(MANIFEST)}, state="s").body.decode()
        found = re.search(r'name="app" value="(\w+)"', page)
        assert found is not None
        back = urlsplit(self.post("/settings/apps", {"app": found[1]}).headers["Location"])
        return dict(parse_qsl(back.query))

    def test_a_manifest_becomes_a_client_whose_code_works_once(self) -> None:
        back = self.made()
        self.assertEqual(back["state"], "s")
        path = f"/app-manifests/{back['code']}/conversions"
        app: dict[str, Any] = json.loads(self.post(path, {}).body)
        self.assertEqual(self.world.apps.secrets[app["client_id"]], app["client_secret"])
        self.assertEqual(self.post(path, {}).status, 404)

    def test_a_manifest_that_github_would_refuse_is_refused(self) -> None:
        for manifest in ("nonsense", json.dumps({**MANIFEST, "redirect_url": ""})):
            self.assertEqual(self.post("/settings/apps/new", {"manifest": manifest}).status, 422)

    def test_google_refreshes_for_the_client_that_has_the_token(self) -> None:
        form = {**google.CREDENTIALS, "grant_type": "refresh_token"}
        self.assertEqual(self.post("/token", form).status, 200)
        for key, error in (("client_secret", "invalid_client"), ("refresh_token", "invalid_grant")):
            self.assertEqual(json.loads(self.post("/token", {**form, key: "x"}).body)["error"], error)


if __name__ == "__main__":
    unittest.main()
