"""Runs an example as it stands, off the network: `python -m composio_testing.example program.py`."""

import runpy
import sys

from . import offline

if __name__ == "__main__":
    offline.stay()
    runpy.run_path(sys.argv[1], run_name="__main__")
