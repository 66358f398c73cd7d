"""Anthropic's messages: `POST /v1/messages`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import rules
from talk import Asked, Offered, Reply, Result, objects, pieces, plain_text, unanswered

KINDS = {400: "invalid_request_error", 401: "authentication_error", 404: "not_found_error"}


def read(body: Mapping[str, Any]) -> Asked:
    # A tool with a type of its own is one of Anthropic's, known by that type.
    own = [tool for tool in objects(body.get("tools")) if tool.get("type") in (None, "custom")]
    tools = [
        Offered(str(tool.get("name", "")), tool.get("description") or "", tool.get("input_schema")) for tool in own
    ]
    messages = objects(body.get("messages"))
    complaints = rules.validate_anthropic(tools)
    complaints += [
        f"/tools/{number}/input_schema: field required"
        for number, tool in enumerate(own)
        if not tool.get("input_schema")
    ]
    if not messages:
        complaints.append("/messages: at least one message is required")
    complaints += _unanswered(messages)
    return Asked(tools, _results(messages), complaints, bool(body.get("stream")))


def count_tokens(body: Mapping[str, Any]) -> dict[str, int]:
    """The answer of `POST /v1/messages/count_tokens`: a guess from the length of the request."""
    return {"input_tokens": len(str(body)) // 4}


def answer(reply: Reply) -> dict[str, Any]:
    content: list[dict[str, Any]] = [{"type": "text", "text": reply.text}] if reply.text else []
    content += [
        {"type": "tool_use", "id": f"toolu_{call.id}", "name": call.name, "input": call.arguments}
        for call in reply.calls
    ]
    return _message(reply, content, _reason(reply), 5)


def events(reply: Reply, _body: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    def event(kind: str, **fields: Any) -> tuple[str, Any]:
        return kind, {"type": kind, **fields}

    yield event("message_start", message=_message(reply, [], None, 1))
    yield event("ping")
    for index, block in enumerate(answer(reply)["content"]):
        spoken = block["type"] == "text"
        empty = {**block, "text": ""} if spoken else {**block, "input": {}}
        yield event("content_block_start", index=index, content_block=empty)
        text = reply.text if spoken else reply.calls[index - bool(reply.text)].arguments_json
        kind, field = ("text_delta", "text") if spoken else ("input_json_delta", "partial_json")
        for piece in pieces(text):
            yield event("content_block_delta", index=index, delta={"type": kind, field: piece})
        yield event("content_block_stop", index=index)
    delta = {"stop_reason": _reason(reply), "stop_sequence": None}
    yield event("message_delta", delta=delta, usage={"output_tokens": 5})
    yield event("message_stop")


def refusal(status: int, message: str) -> dict[str, Any]:
    error = {"type": KINDS.get(status, "api_error"), "message": message}
    return {"type": "error", "error": error, "request_id": "req_scripted"}


def _message(reply: Reply, content: list[dict[str, Any]], reason: str | None, tokens: int) -> dict[str, Any]:
    usage = {
        "input_tokens": 10,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 0,
        "output_tokens": tokens,
        "service_tier": "standard",
    }
    return {
        "id": f"msg_{reply.id}",
        "type": "message",
        "role": "assistant",
        "model": reply.model,
        "content": content,
        "stop_reason": reason,
        "stop_sequence": None,
        "usage": usage,
    }


def _reason(reply: Reply) -> str:
    return "tool_use" if reply.calls else "end_turn"


def _blocks(message: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [block for block in objects(message.get("content")) if block.get("type") == kind]


def _results(messages: list[dict[str, Any]]) -> list[Result]:
    names = {
        str(block.get("id")): str(block.get("name")) for message in messages for block in _blocks(message, "tool_use")
    }
    return [
        Result(
            names.get(str(block.get("tool_use_id")), ""),
            str(block.get("tool_use_id")),
            plain_text(block.get("content")),
            bool(block.get("is_error")),
        )
        for message in messages
        for block in _blocks(message, "tool_result")
    ]


def _unanswered(messages: list[dict[str, Any]]) -> list[str]:
    """Every `tool_use` is answered in the very next message, and nothing else is."""
    complaints = []
    for number, message in enumerate(messages):
        calls = [str(block.get("id")) for block in _blocks(message, "tool_use")]
        next_one = messages[number + 1] if number + 1 < len(messages) else {}
        answers = [str(block.get("tool_use_id")) for block in _blocks(next_one, "tool_result")]
        complaints += [
            f"/messages/{number}: `tool_use` ids were found without `tool_result` blocks immediately after: {call}"
            for call in unanswered(calls, answers)
        ]
        complaints += [
            f"/messages/{number + 1}: unexpected `tool_use_id` found in `tool_result` blocks: {call}"
            for call in unanswered(answers, calls)
        ]
    return complaints
