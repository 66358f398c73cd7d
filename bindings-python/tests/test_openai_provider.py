"""Tool calls of a chat completion, run and answered; no engine is needed to get them wrong."""

from __future__ import annotations

import json
import types
from typing import Any

import pytest

from composio.exceptions import (
    InvalidParams,
    NotConnectedError,
    SessionNotFoundError,
    UnavailableError,
    UsageError,
)
from composio.models import Tool
from composio.providers import OpenAIProvider
from composio.providers.openai import ToolMessage


class RecordingEngine:
    """Answers calls with what it is told to, and remembers them."""

    def __init__(self, outcome: Any = None) -> None:
        self.outcome = outcome or {"data": {"id": 7}, "error": None, "successful": True, "log_id": "log_1"}
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def call(self, call: Any) -> Any:
        self.calls.append((call.operation, call.request))
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    async def call_async(self, call: Any) -> Any:
        return self.call(call)


def session_on(engine: RecordingEngine) -> Any:
    from composio._steps import run

    return types.SimpleNamespace(session_id="trs_1", user_id="ana", _run=lambda steps: run(engine, steps))  # type: ignore[arg-type]


def completion(*arguments: Any, name: str = "GITHUB_GET_A_REPOSITORY") -> dict[str, Any]:
    calls = [
        {"id": f"call_{index}", "type": "function", "function": {"name": name, "arguments": each}}
        for index, each in enumerate(arguments)
    ]
    return {"choices": [{"message": {"role": "assistant", "tool_calls": calls}}]}


def as_objects(value: Any) -> Any:
    if isinstance(value, dict):
        return types.SimpleNamespace(**{name: as_objects(item) for name, item in value.items()})
    return [as_objects(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("form", [lambda response: response, as_objects], ids=["dict", "object"])
def test_calls_run_in_the_session_and_are_answered_in_order(form: Any) -> None:
    engine = RecordingEngine()
    messages = OpenAIProvider().handle_tool_calls(
        session=session_on(engine), response=form(completion('{"owner": "o"}', ""))
    )
    request = {"session_id": "trs_1", "tool_slug": "GITHUB_GET_A_REPOSITORY", "wrapped": True}
    assert engine.calls == [
        ("sessions.execute", {**request, "arguments": {"owner": "o"}}),
        ("sessions.execute", {**request, "arguments": {}}),
    ]
    assert [message["tool_call_id"] for message in messages] == ["call_0", "call_1"]
    assert [message["role"] for message in messages] == ["tool", "tool"]
    assert json.loads(messages[0]["content"])["data"] == {"id": 7}


def test_calls_of_a_user_are_cut_to_what_a_model_reads_as_well() -> None:
    engine, provider = RecordingEngine(), OpenAIProvider()
    provider.attach(session_on(engine))
    provider.handle_tool_calls("ana", completion("{}"))
    request = {"tool_slug": "GITHUB_GET_A_REPOSITORY", "user_id": "ana", "arguments": {}, "wrapped": True}
    assert engine.calls == [("tools.execute", request)]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ('{"owner": ', "not valid JSON"),
        ('"{\\"owner\\": \\"o\\"}"', "a string"),
        ("[1]", "a list"),
        ("null", "null"),
        ("7", "a number"),
        ('{"limit": NaN}', "NaN is not JSON"),
        ("[" * 100_000, "not valid JSON"),
    ],
    ids=lambda value: value[:20],
)
def test_arguments_a_model_got_wrong_are_answered_and_not_sent(arguments: str, says: str) -> None:
    engine = RecordingEngine()
    [message] = OpenAIProvider().handle_tool_calls(session=session_on(engine), response=completion(arguments))
    result = json.loads(message["content"])
    assert result["successful"] is False
    assert says in result["error"]
    assert engine.calls == []


def test_only_the_first_choice_is_run() -> None:
    engine = RecordingEngine()
    response = completion('{"owner": "first"}')
    response["choices"] += completion('{"owner": "second"}')["choices"]
    [message] = OpenAIProvider().handle_tool_calls(session=session_on(engine), response=response)
    assert message["tool_call_id"] == "call_0"
    assert [request["arguments"] for _, request in engine.calls] == [{"owner": "first"}]


@pytest.mark.parametrize("form", [lambda call: call, as_objects], ids=["dict", "object"])
def test_one_call_is_run_and_its_result_returned(form: Any) -> None:
    engine, provider = RecordingEngine(), OpenAIProvider()
    [call] = completion('{"owner": "o"}')["choices"][0]["message"]["tool_calls"]
    result = provider.execute_tool_call(session=session_on(engine), tool_call=form(call))
    assert (result.successful, result.data) == (True, {"id": 7})
    assert engine.calls[0][1]["arguments"] == {"owner": "o"}
    with pytest.raises(InvalidParams, match="`tool_call`"):
        provider.execute_tool_call(session=session_on(engine), tool_call=None)


def test_a_call_that_is_no_function_call_is_answered() -> None:
    response = {"choices": [{"message": {"tool_calls": [{"id": "call_0", "custom": {"input": "x"}}]}}]}
    [message] = OpenAIProvider().handle_tool_calls(session=session_on(RecordingEngine()), response=response)
    assert message["successful"] is False


def test_what_the_model_can_act_on_is_told_to_it() -> None:
    engine = RecordingEngine(NotConnectedError("connect github first", kind="not_connected", for_model=True))
    [message] = OpenAIProvider().handle_tool_calls(session=session_on(engine), response=completion("{}"))
    assert (message["successful"], message["error"]) == (False, "connect github first")


@pytest.mark.parametrize(
    "error",
    [
        UnavailableError("the disk is full", kind="unavailable"),
        SessionNotFoundError("no such session", kind="not_found", slug="ToolRouterV2_SessionNotFound"),
    ],
)
def test_what_only_the_program_can_act_on_is_raised(error: Exception) -> None:
    with pytest.raises(type(error)):
        OpenAIProvider().handle_tool_calls(session=session_on(RecordingEngine(error)), response=completion("{}"))


def test_a_response_without_tool_calls_needs_no_answer() -> None:
    responses: list[dict[str, Any]] = [{"choices": [{"message": {"content": "hi"}}]}, {"choices": []}]
    for response in responses:
        assert OpenAIProvider().handle_tool_calls(session=session_on(RecordingEngine()), response=response) == []


def test_misuse_is_named() -> None:
    provider, session = OpenAIProvider(), session_on(RecordingEngine())
    with pytest.raises(UsageError, match="either"):
        provider.handle_tool_calls(response=completion("{}"))  # type: ignore[call-overload]
    with pytest.raises(UsageError, match="either"):
        provider.handle_tool_calls("ana", completion("{}"), session=session)  # type: ignore[call-overload]
    with pytest.raises(UsageError, match="client"):
        provider.handle_tool_calls("ana", completion("{}"))
    with pytest.raises(InvalidParams, match="choices"):
        provider.handle_tool_calls(session=session, response="text")


def test_a_tool_message_can_be_sent_as_it_is_and_read_as_a_result() -> None:
    engine = RecordingEngine()
    [message] = OpenAIProvider().handle_tool_calls(session=session_on(engine), response=completion("{}"))
    assert isinstance(message, ToolMessage)
    assert set(json.loads(json.dumps(message))) == {"role", "tool_call_id", "content"}
    assert message["successful"] is True
    assert message.result.data == {"id": 7}


def test_the_objects_of_the_openai_package_fit() -> None:
    chat = pytest.importorskip("openai.types.chat")
    facts = {"id": "c", "created": 1, "model": "m", "object": "chat.completion"}
    choice = {"index": 0, "finish_reason": "tool_calls", "logprobs": None}
    response = completion('{"owner": "o"}')
    response["choices"][0].update(choice)
    response["choices"][0]["message"].update(content=None, refusal=None)
    engine = RecordingEngine()
    parsed = chat.ChatCompletion.model_validate({**facts, **response})
    [message] = OpenAIProvider().handle_tool_calls(session=session_on(engine), response=parsed)
    assert engine.calls[0][1]["arguments"] == {"owner": "o"}
    assert message["tool_call_id"] == "call_0"


def test_tools_look_as_openai_documents_them() -> None:
    schema = {"type": "object", "properties": {"owner": {"type": "string"}}}
    tool = Tool({"slug": "GITHUB_GET_A_REPOSITORY", "description": "Get it.", "input_parameters": schema})
    [wrapped] = OpenAIProvider().wrap_tools([tool])
    function = {"name": "GITHUB_GET_A_REPOSITORY", "description": "Get it.", "parameters": schema}
    assert wrapped == {"type": "function", "function": function}
