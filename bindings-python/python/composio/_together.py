"""Several steps at the same time.

Blocking code stays on its own thread: there the steps take turns, and what they wait for runs on the private loop. So
the caller's functions are never called from a thread the caller does not know, and Ctrl-C cancels all that is open.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import TYPE_CHECKING, Any

from . import _loop
from ._steps import Ask, Call, run_async

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ._engine import EmbeddedEngine
    from ._steps import Step, Steps


async def run_together_async(engine: EmbeddedEngine, steps: Sequence[Steps[Any]]) -> list[Any]:
    """Run all on the running loop. The first failure ends the others and is raised."""
    tasks = [asyncio.ensure_future(run_async(engine, each)) for each in steps]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()


def run_together(engine: EmbeddedEngine, steps: Sequence[Steps[Any]]) -> list[Any]:
    """Run all, blocking. The first failure ends the others and is raised."""
    results: list[Any] = [None] * len(steps)
    waiting: dict[Future[Any], int] = {}

    def go_on(index: int, resume: Callable[[Any], Step], value: Any) -> None:
        """Resume one of the steps until it waits for something, or has its result."""
        try:
            while True:
                step = resume(value)
                try:
                    outcome = _begun(engine, step)
                except Exception as error:
                    resume, value = steps[index].throw, error
                    continue
                if isinstance(outcome, Future):
                    waiting[outcome] = index
                    return
                resume, value = steps[index].send, outcome
        except StopIteration as done:
            results[index] = done.value

    try:
        for index, each in enumerate(steps):
            go_on(index, each.send, None)
        while waiting:
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                index = waiting.pop(future)
                error = future.exception()
                if error is not None:
                    go_on(index, steps[index].throw, error)
                else:
                    go_on(index, steps[index].send, future.result())
    finally:
        for future in waiting:
            future.cancel()
    return results


def _begun(engine: EmbeddedEngine, step: Step) -> Any:
    """What a step answers, or the future of it."""
    if isinstance(step, Call):
        return _loop.submit(engine.call_async(step))
    if isinstance(step, Ask):
        answer = step.function(*step.arguments)
        return _loop.submit(_awaited(answer)) if hasattr(answer, "__await__") else answer
    return run_together(engine, step.steps)


async def _awaited(answer: Any) -> Any:
    return await answer
