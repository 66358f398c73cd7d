"""The tools of a Composio session as AutoGen tools."""

from .provider import AutogenProvider, ComposioTool

__all__ = ["AutogenProvider", "ComposioTool"]
