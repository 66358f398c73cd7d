"""CrewAI sends every tool in strict mode, where each object is closed. What a schema leaves open travels as JSON text.

Without this, CrewAI closes an object of any keys to one of none, and the model can send nothing in it. Pure.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from composio.providers.schema import clean, strict, without_nulls
from composio.providers.schema.walking import each

if TYPE_CHECKING:
    from collections.abc import Mapping

_AS_TEXT = "Write it as JSON text."


def closed(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The input schema of a tool for strict mode."""
    whole = clean(schema)
    properties = {name: _closed(inner) for name, inner in whole["properties"].items()}
    # Strict mode has no open object at the top either; what a model may send there is what is named.
    result = strict({**whole, "properties": properties, "additionalProperties": False})
    return result if result is not None else {"type": "object", "properties": properties}


def opened(arguments: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments for `closed(schema)` as the tool itself takes them."""
    whole = clean(schema)
    read = {name: _opened(value, whole["properties"].get(name)) for name, value in arguments.items()}
    result: dict[str, Any] = without_nulls(read, whole)
    return result


def _closed(schema: Any) -> Any:
    if not isinstance(schema, dict):
        return schema
    inner = each(schema, _closed)
    if _can_be_said(inner):
        return inner
    said = str(schema.get("description", ""))
    return {"type": "string", "description": f"{said} {_AS_TEXT}".strip()}


def _can_be_said(schema: dict[str, Any]) -> bool:
    return strict({"type": "object", "properties": {"it": schema}}) is not None


def _opened(value: Any, schema: Any) -> Any:
    if not isinstance(schema, dict):
        return value
    if isinstance(value, str):
        return _read(value, schema) if not _can_be_said(schema) else value
    if isinstance(value, list):
        return [_opened(item, schema.get("items")) for item in value]
    if isinstance(value, dict):
        properties = schema.get("properties") or {}
        return {name: _opened(item, properties.get(name)) for name, item in value.items()}
    return value


def _read(text: str, schema: dict[str, Any]) -> Any:
    """What the text says, unless it is text that the schema asks for."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    takes_text = "string" in (schema.get("type") or ("string",))
    return value if isinstance(value, (dict, list)) or not takes_text else text
