"""Browsing toolkits and tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from composio import AsyncComposio, Composio
from composio.exceptions import ComposioError, InvalidParams

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def composio(settings: dict[str, Any]) -> Iterator[Composio[Any]]:
    with Composio(**settings) as composio:
        yield composio


def test_toolkits_are_got_by_slug_by_filter_and_by_name(composio: Composio[Any]) -> None:
    assert composio.toolkits.get("github").name == "GitHub"
    assert "hackernews" in {toolkit.slug for toolkit in composio.toolkits.get()}
    assert [toolkit.slug for toolkit in composio.toolkits.get(query={"search": "linear"})] == ["linear"]
    named = composio.toolkits.get_many(["gmail", "github"])
    assert {toolkit.slug for toolkit in named} == {"github", "gmail"}


def test_a_category_leads_to_its_toolkits(composio: Composio[Any]) -> None:
    email = next(one for one in composio.toolkits.list_categories() if one.id == "email")
    for category in (email.id, email.name, "EMAIL"):
        assert [toolkit.slug for toolkit in composio.toolkits.list(category=category).items] == ["gmail"]


def test_fields_say_what_developer_and_user_give(composio: Composio[Any]) -> None:
    toolkits = composio.toolkits
    assert [
        field.name for field in toolkits.get_auth_config_creation_fields("github", "OAUTH2", required_only=True)
    ] == ["client_id"]
    assert "client_secret" in [field.name for field in toolkits.get_auth_config_creation_fields("github", "oauth2")]
    assert [field.name for field in toolkits.get_connected_account_initiation_fields("exa", "API_KEY")] == [
        "generic_api_key"
    ]
    with pytest.raises(InvalidParams, match="`exa` has no auth scheme `OAUTH2`; it has API_KEY"):
        toolkits.get_auth_config_creation_fields("exa", "OAUTH2")


def test_tools_are_filtered_by_scope(composio: Composio[Any]) -> None:
    def slugs(**filters: Any) -> set[str]:
        return {tool["function"]["name"] for tool in composio.tools.get("user_123", limit=500, **filters)}

    writing = slugs(toolkits=["github"], scopes=["repo"])
    assert "GITHUB_CREATE_AN_ISSUE" in writing
    assert writing < slugs(toolkits=["github"])
    assert slugs(scopes=["no-such-scope"]) == set()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda toolkits: toolkits.list(sort_by="usage"), "nobody counts"),
        (lambda toolkits: toolkits.get_many(["githb"]), "did you mean `github`"),
        (lambda toolkits: toolkits.get_many("github"), "`slugs` is a list"),
        (lambda toolkits: toolkits.get("github", query={}), "exclude each other"),
        (lambda toolkits: toolkits.list(managed_by="us"), "`managed_by` of `toolkits.list` cannot be read"),
    ],
)
def test_a_wrong_filter_is_named(composio: Composio[Any], call: Any, words: str) -> None:
    with pytest.raises(ComposioError, match=words):
        call(composio.toolkits)


async def test_the_same_on_asyncio(settings: dict[str, Any]) -> None:
    async with AsyncComposio(**settings) as composio:
        assert (await composio.toolkits.get("github")).slug == "github"
        assert len(await composio.toolkits.get_many(["gmail"])) == 1
        assert await composio.toolkits.list_categories()
