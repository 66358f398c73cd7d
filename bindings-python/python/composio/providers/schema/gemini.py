"""Google's function declarations take a part of OpenAPI's schema; what they have no word for is said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .cleaning import clean
from .walking import Schema, copied, described

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEPT = frozenset(
    {"description", "nullable", "pattern", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"}
)
_FORMATS = {
    "string": frozenset({"date-time", "enum"}),
    "number": frozenset({"float", "double"}),
    "integer": frozenset({"int32", "int64"}),
}


def gemini(schema: Mapping[str, Any] | None) -> Schema:
    """The input schema of a tool as Gemini takes it. Types keep their JSON names; Google's clients know both."""
    declared = _declared(clean(schema))
    declared.pop("nullable", None)
    return declared


def _declared(schema: Any) -> Schema:
    if not isinstance(schema, dict):
        return {"type": "string"}
    result = {keyword: copied(value) for keyword, value in schema.items() if keyword in _KEPT}
    for part in schema.get("allOf", ()):
        schema = {**part, **schema, "properties": {**part.get("properties", {}), **schema.get("properties", {})}}
    variants = [each for each in schema.get("anyOf") or schema.get("oneOf") or () if isinstance(each, dict)]
    types = schema.get("type") or []
    types = [types] if isinstance(types, str) else list(types)
    if "null" in types or any(_is_null(each) for each in variants):
        result["nullable"] = True
    types = [each for each in types if each != "null"] or _implied(schema)
    variants = [each for each in variants if not _is_null(each)]
    if len(types) > 1 and not variants:
        variants = [{**schema, "type": each} for each in types]
        result = {keyword: value for keyword, value in result.items() if keyword in ("description", "nullable")}
        for variant in variants:
            variant.pop("description", None)
    if len(variants) == 1:
        return {**_declared(variants[0]), **result}
    if variants:
        result["anyOf"] = [_declared(each) for each in variants]
        return result
    _say(schema, types[0] if types else "string", result)
    return result


def _say(schema: Schema, type_: str, result: Schema) -> None:
    """Give `result` the one type it has, and what belongs to it."""
    result["type"] = type_
    if schema.get("format") in _FORMATS.get(type_, ()):
        result["format"] = schema["format"]
    values = [schema["const"]] if "const" in schema else [each for each in schema.get("enum", ()) if each is not None]
    if values and type_ == "string":
        result["enum"] = [str(each) for each in values]
        if "" in result["enum"]:
            result["enum"].remove("")
    elif values:
        described(result, f"One of: {', '.join(map(str, values))}.")
    if type_ == "array":
        result["items"] = _declared(schema.get("items"))
    properties = schema.get("properties")
    if type_ == "object" and properties:
        result["properties"] = {name: _declared(each) for name, each in properties.items()}
        required = [name for name in schema.get("required", ()) if name in properties]
        if required:
            result["required"] = required


def _is_null(schema: Any) -> bool:
    return isinstance(schema, dict) and schema.get("type") == "null"


def _implied(schema: Schema) -> list[str]:
    if "properties" in schema:
        return ["object"]
    return ["array"] if "items" in schema else []
