"""The sums of a comparison, taken over all phrases or intents at once, for whoever asks many questions.

What comes out is to the last bit what `PhraseIndex` and `Likelihood` find one phrase after another: every sum
adds the same numbers in the same order. NumPy takes as long to load as all else, so this waits until it pays.
"""

from __future__ import annotations

import math
from itertools import chain
from typing import TYPE_CHECKING, cast

import numpy as np

from assistant.matching.phrases import (
    BEST_PHRASE,
    BEST_THREE,
    COMPARED,
    CONTEXT_DUE,
    PHRASE_SIDE,
    QUESTION_SIDE,
    WHOLE_INTENT,
    Similar,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from numpy.typing import NDArray

    from assistant.matching.phrases import Asked, PhraseIndex

    Numbers = NDArray[np.float64]
    Places = NDArray[np.intp]


# Beyond so many bytes the rows that are made are let go of: words recur, but pairs of them have no end.
# A few rows are kept however wide they are, for a question needs several.
_MOST_BYTES, _FEWEST_ROWS = 2**23, 256


class Rows:
    """Rows of numbers by name, most of them zero. A row is made when it is first needed."""

    def __init__(self, width: int, row: Callable[[str], Mapping[int, float]]) -> None:
        """`row` gives the numbers of a name that are not zero, by their place from 0 to `width` - 1."""
        self._row = row
        self._width = width
        self._places: dict[str, int] = {}
        # A single column would be added up in another order than several.
        self._numbers = np.zeros((1, max(width, 2)))
        self._most = max(_MOST_BYTES // self._numbers.nbytes, _FEWEST_ROWS)

    def total(self, weighted: Mapping[str, float]) -> Numbers:
        """The rows of some names, each times its weight, added up in their order."""
        if not weighted:
            return np.zeros(self._width)
        try:
            places = [self._places[name] for name in weighted]
        except KeyError:
            self._make(weighted)
            places = [self._places[name] for name in weighted]
        rows = self._numbers.take(places, 0)
        rows *= np.array(list(weighted.values()))[:, None]
        # Unlike a product of matrices, this adds number after number, from the first row to the last.
        total: Numbers = np.add.reduce(rows, 0)
        return total[: self._width]

    def _make(self, names: Collection[str]) -> None:
        if len(self._places) + len(names) > self._most:
            self._places.clear()
        for name in names:
            if name in self._places:
                continue
            found = self._row(name)
            place = len(self._places)
            if place == len(self._numbers):
                self._numbers = np.concatenate([self._numbers, np.zeros_like(self._numbers)])
            line = self._numbers[place]
            line[:] = 0.0
            line[list(found)] = list(found.values())
            self._places[name] = place


class PhraseTable:
    """The phrases of all intents: a line for each intent, as long as the longest."""

    def __init__(self, index: PhraseIndex) -> None:
        owners = np.asarray(index.owners, np.intp)
        sizes = np.bincount(owners)
        self._phrases = len(owners)
        order = np.argsort(owners, kind="stable")
        columns = np.arange(self._phrases) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        # A line is filled up with a phrase that there is not, which has no feature.
        self._lines = np.full((len(sizes), sizes.max()), self._phrases)
        self._lines[owners[order], columns] = order
        due = np.append(PHRASE_SIDE * np.asarray(index.phrase_weights), 1.0)
        self._due = due[self._lines]
        self._index = index
        self._having: dict[str, Places] = {}
        self._reach = Rows(len(sizes), index.reach_of)
        self._line_starts = np.arange(COMPARED) * self._lines.shape[1]
        # Of how many phrases the mean of the best three is.
        self._counted = np.minimum(3, sizes)

    def similar(self, asked: Asked, certain: int | None) -> dict[int, Similar]:
        """What `PhraseIndex.similar` finds for a question that tells something."""
        explained = self._reach.total(asked.known)
        intents = self._promising(asked, explained, certain)
        lines = self._lines[intents]
        scores = self._scores(asked, lines, self._due[intents])
        # The three best of each line. The first of several maxima is taken, as where they are sorted.
        flat, starts = scores.reshape(-1), self._line_starts[: len(intents)]
        places = []
        best = np.empty((3, len(intents)))
        for number in range(3):
            places.append(starts + scores.argmax(1))
            best[number] = flat[places[number]]
            flat[places[number]] = 0.0
        np.minimum(best, 1.0, out=best)
        mean = (best[0] + best[1] + best[2]) / self._counted[intents]
        similarities = BEST_PHRASE * best[0] + BEST_THREE * mean
        similarities += WHOLE_INTENT * (explained[intents] / asked.total)
        found = zip(similarities.tolist(), lines.reshape(-1)[places[0]].tolist(), strict=True)
        return dict(zip(intents.tolist(), map(Similar._make, found), strict=True))

    def _promising(self, asked: Asked, explained: Numbers, certain: int | None) -> Places:
        """The intents that share most with a question and share anything of its own with it."""
        promise = explained if len(asked.telling) == len(asked.known) else self._reach.total(asked.telling)
        own = promise.nonzero()[0]
        if len(own) <= COMPARED:
            return own
        if asked.lent:
            promise = self._reach.total({**asked.telling, **asked.lent})
        promise = promise[own]
        if certain is not None:
            promise[own == certain] = math.inf
        return own[np.argsort(-promise, kind="stable")[:COMPARED]]

    def _scores(self, asked: Asked, lines: Places, due: Numbers) -> Numbers:
        """The Tversky index of the question and each phrase; 0 where they share nothing of its own."""
        overlaps = self._overlaps(asked.telling).take(lines)
        if not asked.lent:
            return overlaps / (QUESTION_SIDE * asked.total + due)
        gifts = self._overlaps(asked.lent).take(lines)
        gifts[overlaps == 0.0] = 0.0
        least = CONTEXT_DUE * sum(asked.lent.values())
        sides = QUESTION_SIDE * (asked.total + np.maximum(gifts, least)) + due
        return (overlaps + gifts) / sides

    def _overlaps(self, weighted: Mapping[str, float]) -> Numbers:
        """By phrase, the weight of the features that it has, and of one phrase more, which has none."""
        if not weighted:
            return np.zeros(self._phrases + 1)
        having = [self._phrases_with(name) for name in weighted]
        weights = np.repeat(list(weighted.values()), [len(phrases) for phrases in having])
        overlaps = np.bincount(np.concatenate(having), weights, self._phrases + 1)
        return cast("Numbers", overlaps)  # NumPy's stubs have the sums of weights for whole numbers.

    def _phrases_with(self, name: str) -> Places:
        found = self._having.get(name)
        if found is None:
            by_intent = self._index.phrases(name).values()
            found = self._having[name] = np.fromiter(chain.from_iterable(by_intent), np.intp)
        return found
