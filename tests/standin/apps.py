"""GitHub Apps made from a manifest: the page that takes it, the button that makes the app, and the exchange of the code
for the app's id and secret."""

from __future__ import annotations

import json
import secrets
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from messages import Request, Response, html_response, json_response, redirect
from routing import Params, Router

if TYPE_CHECKING:
    from world import World

routes = Router()


class Apps:
    """Manifests on their way to be apps, and the clients the finished ones are."""

    def __init__(self, client_id: str, client_secret: str) -> None:
        self.secrets = {client_id: client_secret}
        self._shown: dict[str, tuple[dict[str, Any], str]] = {}
        self._codes: dict[str, dict[str, Any]] = {}

    def show(self, manifest: dict[str, Any], state: str) -> str:
        key = secrets.token_hex(8)
        self._shown[key] = (manifest, state)
        return key

    def create(self, key: str) -> str | None:
        """Makes the app; answers where the browser goes."""
        shown = self._shown.pop(key, None)
        if shown is None:
            return None
        manifest, state = shown
        code = secrets.token_hex(20)
        self._codes[code] = manifest
        return f"{manifest['redirect_url']}?{urlencode({'code': code, 'state': state})}"

    def convert(self, code: str, base_url: str) -> dict[str, Any] | None:
        """The app a code stands for, once."""
        manifest = self._codes.pop(code, None)
        if manifest is None:
            return None
        client_id, secret = f"Iv23{secrets.token_hex(8)}", secrets.token_hex(20)
        self.secrets[client_id] = secret
        slug = str(manifest["name"]).lower().replace(" ", "-")
        return {
            "id": 1000 + len(self.secrets),
            "slug": slug,
            "node_id": "MDExOkludGVncmF0aW9uMQ==",
            "owner": {"login": "octocat", "id": 1, "type": "User"},
            "name": manifest["name"],
            "external_url": manifest["url"],
            "html_url": f"{base_url}/apps/{quote(slug)}",
            "permissions": manifest.get("default_permissions", {}),
            "events": manifest.get("default_events", []),
            "client_id": client_id,
            "client_secret": secret,
            "webhook_secret": None,
            "pem": "-----BEGIN RSA PRIVATE KEY-----\nnot a key\n-----END RSA PRIVATE KEY-----\n",
        }


@routes.route("POST", "/settings/apps/new")
def new(world: World, request: Request, _: Params) -> Response:
    """The page GitHub shows for a manifest, with what it finds wrong."""
    try:
        manifest = json.loads(request.form().get("manifest", ""))
    except ValueError:
        return html_response("<h1>The manifest is not JSON</h1>", 422)
    missing = [key for key in ("name", "url", "redirect_url", "hook_attributes") if not manifest.get(key)]
    if missing:
        return html_response(f"<h1>Invalid GitHub App configuration</h1><p>{escape(', '.join(missing))}</p>", 422)
    key = world.apps.show(manifest, request.query.get("state", ""))
    return html_response(
        f"<h1>Create GitHub App</h1><p>{escape(str(manifest['name']))}</p>"
        f'<form method="post" action="/settings/apps"><input type="hidden" name="app" value="{key}">'
        "<button>Create GitHub App</button></form>"
    )


@routes.route("POST", "/settings/apps")
def create(world: World, request: Request, _: Params) -> Response:
    location = world.apps.create(request.form().get("app", ""))
    return html_response("<h1>Start again</h1>", 404) if location is None else redirect(location)


@routes.route("POST", "/app-manifests/{code}/conversions")
def convert(world: World, _request: Request, params: Params) -> Response:
    app = world.apps.convert(params["code"], world.base_url)
    return json_response({"message": "Not Found", "status": "404"}, 404) if app is None else json_response(app, 201)
