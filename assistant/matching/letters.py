"""Texts near a text, found by which letters they have in common, whatever their order and number."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from assistant.arrays import Flags

# Letters of other alphabets share a bit.
_BITS = 64
# Loaded now: a process that is forked while a thread loads it would wait for that for ever.
_encode = codecs.getencoder("utf-32-le")


class LetterTable:
    """The letters of some texts, as a set of bits for each; the shortest text first."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = sorted(texts, key=len)
        """The texts by length; those of one length in the order given."""
        self._lengths = np.array([len(text) for text in self.texts], np.int32)
        codes = np.frombuffer(_encode("".join(self.texts), "surrogatepass")[0], np.uint32)
        bits = np.uint64(1) << (codes % _BITS).astype(np.uint64)
        self._letters = np.zeros(len(self.texts), np.uint64)
        np.bitwise_or.at(self._letters, np.arange(len(self.texts)).repeat(self._lengths), bits)

    def within_edits(self, text: str, edits: int) -> list[str]:
        """The texts that may be made of `text` by at most so many edits.

        An edit inserts, deletes or replaces a letter, or swaps two neighbours. No text that is within so many
        edits is left out; of those that are returned some are not.
        """
        first, last = self._lengths.searchsorted((len(text) - edits, len(text) + edits + 1))
        lacking, strange = self._differences(text, slice(first, last))
        return self._chosen(int(first), (lacking <= edits) & (strange <= edits))

    def within_ratio(self, text: str, ratio: float) -> list[str]:
        """The texts that RapidFuzz's ``ratio`` may rate at `ratio` (0..100) or more beside `text`.

        That ratio is twice the length of the longest common subsequence, divided by the length of both.
        """
        lacking, strange = self._differences(text, slice(None))
        in_common = np.minimum(len(text) - lacking.astype(np.int32), self._lengths - strange)
        return self._chosen(0, in_common >= ratio / 200 * (len(text) + self._lengths) - 1e-9)

    def _differences(self, text: str, columns: slice) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """How many letters of `text` each text lacks, and how many it has that `text` has not."""
        own = np.uint64(sum({1 << ord(letter) % _BITS for letter in text}))
        letters = self._letters[columns]
        return np.bitwise_count(own & ~letters), np.bitwise_count(letters & ~own)

    def _chosen(self, first: int, chosen: Flags) -> list[str]:
        return [self.texts[first + place] for place in chosen.nonzero()[0].tolist()]


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
