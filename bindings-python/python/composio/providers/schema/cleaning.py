"""A schema that every model provider takes: an object at the top, nothing to look up, no words for people only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .walking import Schema, described, each, without_references

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOR_PEOPLE = frozenset({"$schema", "$id", "$comment", "example", "examples", "deprecated", "readOnly", "writeOnly"})
_ALTERNATIVES = ("oneOf", "anyOf")


def clean(schema: Mapping[str, Any] | None) -> Schema:
    """The input schema of a tool as every model provider takes it.

    References are replaced by what they refer to, examples are left out. Of alternatives at the top, which nobody
    takes, all properties are offered, and the description says which of them go together. An object inside of which
    nothing is said takes any keys, and says so: frameworks that guess would close it.
    """
    cleaned = _flattened(_opened(_without_words(without_references(schema or {})), top=True))
    cleaned["type"] = "object"
    cleaned.setdefault("properties", {})
    return cleaned


def _without_words(schema: Any) -> Any:
    if not isinstance(schema, dict):
        return schema
    return {keyword: value for keyword, value in each(schema, _without_words).items() if keyword not in _FOR_PEOPLE}


# What says something about the keys of an object.
_SAY_KEYS = frozenset(
    {"properties", "additionalProperties", "patternProperties", "unevaluatedProperties", "propertyNames"}
    | {"oneOf", "anyOf", "allOf", "not", "if", "enum", "const"}
)


def _opened(schema: Any, top: bool = False) -> Any:
    if not isinstance(schema, dict):
        return schema
    opened = each(schema, _opened)
    types = schema.get("type")
    if (
        not top
        and (types == "object" or (isinstance(types, list) and "object" in types))
        and not _SAY_KEYS & opened.keys()
    ):
        opened["additionalProperties"] = True
    return opened


def _flattened(schema: Schema) -> Schema:
    """Without `oneOf`, `anyOf` and `allOf` at the top."""
    for part in schema.pop("allOf", ()):
        _merge(schema, _flattened(dict(part)))
        schema["required"] = [*schema.get("required", ()), *part.get("required", ())]
    for keyword in _ALTERNATIVES:
        variants = [_flattened(dict(each)) for each in schema.pop(keyword, ()) if isinstance(each, dict)]
        if not variants:
            continue
        for variant in variants:
            _merge(schema, variant)
        required = [set(variant.get("required", ())) for variant in variants]
        always = set.intersection(*required)
        schema["required"] = [*schema.get("required", ()), *sorted(always)]
        groups = [", ".join(f"`{name}`" for name in sorted(each - always)) for each in required]
        if any(groups):
            one = "Give exactly one of" if keyword == "oneOf" else "Give at least one of"
            described(schema, f"{one}: {'; or '.join(group or 'none of these' for group in groups)}.")
    if "required" in schema:
        schema["required"] = list(dict.fromkeys(schema["required"]))
    # Conditions on the whole object, which no provider takes either; the engine holds to them.
    for keyword in ("not", "if", "then", "else", "dependentRequired", "dependentSchemas", "enum", "const"):
        schema.pop(keyword, None)
    return schema


def _merge(schema: Schema, part: Schema) -> None:
    properties = schema.setdefault("properties", {})
    for name, value in part.get("properties", {}).items():
        known = properties.get(name)
        if known is None:
            properties[name] = value
        elif known != value:
            properties[name] = {"anyOf": [*known.get("anyOf", [known]), value]}
