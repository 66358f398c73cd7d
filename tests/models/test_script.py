"""What a script says: names, values from results, its end."""

from __future__ import annotations

import unittest
from typing import Any

from script import LAST_WORDS, Script, Turn, filled, name_of
from talk import Offered, Result

TOOLS = [Offered(name, "", {}) for name in ("GITHUB_GET_AN_ISSUE", "github-create-an-issue_a1")]


def result(content: str) -> list[Result]:
    return [Result("X", "1", "earlier", False), Result("X", "2", content, False)]


class Turns(unittest.TestCase):
    def test_turns_are_played_once_and_then_it_is_done(self) -> None:
        script = Script.read({"turns": [{"text": "a"}, {"text": "b"}]})
        self.assertEqual([script.next(TOOLS).text for _ in range(3)], ["a", "b", LAST_WORDS])

    def test_requests_without_tools_may_be_passed_over(self) -> None:
        script = Script.read({"turns": [{"text": "a"}], "skip_without_tools": True})
        self.assertEqual([script.next([]).text, script.next(TOOLS).text], [LAST_WORDS, "a"])

    def test_a_script_that_cannot_be_meant_is_refused(self) -> None:
        described: Any
        for described in (
            [],
            {},
            {"turns": ["a"]},
            {"turns": [{"say": "a"}]},
            {"turns": [{"calls": [{"arguments": {}}]}]},
            {"turns": [{"calls": [{"name": "A", "name_like": "a"}]}]},
            {"turns": [], "speed": 2},
        ):
            with self.subTest(described), self.assertRaises(ValueError):
                Script.read(described)

    def test_a_turn_may_be_empty(self) -> None:
        self.assertEqual(Script.read({"turns": [{}]}).next([]), Turn(""))


class Names(unittest.TestCase):
    def test_names(self) -> None:
        cases = [
            ({"name": "NOT_OFFERED"}, "NOT_OFFERED"),
            ({"name_like": "get_an_issue"}, "GITHUB_GET_AN_ISSUE"),
            ({"name_like": "GITHUB_CREATE_AN_ISSUE"}, "github-create-an-issue_a1"),
            ({"name_like": "nothing_like_it"}, "nothing_like_it"),
        ]
        for call, expected in cases:
            with self.subTest(call):
                self.assertEqual(name_of(call, TOOLS), expected)


class Values(unittest.TestCase):
    def test_values_from_the_latest_result(self) -> None:
        cases: list[tuple[str, Any, Any]] = [
            ('{"data": {"x": [{"y": 7}]}}', "$last.data.x.0.y", 7),
            ('{"data": {"x": [{"y": 7}]}}', {"a": ["$last.data.x"]}, {"a": [[{"y": 7}]]}),
            ('{"result": {"data": {"y": 1}}}', "$last.data.y", 1),
            ('{"output": "{\\"data\\": {\\"y\\": 1}}"}', "$last.data.y", 1),
            ('{"content": [{"type": "text", "text": "{\\"y\\": 1}"}]}', "$last.y", 1),
            ("plain words", "$last", "plain words"),
            ("{}", "$lasting", "$lasting"),
            ("{}", "costs $last.", "costs $last."),
        ]
        for content, value, expected in cases:
            with self.subTest(content=content, value=value):
                self.assertEqual(filled(value, result(content)), expected)

    def test_a_value_that_is_not_there_is_an_error(self) -> None:
        for results in (result('{"data": {}}'), result("words"), []):
            with self.subTest(results), self.assertRaisesRegex(ValueError, r"\$last\.data\.x"):
                filled("$last.data.x", results)


if __name__ == "__main__":
    unittest.main()
