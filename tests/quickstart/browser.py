"""A user at a browser, as far as connecting an account needs one: pages, forms, cookies, redirects."""

from __future__ import annotations

from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, build_opener


class Form(HTMLParser):
    """The form of a page: where it goes, and what pressing its first button sends."""

    def __init__(self, url: str, html: str) -> None:
        super().__init__()
        self.action, self.fields = url, dict[str, str]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.action = urljoin(self.action, given.get("action") or "")
        elif tag in ("input", "button") and (name := given.get("name")):
            self.fields.setdefault(name, given.get("value") or "")


def browse(link: str) -> str:
    """What a user does: opens the link, presses the button there, then the one on the provider's page."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    page = browser.open(link)
    for _ in ("Connect page", "consent page"):
        form = Form(page.url, page.read().decode())
        page = browser.open(form.action, urlencode(form.fields).encode())
    return str(page.url)
