"""Google, as far as a taken-over login needs it: the token endpoint's refresh, and Gmail's profile."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from messages import Request, Response, json_response
from routing import Params, Router

if TYPE_CHECKING:
    from world import World

# What gcloud writes to application_default_credentials.json.
CREDENTIALS = {
    "type": "authorized_user",
    "client_id": "764086051850-standin.apps.googleusercontent.com",
    "client_secret": "standin-google-secret-01",
    "refresh_token": "1//standin-google-refresh-0123456789",
}
ACCESS_TOKEN = "ya29.standin-google-access-0123456789"
ADDRESS = "octocat@gmail.com"

routes = Router()


@routes.route("POST", "/token")
def token(_world: World, request: Request, _: Params) -> Response:
    form = request.form()
    for key in ("client_id", "client_secret"):
        if not hmac.compare_digest(form.get(key, "").encode(), CREDENTIALS[key].encode()):
            return _refusal("invalid_client", "The OAuth client was not found.", 401)
    if form.get("grant_type") != "refresh_token" or form.get("refresh_token") != CREDENTIALS["refresh_token"]:
        return _refusal("invalid_grant", "Bad Request", 400)
    return json_response(
        {
            "access_token": ACCESS_TOKEN,
            "expires_in": 3599,
            "scope": "https://mail.google.com/",
            "token_type": "Bearer",
        }
    )


@routes.route("GET", "/gmail/v1/users/{user}/profile")
def profile(_world: World, request: Request, _: Params) -> Response:
    if request.header("authorization") != f"Bearer {ACCESS_TOKEN}":
        error = {"code": 401, "message": "Request had invalid authentication credentials.", "status": "UNAUTHENTICATED"}
        return json_response({"error": error}, 401)
    return json_response({"emailAddress": ADDRESS, "messagesTotal": 2, "threadsTotal": 1, "historyId": "1987"})


def _refusal(error: str, description: str, status: int) -> Response:
    return json_response({"error": error, "error_description": description}, status)
