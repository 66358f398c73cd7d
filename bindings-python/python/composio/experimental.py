"""Custom tools under the names of the protocol's official package: `composio.experimental.tool`, `.Toolkit`."""

from __future__ import annotations

from .custom_tools import CustomTool, SessionContext, tool
from .custom_tools import CustomToolkit as ExperimentalToolkit
from .custom_tools import CustomToolkit as Toolkit

__all__ = ["CustomTool", "ExperimentalToolkit", "SessionContext", "Toolkit", "tool"]


class Experimental:
    """What a client has as `experimental`."""

    def __init__(self) -> None:
        self.tool = tool
        self.Toolkit = Toolkit
