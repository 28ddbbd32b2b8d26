"""Misspelt words, repaired against the words that the matcher knows."""

from __future__ import annotations

import math
from bisect import bisect_left
from itertools import takewhile
from typing import TYPE_CHECKING

from assistant.lazy import lazy
from assistant.matching.letters import LetterTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SHORTEST, _LONGEST_SPLIT = 3, 60
_VOWELS = frozenset("aeiou")
# Words of one family begin with the same letters.
_PREFIX = 5
_SAME_FAMILY = 0.93
# What a word costs that only the language knows, and not the phrases.
_UNUSED_COST = 0.6
# How much of an edit a tenfold frequency is worth, divided by ln 10.
_FREQUENCY = 0.12
# A word shorter than this is near so many others that only a frequent one is likely to be meant.
_SAFE_LENGTH, _FREQUENT = 4, 20
# Of so many candidates, those with the fewest edits, the costs are compared.
_COMPARED = 12


def allowed_edits(length: int) -> int:
    """How many edits a word of `length` letters may be away from what was meant."""
    if length < 4:
        return 1
    if length < 8:
        return 2
    return 3


def within_one_edit(word: str, other: str) -> bool:
    """Whether two words are the same but for a letter added, left out or changed, or two swapped."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415  (only misspelt words need it)

    return OSA.distance(word, other, score_cutoff=1) <= 1


def skeleton(word: str) -> str:
    """The consonants of a word, doubles squeezed, its first letter as it is: "hpnd" of "happened"."""
    letters = [word[:1]]
    for letter in word[1:]:
        if letter not in _VOWELS and letter != letters[-1]:
            letters.append(letter)
    return "".join(letters)


class Speller:
    """The nearest known word for an unknown one.

    Words are compared by optimal string alignment (an edit is an insertion, deletion, substitution or the
    swap of two neighbours), and a frequent word is likelier to be meant than a rare one (the noisy channel
    of Kernighan, Church & Gale 1990).
    """

    def __init__(self, counts: Mapping[str, int], others: Iterable[str] = ()) -> None:
        """`counts` has the words of the phrases, and how often they use each; `others` are further words."""
        self._counts = counts
        self._used = sorted(word for word in counts if word.isalpha())
        self._unused = sorted({word for word in others if word.isalpha()}.difference(self._used))
        self._known = frozenset(self._used).union(self._unused)

    @lazy
    def _lexica(self) -> tuple[tuple[LetterTable, float, float], ...]:
        """The words of the phrases, then of the language; what is added to their cost, taken off at most."""
        used = LetterTable([word for word in self._used if len(word) >= _SHORTEST])
        unused = LetterTable([word for word in self._unused if len(word) >= _SHORTEST])
        largest = _FREQUENCY * math.log1p(max(self._counts.values(), default=0))
        return (used, 0.0, largest), (unused, _UNUSED_COST, 0.0)

    @lazy
    def _skeletons(self) -> dict[str, str]:
        """By skeleton, the first of its words in the order of the alphabet."""
        return {skeleton(word): word for word in reversed(self._used) if len(word) >= _SHORTEST}

    def repair(self, word: str) -> str | None:
        """The known word that `word` most likely is, or None when nothing is near enough."""
        if len(word) < _SHORTEST or not word.isalpha():
            return None
        # RapidFuzz is loaded where it is needed: a question whose words are all known does without it.
        from rapidfuzz import process  # noqa: PLC0415
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        dearest = max(1.6, len(word) * 0.34)
        best: tuple[float, str] | None = None
        for table, extra, bonus in self._lexica:
            for edits in range(1, allowed_edits(len(word)) + 1):
                # No word that is so many edits away is any cheaper than this.
                least = edits + extra - bonus
                if least > dearest or (best is not None and best[0] <= least):
                    break
                near = table.within_edits(word, edits)
                candidates = process.extract(
                    word, near, scorer=OSA.distance, score_cutoff=edits, limit=_COMPARED
                )
                for candidate, distance, _ in candidates:
                    cost = self._cost(word, candidate, distance) + extra
                    if best is None or cost < best[0]:
                        best = (cost, candidate)
        if best is not None and best[0] <= dearest:
            return best[1]
        if len(word) >= 4 and not _VOWELS & set(word[1:-1]):
            return self._skeletons.get(skeleton(word))
        return None

    def is_near_another(self, word: str) -> bool:
        """Whether some known word other than `word` is one edit away."""
        near = {other for table, _, _ in self._lexica for other in table.within_edits(word, 1)} - {word}
        return any(within_one_edit(word, other) for other in near)

    def _cost(self, word: str, candidate: str, distance: float) -> float:
        """What it costs to take `word` for a candidate, in edits, less what its frequency is worth."""
        count = self._counts.get(candidate, 0)
        if len(word) < _SAFE_LENGTH and count < _FREQUENT:
            return math.inf
        # What parts equally near candidates: a changed first letter, a changed length.
        surprise = 0.5 * (word[0] != candidate[0]) + 0.1 * abs(len(word) - len(candidate))
        return distance + surprise - _FREQUENCY * math.log1p(count)

    def split(self, word: str) -> tuple[str, str] | None:
        """Two known words that `word` is made of, where a space was left out."""
        if not 6 <= len(word) <= _LONGEST_SPLIT:
            return None
        halves = [(word[:cut], word[cut:]) for cut in range(2, len(word) - 1)]
        known = [pair for pair in halves if self._known.issuperset(pair)]
        return max(known, key=lambda pair: min(map(len, pair)), default=None)

    def relative(self, word: str) -> str | None:
        """A word of the phrases of the same family as a known `word` ("approvable", "approval")."""
        if len(word) <= _PREFIX:
            return None
        prefix = word[:_PREFIX]
        first = bisect_left(self._used, prefix)
        family = list(takewhile(lambda other: other.startswith(prefix), self._used[first : first + 1_000]))
        if not family:
            return None
        from rapidfuzz import process  # noqa: PLC0415
        from rapidfuzz.distance import JaroWinkler  # noqa: PLC0415

        nearest = process.extractOne(word, family, scorer=JaroWinkler.similarity, score_cutoff=_SAME_FAMILY)
        return None if nearest is None else str(nearest[0])
