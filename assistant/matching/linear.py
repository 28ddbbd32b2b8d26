"""A linear classifier of sparse vectors into many classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from assistant.matching.ngrams import Vector

# How much a mistake costs beside the size of the weights, and how often each example is visited.
COST = 30.0
EPOCHS = 4
# What an example's dual variables begin with, off its own class: the model begins as class centroids.
_DOUBT = 0.05
_TINY = 1e-9


class LinearClassifier:
    """Multinomial logistic regression with a quadratic penalty, one column of weights a class.

    Trained in the dual, one example after the other (Shalev-Shwartz & Zhang 2014, "Accelerated proximal
    stochastic dual coordinate ascent"). The dual variables of an example are a distribution over the
    classes; each visit moves them towards what the model says, by the step that would be best were the
    gradient a straight line. A few visits are enough.
    """

    def __init__(self, vectors: Sequence[Vector], classes: Sequence[int], width: int) -> None:
        """`classes[i]` counts from 0 and is that of `vectors[i]`, whose columns are below `width`."""
        count = max(classes, default=-1) + 1
        own = np.asarray(classes, np.int64)
        dual = np.full((len(vectors), count), _DOUBT / max(count, 1), np.float32)
        dual[np.arange(len(vectors)), own] += 1 - _DOUBT
        self._weights = self._centroids(vectors, own, width, count)
        shuffle = np.random.default_rng(0)
        for _ in range(EPOCHS):
            for index in shuffle.permutation(len(vectors)):
                self._visit(vectors[index], dual[index])

    @staticmethod
    def _centroids(
        vectors: Sequence[Vector], own: NDArray[np.int64], width: int, count: int
    ) -> NDArray[np.float32]:
        weights = np.zeros((width, count), np.float32)
        for (ids, values), label in zip(vectors, own, strict=True):
            weights[ids, label] += values
        weights -= weights.mean(axis=1, keepdims=True)
        weights *= np.float32(COST * _DOUBT)
        return weights

    def _visit(self, vector: Vector, dual: NDArray[np.float32]) -> None:
        ids, values = vector
        rows = self._weights[ids]
        said = _shares(values @ rows)
        change = said - dual
        gain = float(change @ (np.log(np.maximum(said, _TINY)) - np.log(np.maximum(dual, _TINY))))
        bend = COST * float(values @ values) * float(change @ change)
        change *= np.float32(gain / (gain + bend + _TINY))
        dual += change
        rows -= (COST * values)[:, None] * change
        self._weights[ids] = rows

    def __call__(self, vector: Vector) -> NDArray[np.float32]:
        """The probability of each class; all alike for an empty vector."""
        ids, values = vector
        return _shares(values @ self._weights[ids])


def _shares(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """The softmax of `scores`."""
    raised: NDArray[np.float32] = np.exp(scores - scores.max())
    return raised / raised.sum()
