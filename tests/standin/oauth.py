"""The authorization server: GitHub's authorize page, token endpoint and token revocation."""

from __future__ import annotations

import base64
import hmac
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit, urlunsplit

from grants import REFRESH_SECONDS, Consent, Refused, Tokens
from messages import Request, Response, form_response, html_response, json_response, no_content, redirect
from routing import Params, Router

if TYPE_CHECKING:
    from world import World

APPLICATION = "Stand-in Test App"
# The one redirect URI the application registered, on whatever loopback origin the engine under test serves.
CALLBACK_PATH = "/api/v3.1/toolkits/auth/callback"
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "::1")

# Why a token request is refused: GitHub's own code (sent with status 200) and the standard's (RFC 6749 section 5.2).
TOKEN_ERRORS = {
    "bad_client": ("incorrect_client_credentials", "invalid_client", 401),
    "bad_code": ("bad_verification_code", "invalid_grant", 400),
    "bad_redirect": ("redirect_uri_mismatch", "invalid_grant", 400),
    "bad_refresh": ("bad_refresh_token", "invalid_grant", 400),
    "bad_grant_type": ("unsupported_grant_type", "unsupported_grant_type", 400),
}

routes = Router()


@routes.route("GET", "/login/oauth/authorize")
def authorize(world: World, request: Request, _: Params) -> Response:
    """The consent page. What is wrong with the request is told here and never redirected (RFC 6749 section 4.1.2.1)."""
    query = request.query
    client_id = query.get("client_id", "")
    if client_id not in world.apps.secrets:
        return _page("Unknown application", "<p>No application has this <code>client_id</code>.</p>", 404)
    redirect_uri = query.get("redirect_uri", "")
    if not _registered(redirect_uri):
        text = f"<p><code>{escape(redirect_uri)}</code> is not a <code>redirect_uri</code> of this application.</p>"
        return _page("Redirect URI mismatch", text, 400)
    challenge = query.get("code_challenge", "")
    if challenge and query.get("code_challenge_method") != "S256":
        return _page("Bad request", "<p>Only the S256 <code>code_challenge_method</code> is supported.</p>", 400)
    scopes = query.get("scope", "").replace(",", " ").split()
    consent = Consent(client_id, redirect_uri, scopes, query.get("state", ""), challenge)
    return _consent_page(world, consent, query.get("login", "octocat"))


@routes.route("POST", "/login/oauth/authorize/decision")
def decide(world: World, request: Request, _: Params) -> Response:
    form = request.form()
    consent = world.grants.answered(form.get("consent", ""))
    login = form.get("login", "")
    if consent is None or login not in world.github.users:
        return _page("This page has expired", "<p>Start again from the application.</p>", 400)
    if form.get("decision") != "approve":
        refusal = {"error": "access_denied", "error_description": "The user has denied your application access."}
        return redirect(_with_query(consent.redirect_uri, {**refusal, "state": consent.state}))
    code = world.grants.issue_code(consent, login)
    return redirect(_with_query(consent.redirect_uri, {"code": code, "state": consent.state}))


@routes.route("POST", "/login/oauth/access_token")
def access_token(world: World, request: Request, _: Params) -> Response:
    form = request.form_or_json()
    client_id, secret = _basic(request) or (form.get("client_id", ""), form.get("client_secret", ""))
    try:
        tokens = _tokens(world, form, client_id, secret)
    except Refused as refused:
        return _token_error(world, request, refused)
    reply = {
        "access_token": tokens.access,
        "expires_in": world.settings.access_token_seconds,
        "refresh_token": tokens.refresh,
        "refresh_token_expires_in": REFRESH_SECONDS,
        "scope": ",".join(tokens.scopes),
        "token_type": "bearer",
    }
    return json_response(reply, headers={"Cache-Control": "no-store"}) if _wants_json(request) else form_response(reply)


@routes.route("DELETE", "/applications/{client_id}/{what}")
def revoke(world: World, request: Request, params: Params) -> Response:
    """`/token` ends one access token, `/grant` the user's whole authorization."""
    client_id, secret = _basic(request) or ("", "")
    if (
        params["what"] not in ("token", "grant")
        or client_id != params["client_id"]
        or not _is_client(world, client_id, secret)
    ):
        return json_response({"message": "Not Found", "status": "404"}, 404)
    token = str(request.json().get("access_token", ""))
    if not world.grants.revoke_token(token, whole_grant=params["what"] == "grant"):
        return json_response({"message": "Validation Failed", "status": "422"}, 422)
    return no_content()


def _tokens(world: World, form: dict[str, str], client_id: str, secret: str) -> Tokens:
    if not _is_client(world, client_id, secret):
        raise Refused("bad_client", "The client_id and/or client_secret passed are incorrect.")
    seconds = world.settings.access_token_seconds
    # GitHub lets a code request leave out grant_type.
    match form.get("grant_type", "authorization_code"):
        case "authorization_code":
            verifier, uri = form.get("code_verifier", ""), form.get("redirect_uri", "")
            return world.grants.exchange(form.get("code", ""), client_id, uri, verifier, seconds)
        case "refresh_token":
            return world.grants.refresh(
                form.get("refresh_token", ""), seconds, rotate=world.settings.rotate_refresh_tokens
            )
        case other:
            raise Refused("bad_grant_type", f"The grant_type `{other}` is not supported.")


def _token_error(world: World, request: Request, refused: Refused) -> Response:
    github, standard, status = TOKEN_ERRORS[refused.reason]
    if world.settings.token_errors == "rfc":
        headers = {"WWW-Authenticate": "Basic"} if status == 401 else {}
        return json_response({"error": standard, "error_description": str(refused)}, status, headers)
    body = {
        "error": github,
        "error_description": str(refused),
        "error_uri": "/apps/troubleshooting-oauth-app-access-token-request-errors",
    }
    return json_response(body) if _wants_json(request) else form_response(body)


def _registered(redirect_uri: str) -> bool:
    uri = urlsplit(redirect_uri)
    return (
        uri.scheme == "http"
        and uri.hostname in LOOPBACK_HOSTS
        and uri.path == CALLBACK_PATH
        and not (uri.query or uri.fragment or uri.username)
    )


def _is_client(world: World, client_id: str, secret: str) -> bool:
    known = world.apps.secrets.get(client_id)
    return known is not None and hmac.compare_digest(secret.encode(), known.encode())


def _basic(request: Request) -> tuple[str, str] | None:
    scheme, _, value = request.header("authorization").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        user, _, password = base64.b64decode(value).decode().partition(":")
    except ValueError:
        return None
    return user, password


def _wants_json(request: Request) -> bool:
    return "json" in request.header("accept")


def _with_query(uri: str, more: dict[str, str]) -> str:
    parts = urlsplit(uri)
    return urlunsplit(parts._replace(query=urlencode({key: value for key, value in more.items() if value})))


def _consent_page(world: World, consent: Consent, login: str) -> Response:
    scopes = (
        "".join(f"<li><code>{escape(scope)}</code></li>" for scope in consent.scopes) or "<li>public information</li>"
    )
    page = f"""<p><strong>{APPLICATION}</strong> would like permission to act for <strong>{escape(login)}</strong>:</p>
<ul>{scopes}</ul>
<form method="post" action="/login/oauth/authorize/decision">
<input type="hidden" name="consent" value="{world.grants.ask(consent)}">
<input type="hidden" name="login" value="{escape(login)}">
<button type="submit" name="decision" value="approve">Authorize {APPLICATION}</button>
<button type="submit" name="decision" value="deny">Cancel</button>
</form>"""
    return _page(f"Authorize {APPLICATION}", page)


def _page(title: str, content: str, status: int = 200) -> Response:
    page = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title></head>
<body><h1>{escape(title)}</h1>
{content}
</body></html>
"""
    return html_response(page, status).with_headers({"Cache-Control": "no-store", "X-Frame-Options": "DENY"})
