"""The phrases by their wording: which of them, if any, a text is word for word."""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING

from assistant.text import phrase_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class ExactPhrases:
    """Finds the first of some texts that differs from a text in case, punctuation and spacing at most.

    It holds no more than their checksums, sorted, and the indexes of the texts that these belong to.
    """

    def __init__(self, texts: Sequence[str], keys: Iterable[str]) -> None:
        """`keys` are the wordings of the texts, by `phrase_key`."""
        self._texts = texts
        sums = [_checksum(key) for key in keys]
        self._order = array("I", sorted(range(len(sums)), key=sums.__getitem__))
        self._sums = array("I", [sums[index] for index in self._order])

    def state(self) -> tuple[bytes, bytes]:
        """What `restore` takes beside the texts."""
        return self._order.tobytes(), self._sums.tobytes()

    @classmethod
    def restore(cls, texts: Sequence[str], state: tuple[bytes, bytes]) -> ExactPhrases:
        """The object whose texts and state they are."""
        phrases = cls((), ())
        phrases._texts = texts
        for numbers, data in zip((phrases._order, phrases._sums), state, strict=True):
            numbers.frombytes(data)
        return phrases

    def find(self, key: str) -> int | None:
        """The index of the first text with the wording `key`, by `phrase_key`."""
        checksum = _checksum(key)
        place = bisect_left(self._sums, checksum)
        while place < len(self._sums) and self._sums[place] == checksum:
            if phrase_key(self._texts[self._order[place]]) == key:
                return self._order[place]
            place += 1
        return None


def _checksum(key: str) -> int:
    return zlib.crc32(key.encode("utf-8", "surrogatepass"))
