"""Walking a JSON Schema: every place in it with its JSON pointer, and the references that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

MAPS = ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas")
LISTS = ("anyOf", "oneOf", "allOf", "prefixItems")
SINGLE = ("items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames")
TYPES = {"object", "array", "string", "number", "integer", "boolean", "null"}


def places(schema: Any, at: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each schema inside a schema, itself first."""
    if not isinstance(schema, dict):
        return
    yield at, schema
    for key in MAPS:
        inner = schema.get(key)
        for name, item in inner.items() if isinstance(inner, dict) else ():
            yield from places(item, f"{at}/{key}/{escaped(name)}")
    for key in LISTS:
        inner = schema.get(key)
        for number, item in enumerate(inner if isinstance(inner, list) else ()):
            yield from places(item, f"{at}/{key}/{number}")
    for key in SINGLE:
        yield from places(schema.get(key), f"{at}/{key}")


def escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def types_of(schema: dict[str, Any]) -> list[Any]:
    declared = schema.get("type")
    return declared if isinstance(declared, list) else [] if declared is None else [declared]


def is_well_formed(schema: Any, at: str) -> list[str]:
    """What no JSON Schema validator would take."""
    complaints = []
    for place, inner in places(schema, at):
        wrong = [kind for kind in types_of(inner) if kind not in TYPES]
        if wrong:
            complaints.append(f"{place}/type: {wrong[0]!r} is not a type of JSON Schema")
        for key, kind in (("properties", dict), ("required", list), ("enum", list), ("anyOf", list), ("oneOf", list)):
            if key in inner and not isinstance(inner[key], kind):
                complaints.append(f"{place}/{key}: must be {'an object' if kind is dict else 'an array'}")
        reference = inner.get("$ref")
        if reference is not None and not resolves(schema, reference):
            complaints.append(f"{place}/$ref: {reference!r} leads nowhere")
    return complaints


def resolves(root: Any, reference: Any) -> bool:
    """Whether a reference leads to a place in the schema itself."""
    if not isinstance(reference, str) or not reference.startswith("#"):
        return False
    value = root
    for part in reference[1:].split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list) and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        elif isinstance(value, dict) and key in value:
            value = value[key]
        else:
            return False
    return True
