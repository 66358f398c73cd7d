"""Functions of the program as tools of a session: run in this process, found and called like any other."""

from .context import AsyncSessionContext, SessionContext
from .definition import CustomTool, CustomToolkit, tool

__all__ = ["AsyncSessionContext", "CustomTool", "CustomToolkit", "SessionContext", "tool"]
