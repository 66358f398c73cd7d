"""The tools and toolkits that modifiers are for, looked up before anything runs.

A guard with a slip in its name would protect nothing, and nobody would notice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._steps import Call
from .exceptions import ComposioError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._steps import Steps
    from .modifiers import Modifier

# The toolkits of the meta tools and of custom tools that belong to none.
_OURS = frozenset({"composio", "custom"})


def check_names(modifiers: Sequence[Modifier], session_id: str | None) -> Steps[None]:
    """Raise for a modifier whose tool or toolkit does not exist."""
    for modifier in modifiers:
        for slug in modifier.tools:
            if not slug.upper().startswith("COMPOSIO_"):
                yield from _check(modifier, "tool", slug, session_id)
        for slug in modifier.toolkits:
            if slug.lower() not in _OURS:
                yield from _check(modifier, "toolkit", slug, session_id)


def _check(modifier: Modifier, kind: str, slug: str, session_id: str | None) -> Steps[None]:
    try:
        yield Call("tools.get", {"tool_slug": slug}) if kind == "tool" else Call("toolkits.get", {"slug": slug})
    except ComposioError as error:
        if error.kind not in ("not_found", "invalid_request"):
            raise
        own: set[str] = set()
        if session_id is not None:
            own = _custom((yield Call("sessions.get", {"session_id": session_id})), kind)
        if slug.upper() in own:
            return
        raise UsageError(
            f"the {modifier.type} modifier `{modifier.name}` is for a {kind} that is not there, and would never run: "
            f"{error.message}"
        ) from None


def _custom(session: dict[str, Any], kind: str) -> set[str]:
    """The custom tools or toolkits of a session, in upper case."""
    experimental = session.get("experimental") or {}
    toolkits = experimental.get("custom_toolkits") or []
    if kind == "toolkit":
        return {toolkit["slug"].upper() for toolkit in toolkits}
    tools = [*(experimental.get("custom_tools") or []), *(tool for toolkit in toolkits for tool in toolkit["tools"])]
    return {tool["slug"].upper() for tool in tools}
