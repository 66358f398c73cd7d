"""What a docstring says about a function and each of its parameters, in Google's or Sphinx's style."""

from __future__ import annotations

import re
from inspect import cleandoc

_ARGUMENTS = re.compile(r"^(?:Args|Arguments|Parameters):\s*$")
_SECTION = re.compile(r"^(?:Args|Arguments|Parameters|Returns?|Raises|Yields|Examples?|Notes?):{1,2}\s*$")
_GOOGLE = re.compile(r"^\*{0,2}(\w+)\s*(?:\([^)]*\))?:\s*(.*)$")
_SPHINX = re.compile(r"^:param\s+(?:[^:]*\s)?(\w+):\s*(.*)$")


def read(docstring: str | None) -> tuple[str, dict[str, str]]:
    """The description of the function, and those of its parameters by name."""
    text: list[str] = []
    parameters: dict[str, list[str]] = {}
    into: list[str] | None = text
    # None outside of the section of arguments, else how far its entries are indented.
    indent: int | None = None
    for line in cleandoc(docstring or "").splitlines():
        bare = line.strip()
        if sphinx := _SPHINX.match(bare):
            into = parameters[sphinx[1]] = [sphinx[2]]
        elif bare.startswith(":") and re.match(r":\w+[^:]*:", bare):
            into = None
        elif _SECTION.match(line):
            into, indent = None, (0 if _ARGUMENTS.match(line) else None)
        elif indent is not None and bare:
            deep = len(line) - len(line.lstrip())
            entry = _GOOGLE.match(bare)
            if deep == 0:
                into, indent = text, None
                text.append(bare)
            elif entry and (indent == 0 or deep <= indent):
                indent = deep
                into = parameters[entry[1]] = [entry[2]]
            elif into is not None:
                into.append(bare)
        elif into is not None:
            into.append(line if into is text else bare)
    return "\n".join(text).strip(), {name: " ".join(filter(None, lines)) for name, lines in parameters.items()}
