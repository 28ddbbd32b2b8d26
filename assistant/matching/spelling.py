"""Repairing misspelt words against the words that the matcher knows."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SHORTEST = 3
_VOWELS = frozenset("aeiou")
# Words of one family begin with the same letters.
_FAMILY = 5
# What a word costs that only the language knows.
_HANDICAP = 0.6
_ENOUGH_FOR_KIN = 0.93
# How much of an edit a tenfold frequency is worth, divided by ln 10.
_FREQUENCY = 0.12
# A word shorter than this is near so many others that only a frequent one is likely to be meant.
_SAFE_LENGTH = 4
_FREQUENT = 20


def allowed_edits(length: int) -> int:
    """How many edits a word of `length` letters may be away from what was meant."""
    if length < 4:
        return 1
    if length < 8:
        return 2
    return 3


def skeleton(word: str) -> str:
    """The consonants of a word, doubles squeezed, its first letter kept: what "hpnd" leaves of "happened"."""
    kept = [word[:1]]
    for letter in word[1:]:
        if letter not in _VOWELS and letter != kept[-1]:
            kept.append(letter)
    return "".join(kept)


class Speller:
    """The nearest known word for an unknown one.

    Words are compared by optimal string alignment (an edit is an insertion, deletion, substitution or the
    swap of two neighbours), and a frequent word is likelier to be meant than a rare one (the noisy channel
    of Kernighan, Church & Gale 1990). `counts` tells how often the texts use a word; `others` are words of
    the language that they do not use.
    """

    def __init__(self, counts: Mapping[str, int], others: Iterable[str] = ()) -> None:
        known = {word for word in counts if word.isalpha()}
        self._counts = dict(counts)
        also_known = {word for word in others if word.isalpha()} - known
        self._preferred = _ByLength(known)
        self._others = _ByLength(also_known)
        self._known = known | also_known
        self._cache: dict[str, str | None] = {}

    @cached_property
    def _skeletons(self) -> dict[str, str]:
        """By skeleton, the first of its words in the order of the alphabet."""
        return {skeleton(word): word for word in sorted(self._preferred.words, reverse=True)}

    @cached_property
    def _families(self) -> dict[str, list[str]]:
        """By their first letters, words in the order of the alphabet."""
        families: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._preferred.words):
            families[word[:_FAMILY]].append(word)
        return families

    def repair(self, word: str) -> str | None:
        """The known word that `word` most likely is, or None when nothing is near enough."""
        if word not in self._cache:
            if len(self._cache) > 50_000:
                self._cache.clear()
            self._cache[word] = self._nearest(word)
        return self._cache[word]

    def _nearest(self, word: str) -> str | None:
        if len(word) < _SHORTEST or not word.isalpha():
            return None
        # RapidFuzz is loaded where it is needed: a question whose words are all known does without it.
        from rapidfuzz import process  # noqa: PLC0415
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        edits = allowed_edits(len(word))
        dearest = max(1.6, len(word) * 0.34)
        best: tuple[float, str] | None = None
        for candidates, handicap in ((self._preferred, 0.0), (self._others, _HANDICAP)):
            if handicap:
                # None of the others is any cheaper than its edits, so those that are too far can be left out.
                edits = min(edits, int(dearest - handicap + 1e-9))
                if best is not None and best[0] <= 1 + handicap:
                    break  # None of them can be nearer than one edit.
            for candidate, distance, _ in process.extract(
                word, candidates.near(len(word), edits), scorer=OSA.distance, score_cutoff=edits, limit=12
            ):
                if len(word) < _SAFE_LENGTH and self._counts.get(candidate, 0) < _FREQUENT:
                    continue
                cost = distance + handicap + _surprise(word, candidate) - self._bonus(candidate)
                if best is None or cost < best[0]:
                    best = (cost, candidate)
        if best is not None and best[0] <= dearest:
            return best[1]
        if len(word) >= 4 and not _VOWELS & set(word[1:-1]):
            return self._skeletons.get(skeleton(word))
        return None

    def _bonus(self, candidate: str) -> float:
        """What a candidate gains by how often the texts use it."""
        return _FREQUENCY * math.log1p(self._counts.get(candidate, 0))

    def split(self, word: str) -> tuple[str, str] | None:
        """Two known words that `word` is made of, where a space was left out."""
        if len(word) < 6:
            return None
        halves = [(word[:cut], word[cut:]) for cut in range(2, len(word) - 1)]
        known = [pair for pair in halves if pair[0] in self._known and pair[1] in self._known]
        return max(known, key=lambda pair: min(map(len, pair)), default=None)

    def kin(self, word: str) -> str | None:
        """A preferred word of the same family as a correctly spelt `word` ("certifying", "certification")."""
        if len(word) <= _FAMILY:
            return None
        family = self._families.get(word[:_FAMILY])
        if family is None:
            return None
        from rapidfuzz import process  # noqa: PLC0415
        from rapidfuzz.distance import JaroWinkler  # noqa: PLC0415

        found = process.extractOne(word, family, scorer=JaroWinkler.similarity, score_cutoff=_ENOUGH_FOR_KIN)
        return None if found is None else str(found[0])


class _ByLength:
    """Words in the order of their lengths, then of the alphabet."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted((word for word in words if len(word) >= _SHORTEST), key=lambda w: (len(w), w))
        self._lengths = [len(word) for word in self.words]

    def near(self, length: int, edits: int) -> list[str]:
        """The words that so many edits can make of one of `length` letters."""
        first = bisect_left(self._lengths, length - edits)
        return self.words[first : bisect_right(self._lengths, length + edits)]


def _surprise(word: str, candidate: str) -> float:
    """Small costs that part equally near candidates: a changed first letter, a changed length."""
    first = 0.0 if word[0] == candidate[0] else 0.5
    return first + 0.1 * abs(len(word) - len(candidate))
