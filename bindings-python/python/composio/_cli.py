"""The program `composio`, as the wheel installs it. The commands themselves are the engine's."""

from __future__ import annotations

import sys

from ._native import command_line

# What a shell says of a program that Ctrl-C ended.
INTERRUPTED = 130


def main() -> int:
    try:
        return command_line(sys.argv[1:])
    except KeyboardInterrupt:
        return INTERRUPTED
