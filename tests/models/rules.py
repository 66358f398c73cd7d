"""What each model provider takes as a tool, by its published rules and the refusals of its API.

Pure functions over plain data. Each answers a list of complaints, `pointer: what is wrong`; an empty one is approval.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from schemas import escaped, is_well_formed, places, types_of
from talk import Offered

MOST_TOOLS = 128
COMBINERS = ("oneOf", "anyOf", "allOf")
# Keywords of JSON Schema that strict mode does not know.
NOT_STRICT = (
    "oneOf", "allOf", "not", "if", "then", "else", "default", "patternProperties", "dependentRequired",
    "dependentSchemas", "propertyNames", "uniqueItems", "contains", "unevaluatedProperties", "prefixItems",
)  # fmt: skip
STRICT_FORMATS = {"date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"}
# The fields of Gemini's `Schema`; any other is refused as an unknown name.
GEMINI_FIELDS = {
    "type", "format", "title", "description", "nullable", "enum", "maxItems", "minItems", "properties", "required",
    "minProperties", "maxProperties", "minLength", "maxLength", "pattern", "example", "anyOf", "propertyOrdering",
    "default", "items", "minimum", "maximum",
}  # fmt: skip
GEMINI_FORMATS = {
    "string": {"enum", "date-time"},
    "integer": {"int32", "int64"},
    "number": {"float", "double"},
}


def validate_openai(tools: Sequence[Offered], strict: bool = False) -> list[str]:
    """Chat completions and responses. `strict` is the mode in which every property is required."""
    complaints = _count(tools)
    for number, tool in enumerate(tools):
        at = f"/tools/{number}"
        complaints += _name(tool, at, r"[a-zA-Z0-9_-]{1,64}")
        complaints += _parameters(tool.schema, f"{at}/parameters", (*COMBINERS, "enum", "not"))
        for place, schema in places(tool.schema, f"{at}/parameters"):
            if "array" in types_of(schema) and "items" not in schema and "prefixItems" not in schema:
                complaints.append(f"{place}: array schema missing items")
            if strict:
                complaints += _strict(place, schema)
    return complaints


def validate_anthropic(tools: Sequence[Offered]) -> list[str]:
    complaints = _count(tools) + _unique(tools)
    for number, tool in enumerate(tools):
        at = f"/tools/{number}"
        complaints += _name(tool, at, r"[a-zA-Z0-9_-]{1,128}")
        complaints += _parameters(tool.schema, f"{at}/input_schema", COMBINERS)
        for place, schema in places(tool.schema, f"{at}/input_schema"):
            for name in _properties(schema):
                if not re.fullmatch(r"[a-zA-Z0-9_.-]{1,64}", name):
                    wanted = "^[a-zA-Z0-9_.-]{1,64}$"
                    complaints.append(f"{place}/properties/{escaped(name)}: property keys should match '{wanted}'")
    return complaints


def validate_gemini(tools: Sequence[Offered], json_schema: Sequence[bool] = ()) -> list[str]:
    """`json_schema` says of each tool whether it came as `parametersJsonSchema`, which takes more than `parameters`."""
    complaints = _count(tools) + _unique(tools)
    for number, tool in enumerate(tools):
        at = f"/tools/{number}"
        complaints += _name(tool, at, r"[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}")
        if number < len(json_schema) and json_schema[number]:
            complaints += _parameters(tool.schema, f"{at}/parametersJsonSchema", ())
        elif tool.schema is not None:
            complaints += _gemini_parameters(tool.schema, f"{at}/parameters")
    return complaints


def _count(tools: Sequence[Offered]) -> list[str]:
    return [f"/tools: at most {MOST_TOOLS} tools, not {len(tools)}"] if len(tools) > MOST_TOOLS else []


def _unique(tools: Sequence[Offered]) -> list[str]:
    counted = Counter(tool.name for tool in tools)
    return [f"/tools: tool names must be unique, and {name!r} is not" for name, count in counted.items() if count > 1]


def _name(tool: Offered, at: str, pattern: str) -> list[str]:
    complaints = []
    if not re.fullmatch(pattern, tool.name):
        complaints.append(f"{at}/name: {tool.name!r} does not match '^{pattern}$'")
    if not isinstance(tool.description, str):
        complaints.append(f"{at}/description: must be a string")
    return complaints


def _parameters(schema: Any, at: str, refused: Sequence[str]) -> list[str]:
    if schema is None:
        return []
    if not isinstance(schema, dict):
        return [f"{at}: must be an object"]
    complaints = is_well_formed(schema, at)
    if schema.get("type") != "object":
        complaints.append(f"{at}/type: must be 'object', got {schema.get('type')!r}")
    complaints += [f"{at}/{key}: not supported at the top level" for key in refused if key in schema]
    return complaints


def _properties(schema: dict[str, Any]) -> dict[str, Any]:
    properties = schema.get("properties")
    return properties if isinstance(properties, dict) else {}


def _strict(place: str, schema: dict[str, Any]) -> list[str]:
    complaints = [f"{place}/{key}: not permitted in strict mode" for key in NOT_STRICT if key in schema]
    if "format" in schema and schema["format"] not in STRICT_FORMATS:
        complaints.append(f"{place}/format: {schema['format']!r} is not a valid format in strict mode")
    if "object" in types_of(schema):
        if schema.get("additionalProperties") is not False:
            complaints.append(f"{place}/additionalProperties: required to be supplied and to be false in strict mode")
        missing = _properties(schema).keys() - set(schema.get("required") or ())
        if missing:
            complaints.append(f"{place}/required: in strict mode holds every property; missing {sorted(missing)}")
    return complaints


def _gemini_parameters(schema: Any, at: str) -> list[str]:
    if not isinstance(schema, dict):
        return [f"{at}: must be an object"]
    complaints = []
    if str(schema.get("type", "")).lower() != "object":
        complaints.append(f"{at}/type: the schema of a function's parameters must be of type OBJECT")
    for place, inner in places(schema, at):
        complaints += [f"{place}/{key}: unknown name, cannot find field" for key in inner if key not in GEMINI_FIELDS]
        complaints += _gemini_place(place, inner)
    return complaints


def _gemini_place(place: str, schema: dict[str, Any]) -> list[str]:
    complaints = []
    kind = schema.get("type")
    if isinstance(kind, list):
        return [f"{place}/type: must be one type, not a list"]
    kind = str(kind or "").lower()
    if kind == "array" and "items" not in schema:
        complaints.append(f"{place}/items: missing field")
    if "enum" in schema:
        if kind != "string":
            complaints.append(f"{place}/enum: only allowed for STRING type")
        if any(not isinstance(value, str) or not value for value in schema["enum"]):
            complaints.append(f"{place}/enum: must hold strings that are not empty")
    if "format" in schema and schema["format"] not in GEMINI_FORMATS.get(kind, set()):
        complaints.append(f"{place}/format: {schema['format']!r} is not supported for {kind.upper()} type")
    for name in schema.get("required") or ():
        if name not in _properties(schema):
            complaints.append(f"{place}/required: {name!r} is not defined as a property")
    return complaints
