"""Exa's API: four searches over a handful of made-up pages, opened by an `x-api-key`."""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from messages import Request, Response, json_response
from routing import Params, Router

if TYPE_CHECKING:
    from world import World

API_KEY = "exa-standin-key-0123456789abcdef"
PAGES = [
    ("https://example.com/rust-engines", "Building engines in Rust", "How a session engine can be written in Rust."),
    ("https://example.com/agents", "Agents and their tools", "Agents act through tools their users connect."),
    ("https://example.com/oauth", "OAuth for the impatient", "Codes, tokens, refresh and why state matters."),
    ("https://example.org/gardening", "A small garden", "Tomatoes, beans and patience."),
]

routes = Router()


def _guarded(answer: Callable[[dict[str, Any]], Response]) -> Callable[[World, Request, Params], Response]:
    def handle(_world: World, request: Request, _params: Params) -> Response:
        key = request.header("x-api-key") or request.header("authorization").removeprefix("Bearer ")
        if not hmac.compare_digest(key.encode(), API_KEY.encode()):
            return _error(401, "INVALID_API_KEY", "Invalid API key")
        body = request.json()
        return answer(body) if isinstance(body, dict) else _error(400, "INVALID_REQUEST_BODY", "Expected an object")

    return handle


def search(body: dict[str, Any]) -> Response:
    if not body.get("query"):
        return _error(400, "INVALID_REQUEST_BODY", "Invalid request body | Validation error: Required at `query`")
    allowed, barred = body.get("includeDomains") or [], body.get("excludeDomains") or []
    words = set(str(body["query"]).lower().split())
    found = [page for page in PAGES if (not allowed or _domain(page) in allowed) and _domain(page) not in barred]
    ranked = sorted(found, key=lambda page: -len(words & set(f"{page[1]} {page[2]}".lower().split())))
    shown = ranked[: int(body.get("numResults", 10))]
    results = [_result(page, body.get("contents") or {}) for page in shown]
    return _reply(
        {"resolvedSearchType": "neural" if body.get("type", "auto") == "auto" else body["type"], "results": results}
    )


def contents(body: dict[str, Any]) -> Response:
    wanted = body.get("urls") or body.get("ids")
    if not wanted:
        return _error(400, "INVALID_REQUEST_BODY", "Invalid request body | Validation error: provide `urls` or `ids`")
    known = {page[0]: page for page in PAGES}
    statuses = []
    for url in wanted:
        failed = {"error": {"tag": "CRAWL_NOT_FOUND", "httpStatusCode": 404}}
        statuses.append(
            {"id": url, "status": "success" if url in known else "error", **({} if url in known else failed)}
        )
    results = [_result(known[url], {"text": True, **body}) for url in wanted if url in known]
    return _reply({"results": results, "statuses": statuses})


def find_similar(body: dict[str, Any]) -> Response:
    if not body.get("url"):
        return _error(400, "INVALID_REQUEST_BODY", "Invalid request body | Validation error: Required at `url`")
    found = [page for page in PAGES if page[0] != body["url"]][: int(body.get("numResults", 10))]
    return _reply({"results": [_result(page, body.get("contents") or {}) for page in found]})


def answer_question(body: dict[str, Any]) -> Response:
    if not body.get("query"):
        return _error(400, "INVALID_REQUEST_BODY", "Invalid request body | Validation error: Required at `query`")
    citations = [_result(page, {"text": body.get("text", False)}) for page in PAGES[:2]]
    return _reply(
        {"answer": f"The stand-in has read {len(PAGES)} pages and answers: {PAGES[0][2]}", "citations": citations}
    )


def _result(page: tuple[str, str, str], wanted: dict[str, Any]) -> dict[str, Any]:
    url, title, text = page
    result: dict[str, Any] = {
        "id": url,
        "title": title,
        "url": url,
        "publishedDate": "2026-05-01T00:00:00.000Z",
        "author": "Stand-in",
    }
    if wanted.get("text"):
        result["text"] = text
    if wanted.get("highlights"):
        result |= {"highlights": [text], "highlightScores": [0.5]}
    return result


def _domain(page: tuple[str, str, str]) -> str:
    return page[0].split("/")[2]


def _reply(content: dict[str, Any]) -> Response:
    return json_response({"requestId": uuid.uuid4().hex, **content, "costDollars": {"total": 0.005}})


def _error(status: int, tag: str, message: str) -> Response:
    return json_response({"requestId": uuid.uuid4().hex, "error": message, "tag": tag}, status)


for path, route in (
    ("/search", search),
    ("/contents", contents),
    ("/findSimilar", find_similar),
    ("/answer", answer_question),
):
    routes.add("POST", path, _guarded(route))
