"""How a process learns that it has to end; all of it depends on the operating system."""

from __future__ import annotations

import select
import signal
import sys
import time
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# Seconds.
_PAUSE: Final = 0.1


def call_at_signals_to_end(callback: Callable[[], object]) -> None:
    """Call `callback`, in the main thread, at every signal that asks this process to end."""

    def call(*_: Any) -> None:
        callback()

    signal.signal(signal.SIGINT, call)
    signal.signal(signal.SIGTERM, call)
    if sys.platform == "win32":
        signal.signal(signal.SIGBREAK, call)
    else:
        signal.signal(signal.SIGHUP, call)


def wait_for_hangup(descriptor: int) -> bool:
    """Wait until nobody can write to this pipe or socket any more, whether or not all of it was read.

    Returns:
        False, and at once, where the system cannot tell before everything was read.
    """
    if sys.platform == "win32":
        return False
    poll = select.poll()
    poll.register(descriptor, select.POLLHUP)
    # Some systems tell of what there is to read as well.
    while not any(told & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, told in poll.poll()):
        time.sleep(_PAUSE)
    return True


def wake_when_parent_ends() -> None:
    """Let a stopped process go on when its parent is gone, so that it can see to its own end."""
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415

        set_signal_at_end_of_parent = 1
        ctypes.CDLL(None).prctl(set_signal_at_end_of_parent, signal.SIGCONT)
