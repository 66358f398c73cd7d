"""The base classes of providers, under the name the protocol's official package gives them."""

from ..providers.base import AgenticProvider, BaseProvider, NonAgenticProvider
from ..providers.executor import ToolExecutor
from ..providers.executor import ToolExecutor as AgenticProviderExecuteFn

__all__ = ["AgenticProvider", "AgenticProviderExecuteFn", "BaseProvider", "NonAgenticProvider", "ToolExecutor"]
