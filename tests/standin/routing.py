"""From a method and a path to the function that answers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import unquote

from messages import Request, Response

if TYPE_CHECKING:
    from world import World

Params = dict[str, str]
Handler = Callable[["World", Request, Params], Response]


class Router:
    """Routes by template: `{name}` is one segment, and `{+name}`, only at the end, is all the rest with its slashes."""

    def __init__(self) -> None:
        self._routes: list[tuple[str, list[str], Handler]] = []

    def add(self, method: str, template: str, handler: Handler) -> None:
        self._routes.append((method, template.strip("/").split("/"), handler))

    def route(self, method: str, template: str) -> Callable[[Handler], Handler]:
        def register(handler: Handler) -> Handler:
            self.add(method, template, handler)
            return handler

        return register

    def find(self, method: str, path: str) -> tuple[Handler, Params] | None:
        segments = path.strip("/").split("/")
        for known, template, handler in self._routes:
            params = _match(template, segments) if known == method else None
            if params is not None:
                return handler, params
        return None


def _match(template: list[str], segments: list[str]) -> Params | None:
    params: Params = {}
    for position, part in enumerate(template):
        if part.startswith("{+"):
            params[part[2:-1]] = unquote("/".join(segments[position:]))
            return params
        if position >= len(segments):
            return None
        if part.startswith("{"):
            params[part[1:-1]] = unquote(segments[position])
        elif part != segments[position]:
            return None
    return params if len(template) == len(segments) else None
