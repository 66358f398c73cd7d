"""Tools for the chat completions API of OpenAI, and of everybody who speaks it. Needs no `openai` package."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, overload

from .._json import encode
from .._steps import Call
from ..exceptions import ComposioError, InvalidParams, UsageError
from ..models import ToolResult
from .base import BaseProvider

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence
    from typing import Protocol, TypeAlias

    from openai.types.chat import ChatCompletionToolParam

    from .._steps import Steps
    from ..models import Tool
    from ..session import AsyncSession, Session

    class AsyncProvider(Protocol):
        """The provider of an `AsyncComposio`: what runs tools is awaited."""

        def wrap_tools(self, tools: Sequence[Tool]) -> Any: ...

        def handle_tool_calls(
            self, user_id: str | None = None, response: Any = None, *, session: AsyncSession[Any] | None = None
        ) -> Coroutine[Any, Any, list[ToolMessage]]: ...


# An item of the `tools` of a chat completion; to a type checker it is what `openai` says it is.
if TYPE_CHECKING:
    ChatTool: TypeAlias = ChatCompletionToolParam
else:
    ChatTool = dict[str, Any]


class ToolMessage(dict[str, Any]):
    """The message that answers one tool call, to be appended to the conversation.

    A dict with `role`, `tool_call_id` and `content`. The result in it is at hand as well: as `result`, and under its
    own keys (`message["successful"]`), which are no part of the message that is sent.
    """

    def __init__(self, tool_call_id: str, result: ToolResult) -> None:
        super().__init__(role="tool", tool_call_id=tool_call_id, content=encode(result))
        self.result = result

    def __missing__(self, key: str) -> Any:
        return self.result[key]

    def __reduce__(self) -> Any:
        return type(self), (self["tool_call_id"], self.result)


# What a model can do something about, once it is told; anything else is for the program to know.
_FOR_THE_MODEL = frozenset({"invalid_request", "not_found", "forbidden", "not_connected", "provider", "timeout"})


class OpenAIProvider(BaseProvider[ChatTool, list[ChatTool]]):
    """Chat completions: tools as dicts, and tool calls of a response run by `handle_tool_calls`."""

    name = "openai"

    def wrap_tool(self, tool: Tool) -> ChatTool:
        return {
            "type": "function",
            "function": {"name": tool.slug, "description": tool.description, "parameters": tool.input_parameters},
        }

    def wrap_tools(self, tools: Sequence[Tool]) -> list[ChatTool]:
        return [self.wrap_tool(tool) for tool in tools]

    @overload
    def handle_tool_calls(self, user_id: str, response: Any) -> list[ToolMessage]: ...

    @overload
    def handle_tool_calls(self, *, session: Session[Any], response: Any) -> list[ToolMessage]: ...

    @overload
    def handle_tool_calls(
        self, *, session: AsyncSession[Any], response: Any
    ) -> Coroutine[Any, Any, list[ToolMessage]]: ...

    def handle_tool_calls(
        self, user_id: str | None = None, response: Any = None, *, session: Any = None
    ) -> list[ToolMessage] | Coroutine[Any, Any, list[ToolMessage]]:
        """Run the tool calls of a chat completion (an object or a dict) and return the messages that answer them.

        With `session`, as that session; with `user_id`, directly for that user. The result of an asynchronous session
        or client is awaited. A call the model got wrong is answered with a message that says so.
        """
        if (session is None) == (user_id is None):
            raise UsageError("pass either `session` or `user_id`: on whose behalf should the tools run?")
        runner = self._client if session is None else session
        if runner is None:
            raise UsageError("this provider belongs to no client yet; pass it as `Composio(provider=…)`")
        answered: list[ToolMessage] | Coroutine[Any, Any, list[ToolMessage]]
        answered = runner._run(_answer_all(tool_calls_of(response), session and session.session_id, user_id))
        return answered


def tool_calls_of(response: Any) -> list[Any]:
    """The tool calls of all choices of a chat completion."""
    choices = _field(response, "choices")
    if choices is None:
        raise InvalidParams(f"`response` is a chat completion with `choices`, not `{type(response).__name__}`")
    return [call for choice in choices for call in _field(_field(choice, "message"), "tool_calls") or ()]


def _answer_all(calls: list[Any], session_id: str | None, user_id: str | None) -> Steps[list[ToolMessage]]:
    messages = []
    for call in calls:
        try:
            result = yield from _answer(_field(call, "function"), session_id, user_id)
        except ComposioError as error:
            gone = error.slug == "ToolRouterV2_SessionNotFound"
            if gone or error.kind not in _FOR_THE_MODEL:
                raise
            result = _failed(error.message)
        messages.append(ToolMessage(_field(call, "id"), result))
    return messages


# By this name Python warns when the `await` was forgotten.
_answer_all.__qualname__ = OpenAIProvider.handle_tool_calls.__qualname__


def _answer(function: Any, session_id: str | None, user_id: str | None) -> Steps[ToolResult]:
    if function is None:
        return _failed("only function calls can be run; call one of the functions offered")
    slug, text = _field(function, "name"), _field(function, "arguments")
    try:
        arguments = json.loads(text or "{}", parse_constant=_refuse) if isinstance(text, str) or not text else text
    except (ValueError, RecursionError) as reason:
        return _failed(f"the arguments of {slug} are not valid JSON ({reason}); send one JSON object")
    if not isinstance(arguments, dict):
        return _failed(f"the arguments of {slug} are not a JSON object but {_kind(arguments)}; send one JSON object")
    if session_id is not None:
        request = {"session_id": session_id, "tool_slug": slug, "arguments": arguments, "wrapped": True}
        return ToolResult((yield Call("sessions.execute", request)))
    return ToolResult((yield Call("tools.execute", {"user_id": user_id, "tool_slug": slug, "arguments": arguments})))


def _failed(error: str) -> ToolResult:
    return ToolResult(data={}, error=error, successful=False)


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


def _kind(value: Any) -> str:
    return {str: "a string", list: "a list", bool: "a boolean", type(None): "null"}.get(type(value), "a number")


def _field(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else getattr(value, name, None)
