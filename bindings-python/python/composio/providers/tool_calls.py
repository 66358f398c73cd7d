"""Model APIs: a response holds tool calls, and each is answered with a message of the API's own form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, cast, overload

from .._executing import Directly, InSession
from .._steps import Together
from ..exceptions import InvalidParams, UsageError
from ..modifiers import checked
from .answering import answer, failed
from .base import ManyTools, NonAgenticProvider, OneTool

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence
    from types import GeneratorType

    from .._steps import Steps
    from ..models import ToolResult
    from ..modifiers import Modifiers
    from ..session import AsyncSession, Session
    from .answering import Execute

Message = TypeVar("Message")
R = TypeVar("R")


class ToolCall(NamedTuple):
    """A tool call of a model."""

    id: str
    name: str | None
    """None for a call of something that is no function."""
    arguments: Any
    """As the model sent them: JSON text, or the object read from it."""


class ResultMessage(dict[str, Any]):
    """A message that answers a tool call: a dict, as the API takes it.

    The result in it is at hand as well: as `result`, and under its own keys (`message["successful"]`), which are not
    sent.
    """

    def __init__(self, message: Mapping[str, Any], result: ToolResult) -> None:
        super().__init__(message)
        self.result = result

    def __missing__(self, key: str) -> Any:
        return self.result[key]

    def __reduce__(self) -> Any:
        return type(self), (dict(self), self.result)


class ToolCallProvider(NonAgenticProvider[OneTool, ManyTools], Generic[OneTool, ManyTools, Message]):
    """A model API. A subclass says how tools look there, how calls are read and how they are answered."""

    def tool_calls(self, response: Any) -> list[ToolCall]:
        """The tool calls of a response, which may be an object of the API's package or a dict.

        Of a response that holds alternatives only those of the first: to run them all would be to write twice.
        """
        raise NotImplementedError(f"`{type(self).__name__}` must define `tool_calls(self, response)`")

    def read_call(self, call: Any) -> ToolCall:
        """One tool call as it stands in a response."""
        raise NotImplementedError(f"`{type(self).__name__}` must define `read_call(self, call)`")

    def message(self, call: ToolCall, result: ToolResult) -> Message:
        """What is sent back to the model for one call."""
        raise NotImplementedError(f"`{type(self).__name__}` must define `message(self, call, result)`")

    @overload
    def handle_tool_calls(self, user_id: str, response: Any, modifiers: Modifiers | None = None) -> list[Message]: ...

    @overload
    def handle_tool_calls(
        self, *, session: Session[Any], response: Any, modifiers: Modifiers | None = None
    ) -> list[Message]: ...

    @overload
    def handle_tool_calls(
        self, *, session: AsyncSession[Any], response: Any, modifiers: Modifiers | None = None
    ) -> Coroutine[Any, Any, list[Message]]: ...

    def handle_tool_calls(
        self,
        user_id: str | None = None,
        response: Any = None,
        modifiers: Modifiers | None = None,
        *,
        session: Any = None,
    ) -> list[Message] | Coroutine[Any, Any, list[Message]]:
        """Run the tool calls of a response and return the messages that answer them, in the same order.

        With `session`, as that session; with `user_id`, directly for that user. The result of an asynchronous session
        or client is awaited. Several calls run at the same time. A call the model got wrong is answered with a message
        that says so. `modifiers` are functions decorated with `before_execute` or `after_execute`.
        """
        calls = self.tool_calls(response)

        def messages(results: list[ToolResult]) -> list[Message]:
            return [self.message(call, result) for call, result in zip(calls, results, strict=True)]

        return self._run("handle_tool_calls", calls, messages, user_id, session, modifiers)

    @overload
    def execute_tool_call(self, user_id: str, tool_call: Any, modifiers: Modifiers | None = None) -> ToolResult: ...

    @overload
    def execute_tool_call(
        self, *, session: Session[Any], tool_call: Any, modifiers: Modifiers | None = None
    ) -> ToolResult: ...

    @overload
    def execute_tool_call(
        self, *, session: AsyncSession[Any], tool_call: Any, modifiers: Modifiers | None = None
    ) -> Coroutine[Any, Any, ToolResult]: ...

    def execute_tool_call(
        self,
        user_id: str | None = None,
        tool_call: Any = None,
        modifiers: Modifiers | None = None,
        *,
        session: Any = None,
    ) -> ToolResult | Coroutine[Any, Any, ToolResult]:
        """Run one tool call of a response, as it stands there, and return its result, which is no message yet.

        Everything else is as with `handle_tool_calls`.
        """
        return self._run_one("tool_call", tool_call, user_id, session, modifiers)

    def _run_one(
        self, parameter: str, call: Any, user_id: str | None, session: Any, modifiers: Modifiers | None
    ) -> ToolResult | Coroutine[Any, Any, ToolResult]:
        if call is None:
            raise InvalidParams(f"`{parameter}` is missing: which tool call of the response should run?")
        calls = [self.read_call(call)]
        return self._run("execute_tool_call", calls, lambda results: results[0], user_id, session, modifiers)

    def _run(
        self,
        method: str,
        calls: Sequence[ToolCall],
        made_of: Callable[[list[ToolResult]], R],
        user_id: str | None,
        session: Any,
        modifiers: Modifiers | None,
    ) -> R | Coroutine[Any, Any, R]:
        """What is made of the results of `calls`; awaited where the session or the client is."""
        if (session is None) == (user_id is None):
            raise UsageError("pass either `session` or `user_id`: on whose behalf should the tools run?")
        runner = self._client if session is None else session
        if runner is None:
            raise UsageError("this provider belongs to no client yet; pass it as `Composio(provider=…)`")
        running = (
            Directly(user_id, for_model=True) if session is None else InSession(session.session_id, session.user_id)
        )
        steps = _run_all(calls, running.with_modifiers(checked(modifiers)), made_of)
        # By this name Python warns when the `await` was forgotten.
        cast("GeneratorType[Any, Any, Any]", steps).__qualname__ = f"{type(self).__name__}.{method}"
        answered: R | Coroutine[Any, Any, R] = runner._run(steps)
        return answered


def _run_all(calls: Sequence[ToolCall], execute: Execute, made_of: Callable[[list[ToolResult]], R]) -> Steps[R]:
    return made_of((yield Together([_answer(call, execute) for call in calls])))


def _answer(call: ToolCall, execute: Execute) -> Steps[ToolResult]:
    if call.name is None:
        return failed("only function calls can be run; call one of the functions offered")
    return (yield from answer(call.name, call.arguments, execute))


def field(value: Any, name: str) -> Any:
    """A field of an object of the API's package, or of a dict that looks like it."""
    return value.get(name) if isinstance(value, dict) else getattr(value, name, None)
