"""JSON Schemas as model providers take them. Pure: each function returns a new schema and keeps the one it was given.

Model providers accept less than JSON Schema has, each its own part of it, and refuse a whole request over one tool.
`clean` is for all of them, `strict` for OpenAI's structured outputs, `gemini` for Google's function declarations.
"""

from .cleaning import clean
from .gemini import gemini
from .strict import strict, without_nulls

__all__ = ["clean", "gemini", "strict", "without_nulls"]
