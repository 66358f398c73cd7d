"""An AI agent's tools and its users' connected accounts, on an engine that runs in this process.

    from composio import Composio

    composio = Composio()
    session = composio.create(user_id="user_123", toolkits=["github"])
    tools = session.tools()

`AsyncComposio` is the same for asyncio.
"""

from typing import TYPE_CHECKING

from . import legacy
from ._native import __version__
from .client import AsyncComposio, Composio
from .connection_request import AsyncConnectionRequest, ConnectionRequest
from .exceptions import ComposioError
from .providers import AgenticProvider, BaseProvider, NonAgenticProvider
from .session import AsyncSession, Session

if TYPE_CHECKING:
    from .custom_tools import AsyncSessionContext, CustomTool, SessionContext
    from .experimental import Toolkit as ExperimentalToolkit
    from .modifiers import after_execute, before_execute, schema_modifier
    from .providers import OpenAIProvider

__all__ = [
    "AgenticProvider",
    "AsyncComposio",
    "AsyncConnectionRequest",
    "AsyncSession",
    "AsyncSessionContext",
    "BaseProvider",
    "Composio",
    "ComposioError",
    "ConnectionRequest",
    "CustomTool",
    "ExperimentalToolkit",
    "NonAgenticProvider",
    "OpenAIProvider",
    "Session",
    "SessionContext",
    "__version__",
    "after_execute",
    "before_execute",
    "schema_modifier",
]

# Type checkers know what there is; to them this would say that there is everything.
if not TYPE_CHECKING:
    # Not every program needs these; they are read when somebody asks for them.
    _LATER = {
        **dict.fromkeys(("AsyncSessionContext", "CustomTool", "SessionContext"), "custom_tools"),
        **dict.fromkeys(("after_execute", "before_execute", "schema_modifier"), "modifiers"),
        "ExperimentalToolkit": "experimental",
        "OpenAIProvider": "providers",
    }

    def __getattr__(name: str) -> object:
        if name in _LATER:
            from importlib import import_module

            return getattr(import_module(f".{_LATER[name]}", __name__), name)
        raise legacy.missing(name) or AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
