"""The requests by which Slack, Linear and Firecrawl tell whose credential it is, each in its own manner of refusing.

Their credentials are the personal tokens of the stand-in's GitHub users.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from messages import Request, Response, json_response
from routing import Params, Router

if TYPE_CHECKING:
    from world import World

routes = Router()


@routes.route("GET", "/auth.test")
def slack(world: World, request: Request, _: Params) -> Response:
    """Slack refuses with status 200."""
    login = _login(world, request)
    if login is None:
        return json_response({"ok": False, "error": "invalid_auth"})
    return json_response({"ok": True, "team": "Stand-in", "user": login, "team_id": "T1", "user_id": "U1"})


@routes.route("POST", "/graphql")
def linear(world: World, request: Request, _: Params) -> Response:
    login = _login(world, request)
    if login is None or "viewer" not in str(request.json().get("query", "")):
        code = {"code": "AUTHENTICATION_ERROR", "userPresentableMessage": "You need to authenticate."}
        return json_response({"errors": [{"message": "Authentication required", "extensions": code}]}, 401)
    return json_response({"data": {"viewer": {"email": f"{login}@example.com"}}})


@routes.route("GET", "/team/credit-usage")
def firecrawl(world: World, request: Request, _: Params) -> Response:
    """Firecrawl says whether a key works and not whose it is."""
    if _login(world, request) is None:
        return json_response({"success": False, "error": "Unauthorized: Invalid token"}, 401)
    return json_response({"success": True, "data": {"remainingCredits": 500, "planCredits": 500}})


def _login(world: World, request: Request) -> str | None:
    user = world.grants.user_of(request.header("authorization").removeprefix("Bearer "))
    return user[0] if user else None
