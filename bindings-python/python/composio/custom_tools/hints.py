"""A type hint as the JSON Schema that a model fills in, and the way back from what it filled in to the Python value.

Pydantic is used where the hint is one of its models, and not needed otherwise.
"""

from __future__ import annotations

import dataclasses
import datetime
import enum
import types
import typing
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from typing import Any, Literal, NamedTuple, Union

from ..providers.schema.walking import Schema, copied, without_references


class Shape(NamedTuple):
    schema: Schema
    read: Callable[[Any], Any]
    """Makes the Python value of a JSON value that fits the schema."""


class Unsupported(TypeError):
    """A hint for which there is no JSON; the text names it."""


_PLAIN: Mapping[Any, Shape] = {
    Any: Shape({}, lambda value: value),
    object: Shape({}, lambda value: value),
    str: Shape({"type": "string"}, lambda value: value),
    bool: Shape({"type": "boolean"}, lambda value: value),
    # JSON has one kind of number: 3.0 is an integer there, and 3 is one with a fraction.
    int: Shape({"type": "integer"}, int),
    float: Shape({"type": "number"}, float),
    type(None): Shape({"type": "null"}, lambda value: value),
    None: Shape({"type": "null"}, lambda value: value),
    datetime.datetime: Shape(
        {"type": "string", "format": "date-time"},
        lambda text: datetime.datetime.fromisoformat(text.replace("Z", "+00:00")),
    ),
    datetime.date: Shape({"type": "string", "format": "date"}, datetime.date.fromisoformat),
}
_LISTS: Mapping[Any, Callable[[Iterable[Any]], Any]] = {
    **dict.fromkeys((list, Sequence, Collection, Iterable), list),
    **dict.fromkeys((set, Set), set),
    frozenset: frozenset,
    tuple: tuple,
}
_TYPES = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}


def shape(hint: Any, inside: tuple[Any, ...] = ()) -> Shape:
    """The shape of a hint. `inside` are the hints it stands in, by which one that holds itself is found out."""
    if hint in inside:
        raise Unsupported(f"`{_name(hint)}`, which holds itself")
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    inside = (*inside, hint)
    if origin is typing.Annotated:
        return _annotated(hint, arguments, inside[:-1])
    if hint in _PLAIN:
        found = _PLAIN[hint]
        return Shape(copied(found.schema), found.read)
    if origin is Literal:
        return Shape(_enumeration(list(arguments)), lambda value: value)
    if origin in (Union, types.UnionType):
        return _union([shape(each, inside) for each in arguments])
    if (origin or hint) in _LISTS:
        return _list(origin or hint, arguments, inside)
    if (origin or hint) in (dict, Mapping, typing.Mapping):
        return _dict(arguments, inside)
    if isinstance(hint, type):
        return _class(hint, inside)
    raise Unsupported(f"`{_name(hint)}`")


def _annotated(hint: Any, arguments: tuple[Any, ...], inside: tuple[Any, ...]) -> Shape:
    """`Annotated[str, "what it is"]`, or with a `Field(…)` of pydantic, which then reads the whole."""
    if any(hasattr(note, "json_schema_extra") for note in arguments[1:]):
        from pydantic import TypeAdapter

        adapter: Any = TypeAdapter(hint)
        return Shape(without_references(adapter.json_schema()), adapter.validate_python)
    found = shape(arguments[0], inside)
    notes = [note for note in arguments[1:] if isinstance(note, str)]
    return Shape({**found.schema, "description": " ".join(notes)}, found.read) if notes else found


def _union(variants: list[Shape]) -> Shape:
    def read(value: Any) -> Any:
        reasons = []
        for variant in variants:
            if _may_be(value, variant.schema):
                try:
                    return variant.read(value)
                except (TypeError, ValueError, KeyError) as reason:
                    reasons.append(str(reason))
        raise ValueError("; ".join(reasons) or f"{value!r} is none of what is allowed")

    bare = [variant.schema for variant in variants]
    if all(schema.keys() == {"type"} for schema in bare):
        return Shape({"type": [schema["type"] for schema in bare]}, read)
    return Shape({"anyOf": bare}, read)


def _may_be(value: Any, schema: Schema) -> bool:
    if "enum" in schema:
        return value in schema["enum"]
    wanted = schema.get("type")
    if not isinstance(wanted, str):
        return True
    if isinstance(value, (dict, list)):
        return wanted == ("object" if isinstance(value, dict) else "array")
    return wanted == _TYPES.get(type(value)) or (wanted == "number" and type(value) is int)


def _enumeration(values: list[Any]) -> Schema:
    kinds = list(dict.fromkeys(_TYPES.get(type(value)) for value in values))
    if None in kinds:
        raise Unsupported("a choice of values that are not text, numbers or booleans")
    return {"type": kinds[0] if len(kinds) == 1 else kinds, "enum": values}


def _list(made: Any, arguments: tuple[Any, ...], inside: tuple[Any, ...]) -> Shape:
    of = [each for each in arguments if each is not Ellipsis]
    if len(set(map(repr, of))) > 1:
        raise Unsupported(f"`{_name(inside[-1])}`, a tuple of different things")
    item = shape(of[0], inside) if of else _PLAIN[Any]
    schema: Schema = {"type": "array", "items": copied(item.schema)}
    if made is tuple and of and Ellipsis not in arguments:
        schema |= {"minItems": len(of), "maxItems": len(of)}
    if made in (set, frozenset, Set):
        schema["uniqueItems"] = True
    make = _LISTS[made]
    return Shape(schema, lambda values: make(item.read(value) for value in values))


def _dict(arguments: tuple[Any, ...], inside: tuple[Any, ...]) -> Shape:
    if arguments and arguments[0] is not str:
        raise Unsupported(f"`{_name(inside[-1])}`, a dict whose keys are not `str`")
    value = shape(arguments[1], inside) if arguments else _PLAIN[Any]
    extra = copied(value.schema) or True
    return Shape(
        {"type": "object", "additionalProperties": extra},
        lambda values: {name: value.read(each) for name, each in values.items()},
    )


def _class(hint: type, inside: tuple[Any, ...]) -> Shape:
    if issubclass(hint, enum.Enum):
        return Shape(_enumeration([member.value for member in hint]), hint)
    if is_model(hint):
        return Shape(without_references(hint.model_json_schema()), hint.model_validate)  # type: ignore[attr-defined]
    if dataclasses.is_dataclass(hint):
        given = {field.name for field in dataclasses.fields(hint) if field.init}
        needed = {field.name for field in dataclasses.fields(hint) if field.init and not _has_default(field)}
        make: Callable[..., Any] = hint
    elif typing.is_typeddict(hint):
        given, needed, make = set(hint.__annotations__), set(hint.__required_keys__), dict  # type: ignore[attr-defined]
    else:
        raise Unsupported(f"`{hint.__name__}`")
    hints = typing.get_type_hints(hint, include_extras=True)
    shapes = {name: shape(_bare(each), inside) for name, each in hints.items() if name in given}
    schema: Schema = {"type": "object", "properties": {name: each.schema for name, each in shapes.items()}}
    schema["required"] = [name for name in shapes if name in needed]
    schema["additionalProperties"] = False
    return Shape(
        schema,
        lambda values: make(**{name: shapes[name].read(each) for name, each in values.items() if name in shapes}),
    )


def is_model(hint: Any) -> bool:
    """Whether a hint is a model of pydantic."""
    return isinstance(hint, type) and hasattr(hint, "model_json_schema") and hasattr(hint, "model_validate")


def _has_default(field: dataclasses.Field[Any]) -> bool:
    return field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING


def _bare(hint: Any) -> Any:
    """A hint without the `Required` and `NotRequired` of a `TypedDict`, which its class knows already."""
    name = getattr(typing.get_origin(hint), "_name", None)
    return typing.get_args(hint)[0] if name in ("Required", "NotRequired", "ReadOnly") else hint


def _name(hint: Any) -> str:
    return getattr(hint, "__name__", None) if isinstance(hint, type) else str(hint).replace("typing.", "")  # type: ignore[return-value]
