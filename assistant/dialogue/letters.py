"""How many letters texts have in common, counted for a great many texts at once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

# Letters of other alphabets share a row.
_ROWS = 64


class LetterTable:
    """The letters of some texts: a row for each letter, a column for each text, from the shortest on."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._places = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        ordered = [texts[place] for place in self._places]
        self._lengths = np.array([len(text) for text in ordered])
        self._counts = np.zeros((_ROWS, len(ordered)), np.int16)
        for column, text in enumerate(ordered):
            for row, count in _counted(text).items():
                self._counts[row, column] = count

    def sharing(self, text: str, ratio: float) -> list[int]:
        """The places of the texts that RapidFuzz's ``ratio`` may rate at `ratio` or more beside `text`.

        For that they must have so many letters in common at least, in whatever order.
        """
        half = ratio / 200
        # No more can be in common than the shorter has.
        first = np.searchsorted(self._lengths, (half * len(text) - 1e-6) / (1 - half) - 1)
        last = np.searchsorted(self._lengths, (len(text) + 1e-6) / half - len(text) + 1, "right")
        shared = np.zeros(last - first, np.int16)
        for row, count in _counted(text).items():
            shared += np.minimum(self._counts[row, first:last], count)
        enough = shared >= half * (len(text) + self._lengths[first:last]) - 1e-9
        return [self._places[column] for column in (first + enough.nonzero()[0]).tolist()]


def _counted(text: str) -> Counter[int]:
    return Counter([ord(letter) & (_ROWS - 1) for letter in text])
