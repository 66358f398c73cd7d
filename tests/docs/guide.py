"""Writes the guide for agents that write code: `llms.txt`, and docs/for-code-generators.md with more in it.

guide.py            writes both from guide.md
guide.py --check    fails where one of them is not what would be written

guide.md is Markdown with three marks: `{{pages}}` stands for the list of docs pages (title and first sentence of each
one named there), what is between `<!-- page -->` and `<!-- end -->` is for the page alone, and links are written as
from the root.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = Path(__file__).with_name("guide.md")
PAGE = ROOT / "docs" / "for-code-generators.md"
LLMS = ROOT / "llms.txt"
NAMES = re.compile(r"\{\{pages ([^}]*)\}\}")
FOR_THE_PAGE = re.compile(r"<!-- page -->\n(.*?)<!-- end -->\n", re.DOTALL)


def generated() -> dict[Path, str]:
    text = NAMES.sub(lambda match: listed(match[1].split()), SOURCE.read_text())
    return {
        LLMS: FOR_THE_PAGE.sub("", text),
        PAGE: FOR_THE_PAGE.sub(r"\1", text).replace("](docs/", "]("),
    }


def listed(names: list[str]) -> str:
    there = {page.stem for page in PAGE.parent.glob("*.md")} | {PAGE.stem}
    if odd := there.symmetric_difference(names):
        sys.exit(f"{SOURCE.name} and docs/ do not have the same pages: {', '.join(sorted(odd))}")
    return "\n".join(entry(ROOT / "docs" / f"{name}.md") for name in names)


def entry(page: Path) -> str:
    text = SOURCE.read_text() if page == PAGE else page.read_text()
    title, first = text.split("\n\n")[:2]
    sentence = re.split(r"(?<=\.)\s", " ".join(first.lstrip("> ").split()))[0]
    link = f"[{title.removeprefix('# ')}](docs/{page.name})"
    return f"- {link}: {re.sub(r'[*`]', '', sentence)}"


def stale() -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: is not what tests/docs/guide.md says; run tests/docs/guide.py"
        for path, text in generated().items()
        if not path.exists() or path.read_text() != text
    ]


def main() -> None:
    if "--check" in sys.argv[1:]:
        sys.exit("\n".join(stale()) or 0)
    for path, text in generated().items():
        path.write_text(text)


if __name__ == "__main__":
    main()
