"""OpenAI's strict mode: the model is held to the schema, so everything in it has to be said completely."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .cleaning import clean
from .walking import Schema, copied, described

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEPT = frozenset(
    {"type", "description", "enum", "const", "pattern", "multipleOf", "minimum", "maximum", "exclusiveMinimum"}
    | {"exclusiveMaximum", "minItems", "maxItems"}
)
_FORMATS = frozenset({"date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"})
# What narrows a value in a way strict mode has no words for.
_INEXPRESSIBLE = frozenset(
    {"allOf", "not", "if", "then", "else", "patternProperties", "prefixItems", "dependentRequired", "dependentSchemas"}
)


class _Inexpressible(Exception):
    pass


def strict(schema: Mapping[str, Any] | None) -> Schema | None:
    """The input schema of a tool for strict mode, or None if strict mode cannot say it.

    Objects are closed and all their properties required; an optional one may be null instead, which `without_nulls`
    takes out of the arguments again. A tool with free-form objects or untyped values gets None: send it without
    strict mode, for else the model could never fill them.
    """
    try:
        return _strict(clean(schema))
    except _Inexpressible:
        return None


def without_nulls(arguments: Any, schema: Mapping[str, Any] | None) -> Any:
    """Arguments without the nulls that stand for `left out`: those the tool's own schema does not take."""
    return _without_nulls(arguments, clean(schema))


def _strict(schema: Schema) -> Schema:
    if _INEXPRESSIBLE & schema.keys():
        raise _Inexpressible
    result = {keyword: copied(value) for keyword, value in schema.items() if keyword in _KEPT}
    if schema.get("format") in _FORMATS:
        result["format"] = schema["format"]
    if "default" in schema:
        described(result, f"Default: {schema['default']!r}.")
    variants = schema.get("anyOf") or schema.get("oneOf")
    if variants:
        result["anyOf"] = [_strict(variant) for variant in variants]
        return result
    types = _types(schema)
    if not types and not {"enum", "const"} & schema.keys():
        raise _Inexpressible
    if "object" in types:
        _close(schema, result)
    if "array" in types:
        if not isinstance(schema.get("items"), dict):
            raise _Inexpressible
        result["items"] = _strict(schema["items"])
    return result


def _close(schema: Schema, result: Schema) -> None:
    properties, extra = schema.get("properties") or {}, schema.get("additionalProperties")
    free = extra is True or isinstance(extra, dict)
    # An object without properties is empty on purpose only if it says so, or at the top.
    if free or (not properties and extra is None and "properties" not in schema):
        raise _Inexpressible
    required = schema.get("required", ())
    result["properties"] = {
        name: _strict(each) if name in required else _nullable(_strict(each)) for name, each in properties.items()
    }
    result["required"] = list(properties)
    result["additionalProperties"] = False


def _nullable(schema: Schema) -> Schema:
    if "anyOf" in schema:
        if not any(_takes_null(each) for each in schema["anyOf"]):
            schema["anyOf"].append({"type": "null"})
        return schema
    if "const" in schema:
        schema["enum"] = [schema.pop("const")]
    if "enum" in schema and None not in schema["enum"]:
        schema["enum"].append(None)
    types = _types(schema)
    if types and "null" not in types:
        schema["type"] = [*types, "null"]
    return schema


def _takes_null(schema: Mapping[str, Any]) -> bool:
    if "const" in schema:
        return schema["const"] is None
    if "enum" in schema:
        return None in schema["enum"]
    variants = schema.get("anyOf") or schema.get("oneOf")
    if variants:
        return any(_takes_null(each) for each in variants)
    types = _types(schema)
    return not types or "null" in types


def _types(schema: Mapping[str, Any]) -> list[str]:
    types = schema.get("type") or []
    return [types] if isinstance(types, str) else list(types)


def _without_nulls(value: Any, schema: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        items = schema.get("items")
        return [_without_nulls(each, items) for each in value] if isinstance(items, dict) else value
    if not isinstance(value, dict):
        return value
    properties = schema.get("properties") or {}
    for variant in schema.get("anyOf") or schema.get("oneOf") or ():
        properties = {**variant.get("properties", {}), **properties}
    required = schema.get("required", ())
    return {
        name: _without_nulls(each, properties.get(name, {}))
        for name, each in value.items()
        if each is not None or name in required or _takes_null(properties.get(name, {}))
    }
