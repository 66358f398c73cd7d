"""Google's Gemini API: `POST /v1beta/models/{model}:generateContent` and `:streamGenerateContent`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import rules
from talk import Asked, Offered, Reply, Result, objects

STATUSES = {400: "INVALID_ARGUMENT", 404: "NOT_FOUND"}


def read(body: Mapping[str, Any]) -> Asked:
    declared = [
        function
        for tool in objects(body.get("tools"))
        for function in objects(_field(tool, "functionDeclarations", "function_declarations"))
    ]
    as_json_schema = [_field(function, "parametersJsonSchema", "parameters_json_schema") for function in declared]
    tools = [
        Offered(str(function.get("name", "")), function.get("description") or "", full or function.get("parameters"))
        for function, full in zip(declared, as_json_schema, strict=True)
    ]
    complaints = rules.validate_gemini(tools, [full is not None for full in as_json_schema])
    complaints += [
        f"/tools/{number}: only one of `parameters` and `parametersJsonSchema` may be set"
        for number, full in enumerate(as_json_schema)
        if full is not None and declared[number].get("parameters") is not None
    ]
    contents = objects(body.get("contents"))
    if not contents:
        complaints.append("/contents: contents is not specified")
    return Asked(tools, _results(contents), complaints + _unbalanced(contents))


def answer(reply: Reply) -> dict[str, Any]:
    return _response(reply, _parts(reply), "STOP")


def events(reply: Reply, _body: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Text comes in two halves; a function call is never cut."""
    parts = _parts(reply)
    half = len(reply.text) // 2
    if half:
        parts = [{"text": reply.text[:half]}, {"text": reply.text[half:]}, *parts[1:]]
    for part in parts[:-1]:
        yield "", _response(reply, [part], None)
    yield "", _response(reply, parts[-1:], "STOP")


def refusal(status: int, message: str) -> dict[str, Any]:
    return {"error": {"code": status, "message": message, "status": STATUSES.get(status, "INTERNAL")}}


def _parts(reply: Reply) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = [{"text": reply.text}] if reply.text or not reply.calls else []
    return parts + [{"functionCall": {"name": call.name, "args": call.arguments}} for call in reply.calls]


def _response(reply: Reply, parts: list[dict[str, Any]], reason: str | None) -> dict[str, Any]:
    candidate: dict[str, Any] = {"content": {"parts": parts, "role": "model"}, "index": 0}
    if reason:
        candidate["finishReason"] = reason
    return {
        "candidates": [candidate],
        "usageMetadata": {"promptTokenCount": 10, "candidatesTokenCount": 5, "totalTokenCount": 15},
        "modelVersion": reply.model,
        "responseId": reply.id,
    }


def _field(value: dict[str, Any], *names: str) -> Any:
    """A field by either of its spellings: protocol buffers take both."""
    return next((value[name] for name in names if name in value), None)


def _parts_with(content: dict[str, Any], *names: str) -> list[dict[str, Any]]:
    found = [_field(part, *names) for part in objects(content.get("parts"))]
    return [part for part in found if isinstance(part, dict)]


def _results(contents: list[dict[str, Any]]) -> list[Result]:
    """Results in order; Gemini needs no ids, so their place in the conversation serves as one."""
    answered = [part for content in contents for part in _parts_with(content, "functionResponse", "function_response")]
    results = []
    for number, part in enumerate(answered):
        response = part.get("response")
        failed = isinstance(response, dict) and bool(response.get("error"))
        results.append(
            Result(str(part.get("name")), str(part.get("id") or f"function-{number}"), json.dumps(response), failed)
        )
    return results


def _unbalanced(contents: list[dict[str, Any]]) -> list[str]:
    """A turn of calls is followed by a turn with as many responses, in any order."""
    complaints = []
    for number, content in enumerate(contents):
        calls = sorted(str(call.get("name")) for call in _parts_with(content, "functionCall", "function_call"))
        after = contents[number + 1] if number + 1 < len(contents) else {}
        answers = sorted(str(part.get("name")) for part in _parts_with(after, "functionResponse", "function_response"))
        if calls != answers:
            complaints.append(
                f"/contents/{number}: the number of function response parts must equal that of the function call parts "
                f"of the function call turn: {calls} were called, {answers} answered"
            )
    return complaints
