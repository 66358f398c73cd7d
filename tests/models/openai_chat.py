"""OpenAI's chat completions: `POST /v1/chat/completions`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import rules
from talk import Asked, Calling, Offered, Reply, Result, objects, pieces, plain_text, unanswered

USAGE = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}


def read(body: Mapping[str, Any]) -> Asked:
    functions = [tool["function"] for tool in objects(body.get("tools")) if isinstance(tool.get("function"), dict)]
    tools = [_offered(function) for function in functions]
    strict = [_offered(function) for function in functions if function.get("strict")]
    messages = objects(body.get("messages"))
    complaints = rules.validate_openai(tools) + rules.validate_openai(strict, strict=True)
    if not isinstance(body.get("model"), str):
        complaints.append("/model: you must provide a model parameter")
    if not messages:
        complaints.append("/messages: at least one message is needed")
    return Asked(tools, _results(messages), _distinct(complaints + _unanswered(messages)), bool(body.get("stream")))


def answer(reply: Reply) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": reply.text or None, "refusal": None, "annotations": []}
    if reply.calls:
        message["tool_calls"] = [_call(call, call.arguments_json) for call in reply.calls]
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": _reason(reply)}
    return {**_head(reply, "chat.completion"), "choices": [choice], "usage": USAGE}


def events(reply: Reply, body: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    def chunk(delta: dict[str, Any], reason: str | None = None) -> tuple[str, Any]:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}
        return "", {**_head(reply, "chat.completion.chunk"), "choices": [choice]}

    yield chunk({"role": "assistant", "content": "" if reply.text else None, "refusal": None})
    for piece in pieces(reply.text):
        yield chunk({"content": piece})
    for number, call in enumerate(reply.calls):
        yield chunk({"tool_calls": [{"index": number, **_call(call, "")}]})
        for piece in pieces(call.arguments_json):
            yield chunk({"tool_calls": [{"index": number, "function": {"arguments": piece}}]})
    yield chunk({}, _reason(reply))
    if (body.get("stream_options") or {}).get("include_usage"):
        yield "", {**_head(reply, "chat.completion.chunk"), "choices": [], "usage": USAGE}
    yield "", "[DONE]"


def refusal(status: int, message: str) -> dict[str, Any]:
    kind = "invalid_request_error" if status < 500 else "server_error"
    return {"error": {"message": message, "type": kind, "param": None, "code": None}}


def _offered(function: dict[str, Any]) -> Offered:
    return Offered(str(function.get("name", "")), function.get("description") or "", function.get("parameters"))


def _head(reply: Reply, kind: str) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{reply.id}",
        "object": kind,
        "created": 1_760_000_000,
        "model": reply.model,
        "service_tier": "default",
        "system_fingerprint": "fp_scripted",
    }


def _call(call: Calling, arguments: str) -> dict[str, Any]:
    return {"id": f"call_{call.id}", "type": "function", "function": {"name": call.name, "arguments": arguments}}


def _reason(reply: Reply) -> str:
    return "tool_calls" if reply.calls else "stop"


def _calls(messages: list[dict[str, Any]]) -> dict[str, str]:
    """Names of all calls the model has made, by id."""
    calls = [call for message in messages for call in objects(message.get("tool_calls"))]
    return {str(call.get("id")): str((call.get("function") or {}).get("name", "")) for call in calls}


def _results(messages: list[dict[str, Any]]) -> list[Result]:
    names = _calls(messages)
    return [
        Result(names.get(call_id, ""), call_id, plain_text(message.get("content")), False)
        for message in messages
        if message.get("role") == "tool" and (call_id := str(message.get("tool_call_id")))
    ]


def _unanswered(messages: list[dict[str, Any]]) -> list[str]:
    known = _calls(messages)
    answered = [str(message.get("tool_call_id")) for message in messages if message.get("role") == "tool"]
    complaints = [
        f"/messages: tool_call_ids did not have response messages: {call}" for call in unanswered(known, answered)
    ]
    strangers = [call for call in answered if call not in known]
    return complaints + [f"/messages: `tool_call_id` {call!r} of a tool message answers no call" for call in strangers]


def _distinct(complaints: list[str]) -> list[str]:
    return list(dict.fromkeys(complaints))
