"""A user with a browser: follows a link, presses the button of each page, keeps cookies."""

from __future__ import annotations

from html.parser import HTMLParser
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener


class Page(HTMLParser):
    """A page and the first form on it."""

    def __init__(self, url: str, status: int, html: str) -> None:
        super().__init__()
        self.url, self.status, self.html = url, status, html
        self.action: str | None = None
        self.fields: dict[str, str] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        name, value = found.get("name"), found.get("value") or ""
        if tag == "form" and self.action is None:
            self.action = urljoin(self.url, found.get("action") or self.url)
        elif tag in ("input", "button") and self.action and name:
            # Of several buttons the first is pressed: the one that agrees.
            self.fields.setdefault(name, value)


class Browser:
    def __init__(self) -> None:
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def open(self, url: str, form: dict[str, Any] | None = None) -> Page:
        request = Request(url, urlencode(form).encode() if form is not None else None)
        try:
            with self._opener.open(request, timeout=10) as answer:
                return Page(answer.url, answer.status, answer.read().decode())
        except HTTPError as answer:
            return Page(answer.url or url, answer.code, answer.read().decode())

    def press(self, page: Page, **typed: str) -> Page:
        """Fill in the form and press its button."""
        assert page.action, f"{page.url} has no form: {page.html}"
        return self.open(page.action, page.fields | typed)

    def connect(self, link: str, **typed: str) -> Page:
        """Go through the whole of connecting an account, and return the last page."""
        page = self.press(self.open(link), **typed)
        return self.press(page) if page.action else page
