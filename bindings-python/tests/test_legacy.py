"""Words of older versions are answered with today's, wherever they come in."""

from __future__ import annotations

import ast
import importlib
import inspect
import operator
from typing import TYPE_CHECKING, Any

import pytest

import composio as package
from composio import AsyncComposio, Composio, Session, legacy
from composio.exceptions import (
    ComposioError,
    MissingPartError,
    RenamedAttributeError,
    RenamedError,
    RenamedImportError,
    RenamedKeywordError,
    UnknownOptionError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="module")
def composio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Composio[Any]]:
    """One engine for all: no call here reaches it but a few sessions."""
    with Composio(home=tmp_path_factory.mktemp("legacy") / "home") as client:
        yield client


CALLS: list[tuple[Callable[[Any], Any], str, str]] = [
    (lambda c: c.create(entity_id="ana"), "entity_id", "`composio.create(user_id='ana')`"),
    (lambda c: c.create(entity_id="ana", toolkits=[]), "entity_id", "`composio.create(user_id='ana', toolkits=…)`"),
    (lambda c: c.create("ana", apps=["github"]), "apps", "`composio.create(toolkits=['github'])`"),
    (lambda c: c.create("ana", app="github"), "app", "`composio.create(toolkits=['github'])`"),
    (lambda c: c.create("ana", actions=["A"]), "actions", 'tools={"github": ["GITHUB_CREATE_AN_ISSUE"]})`'),
    (lambda c: c.create("ana", integration_id="i"), "integration_id", 'auth_configs={"github": "ac_…"})`'),
    (lambda c: c.create("ana", connections={"gmail": "x"}), "connections", "`composio.create(connected_accounts=…)`"),
    (lambda c: c.sessions.create(entityId="ana"), "entityId", "`composio.sessions.create(user_id='ana')`"),
    (lambda c: c.tools.get("ana", actions=["A", "B"]), "actions", "`composio.tools.get(tools=['A', 'B'])`"),
    (
        lambda c: c.tools.get(entity_id="ana", apps="github"),
        "entity_id",
        "`composio.tools.get(user_id='ana', toolkits=['github'])`",
    ),
    (
        lambda c: c.tools.execute(action="A", params={"token": "t0p"}, entity_id="ana"),
        "action",
        "`composio.tools.execute(slug='A', arguments=…, user_id='ana')`",
    ),
    (lambda c: c.tools.execute("A", allow_tracing=True), "allow_tracing", "gone"),
    (lambda c: c.toolkits.list(apps=["github"]), "apps", "toolkits"),
    (
        lambda c: c.connected_accounts.link(entity_id="ana", integration_id="ac_1", redirect_url="https://a.example"),
        "entity_id",
        "link(user_id='ana', auth_config_id='ac_1', callback_url='https://a.example')`",
    ),
    (
        lambda c: c.connected_accounts.list(entity_id="ana", app_name="github"),
        "entity_id",
        "`composio.connected_accounts.list(user_ids=['ana'], toolkit_slugs=['github'])`",
    ),
    (lambda c: c.connected_accounts.get(connection_id="x"), "connection_id", "connected_accounts.get(nanoid='x')`"),
    (lambda c: c.auth_configs.get(integration_id="x"), "integration_id", "`composio.auth_configs.get(nanoid='x')`"),
    (lambda c: c.auth_configs.create(app="github"), "app", "`composio.auth_configs.create(toolkit='github')`"),
    (lambda c: c.users.delete(entity_id="ana"), "entity_id", "`composio.users.delete(user_id='ana')`"),
]


@pytest.mark.parametrize(("call", "old", "line"), CALLS, ids=lambda value: value if isinstance(value, str) else "")
def test_an_old_keyword_names_todays_and_shows_the_line(
    composio: Composio[Any], call: Callable[[Any], Any], old: str, line: str
) -> None:
    with pytest.raises(RenamedKeywordError) as raised:
        call(composio)
    assert str(raised.value).startswith(f"`{old}` is an old word: it is ")
    assert line in str(raised.value)
    assert "t0p" not in str(raised.value)
    assert isinstance(raised.value, ComposioError)
    assert isinstance(raised.value, TypeError)


@pytest.mark.parametrize(
    ("keyword", "line"),
    [("entity_id", 'composio.create(user_id="user_123")'), ("toolset", "Composio(provider=…)")],
)
def test_an_old_keyword_of_the_client_is_found_before_an_engine_opens(keyword: str, line: str, settings: Any) -> None:
    untyped: Any = Composio
    with pytest.raises(RenamedKeywordError) as raised:
        untyped(**{keyword: object()})
    assert line in str(raised.value)
    assert not settings["home"].exists()


async def test_asyncio_code_is_shown_as_such(settings: Any) -> None:
    async with AsyncComposio(**settings) as composio:
        untyped: Any = composio
        assert inspect.iscoroutinefunction(composio.create)
        with pytest.raises(RenamedKeywordError, match=r"`await composio\.create\(user_id='ana'\)`"):
            await untyped.create(entity_id="ana")
        with pytest.raises(RenamedKeywordError, match=r"`await composio\.tools\.get\(tools=\['A'\]\)`"):
            await untyped.tools.get("ana", actions=["A"])
        with pytest.raises(RenamedAttributeError, match=r"`session = await composio\.create.*= await session\.tools"):
            untyped.get_tools(actions=["A"])
        with pytest.raises(RenamedAttributeError, match=r"; url = session\.mcp\.url`"):
            _ = untyped.mcp


@pytest.mark.parametrize("name", legacy.ATTRIBUTES)
def test_an_old_attribute_names_todays(composio: Composio[Any], name: str) -> None:
    with pytest.raises(RenamedAttributeError, match=f"^`{name}` is an old word"):
        getattr(composio, name)
    assert not hasattr(composio, name)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("connections", "composio.connected_accounts.list("),
        ("integrations", "composio.auth_configs.create("),
        ("apps", "composio.toolkits"),
        ("toolkits.get_apps", "composio.toolkits"),
        ("tools.get_actions", "session.tools()"),
        ("connected_accounts.initiate_connection", 'session.authorize("github")'),
    ],
)
def test_an_old_attribute_shows_the_line(composio: Composio[Any], path: str, line: str) -> None:
    with pytest.raises(RenamedAttributeError) as raised:
        operator.attrgetter(path)(composio)
    assert line in str(raised.value)


@pytest.mark.parametrize("name", [*legacy.IMPORTS, "ComposioToolSet", "OpenAIToolSet", "LangchainToolSet"])
def test_an_old_import_names_todays(name: str) -> None:
    with pytest.raises(RenamedImportError, match=f"^`{name}` is an old word") as raised:
        exec(f"from composio import {name}")
    assert isinstance(raised.value, ImportError)


def test_other_unknown_names_stay_what_they_were(composio: Composio[Any]) -> None:
    with pytest.raises(AttributeError, match="'Composio' object has no attribute 'nonsense'") as attribute:
        _ = composio.nonsense  # type: ignore[attr-defined]
    assert not isinstance(attribute.value, RenamedError)
    with pytest.raises(ImportError, match="cannot import name 'Nonsense'"):
        exec("from composio import Nonsense")
    assert not hasattr(package, "nonsense")
    assert importlib.import_module("composio.legacy") is legacy
    with pytest.raises(UnknownOptionError):
        composio.create("ana", toolkit=["github"])  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unexpected keyword argument 'nonsense'"):
        composio.tools.get("ana", nonsense=1)  # type: ignore[call-arg]


def test_results_may_be_called_anything(composio: Composio[Any]) -> None:
    session = composio.create("ana")
    for name in legacy.ATTRIBUTES:
        if not hasattr(type(session), name):
            with pytest.raises(AttributeError) as raised:
                getattr(session, name)
            assert not isinstance(raised.value, RenamedError)


def handles() -> list[type]:
    client = inspect.getmodule(Composio)
    classes = [value for value in vars(client).values() if inspect.isclass(value)]
    return [cls for cls in classes if "__getattr__" in vars(cls)]


def test_no_word_of_today_is_taken_for_an_old_one() -> None:
    assert len(handles()) == 14
    for cls in handles():
        for name, method in inspect.getmembers(cls, inspect.isfunction):
            if not name.startswith("_") or name == "__init__":
                assert not legacy._accepted(method) & legacy.KEYWORDS.keys(), f"{cls.__name__}.{name}"
    assert not legacy.IMPORTS.keys() & set(package.__all__)


WORDS = {**legacy.KEYWORDS, **legacy.ATTRIBUTES, **legacy.IMPORTS, "ToolSet": legacy._TOOLSET}


@pytest.mark.parametrize("old", WORDS)
def test_every_line_is_python_in_todays_words(old: str, composio: Composio[Any]) -> None:
    known: dict[str, Any] = {"composio": composio, "session": Session, "Composio": Composio, "response": None}
    for node in ast.walk(ast.parse(WORDS[old].line.replace("…", "..."))):
        if isinstance(node, ast.Attribute) and "session.mcp" not in ast.unparse(node):
            _resolve(node, known)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            accepted = legacy._accepted(_resolve(node.func, known))
            assert {keyword.arg for keyword in node.keywords} <= accepted


def _resolve(node: ast.expr, known: dict[str, Any]) -> Any:
    if isinstance(node, ast.Attribute):
        return getattr(_resolve(node.value, known), node.attr)
    assert isinstance(node, ast.Name)
    return known[node.id]


@pytest.mark.parametrize("name", ["triggers", "files", "webhooks", "session_configs"])
def test_a_part_that_is_not_there_yet_says_so(composio: Composio[Any], name: str) -> None:
    with pytest.raises(
        MissingPartError, match=rf"`composio.{name}` is not there: this version has no .*README"
    ) as caught:
        getattr(composio, name)
    assert caught.value.slug == "Feature_NotAvailable"
    assert not hasattr(composio, name)


def test_an_option_of_experimental_is_pointed_to_its_place(composio: Composio[Any]) -> None:
    with pytest.raises(UnknownOptionError, match=r"`experimental\.custom_tools`"):
        composio.create("ana", custom_tools=[])  # type: ignore[call-arg]
