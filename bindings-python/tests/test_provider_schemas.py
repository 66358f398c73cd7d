"""Schemas as model providers take them."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from composio._steps import Call
from composio.models import Tool
from composio.providers.schema import clean, gemini, strict, without_nulls

if TYPE_CHECKING:
    from composio import Composio

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
FREE = {"type": "object", "additionalProperties": True}
CLOSED = {"type": "object", "additionalProperties": False}
MAP = {"type": "object", "additionalProperties": TEXT}


def obj(properties: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties or {}, **more}


CLEANED: list[tuple[str, Any, Any]] = [
    ("nothing", None, obj()),
    ("no type", {"properties": {"a": TEXT}}, obj({"a": TEXT})),
    ("examples", obj({"a": {**TEXT, "examples": ["x"], "deprecated": True}}), obj({"a": TEXT})),
    ("properties named like keywords", obj({"examples": TEXT, "$ref": TEXT}), obj({"examples": TEXT, "$ref": TEXT})),
    ("a default that looks like a schema", obj({"a": {"default": {"$ref": 1}}}), obj({"a": {"default": {"$ref": 1}}})),
    (
        "references",
        obj({"a": {"$ref": "#/$defs/A", "description": "an A"}}, **{"$defs": {"A": obj({"b": NUMBER})}}),
        obj({"a": obj({"b": NUMBER}, description="an A")}),
    ),
    (
        "references in a circle",
        obj({"a": {"$ref": "#/$defs/A"}}, **{"$defs": {"A": obj({"next": {"$ref": "#/$defs/A"}})}}),
        obj({"a": obj({"next": FREE})}),
    ),
    ("objects of any keys", obj({"a": {"type": "object"}}), obj({"a": FREE})),
    (
        "objects of any keys inside",
        obj({"a": {"type": "array", "items": {"type": ["object", "null"]}}}),
        obj({"a": {"type": "array", "items": {"type": ["object", "null"], "additionalProperties": True}}}),
    ),
    ("objects that say something", obj({"a": obj(), "b": CLOSED, "c": MAP}), obj({"a": obj(), "b": CLOSED, "c": MAP})),
    ("references to elsewhere", obj({"a": {"$ref": "https://example.com/a.json"}}), obj({"a": {}})),
    (
        "groups of properties",
        obj({"a": TEXT, "b": TEXT}, oneOf=[{"required": ["a"]}, {"required": ["b"]}]),
        obj({"a": TEXT, "b": TEXT}, required=[], description="Give exactly one of: `a`; or `b`."),
    ),
    (
        "alternatives with properties",
        {"anyOf": [obj({"k": TEXT, "a": TEXT}, required=["k", "a"]), obj({"k": TEXT, "b": NUMBER}, required=["k"])]},
        obj(
            {"k": TEXT, "a": TEXT, "b": NUMBER},
            required=["k"],
            description="Give at least one of: `a`; or none of these.",
        ),
    ),
    (
        "all of several",
        {"allOf": [obj({"a": TEXT}, required=["a"]), obj({"b": TEXT}, required=["b"])]},
        obj({"a": TEXT, "b": TEXT}, required=["a", "b"]),
    ),
    ("alternatives inside stay", obj({"a": {"oneOf": [TEXT, NUMBER]}}), obj({"a": {"oneOf": [TEXT, NUMBER]}})),
]


@pytest.mark.parametrize(("schema", "wanted"), [row[1:] for row in CLEANED], ids=[row[0] for row in CLEANED])
def test_a_schema_is_made_acceptable(schema: Any, wanted: Any) -> None:
    before = copy.deepcopy(schema)
    assert clean(schema) == wanted
    assert schema == before


def test_a_cleaned_schema_shares_nothing_with_the_one_it_was() -> None:
    schema = obj({"a": {"type": "string", "enum": ["x"]}})
    clean(schema)["properties"]["a"]["enum"].append("y")
    assert schema == obj({"a": {"type": "string", "enum": ["x"]}})


def closed(properties: dict[str, Any]) -> dict[str, Any]:
    return obj(properties, required=list(properties), additionalProperties=False)


STRICT: list[tuple[str, Any, Any]] = [
    ("nothing", obj(), closed({})),
    ("required", obj({"a": TEXT}, required=["a"]), closed({"a": TEXT})),
    ("optional", obj({"a": NUMBER}), closed({"a": {"type": ["integer", "null"]}})),
    (
        "a choice",
        obj({"a": {"type": "string", "enum": ["x"]}}),
        closed({"a": {"type": ["string", "null"], "enum": ["x", None]}}),
    ),
    (
        "alternatives",
        obj({"a": {"oneOf": [TEXT, NUMBER]}}),
        closed({"a": {"anyOf": [TEXT, NUMBER, {"type": "null"}]}}),
    ),
    (
        "a default",
        obj({"a": {**NUMBER, "default": 5, "maximum": 9}}),
        closed({"a": {"type": ["integer", "null"], "maximum": 9, "description": "Default: 5."}}),
    ),
    (
        "objects in lists",
        obj({"a": {"type": "array", "items": obj({"b": TEXT})}}, required=["a"]),
        closed({"a": {"type": "array", "items": closed({"b": {"type": ["string", "null"]}})}}),
    ),
    (
        "formats",
        obj({"a": {**TEXT, "format": "date", "minLength": 1}}, required=["a"]),
        closed({"a": {**TEXT, "format": "date"}}),
    ),
    ("a free-form object", obj({"a": {"type": "object"}}), None),
    ("a map", obj({"a": {"type": "object", "additionalProperties": TEXT}}), None),
    ("an untyped value", obj({"a": {"description": "anything"}}), None),
    ("a list of anything", obj({"a": {"type": "array"}}), None),
    ("more than is listed", obj({"a": TEXT}, additionalProperties=True), None),
]


@pytest.mark.parametrize(("schema", "wanted"), [row[1:] for row in STRICT], ids=[row[0] for row in STRICT])
def test_strict_mode_says_everything_or_nothing(schema: Any, wanted: Any) -> None:
    assert strict(schema) == wanted


def test_nulls_that_stand_for_left_out_are_taken_away() -> None:
    schema = obj(
        {
            "kept": {"type": ["string", "null"]},
            "gone": TEXT,
            "needed": TEXT,
            "inner": obj({"gone": NUMBER}),
            "rows": {"type": "array", "items": obj({"gone": NUMBER})},
            "any": {},
        },
        required=["needed"],
    )
    given = {"kept": None, "gone": None, "needed": None, "inner": {"gone": None}, "rows": [{"gone": None}], "any": None}
    wanted: dict[str, Any] = {"kept": None, "needed": None, "inner": {}, "rows": [{}], "any": None}
    assert without_nulls(given, schema) == wanted


GEMINI: list[tuple[str, Any, Any]] = [
    ("null", obj({"a": {"type": ["string", "null"]}}), obj({"a": {**TEXT, "nullable": True}})),
    ("a null variant", obj({"a": {"anyOf": [TEXT, {"type": "null"}]}}), obj({"a": {**TEXT, "nullable": True}})),
    (
        "several types",
        obj({"a": {"type": ["string", "integer"], "description": "d"}}),
        obj({"a": {"anyOf": [TEXT, NUMBER], "description": "d"}}),
    ),
    (
        "numbers to choose from",
        obj({"a": {**NUMBER, "enum": [1, 2]}}),
        obj({"a": {**NUMBER, "description": "One of: 1, 2."}}),
    ),
    ("one value", obj({"a": {**TEXT, "const": "x"}}), obj({"a": {**TEXT, "enum": ["x"]}})),
    (
        "formats",
        obj({"a": {**TEXT, "format": "uri"}, "b": {**TEXT, "format": "date-time"}}),
        obj({"a": TEXT, "b": {**TEXT, "format": "date-time"}}),
    ),
    ("a list of anything", obj({"a": {"type": "array"}}), obj({"a": {"type": "array", "items": TEXT}})),
    (
        "a free-form object",
        obj({"a": {"type": "object", "additionalProperties": True}}),
        obj({"a": {"type": "object"}}),
    ),
    (
        "closed objects",
        obj({"a": TEXT}, additionalProperties=False, required=["a", "b"]),
        obj({"a": TEXT}, required=["a"]),
    ),
    ("no input", obj(), {"type": "object"}),
]


@pytest.mark.parametrize(("schema", "wanted"), [row[1:] for row in GEMINI], ids=[row[0] for row in GEMINI])
def test_gemini_gets_its_own_words(schema: Any, wanted: Any) -> None:
    assert gemini(schema) == wanted


def test_the_tools_of_the_catalog_come_through(composio: Composio[Any]) -> None:
    found = []
    for toolkit in composio.toolkits.list(limit=500):
        found += composio._engine.call(Call("tools.list", {"toolkits": [toolkit.slug], "limit": 500}))["items"]
    assert len(found) > 100
    for tool in map(Tool, found):
        cleaned = clean(tool.input_parameters)
        assert cleaned["type"] == "object", tool.slug
        assert not {"oneOf", "anyOf", "allOf", "$ref", "$defs"} & cleaned.keys(), tool.slug
        assert cleaned["properties"].keys() >= tool.input_parameters.get("properties", {}).keys(), tool.slug
        assert "$ref" not in repr(gemini(tool.input_parameters)), tool.slug
        strict(tool.input_parameters)
