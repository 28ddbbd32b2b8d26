"""Texts as sparse vectors: the words, the neighbouring words and the letters in a row that they hold."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from assistant.matching.lexicon import stem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Vector = tuple[NDArray[np.int32], NDArray[np.float32]]

# How the views are mixed; each is a unit vector first.
NEIGHBOURS, NEAR, LETTERS = 0.6, 0.4, 1.0
# With few phrases an intent, single words are what can be relied on, and a word that belongs to the sentence
# and not to its subject tells little; with many, the phrases themselves show what such a word is worth, and
# what stands beside it. Each is given for ten phrases and for a hundred, and follows the logarithm between.
WORDS = (1.0, 0.5)
GRAMMAR = (0.6, 1.0)
SHORTEST, LONGEST = 2, 5
_BEGIN, _END = "<", ">"


def letters(word: str) -> list[str]:
    """Every run of 2 to 5 letters of `word`, its edges marked by spaces, and the whole of a shorter one."""
    edged = f" {word} "
    found = []
    for size in range(SHORTEST, LONGEST + 1):
        if len(edged) <= size:
            found.append(edged)
            break
        found += [edged[start : start + size] for start in range(len(edged) - size + 1)]
    return found


def neighbours(stems: Sequence[str]) -> list[str]:
    """Each two words in a row; the beginning and the end of the text count as words."""
    edged = [_BEGIN, *stems, _END]
    return [f"{first} {second}" for first, second in pairwise(edged)]


def near(stems: Sequence[str]) -> list[str]:
    """Each two words with one or two words between them."""
    edged = [_BEGIN, *stems, _END]
    return [f"{a} {b}" for i, a in enumerate(edged) for b in edged[i + 2 : i + 4]]


def _words(stems: Sequence[str]) -> list[str]:
    return list(stems)


_TERMS: tuple[Callable[[Sequence[str]], list[str]], ...] = (_words, neighbours, near)


def by_amount(range_: tuple[float, float], phrases: float) -> float:
    """A value between those for ten and for a hundred phrases an intent."""
    way = min(1.0, max(0.0, math.log10(max(phrases, 1.0)) - 1))
    return range_[0] + (range_[1] - range_[0]) * way


class _View:
    """The terms of one view by number, each with its weight: the inverse document frequency."""

    def __init__(self, share: float) -> None:
        self.share = share
        self.numbers: dict[str, int] = {}
        self.weights: NDArray[np.float32] = np.zeros(0, np.float32)

    def vector(self, numbers: Iterable[int]) -> Vector:
        """A vector of length `share`; its values are (1 + ln count) times the weight."""
        counts = Counter(numbers)
        counts.pop(-1, None)
        ids = np.fromiter(counts.keys(), np.int32, len(counts))
        values = np.fromiter(counts.values(), np.float32, len(counts))
        if len(ids) and values.max() > 1:
            values = 1 + np.log(values)
        values *= self.weights[ids]
        length = float(np.sqrt(values @ values))
        return ids, values * np.float32(self.share / length) if length else values


class Vectoriser:
    """From the words of a text to a sparse unit vector, as (column numbers, values).

    TF-IDF with logarithmic counts (Salton & Buckley 1988) over stems, pairs of stems, and letters within
    words. Terms that `texts` lack are left out of a vector.
    """

    def __init__(
        self, texts: Sequence[Sequence[str]], grammar: Collection[str] = frozenset(), phrases: float = 100
    ) -> None:
        """`texts` are lists of words, `grammar` words without a subject, `phrases` how many an intent has."""
        self._letter_numbers: dict[str, array[int]] = {}
        self._views = [_View(share) for share in (by_amount(WORDS, phrases), NEIGHBOURS, NEAR)]
        self._letters = _View(LETTERS)
        grammar_weight = by_amount(GRAMMAR, phrases)
        grammar_stems = {stem(word) for word in grammar} | {_BEGIN, _END}
        stems = [[stem(word) for word in text] for text in texts]
        for view, terms in zip(self._views, _TERMS, strict=True):
            self._count(view, (terms(text) for text in stems), len(texts))
            for term, number in view.numbers.items():
                if grammar_stems.issuperset(term.split(" ")):
                    view.weights[number] *= grammar_weight
        self._count_letters(texts)
        starts = np.cumsum([0, *(len(view.numbers) for view in self._views)])
        self._starts = [int(start) for start in starts]
        self.width = self._starts[-1] + len(self._letters.numbers)

    @staticmethod
    def _count(view: _View, texts: Iterator[list[str]], total: int) -> None:
        counts: Counter[str] = Counter()
        for terms in texts:
            counts.update(dict.fromkeys(terms).keys())
        view.numbers = {term: number for number, term in enumerate(counts)}
        view.weights = _rarity(np.fromiter(counts.values(), np.float32, len(counts)), total)

    def _count_letters(self, texts: Sequence[Sequence[str]]) -> None:
        numbers = self._letters.numbers
        for text in texts:
            for word in text:
                if word not in self._letter_numbers:
                    self._letter_numbers[word] = array(
                        "i", [numbers.setdefault(run, len(numbers)) for run in letters(word)]
                    )
        seen: Counter[int] = Counter()
        for text in texts:
            seen.update({number for word in text for number in self._letter_numbers[word]})
        counts = np.array([seen[number] for number in range(len(numbers))], np.float32)
        self._letters.weights = _rarity(counts, len(texts))

    def _letters_of(self, word: str) -> array[int]:
        known = self._letter_numbers.get(word)
        if known is None:
            known = array("i", [self._letters.numbers.get(run, -1) for run in letters(word)])
        return known

    def __call__(self, text: Sequence[str]) -> Vector:
        """The unit vector of a text, given as its words in order."""
        stems = [stem(word) for word in text]
        parts = [
            view.vector(view.numbers.get(term, -1) for term in terms(stems))
            for view, terms in zip(self._views, _TERMS, strict=True)
        ]
        parts.append(self._letters.vector(number for word in text for number in self._letters_of(word)))
        ids = np.concatenate([part[0] + start for part, start in zip(parts, self._starts, strict=True)])
        values = np.concatenate([part[1] for part in parts])
        length = float(np.sqrt(values @ values))
        return ids, (values / length if length else values).astype(np.float32)


def _rarity(counts: NDArray[np.float32], total: int) -> NDArray[np.float32]:
    weights: NDArray[np.float32] = (np.log((1 + total) / (1 + counts)) + 1).astype(np.float32)
    return weights
