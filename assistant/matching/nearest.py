"""The phrases of each intent, packed, to find the one nearest to a question."""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from assistant.matching.lexicon import stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray


class Bag(NamedTuple):
    """A question: what sharing each stem is worth, by the stem's number, and the length of it all."""

    worth: NDArray[np.float32]
    length: float


class NearestPhrases:
    """Finds, among the phrases of one intent, the nearest by the cosine of their stems.

    A stem weighs its inverse document frequency, and one that no phrase has the most. The stems of all
    phrases lie in one array, those of an intent side by side: four bytes a word, and one gather a question.
    """

    def __init__(self, texts: Iterable[Sequence[str]], owners: Sequence[int]) -> None:
        """`texts` are phrases as words, `owners` their intents, counted from 0."""
        self._numbers: dict[str, int] = {}
        held, ends = array("i"), array("q", [0])
        for text in texts:
            stems = dict.fromkeys(map(stem, text))
            held.extend([self._numbers.setdefault(name, len(self._numbers)) for name in stems])
            ends.append(len(held))
        stems_of = np.frombuffer(held, np.int32) if held else np.zeros(0, np.int32)
        bounds = np.frombuffer(ends, np.int64)
        sizes = np.diff(bounds)
        counts = np.bincount(stems_of, minlength=len(self._numbers))
        self._unknown = math.log(1 + len(sizes)) + 1
        self._weights = (np.log((1 + len(sizes)) / (1 + counts)) + 1).astype(np.float32)
        own = np.asarray(owners, np.int64)
        # Phrases without a word have nothing to be near to.
        order = np.argsort(own, kind="stable")
        self._phrases = order[sizes[order] > 0]
        sizes = sizes[self._phrases]
        self._starts = np.concatenate([[0], np.cumsum(sizes)])
        offsets = np.repeat(bounds[self._phrases] - self._starts[:-1], sizes)
        self._stems = stems_of[offsets + np.arange(len(offsets))]
        self._intents = np.searchsorted(own[self._phrases], np.arange(max(owners, default=-1) + 2))
        squares = self._weights[self._stems] ** 2
        self._lengths = np.sqrt(np.add.reduceat(squares, self._starts[:-1])) if len(sizes) else squares

    def bag(self, text: Sequence[str]) -> Bag:
        """A question, given as its words, ready to be compared."""
        worth = np.zeros(len(self._weights), np.float32)
        length = 0.0
        for name in dict.fromkeys(map(stem, text)):
            number = self._numbers.get(name)
            if number is not None:
                worth[number] = self._weights[number] ** 2
            length += self._unknown**2 if number is None else float(worth[number])
        return Bag(worth, math.sqrt(length))

    def nearest(self, bag: Bag, intent: int) -> tuple[float, int]:
        """The cosine of the nearest phrase of `intent`, in 0..1, and its index among all phrases.

        (0, -1) for an intent none of whose phrases has a word.
        """
        first, last = int(self._intents[intent]), int(self._intents[intent + 1])
        if first == last:
            return 0.0, -1
        start, end = int(self._starts[first]), int(self._starts[last])
        shared = np.add.reduceat(bag.worth[self._stems[start:end]], self._starts[first:last] - start)
        cosines = shared / self._lengths[first:last]
        best = int(cosines.argmax())
        return min(float(cosines[best]) / (bag.length or 1.0), 1.0), int(self._phrases[first + best])
