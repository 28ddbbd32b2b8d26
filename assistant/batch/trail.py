"""What was asked so far, as a hash, for whoever goes on from there."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from assistant.errors import AssistantError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assistant.batch.sink import Note
    from assistant.records.rows import Row


class OtherRowsError(AssistantError):
    """What there are replies to is not what is asked now."""


class Trail:
    """The rows that were read and not answered yet, each as a hash of it and of all before it."""

    def __init__(self) -> None:
        self._read = b""
        self._ahead: deque[bytes] = deque()
        self._answered = b""

    @property
    def asked(self) -> str:
        """A hash of all rows that were answered."""
        return self._answered.hex()

    def answered(self) -> None:
        """The next row was answered."""
        self._answered = self._ahead.popleft()

    def left(self, rows: Iterable[Row], begun: Note) -> Iterator[Row]:
        """Those of `rows` that `begun` does not tell of; of those before only what a conversation needs.

        Raises:
            OtherRowsError: when `begun` does not tell of the first of these rows.
        """
        number = 0
        for number, row in enumerate(rows, 1):
            self._add(row)
            if number > begun.rows:
                yield row
                continue
            self.answered()
            if number == begun.rows and self.asked != begun.asked:
                raise _changed(begun)
            if row.conversation is not None and not row.problem:
                yield replace(row, recalled=True)
        if number < begun.rows:
            raise _changed(begun)

    def _add(self, row: Row) -> None:
        text = repr((row.id, row.conversation, row.question, row.problem))
        self._read = blake2b(self._read + text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        self._ahead.append(self._read)


def _changed(begun: Note) -> OtherRowsError:
    several = f"the first {begun.rows:,} rows are not those that were"
    what = "the first row is not the one that was" if begun.rows == 1 else several
    return OtherRowsError(f"{what} answered before; leave out --resume to begin anew")
