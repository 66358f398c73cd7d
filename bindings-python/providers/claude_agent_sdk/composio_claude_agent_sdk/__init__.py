"""The tools of a Composio session as tools of the Claude Agent SDK."""

from .provider import ClaudeAgentSDKProvider

__all__ = ["ClaudeAgentSDKProvider"]
