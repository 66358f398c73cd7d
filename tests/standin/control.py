"""The control API under `/_control/`, by which a test steers the stand-in and reads what it saw."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING

from messages import Request, Response, json_response
from routing import Params, Router

if TYPE_CHECKING:
    from world import World

PREFIX = "/_control/"
WAITING = "/_control/waiting"
routes = Router()


@routes.route("POST", "/_control/reset")
def reset(world: World, _request: Request, _: Params) -> Response:
    world.reset()
    return json_response({"reset": True})


@routes.route("GET", "/_control/requests")
def requests(world: World, request: Request, _: Params) -> Response:
    query = request.query
    found = world.recorder.list(query.get("path", ""), query.get("method", ""), int(query.get("after", "0")))
    return json_response({"requests": found})


@routes.route("POST", "/_control/tokens/expire")
def expire_tokens(world: World, _request: Request, _: Params) -> Response:
    return json_response({"expired": world.grants.expire_access_tokens()})


@routes.route("POST", "/_control/grants/revoke")
def revoke_grants(world: World, request: Request, _: Params) -> Response:
    return json_response({"revoked": world.grants.revoke(login=request.json().get("login"))})


@routes.route("POST", "/_control/settings")
def change_settings(world: World, request: Request, _: Params) -> Response:
    wanted = request.json()
    unknown = wanted.keys() - {field.name for field in fields(world.settings)}
    if unknown:
        return json_response({"error": f"unknown settings {sorted(unknown)}"}, 400)
    for name, value in wanted.items():
        setattr(world.settings, name, value)
    return json_response(asdict(world.settings))


@routes.route("GET", "/_control/faults")
def list_faults(world: World, _request: Request, _: Params) -> Response:
    return json_response({"faults": [asdict(fault) for fault in world.faults.planned if fault.times > 0]})


@routes.route("POST", "/_control/faults")
def plan_fault(world: World, request: Request, _: Params) -> Response:
    try:
        return json_response(asdict(world.faults.plan(request.json())), 201)
    except (TypeError, ValueError) as mistake:
        return json_response({"error": str(mistake)}, 400)


@routes.route("POST", "/_control/release")
def release(world: World, _request: Request, _: Params) -> Response:
    return json_response({"released": world.gate.release()})


def waiting(world: World, request: Request) -> Response:
    return json_response({"waiting": world.gate.waiting(int(request.query.get("at_least", "0")))})
