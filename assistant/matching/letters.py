"""Texts near a text, found by how many letters they have in common, whatever their order."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

# Letters of other alphabets share a row.
_ROWS = 64
# Longer texts are like none: no letter can be counted more often.
_LONGEST = 127


class LetterTable:
    """The letters of some texts, the shortest first: a row for each letter, a column for each text."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = sorted([text for text in texts if len(text) <= _LONGEST], key=len)
        """The texts of at most 127 letters, by length; those of one length in the order given."""
        self._lengths = np.array([len(text) for text in self.texts], np.int32)
        codes = np.frombuffer("".join(self.texts).encode("utf-32-le", "surrogatepass"), np.uint32)
        columns = np.repeat(np.arange(len(self.texts)), self._lengths)
        cells = (codes & (_ROWS - 1)).astype(np.int64) * len(self.texts) + columns
        counts = np.bincount(cells, minlength=_ROWS * len(self.texts))
        self._counts = counts.reshape(_ROWS, len(self.texts)).astype(np.int8)

    def within_edits(self, text: str, edits: int) -> list[str]:
        """The texts that may be made of `text` by at most so many edits.

        An edit inserts, deletes or replaces a letter, or swaps two neighbours. No text that is within so many
        edits is left out; of those that are returned some are not.
        """
        first, last = self._lengths.searchsorted((len(text) - edits, len(text) + edits + 1))
        needed = np.maximum(self._lengths[first:last], len(text)) - edits
        return self._sharing(text, int(first), int(last), needed)

    def within_ratio(self, text: str, ratio: float) -> list[str]:
        """The texts that RapidFuzz's ``ratio`` may rate at `ratio` (0..100) or more beside `text`.

        That ratio is twice the length of the longest common subsequence, divided by the length of both.
        """
        half = ratio / 200
        # No more can be in common than the shorter one has.
        shortest = (half * len(text) - 1e-6) / (1 - half)
        longest = (len(text) + 1e-6) / half - len(text)
        first, last = self._lengths.searchsorted((shortest - 1e-6, longest + 1))
        needed = half * (len(text) + self._lengths[first:last]) - 1e-9
        return self._sharing(text, int(first), int(last), needed)

    def _sharing(self, text: str, first: int, last: int, needed: NDArray[np.generic]) -> list[str]:
        """The texts of these columns that have enough letters in common with `text`."""
        if first >= last or len(text) > _LONGEST:
            return []
        counted = Counter([ord(letter) & (_ROWS - 1) for letter in text])
        rows = self._counts[list(counted), first:last]
        shared = np.minimum(rows, np.array(list(counted.values()), np.int8)[:, None]).sum(0, np.int8)
        return [self.texts[column] for column in (first + (shared >= needed).nonzero()[0]).tolist()]


class Wordings:
    """Some wordings, of which those near a text are looked up."""

    def __init__(self, wordings: Iterable[str], ratio: float) -> None:
        """Near is what is like the text by at least `ratio`, in 0..100, as RapidFuzz's ``ratio`` has it."""
        self._ratio = ratio
        # The order of the wordings settles which comes first among equals.
        self._places = {wording: place for place, wording in enumerate(wordings)}
        self._letters = LetterTable(self._places)

    def nearest(self, text: str, limit: int = 1) -> list[tuple[str, float]]:
        """At most `limit` wordings near `text`, and how like it they are; best first."""
        possible = self._letters.within_ratio(text, self._ratio)
        if not possible:
            return []
        from rapidfuzz import fuzz, process  # noqa: PLC0415  (most texts are like no wording, and go without)

        choices = sorted(possible, key=self._places.__getitem__)
        near = process.extract(text, choices, scorer=fuzz.ratio, score_cutoff=self._ratio, limit=limit)
        return [(wording, score) for wording, score, _ in near]
