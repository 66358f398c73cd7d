"""What the tests of all frameworks share. `run.py` puts it on the path and loads `composio_testing.plugin`."""

import pytest

pytest.register_assert_rewrite("composio_testing.contract")

from .contract import FrameworkContract, NotSupported  # noqa: E402
from .scripted import Models, call, turn  # noqa: E402

__all__ = ["FrameworkContract", "Models", "NotSupported", "call", "turn"]
