"""The default pack: one process of a test run fits it, and the others take it from the cache."""

from __future__ import annotations

import fcntl
import os
from functools import cache
from pathlib import Path

from assistant import Assistant
from assistant.cache import VARIABLE


@cache
def default_assistant() -> Assistant:
    """The assistant of the default pack."""
    with (Path(os.environ[VARIABLE]) / "fitting.lock").open("w") as lock:
        # Several processes begin at the same time; those that wait find what the first has made.
        fcntl.flock(lock, fcntl.LOCK_EX)
        return Assistant.load()
