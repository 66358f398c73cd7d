"""The tools of a Composio session for the Gemini API, where the program runs the calls."""

from .provider import GoogleProvider

__all__ = ["GoogleProvider"]
