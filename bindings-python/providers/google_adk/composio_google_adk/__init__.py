"""The tools of a Composio session as tools of Google's Agent Development Kit."""

from .provider import ComposioTool, GoogleAdkProvider

__all__ = ["ComposioTool", "GoogleAdkProvider"]
