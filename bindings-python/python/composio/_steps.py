"""One description of an operation, two ways to run it.

A method of this package is written once, as a generator that yields the `Call`s it needs and returns its result:

    def get_toolkit(self, slug: str) -> Steps[ToolkitDetails]:
        return ToolkitDetails((yield Call("toolkits.get", {"slug": slug})))

The blocking classes expose it as `get = method(get_toolkit)`, the asynchronous ones as
`get = async_method(get_toolkit)`. Besides a `Call`, steps may yield `Ask`, to run a function of the caller, and
`Together`, to run several steps at once.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Generator, Sequence
from functools import wraps
from types import FunctionType
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from types import CoroutineType, GeneratorType
    from typing import TypeAlias

    from ._engine import EmbeddedEngine

R = TypeVar("R")
P = ParamSpec("P")
S = TypeVar("S")

Answer = Any
"""An answer of the engine, read from its JSON."""


class Call:
    """One operation to run on the engine."""

    __slots__ = ("operation", "request")

    def __init__(self, operation: str, request: dict[str, Any]) -> None:
        self.operation = operation
        self.request = request


class Ask:
    """A function of the caller to run, which may be asynchronous."""

    __slots__ = ("arguments", "function")

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self.function = function
        self.arguments = arguments


class Together:
    """Steps to run at the same time. The answer is the list of their results, in order."""

    __slots__ = ("steps",)

    def __init__(self, steps: Sequence[Steps[Any]]) -> None:
        self.steps = steps


Step: TypeAlias = Call | Ask | Together
Steps: TypeAlias = Generator[Step, Answer, R]


def given(**options: Any) -> dict[str, Any]:
    """The options that were given a value."""
    return {name: value for name, value in options.items() if value is not None}


def run(engine: EmbeddedEngine, steps: Steps[R]) -> R:
    """Run `steps`, blocking."""
    resume: Callable[[Any], Step] = steps.send
    value: Any = None
    try:
        while True:
            step = resume(value)
            try:
                resume, value = steps.send, _taken(engine, step)
            except Exception as error:
                resume, value = steps.throw, error
    except StopIteration as done:
        result: R = done.value
        return result


async def run_async(engine: EmbeddedEngine, steps: Steps[R]) -> R:
    """Run `steps` on the running asyncio loop."""
    resume: Callable[[Any], Step] = steps.send
    value: Any = None
    try:
        while True:
            step = resume(value)
            try:
                resume, value = steps.send, await _taken_async(engine, step)
            except Exception as error:
                resume, value = steps.throw, error
    except StopIteration as done:
        result: R = done.value
        return result


def _taken(engine: EmbeddedEngine, step: Step) -> Answer:
    if isinstance(step, Call):
        return engine.call(step)
    if isinstance(step, Ask):
        from . import _loop

        answer = step.function(*step.arguments)
        return _loop.wait(_result(answer)) if hasattr(answer, "__await__") else answer
    if len(step.steps) < 2:
        return [run(engine, each) for each in step.steps]
    from ._together import run_together

    return run_together(engine, step.steps)


async def _taken_async(engine: EmbeddedEngine, step: Step) -> Answer:
    if isinstance(step, Call):
        return await engine.call_async(step)
    if isinstance(step, Ask):
        answer = step.function(*step.arguments)
        return await answer if hasattr(answer, "__await__") else answer
    from ._together import run_together_async

    return await run_together_async(engine, step.steps)


async def _result(answer: Awaitable[R]) -> R:
    return await answer


class Blocking:
    """A handle whose methods block."""

    _engine: EmbeddedEngine

    def _run(self, steps: Steps[R]) -> R:
        return run(self._engine, steps)


class Asynchronous:
    """A handle whose methods are awaited."""

    _engine: EmbeddedEngine

    def _run(self, steps: Steps[R]) -> Coroutine[Any, Any, R]:
        running = run_async(self._engine, steps)
        # By this name Python warns when the `await` was forgotten.
        cast("CoroutineType[Any, Any, R]", running).__qualname__ = cast(
            "GeneratorType[Any, Any, R]", steps
        ).__qualname__
        return running


def method(steps: Callable[Concatenate[S, P], Steps[R]]) -> Callable[Concatenate[S, P], R]:
    """The method of a `Blocking` handle that runs `steps`."""
    return cast("Callable[Concatenate[S, P], R]", _Method(steps))


def async_method(steps: Callable[Concatenate[S, P], Steps[R]]) -> Callable[Concatenate[S, P], Coroutine[Any, Any, R]]:
    """The method of an `Asynchronous` handle that runs `steps`."""
    return cast("Callable[Concatenate[S, P], Coroutine[Any, Any, R]]", _Method(steps))


class _Method:
    """Becomes a function as soon as a class gives it a name.

    The function runs a copy of the steps that has this name: it is what Python shows in tracebacks, `TypeError`s,
    `help()` and the warning about an `await` that was forgotten.
    """

    def __init__(self, steps: Callable[..., Steps[Any]]) -> None:
        self._steps = steps

    def __set_name__(self, owner: type, name: str) -> None:
        named = _renamed(cast("FunctionType", self._steps), owner, name)

        @wraps(named)
        def run_steps(self: Any, *args: Any, **kwargs: Any) -> Any:
            return self._run(named(self, *args, **kwargs))

        setattr(owner, name, run_steps)


def _renamed(steps: FunctionType, owner: type, name: str) -> FunctionType:
    named = FunctionType(steps.__code__, steps.__globals__, name, steps.__defaults__, steps.__closure__)
    named.__qualname__ = f"{owner.__qualname__}.{name}"
    named.__module__ = owner.__module__
    named.__doc__ = steps.__doc__
    named.__kwdefaults__ = steps.__kwdefaults__
    # The reader wants the result, not how it is reached, and knows what `self` is.
    named.__annotations__ = {key: hint for key, hint in steps.__annotations__.items() if key != "self"}
    returned = steps.__annotations__["return"]
    named.__annotations__["return"] = returned.removeprefix("Steps[").removesuffix("]")
    return named
