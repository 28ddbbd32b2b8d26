"""Ctrl+c and the like between two rows, and never within one: a reply is written and counted, or neither."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from assistant import signals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")


class Interrupts:
    """Holds what asks to end back until it is heeded, except while the next row is waited for."""

    def __init__(self) -> None:
        self._waiting = False
        self._came: int | None = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold it back in this block."""
        with signals.handled(self._take):
            yield

    def _take(self, number: int) -> None:
        if self._waiting:
            raise signals.raised(number)
        if self._came:
            # The row takes too long for whoever asks again.
            signals.end_by(number)
        self._came = number

    def heed(self) -> None:
        """End here if it came.

        Raises:
            KeyboardInterrupt: when it was ctrl+c.
            Terminated: when it was another signal.
        """
        if self._came:
            raise signals.raised(self._came)

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
