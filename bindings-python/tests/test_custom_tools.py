"""Custom tools: what becomes of a function, and of the mistakes in it."""

from __future__ import annotations

import datetime
import enum
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypedDict

import pytest
from pydantic import BaseModel, Field

from composio import Composio, CustomTool, ExperimentalToolkit, SessionContext
from composio._json import encode
from composio.custom_tools.docstrings import read as read_docstring
from composio.custom_tools.hints import shape
from composio.custom_tools.signature import ArgumentError
from composio.exceptions import UsageError
from composio.experimental import Toolkit, tool


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


@dataclass
class Point:
    x: int
    y: float = 0
    tags: list[str] = field(default_factory=list)


class Movie(TypedDict, total=False):
    title: str
    year: int


class Query(BaseModel):
    text: str = Field(description="What to look for")
    limit: int = Field(default=10, ge=1)


class Tree(BaseModel):
    children: list[Tree] = []


@dataclass
class Loop:
    next: Loop


STRING = {"type": "string"}
POINT = {
    "type": "object",
    "properties": {"x": {"type": "integer"}, "y": {"type": "number"}, "tags": {"type": "array", "items": STRING}},
    "required": ["x"],
    "additionalProperties": False,
}
HINTS: list[tuple[Any, dict[str, Any], Any, Any]] = [
    (str, STRING, "a", "a"),
    (int, {"type": "integer"}, 3.0, 3),
    (float, {"type": "number"}, 3, 3.0),
    (bool, {"type": "boolean"}, True, True),
    (Any, {}, [1], [1]),
    (list[int], {"type": "array", "items": {"type": "integer"}}, [1], [1]),
    (Sequence[str], {"type": "array", "items": STRING}, ["a"], ["a"]),
    (set[str], {"type": "array", "items": STRING, "uniqueItems": True}, ["a"], {"a"}),
    (tuple[int, int], {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}, [1, 2], (1, 2)),
    (list, {"type": "array", "items": {}}, [1, "a"], [1, "a"]),
    (dict, {"type": "object", "additionalProperties": True}, {"a": 1}, {"a": 1}),
    (dict[str, Point], {"type": "object", "additionalProperties": POINT}, {"a": {"x": 1}}, {"a": Point(1)}),
    (Literal["a", "b"], {"type": "string", "enum": ["a", "b"]}, "b", "b"),
    (Literal[1, "b"], {"type": ["integer", "string"], "enum": [1, "b"]}, 1, 1),
    (Colour, {"type": "string", "enum": ["red", "blue"]}, "red", Colour.RED),
    (int | None, {"type": ["integer", "null"]}, None, None),
    (Colour | None, {"anyOf": [{"type": "string", "enum": ["red", "blue"]}, {"type": "null"}]}, "blue", Colour.BLUE),
    (Point | str, {"anyOf": [POINT, STRING]}, {"x": 1, "tags": ["t"]}, Point(1, 0, ["t"])),
    (Point | str, {"anyOf": [POINT, STRING]}, "none", "none"),
    (Point, POINT, {"x": 1, "y": 2}, Point(1, 2.0)),
    (
        Movie,
        {
            "type": "object",
            "properties": {"title": STRING, "year": {"type": "integer"}},
            "required": [],
            "additionalProperties": False,
        },
        {"year": 1999},
        {"year": 1999},
    ),
    (Annotated[str, "A city"], {"type": "string", "description": "A city"}, "Rome", "Rome"),
    (
        Annotated[int, Field(ge=1, description="From 1")],
        {"type": "integer", "minimum": 1, "description": "From 1"},
        2,
        2,
    ),
    (datetime.date, {"type": "string", "format": "date"}, "2026-01-02", datetime.date(2026, 1, 2)),
    (
        datetime.datetime,
        {"type": "string", "format": "date-time"},
        "2026-01-02T03:04:05Z",
        datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc),
    ),
]


@pytest.mark.parametrize(("hint", "schema", "sent", "read"), HINTS, ids=[str(row[0]) for row in HINTS])
def test_a_hint_is_a_schema_and_a_way_to_read_what_fits_it(hint: Any, schema: Any, sent: Any, read: Any) -> None:
    found = shape(hint)
    assert (found.schema, found.read(sent)) == (schema, read)


def search(query: str, colour: Colour = Colour.RED, limit: int | None = None, *, ctx: SessionContext) -> Any:
    """Search the shelf.

    Takes a while.

    Args:
        query: What to look for,
            in plain words.
        limit (int): How many at most.
    """
    return query, colour, limit, ctx.user_id


def test_a_function_becomes_a_tool() -> None:
    made = tool(search)
    assert made.to_dict() == {
        "slug": "SEARCH",
        "name": "Search",
        "description": "Search the shelf.\n\nTakes a while.",
        "input_schema": {
            "type": "object",
            "properties": {
                "query": {"type": "string", "description": "What to look for, in plain words."},
                "colour": {"type": "string", "enum": ["red", "blue"], "default": "red"},
                "limit": {"type": ["integer", "null"], "description": "How many at most."},
            },
            "required": ["query"],
            "additionalProperties": False,
        },
    }
    assert json.loads(encode({"custom_tools": [made]})) == {"custom_tools": [made.to_dict()]}
    assert made.bind({"query": "x", "colour": "blue"}, "ctx") == {"query": "x", "colour": Colour.BLUE, "ctx": "ctx"}


def test_a_tool_can_still_be_called_as_the_function_it_was() -> None:
    @tool(slug="double_it", name="Double", description="Double a number.", extends_toolkit="github", preload=True)
    def double(number: int) -> int:
        return number * 2

    assert double(2) == 4
    assert (double.slug, double.extends_toolkit, double.preload) == ("double_it", "github", True)
    assert isinstance(double, CustomTool)


def test_a_model_is_the_whole_input() -> None:
    @tool(output_params=Movie)
    def find(input: Query, context):  # type: ignore[no-untyped-def]
        """Find it."""

    assert find.input_schema["properties"]["text"] == {
        "type": "string", "description": "What to look for", "title": "Text"
    }  # fmt: skip
    assert find.bind({"text": "x"}, "ctx") == {"input": Query(text="x"), "context": "ctx"}
    assert find.output_schema
    with pytest.raises(ArgumentError, match=r"`limit`: Input should be greater than or equal to 1"):
        find.bind({"text": "x", "limit": 0}, None)


def test_models_that_hold_themselves_end_somewhere() -> None:
    @tool
    def plant(tree: Tree) -> None:
        """Plant it."""

    assert "$ref" not in json.dumps(plant.input_schema)


def test_names_around_the_function_are_found() -> None:
    class Local(TypedDict):
        a: int

    @tool
    def use(local: Local) -> None:
        """Use it."""

    assert use.input_schema["properties"]["local"]["required"] == ["a"]


def test_a_toolkit_holds_its_tools(composio: Composio[Any]) -> None:
    assert composio.experimental.Toolkit is Toolkit is ExperimentalToolkit
    shelf = composio.experimental.Toolkit(slug="SHELF", name="Shelf", description="Books.")

    @shelf.tool
    def one(a: str) -> str:
        """One."""
        return a

    @shelf.tool(slug="TWO_OF", preload=False)
    def two(a: str) -> str:
        """Two."""
        return a

    assert [each["slug"] for each in shelf.to_dict()["tools"]] == ["ONE", "TWO_OF"]
    assert shelf.to_dict()["tools"][1]["preload"] is False


def untyped(a):  # type: ignore[no-untyped-def]
    """Do it."""


def undescribed(a: str) -> None: ...


def with_bytes(a: bytes) -> None:
    """Do it."""


def with_rest(*a: str) -> None:
    """Do it."""


def endless(a: Loop) -> None:
    """Do it."""


def keyed(a: dict[int, str]) -> None:
    """Do it."""


def mixed(a: tuple[int, str]) -> None:
    """Do it."""


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (untyped, "`a` of `untyped` has no type; write `a: str`"),
        (undescribed, "docstring"),
        (with_bytes, "`a` of `with_bytes` is `bytes`.*pydantic"),
        (with_rest, "named parameters"),
        (endless, "`Loop`, which holds itself"),
        (keyed, "keys are not `str`"),
        (mixed, "a tuple of different things"),
        ("search", "not of `'search'`"),
        (lambda a: a, "pass `slug=`"),
    ],
)
def test_a_function_that_cannot_be_a_tool_says_why(function: Any, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        tool(function)


def test_a_type_that_is_not_there_at_run_time_is_named() -> None:
    def later(a: Absent) -> None:  # type: ignore[name-defined]  # noqa: F821
        """Do it."""

    with pytest.raises(UsageError, match=r"`Absent` of .* TYPE_CHECKING"):
        tool(later)


def test_a_tool_of_a_custom_toolkit_extends_no_other() -> None:
    shelf = Toolkit(slug="SHELF", name="Shelf", description="Books.")
    with pytest.raises(UsageError, match="SHELF"):
        shelf.tool(extends_toolkit="github")  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (None, ("", {})),
        ("Do it.", ("Do it.", {})),
        ("Do it.\n\n:param a: the a\n:param int b: the b\n:returns: c", ("Do it.", {"a": "the a", "b": "the b"})),
        (
            "Do.\n\nArgs:\n  a: the a\n  b (str):\n    more: of b\n\nReturns:\n  c: d",
            ("Do.", {"a": "the a", "b": "more: of b"}),
        ),
        ("Do.\n\nArguments:\n    a: the a\n\nAnd more.", ("Do.\n\nAnd more.", {"a": "the a"})),
        ("Note: this is text.", ("Note: this is text.", {})),
    ],
)
def test_a_docstring_is_read(text: str | None, wanted: Any) -> None:
    assert read_docstring(text) == wanted
