"""The default pack: one process of a test run fits it, and the others take it from the cache."""

from __future__ import annotations

import os
import time
from functools import cache
from pathlib import Path

from assistant import Assistant
from assistant.cache import VARIABLE
from assistant.operating_system import lock


@cache
def default_assistant() -> Assistant:
    """The assistant of the default pack."""
    with (Path(os.environ[VARIABLE]) / "fitting.lock").open("w") as file:
        # Several processes begin at the same time; those that wait find what the first has made.
        while not _is_taken(file.fileno()):
            time.sleep(0.02)
        return Assistant.load()


def _is_taken(descriptor: int) -> bool:
    try:
        lock(descriptor)
    except BlockingIOError:
        return False
    return True
