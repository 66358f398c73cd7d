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
from .providers import BaseProvider, OpenAIProvider
from .session import AsyncSession, Session

__all__ = [
    "AsyncComposio",
    "AsyncConnectionRequest",
    "AsyncSession",
    "BaseProvider",
    "Composio",
    "ComposioError",
    "ConnectionRequest",
    "OpenAIProvider",
    "Session",
    "__version__",
]

# Type checkers know what there is; to them this would say that there is everything.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        raise legacy.missing(name) or AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
