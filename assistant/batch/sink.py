"""Where the pieces of a batch go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

    from assistant.response import Status


@dataclass(frozen=True, slots=True)
class Note:
    """How far a batch has come.

    `batch` tells which batch it is: its pack, format and the like. Its replies take `size` bytes, of which
    `written` is a hash, and there are `counts` of them by status; `asked` is a hash of the rows that they
    answer. Hashes are in hexadecimal.
    """

    batch: str = ""
    size: int = 0
    counts: Mapping[Status, int] = field(default_factory=dict)
    asked: str = ""
    written: str = ""

    @property
    def rows(self) -> int:
        """How many rows have been answered."""
        return sum(self.counts.values())


class Sink(Protocol):
    """Takes pieces; `begun` tells what it held before the first."""

    begun: Note

    def write(self, text: str) -> None:
        """Write the next piece."""

    def note(self, counts: Mapping[Status, int], asked: str, *, now: bool = False) -> None:
        """Take note that so much has been answered, soon enough or `now`."""


class StreamSink:
    """A stream whose reader sees each piece at once; what it held is not known again."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.begun = Note()

    def write(self, text: str) -> None:
        """Write the next piece."""
        self._stream.write(text)
        self._stream.flush()

    def note(self, counts: Mapping[Status, int], asked: str, *, now: bool = False) -> None:
        """Nothing: a stream cannot be gone on with."""
