"""Ctrl+c between two rows, and never within one: a reply is written and counted, or neither."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import FrameType

T = TypeVar("T")


class Interrupts:
    """Holds ctrl+c back until it is heeded, except while the next row is waited for."""

    def __init__(self) -> None:
        self._waiting = False
        self._came = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold it back in this block; signals are the main thread's, so elsewhere there is none to hold."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGINT, self._take)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def _take(self, _signal: int, _frame: FrameType | None) -> None:
        if self._waiting:
            raise KeyboardInterrupt
        self._came = True

    def heed(self) -> None:
        """End here if it came.

        Raises:
            KeyboardInterrupt: when it did.
        """
        if self._came:
            raise KeyboardInterrupt

    def while_waiting(self, rows: Iterable[T]) -> Iterator[T]:
        """Each of `rows`; the wait for one ends at once."""
        iterator = iter(rows)
        while True:
            self.heed()
            self._waiting = True
            try:
                row = next(iterator)
            except StopIteration:
                return
            finally:
                self._waiting = False
            yield row
