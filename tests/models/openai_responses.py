"""OpenAI's responses: `POST /v1/responses`."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import rules
from openai_chat import refusal as refusal
from talk import Asked, Calling, Offered, Reply, Result, objects, pieces, plain_text, unanswered

USAGE = {
    "input_tokens": 10,
    "input_tokens_details": {"cached_tokens": 0},
    "output_tokens": 5,
    "output_tokens_details": {"reasoning_tokens": 0},
    "total_tokens": 15,
}


def read(body: Mapping[str, Any]) -> Asked:
    functions = [tool for tool in objects(body.get("tools")) if tool.get("type") == "function"]
    tools = [_offered(function) for function in functions]
    strict = [_offered(function) for function in functions if function.get("strict")]
    complaints = rules.validate_openai(tools) + rules.validate_openai(strict, strict=True)
    items = objects(body.get("input"))
    calls = {str(item.get("call_id")): str(item.get("name")) for item in _of_type(items, "function_call")}
    outputs = _of_type(items, "function_call_output")
    results = [
        Result(calls.get(str(item.get("call_id")), ""), str(item.get("call_id")), plain_text(item.get("output")), False)
        for item in outputs
    ]
    complaints += [
        f"/input: no tool output found for function call {call}"
        for call in unanswered(calls, (result.call_id for result in results))
    ]
    if "previous_response_id" not in body:
        strangers = [result.call_id for result in results if result.call_id not in calls]
        complaints += [f"/input: no tool call found for function call output with call_id {call}" for call in strangers]
    return Asked(tools, results, list(dict.fromkeys(complaints)), bool(body.get("stream")))


def answer(reply: Reply) -> dict[str, Any]:
    return _response(reply, "completed", [item for item, _ in _output(reply)])


def events(reply: Reply, _body: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    numbers = itertools.count()

    def event(kind: str, **fields: Any) -> tuple[str, Any]:
        return kind, {"type": kind, "sequence_number": next(numbers), **fields}

    yield event("response.created", response=_response(reply, "in_progress", []))
    yield event("response.in_progress", response=_response(reply, "in_progress", []))
    for index, (item, call) in enumerate(_output(reply)):
        place = {"item_id": item["id"], "output_index": index}
        if call is None:
            part = item["content"][0]
            text = {**place, "content_index": 0}
            yield event(
                "response.output_item.added", output_index=index, item={**item, "status": "in_progress", "content": []}
            )
            yield event("response.content_part.added", **text, part={**part, "text": ""})
            for piece in pieces(reply.text):
                yield event("response.output_text.delta", **text, delta=piece, logprobs=[])
            yield event("response.output_text.done", **text, text=reply.text, logprobs=[])
            yield event("response.content_part.done", **text, part=part)
        else:
            begun = {**item, "status": "in_progress", "arguments": ""}
            yield event("response.output_item.added", output_index=index, item=begun)
            for piece in pieces(call.arguments_json):
                yield event("response.function_call_arguments.delta", **place, delta=piece)
            yield event("response.function_call_arguments.done", **place, name=call.name, arguments=call.arguments_json)
        yield event("response.output_item.done", output_index=index, item=item)
    yield event("response.completed", response=answer(reply))


def _output(reply: Reply) -> list[tuple[dict[str, Any], Calling | None]]:
    """The items of the output, each with the call it makes."""
    output: list[tuple[dict[str, Any], Calling | None]] = []
    if reply.text or not reply.calls:
        part = {"type": "output_text", "text": reply.text, "annotations": [], "logprobs": []}
        message = {"id": f"msg_{reply.id}", "type": "message", "status": "completed", "role": "assistant"}
        output.append(({**message, "content": [part]}, None))
    for call in reply.calls:
        item = {"id": f"fc_{call.id}", "type": "function_call", "status": "completed", "call_id": f"call_{call.id}"}
        output.append(({**item, "name": call.name, "arguments": call.arguments_json}, call))
    return output


def _response(reply: Reply, status: str, output: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": f"resp_{reply.id}",
        "object": "response",
        "created_at": 1_760_000_000,
        "status": status,
        "background": False,
        "error": None,
        "incomplete_details": None,
        "instructions": None,
        "max_output_tokens": None,
        "model": reply.model,
        "output": output,
        "parallel_tool_calls": True,
        "previous_response_id": None,
        "reasoning": {"effort": None, "summary": None},
        "service_tier": "default",
        "store": True,
        "temperature": 1.0,
        "text": {"format": {"type": "text"}},
        "tool_choice": "auto",
        "tools": [],
        "top_p": 1.0,
        "truncation": "disabled",
        "usage": USAGE if status == "completed" else None,
        "metadata": {},
    }


def _offered(function: dict[str, Any]) -> Offered:
    return Offered(str(function.get("name", "")), function.get("description") or "", function.get("parameters"))


def _of_type(items: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [item for item in items if item.get("type") == kind]
