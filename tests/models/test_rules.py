"""What each provider refuses, one broken rule at a time."""

from __future__ import annotations

import unittest
from typing import Any

from rules import validate_anthropic, validate_gemini, validate_openai
from talk import Offered

FINE: dict[str, Any] = {
    "type": "object",
    "properties": {"free": {"type": "object"}, "rows": {"type": "array", "items": {"type": "string", "enum": ["a"]}}},
    "required": ["free"],
}


def tool(schema: Any, name: str = "A_TOOL") -> list[Offered]:
    return [Offered(name, "Does it", schema)]


def having(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


class EveryProvider(unittest.TestCase):
    def test_a_plain_schema_is_fine_everywhere(self) -> None:
        for validate in (validate_openai, validate_anthropic, validate_gemini):
            with self.subTest(validate.__name__):
                self.assertEqual(validate(tool(FINE)), [])

    def test_too_many_tools(self) -> None:
        many = [Offered(f"T{number}", "", FINE) for number in range(129)]
        for validate in (validate_openai, validate_anthropic, validate_gemini):
            with self.subTest(validate.__name__):
                self.assertEqual(validate(many), ["/tools: at most 128 tools, not 129"])


class Broken(unittest.TestCase):
    def check(self, complaints: list[str], pointer: str) -> None:
        self.assertEqual([complaint.split(":")[0] for complaint in complaints], [pointer])

    def test_openai(self) -> None:
        at = "/tools/0/parameters"
        cases: list[tuple[Any, str]] = [
            ({"properties": {}}, f"{at}/type"),
            ({**FINE, "oneOf": []}, f"{at}/oneOf"),
            ({**FINE, "enum": []}, f"{at}/enum"),
            (having(a={"type": "array"}), f"{at}/properties/a"),
            (having(a={"type": "text"}), f"{at}/properties/a/type"),
            (having(**{"a/b": {"$ref": "#/$defs/No"}}), f"{at}/properties/a~1b/$ref"),
            ([], at),
        ]
        for schema, pointer in cases:
            with self.subTest(schema):
                self.check(validate_openai(tool(schema)), pointer)
        for name in ("has space", "a.b", "x" * 65, ""):
            with self.subTest(name):
                self.check(validate_openai(tool(FINE, name)), "/tools/0/name")

    def test_openai_strict(self) -> None:
        at = "/tools/0/parameters"
        strict = {**having(a={"type": "string"}), "required": ["a"], "additionalProperties": False}
        self.assertEqual(validate_openai(tool(strict), strict=True), [])
        cases = [
            ({**strict, "required": []}, f"{at}/required"),
            ({**strict, "additionalProperties": True}, f"{at}/additionalProperties"),
            ({**strict, "properties": {"a": {"type": "string", "default": "x"}}}, f"{at}/properties/a/default"),
            ({**strict, "properties": {"a": {"type": "string", "format": "uri"}}}, f"{at}/properties/a/format"),
        ]
        for schema, pointer in cases:
            with self.subTest(schema):
                self.check(validate_openai(tool(schema), strict=True), pointer)

    def test_anthropic(self) -> None:
        at = "/tools/0/input_schema"
        cases: list[tuple[Any, str]] = [
            ({"type": "object", "anyOf": []}, f"{at}/anyOf"),
            (having(**{"$filter": {}}), f"{at}/properties/$filter"),
            (having(a=having(**{"x" * 65: {}})), f"{at}/properties/a/properties/{'x' * 65}"),
        ]
        for schema, pointer in cases:
            with self.subTest(schema):
                self.check(validate_anthropic(tool(schema)), pointer)
        self.check(validate_anthropic(tool(FINE) * 2), "/tools")
        self.assertEqual(validate_anthropic(tool(FINE, "x" * 128)), [])

    def test_gemini(self) -> None:
        at = "/tools/0/parameters"
        cases: list[tuple[Any, str]] = [
            ({"type": "OBJECT", "additionalProperties": False}, f"{at}/additionalProperties"),
            (having(a={"type": "integer", "enum": ["1"]}), f"{at}/properties/a/enum"),
            (having(a={"type": "string", "enum": [""]}), f"{at}/properties/a/enum"),
            (having(a={"type": "string", "format": "email"}), f"{at}/properties/a/format"),
            (having(a={"type": "array"}), f"{at}/properties/a/items"),
            (having(a={"type": ["string", "null"]}), f"{at}/properties/a/type"),
            (having(a={"type": "string", "examples": []}), f"{at}/properties/a/examples"),
            ({**having(), "required": ["a"]}, f"{at}/required"),
            ({"type": "string"}, f"{at}/type"),
        ]
        for schema, pointer in cases:
            with self.subTest(schema):
                self.check(validate_gemini(tool(schema)), pointer)
        for name in ("1st", "a b"):
            with self.subTest(name):
                self.check(validate_gemini(tool(FINE, name)), "/tools/0/name")

    def test_gemini_takes_json_schema_in_its_own_field(self) -> None:
        rich = {**having(a={"type": ["string", "null"], "examples": ["x"]}), "additionalProperties": False}
        self.assertNotEqual(validate_gemini(tool(rich)), [])
        self.assertEqual(validate_gemini(tool(rich), [True]), [])


if __name__ == "__main__":
    unittest.main()
