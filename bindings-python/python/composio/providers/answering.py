"""Tool calls as a model makes them: read leniently, answered with what the model can act on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..exceptions import ComposioError, NotAllowedError
from ..models import ToolResult

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from .._steps import Steps

Execute: TypeAlias = "Callable[[str, dict[str, Any]], Steps[ToolResult]]"
"""The steps that run a tool, by its slug and arguments."""


def answer(slug: str, arguments: Any, execute: Execute) -> Steps[ToolResult]:
    """Run a tool as the model asked for it."""
    read = read_arguments(slug, arguments)
    if isinstance(read, str):
        return failed(read)
    try:
        return (yield from execute(slug, read))
    except ComposioError as error:
        if not concerns_the_model(error):
            raise
        return failed(error.message)


def concerns_the_model(error: ComposioError) -> bool:
    """Whether a model that is told of the error can act on it."""
    # What a modifier raises did not come from the engine, which says so of its own.
    return error.for_model or isinstance(error, NotAllowedError)


def read_arguments(slug: str, arguments: Any) -> dict[str, Any] | str:
    """The arguments as a dict, or what is wrong with them, for the model."""
    read = arguments
    if isinstance(arguments, str):
        try:
            read = json.loads(arguments, parse_constant=_refuse) if arguments.strip() else {}
        except (ValueError, RecursionError) as reason:
            return f"the arguments of {slug} are not valid JSON ({reason}); send one JSON object"
    elif arguments is None:
        return {}
    if isinstance(read, Mapping):
        return dict(read)
    return f"the arguments of {slug} are not a JSON object but {_kind(read)}; send one JSON object"


def failed(error: str) -> ToolResult:
    """The answer to a call that did not come to run."""
    return ToolResult(data={}, error=error, successful=False, log_id=None)


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


_KINDS = {str: "a string", bool: "a boolean", int: "a number", float: "a number", type(None): "null"}


def _kind(value: Any) -> str:
    return "a list" if isinstance(value, (list, tuple)) else _KINDS.get(type(value), f"`{type(value).__name__}`")
