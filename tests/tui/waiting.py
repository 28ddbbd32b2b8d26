"""Waiting for what comes in its own time, however busy the machine is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

PATIENCE = 30.0


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Wait until the condition holds and all that came of it is done; it fails after `PATIENCE` seconds."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        await pilot.pause(0.01)
    await pilot.pause()
