"""A function as a tool: the schema of its arguments, and how it is called with them."""

from __future__ import annotations

import inspect
import types
import typing
from typing import TYPE_CHECKING, Any, NamedTuple

from .._json import encode
from ..exceptions import ComposioError, UsageError
from .docstrings import read as read_docstring
from .hints import Shape, Unsupported, is_model, shape

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..providers.schema.walking import Schema

_CONTEXTS = ("SessionContext", "AsyncSessionContext")


class Signature(NamedTuple):
    description: str
    schema: Schema
    bind: Callable[[Mapping[str, Any], Any], dict[str, Any]]
    """The keywords to call the function with, of a model's arguments and the context."""


def signature(function: Callable[..., Any], names: Mapping[str, Any]) -> Signature:
    """Read a function; `names` are what its hints may refer to besides the names of its module."""
    description, told = read_docstring(inspect.getdoc(function))
    parameters = [_named(function, each) for each in _parameters(function)]
    context = next((each.name for each in parameters if _is_context(each)), None)
    rest = [each for each in parameters if each.name != context]
    hints = {each.name: _hint(function, each, names) for each in rest[:1]}
    if rest and is_model(hints[rest[0].name]) and len(rest) <= 2:
        if len(rest) == 2 and context is None and rest[1].annotation is inspect.Parameter.empty:
            # As the official package has it: whatever follows the model is the context.
            context = rest.pop().name
        if len(rest) == 1:
            return Signature(description, *_of_model(rest[0].name, hints[rest[0].name], context))
    hints |= {each.name: _hint(function, each, names) for each in rest[1:]}
    return Signature(description, *_of_parameters(function, rest, hints, told, context))


def _of_model(name: str, model: Any, context: str | None) -> tuple[Schema, Callable[..., dict[str, Any]]]:
    found = shape(model)

    def bind(arguments: Mapping[str, Any], ctx: Any) -> dict[str, Any]:
        return {name: _read(found, arguments), **({context: ctx} if context else {})}

    return _closed(found.schema), bind


def _of_parameters(
    function: Callable[..., Any],
    parameters: list[inspect.Parameter],
    hints: Mapping[str, Any],
    told: Mapping[str, str],
    context: str | None,
) -> tuple[Schema, Callable[..., dict[str, Any]]]:
    shapes: dict[str, Shape] = {}
    properties: dict[str, Any] = {}
    for parameter in parameters:
        try:
            shapes[parameter.name] = found = shape(hints[parameter.name])
        except Unsupported as reason:
            raise UsageError(
                f"the parameter `{parameter.name}` of `{_name(function)}` is {reason}, which a model cannot fill in; "
                "use str, int, float, bool, Literal, Enum, list, dict, a TypedDict, a dataclass or a pydantic model"
            ) from None
        properties[parameter.name] = schema = dict(found.schema)
        if parameter.name in told:
            schema.setdefault("description", told[parameter.name])
        if parameter.default is not inspect.Parameter.empty and parameter.default is not None:
            schema.update(_default(parameter.default))
    required = [each.name for each in parameters if each.default is inspect.Parameter.empty]
    schema = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}

    def bind(arguments: Mapping[str, Any], ctx: Any) -> dict[str, Any]:
        bound = {name: _read(shapes[name], value, name) for name, value in arguments.items() if name in shapes}
        return {**bound, **({context: ctx} if context else {})}

    return schema, bind


def _read(found: Shape, value: Any, name: str | None = None) -> Any:
    try:
        return found.read(value)
    except (TypeError, ValueError, KeyError) as reason:
        raise ArgumentError(_told(reason, name)) from None


class ArgumentError(Exception):
    """Arguments that the function cannot take; the text says which and why."""


def _told(reason: Exception, name: str | None) -> str:
    # Pydantic's own text is many lines, with links for people.
    errors = getattr(reason, "errors", None)
    if not callable(errors):
        return f"`{name}`: {reason}" if name else str(reason)
    return "; ".join(
        f"`{'.'.join(map(str, (*filter(None, [name]), *each['loc'])))}`: {each['msg']}" for each in errors()
    )


def _default(value: Any) -> dict[str, Any]:
    """A default in the schema, where it has a JSON form."""
    import json

    try:
        return {"default": json.loads(encode(value))}
    except ComposioError:
        return {}


def _closed(schema: Schema) -> Schema:
    return {**schema, "type": "object", "properties": schema.get("properties", {})}


def _parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    try:
        return list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        raise UsageError(f"`{function!r}` does not say which arguments it takes; wrap it in a `def`") from None


def _named(function: Callable[..., Any], parameter: inspect.Parameter) -> inspect.Parameter:
    if parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
        return parameter
    raise UsageError(
        f"`{parameter}` of `{_name(function)}` has no name a model could fill in; give the function named parameters"
    )


def _is_context(parameter: inspect.Parameter) -> bool:
    annotation = parameter.annotation
    if annotation is inspect.Parameter.empty or annotation is Any:
        return parameter.name == "ctx"
    text = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", "")
    return text.strip("'\" ").rpartition(".")[2] in _CONTEXTS


def _hint(function: Callable[..., Any], parameter: inspect.Parameter, names: Mapping[str, Any]) -> Any:
    where = f"the parameter `{parameter.name}` of `{_name(function)}`"
    if parameter.annotation is inspect.Parameter.empty:
        raise UsageError(f"{where} has no type; write `{parameter.name}: str`, or what else it is")
    holder: Any = types.SimpleNamespace(__annotations__={parameter.name: parameter.annotation})
    try:
        return typing.get_type_hints(holder, getattr(function, "__globals__", {}), dict(names), include_extras=True)[
            parameter.name
        ]
    except Exception as reason:
        raise UsageError(
            f"the type `{parameter.annotation}` of {where.removeprefix('the ')} cannot be read ({reason}); import it "
            "where the program runs, not only under `if TYPE_CHECKING:`, and before the tool is defined"
        ) from None


def _name(function: Callable[..., Any]) -> str:
    return getattr(function, "__name__", None) or repr(function)
