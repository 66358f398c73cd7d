"""Going through a schema: where schemas stand inside of one, and what `$ref`s stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Schema = dict[str, Any]

# A property may be called `items` or `title`, so only the place says what is a keyword.
_BY_NAME = frozenset({"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"})
_ONE = frozenset(
    {"items", "additionalProperties", "contains", "propertyNames", "unevaluatedProperties", "not", "if", "then", "else"}
)
_SEVERAL = frozenset({"oneOf", "anyOf", "allOf", "prefixItems"})


def each(schema: Mapping[str, Any], visit: Callable[[Any], Any]) -> Schema:
    """A copy of `schema` in which the schemas directly inside of it are what `visit` makes of them."""
    copy: Schema = {}
    for keyword, value in schema.items():
        if keyword in _BY_NAME and isinstance(value, dict):
            copy[keyword] = {name: visit(inner) for name, inner in value.items()}
        elif keyword in _ONE and isinstance(value, dict):
            copy[keyword] = visit(value)
        elif (keyword in _SEVERAL or keyword == "items") and isinstance(value, list):
            copy[keyword] = [visit(inner) for inner in value]
        else:
            copy[keyword] = copied(value)
    return copy


def copied(value: Any) -> Any:
    """A deep copy of plain data."""
    if isinstance(value, dict):
        return {name: copied(inner) for name, inner in value.items()}
    return [copied(inner) for inner in value] if isinstance(value, list) else value


def without_references(schema: Mapping[str, Any]) -> Schema:
    """`schema` with what its `$ref`s point at in their place. Where one leads back into itself, any value will do."""

    def resolve(inner: Any, inside: tuple[str, ...]) -> Any:
        if not isinstance(inner, dict):
            return inner
        reference = inner.get("$ref")
        if isinstance(reference, str):
            beside = {name: value for name, value in inner.items() if name != "$ref"}
            target = _pointed_at(schema, reference)
            if target is None or reference in inside:
                kept = target.get("type") if isinstance(target, dict) else None
                return {**({"type": kept} if kept else {}), **each(beside, lambda value: resolve(value, inside))}
            return resolve({**target, **beside}, (*inside, reference))
        found = each(inner, lambda value: resolve(value, inside))
        found.pop("$defs", None)
        found.pop("definitions", None)
        return found

    resolved: Schema = resolve(dict(schema), ())
    return resolved


def _pointed_at(schema: Any, reference: str) -> Any:
    """What a JSON pointer into the schema itself points at; None for one that leads elsewhere."""
    if not reference.startswith("#"):
        return None
    for part in reference[1:].split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if not isinstance(schema, dict) or name not in schema:
            return None
        schema = schema[name]
    return schema if isinstance(schema, dict) else None


def described(schema: Schema, note: str) -> None:
    """Say in words what the schema itself can no longer say."""
    schema["description"] = f"{schema['description'].rstrip()} {note}" if schema.get("description") else note
