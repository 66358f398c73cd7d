"""The Hacker News API of Algolia: stories to search, items with their comments, users. No credential."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from messages import Request, Response, json_response
from routing import Params, Router

if TYPE_CHECKING:
    from world import World

CONDITION = re.compile(r"^(points|created_at_i|num_comments)(>=|<=|=|>|<)(\d+)$")


@dataclass(frozen=True)
class Story:
    id: int
    title: str
    url: str | None
    author: str
    points: int
    age_seconds: int
    tags: tuple[str, ...]
    comments: tuple[str, ...] = ()


STORIES = [
    Story(101, "Show HN: A session engine for agents", "https://example.com/engine", "pg_fan", 320, 3600,
          ("show_hn", "front_page"), ("Nice.", "How does it refresh?")),
    Story(102, "Ask HN: How do you test OAuth?", None, "curious", 95, 7200,
          ("ask_hn", "front_page"), ("With a stand-in.",)),
    Story(103, "Rust 2024 in practice", "https://example.com/rust", "crab", 210, 10_800, ("front_page",)),
    Story(104, "A quiet post", "https://example.com/quiet", "lurker", 3, 600, ()),
]  # fmt: skip
USERS = {"pg_fan": 1234, "curious": 56, "crab": 789, "lurker": 1}

routes = Router()


@routes.route("GET", "/api/v1/search")
def search(world: World, request: Request, _: Params) -> Response:
    """By relevance, which here is points."""
    return _hits(world, request, sorted(STORIES, key=lambda story: -story.points))


@routes.route("GET", "/api/v1/search_by_date")
def search_by_date(world: World, request: Request, _: Params) -> Response:
    return _hits(world, request, sorted(STORIES, key=lambda story: story.age_seconds))


@routes.route("GET", "/api/v1/items/{id}")
def item(world: World, _request: Request, params: Params) -> Response:
    for story in STORIES:
        if str(story.id) == params["id"]:
            children = [_comment(world, story, at, text) for at, text in enumerate(story.comments)]
            return json_response(
                {
                    **_common(world, story),
                    "id": story.id,
                    "type": "story",
                    "text": None,
                    "children": children,
                    "options": [],
                }
            )
    return _missing()


@routes.route("GET", "/api/v1/users/{username}")
def user(_world: World, _request: Request, params: Params) -> Response:
    name = params["username"]
    if name not in USERS:
        return _missing()
    return json_response({"username": name, "about": f"{name} reads a lot.", "karma": USERS[name]})


def _hits(world: World, request: Request, ordered: list[Story]) -> Response:
    query = request.query
    words = query.get("query", "").lower().split()
    conditions = [part for part in query.get("numericFilters", "").split(",") if part]
    found = [
        story
        for story in ordered
        if all(word in story.title.lower() for word in words)
        and _tagged(story, query.get("tags", ""))
        and all(_holds(world, story, condition) for condition in conditions)
    ]
    size = int(query.get("hitsPerPage", "20"))
    page = int(query.get("page", "0"))
    hits = [_hit(world, story) for story in found[page * size : (page + 1) * size]]
    pages = (len(found) + size - 1) // size if size else 0
    return json_response(
        {
            "hits": hits,
            "nbHits": len(found),
            "page": page,
            "nbPages": pages,
            "hitsPerPage": size,
            "query": query.get("query", ""),
        }
    )


def _tagged(story: Story, tags: str) -> bool:
    """Algolia's tag filter: commas mean and, parentheses around commas mean or."""
    own = {"story", f"story_{story.id}", f"author_{story.author}", *story.tags}
    groups = re.findall(r"\(([^)]*)\)|([^,()]+)", tags)
    return all(own & set((either or one).split(",")) for either, one in groups)


def _holds(world: World, story: Story, condition: str) -> bool:
    parsed = CONDITION.match(condition)
    if parsed is None:
        return False
    field, operator, limit = parsed[1], parsed[2], int(parsed[3])
    value = {"points": story.points, "created_at_i": _created(world, story), "num_comments": len(story.comments)}[field]
    return {">": value > limit, ">=": value >= limit, "<": value < limit, "<=": value <= limit, "=": value == limit}[
        operator
    ]


def _hit(world: World, story: Story) -> dict[str, Any]:
    tags = ["story", f"author_{story.author}", f"story_{story.id}", *story.tags]
    return {
        **_common(world, story),
        "objectID": str(story.id),
        "story_id": story.id,
        "num_comments": len(story.comments),
        "_tags": tags,
        "_highlightResult": {"title": {"value": story.title, "matchLevel": "none", "matchedWords": []}},
    }


def _common(world: World, story: Story) -> dict[str, Any]:
    at = _created(world, story)
    return {
        "title": story.title,
        "url": story.url,
        "author": story.author,
        "points": story.points,
        "created_at": _iso(at),
        "created_at_i": at,
    }


def _comment(world: World, story: Story, at: int, text: str) -> dict[str, Any]:
    created = _created(world, story) + 60 * (at + 1)
    return {
        "id": story.id * 10 + at,
        "type": "comment",
        "author": "curious",
        "text": f"<p>{text}</p>",
        "parent_id": story.id,
        "story_id": story.id,
        "points": None,
        "created_at": _iso(created),
        "created_at_i": created,
        "children": [],
    }


def _created(world: World, story: Story) -> int:
    return int(world.clock()) - story.age_seconds


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _missing() -> Response:
    return json_response({"error": "Not Found", "status": 404}, 404)
