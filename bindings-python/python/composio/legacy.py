"""Words of older versions, answered with today's.

Programs, tutorials and models still say `entity_id`, `actions` or `ComposioToolSet`. Such a word, as a keyword, an
attribute or an import, raises an error that names the current one and shows the line to write instead. There is one
table per kind of word, and one hook per way a word can come in: `teach()` for classes, `missing()` for the module.
Results are left alone: what the engine answers may be called anything.
"""

from __future__ import annotations

import re
from functools import wraps
from types import FunctionType
from typing import TYPE_CHECKING, Any, NamedTuple

from .exceptions import RenamedAttributeError, RenamedImportError, RenamedKeywordError
from .missing import missing_part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_COROUTINE = 0x80
"""`inspect.CO_COROUTINE`, without the price of importing `inspect`."""

_CREATE = 'session = composio.create(user_id="user_123")'
_WITH_TOOLS = 'session = composio.create(user_id="user_123", tools={"github": ["GITHUB_CREATE_AN_ISSUE"]})'
_WITH_TOOLKITS = 'session = composio.create(user_id="user_123", toolkits=["github"])'
_WITH_AUTH_CONFIGS = 'session = composio.create(user_id="user_123", auth_configs={"github": "ac_…"})'
_WITH_ACCOUNTS = 'session = composio.create(user_id="user_123", connected_accounts={"github": "ca_…"})'
_AUTHORIZE = f'{_CREATE}; request = session.authorize("github")'
_EXECUTE = 'result = composio.tools.execute("GITHUB_CREATE_AN_ISSUE", {…}, user_id="user_123")'
_ACCOUNTS = 'accounts = composio.connected_accounts.list(user_ids=["user_123"])'
_AUTH_CONFIGS = 'auth_config = composio.auth_configs.create("github")'


class Word(NamedTuple):
    now: str
    """What it is called now, in words."""
    line: str
    """What to write, where the call itself does not say."""
    keywords: tuple[str, ...] = ()
    """The keywords it became; a method has one of them, or none."""


_USER = Word("the user ID, `user_id`", _CREATE, ("user_id", "user_ids"))
_TOOLKITS = Word("toolkits", _WITH_TOOLKITS, ("toolkits", "toolkit_slugs", "toolkit", "toolkit_slug"))
_TOOLKIT = Word("a toolkit", _WITH_TOOLKITS, ("toolkit", "toolkit_slug", "slug", "toolkits", "toolkit_slugs"))
_AUTH_CONFIG = Word("an auth config", _WITH_AUTH_CONFIGS, ("auth_config_id", "auth_config_ids", "nanoid"))
_ACCOUNT = Word(
    "a connected account", _WITH_ACCOUNTS, ("connected_account_id", "connected_account_ids", "nanoid", "id")
)
_TOOL = Word("a tool", _EXECUTE, ("slug", "tools"))

KEYWORDS: Mapping[str, Word] = {
    **dict.fromkeys(("entity_id", "entityId", "entity", "entity_ids"), _USER),
    "actions": Word("tools", _WITH_TOOLS, ("tools",)),
    **dict.fromkeys(("action", "action_name", "actionName"), _TOOL),
    "apps": _TOOLKITS,
    **dict.fromkeys(("app", "app_name", "appName", "app_type", "appType"), _TOOLKIT),
    **dict.fromkeys(("integration_id", "integrationId", "integration", "integration_ids"), _AUTH_CONFIG),
    "integrations": Word("auth configs", _WITH_AUTH_CONFIGS, ("auth_configs",)),
    **dict.fromkeys(("connection_id", "connectionId", "connection", "connection_ids"), _ACCOUNT),
    "connections": Word("connected accounts", _WITH_ACCOUNTS, ("connected_accounts",)),
    **dict.fromkeys(("connectedAuthId", "connected_auth_id"), _ACCOUNT),
    "params": Word("the arguments of a tool", _EXECUTE, ("arguments",)),
    "redirect_url": Word(
        "the callback URL",
        f'{_CREATE}; request = session.authorize("github", callback_url="https://…")',
        ("callback_url",),
    ),
    "toolset": Word("a provider", "composio = Composio(provider=OpenAIProvider())", ("provider",)),
    "allow_tracing": Word("gone, with nothing in its place", _EXECUTE),
    "restrict_to_following_tools": Word("a choice of the session, `tools`", _WITH_TOOLS, ("tools",)),
}

ATTRIBUTES: Mapping[str, Word] = {
    **dict.fromkeys(("get_entity", "entity", "entities", "entity_id"), Word("a user, named by `user_id`", _CREATE)),
    **dict.fromkeys(
        ("get_tools", "get_actions", "get_action_schemas"),
        Word("`tools` of a session", f"{_CREATE}; tools = session.tools()"),
    ),
    **dict.fromkeys(("actions", "action"), Word("tools", "composio.tools")),
    **dict.fromkeys(("apps", "app", "get_apps", "get_app"), Word("toolkits", "composio.toolkits")),
    **dict.fromkeys(
        ("integrations", "integration", "get_integrations", "get_integration", "create_integration"),
        Word("auth configs", _AUTH_CONFIGS),
    ),
    **dict.fromkeys(
        ("connections", "connection", "get_connections", "get_connection", "get_connected_accounts"),
        Word("connected accounts", _ACCOUNTS),
    ),
    "get_connected_account": Word("a connected account", 'account = composio.connected_accounts.get("ca_…")'),
    **dict.fromkeys(("initiate_connection", "initiate"), Word("`authorize` of a session", _AUTHORIZE)),
    "execute_action": Word("`tools.execute`", _EXECUTE),
    "find_actions_by_use_case": Word(
        "`search` of a session", f'{_CREATE}; found = session.search(query="open an issue")'
    ),
    **dict.fromkeys(("toolset", "get_toolset"), Word("a provider", "composio.provider")),
    "handle_tool_calls": Word(
        "the provider's", 'answers = composio.provider.handle_tool_calls(user_id="user_123", response=response)'
    ),
    "tool_router": Word("sessions", _CREATE),
    "mcp": Word("part of a session", f"{_CREATE}; url = session.mcp.url"),
}

IMPORTS: Mapping[str, Word] = {
    "Entity": Word("a user, named by `user_id`", _CREATE),
    **dict.fromkeys(("Action", "ActionType"), Word("a tool, named by its slug as text", _WITH_TOOLS)),
    **dict.fromkeys(("App", "AppType"), Word("a toolkit, named by its slug as text", _WITH_TOOLKITS)),
    "Integration": Word("an auth config", _AUTH_CONFIGS),
    "Connection": Word("a connected account", _ACCOUNTS),
}
_TOOLSET = Word(
    "`Composio` with a provider",
    "from composio import Composio, OpenAIProvider; composio = Composio(provider=OpenAIProvider())",
)


def missing(name: str) -> RenamedImportError | None:
    """The error for a name the package does not export, if it once did."""
    word = _TOOLSET if name.endswith("ToolSet") else IMPORTS.get(name)
    return word and RenamedImportError(_lesson(name, word, word.line), kind="invalid_request")


def teach(*classes: type) -> None:
    """Make the public methods and the attributes of the client and its namespaces answer old words."""
    for cls in classes:
        for name, value in list(vars(cls).items()):
            if isinstance(value, FunctionType) and (name == "__init__" or not name.startswith("_")):
                setattr(cls, name, _attentive(cls, name, value))
        cls.__getattr__ = _attribute  # type: ignore[attr-defined]


def _attribute(self: Any, name: str) -> Any:
    word = ATTRIBUTES.get(name)
    if word is None:
        absent = missing_part(name)
        if absent is not None:
            raise absent
        message = f"{type(self).__name__!r} object has no attribute {name!r}"
        raise AttributeError(message, name=name, obj=self)
    raise RenamedAttributeError(_lesson(name, word, _awaited(type(self), word.line)), kind="invalid_request")


def _attentive(cls: type, name: str, function: FunctionType) -> Callable[..., Any]:
    def attend(keywords: Mapping[str, Any]) -> None:
        old = [name for name in keywords if name in KEYWORDS]
        if old:
            word = KEYWORDS[old[0]]
            line = _corrected(cls, name, function, keywords) or _awaited(cls, word.line)
            raise RenamedKeywordError(_lesson(old[0], word, line), kind="invalid_request")

    if function.__code__.co_flags & _COROUTINE:

        @wraps(function)
        async def attentive(*args: Any, **keywords: Any) -> Any:
            attend(keywords)
            return await function(*args, **keywords)
    else:

        @wraps(function)
        def attentive(*args: Any, **keywords: Any) -> Any:
            attend(keywords)
            return function(*args, **keywords)

    return attentive


def _lesson(name: str, word: Word, line: str) -> str:
    return f"`{name}` is an old word: it is {word.now} now; write `{line}`"


def _awaited(cls: type, line: str) -> str:
    """The line as asyncio code, if `cls` is of that kind."""
    return re.sub(r"= (?=(?:composio|session)\.[\w.]*\()", "= await ", line) if _is_async(cls) else line


def _is_async(cls: type) -> bool:
    return cls.__name__.startswith("Async")


def _corrected(cls: type, name: str, function: FunctionType, keywords: Mapping[str, Any]) -> str | None:
    """The call in today's words, if it has one for each. Only values of renamed keywords are shown."""
    accepted = _accepted(function)
    written = []
    for keyword, value in keywords.items():
        if keyword not in KEYWORDS:
            written.append(f"{keyword}=…")
            continue
        new = next((new for new in KEYWORDS[keyword].keywords if new in accepted), None)
        # The tools of a session are sorted by toolkit, so a plain list cannot stand there.
        if new is None or (new == "tools" and "preload" in accepted):
            return None
        written.append(f"{new}={_shown(value, several=new.endswith('s'))}")
    arguments = f"({', '.join(written)})"
    if name == "__init__":
        return cls.__name__ + arguments
    space = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__.removeprefix("Async")).lower()
    path = "composio" if space == "composio" else f"composio.{space}"
    return f"{'await ' if _is_async(cls) else ''}{path}.{name}{arguments}"


def _accepted(function: FunctionType) -> set[str]:
    """The keywords a method takes, those of `**options: Unpack[…]` too."""
    import inspect

    from . import types

    names: set[str] = set()
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD:
            shape = getattr(types, parameter.annotation.removeprefix("Unpack[").removesuffix("]"))
            names.update(shape.__annotations__)
        else:
            names.add(parameter.name)
    return names


def _shown(value: Any, *, several: bool) -> str:
    if isinstance(value, str) and several:
        value = [value]
    plain = isinstance(value, str) or (several and isinstance(value, list) and all(isinstance(v, str) for v in value))
    text = repr(value) if plain else "…"
    return text if len(text) <= 80 else "…"
