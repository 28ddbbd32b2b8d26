"""Linear classifiers of sparse vectors into many classes, trained one example after the other in the dual."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from assistant.matching.ngrams import Vector

    Floats = NDArray[np.float32]

# How much a mistake costs beside the size of the weights, and how often each example is visited.
COST, EPOCHS = 30.0, 4
MARGIN_COST, MARGIN_EPOCHS = 1.0, 5
# What an example's dual variables begin with, off its own class: the model begins as class centroids.
_DOUBT = 0.05
# How many nats a distance of one from the border between a class and all others is worth.
_MARGIN_SCALE = 6.0
_TINY = 1e-9


class LinearClassifier:
    """The probability of each class: a softmax of the mean of two linear models' scores.

    The second is only trained where it has a share: it is the better one with many examples a class, and
    the worse one with few.
    """

    def __init__(
        self, vectors: Sequence[Vector], classes: Sequence[int], width: int, margin_share: float = 0.0
    ) -> None:
        """`classes[i]` counts from 0 and is that of `vectors[i]`, whose columns are below `width`.

        `margin_share` is how much `separate` has to say beside `explain`'s one.
        """
        own = np.asarray(classes, np.int64)
        count = max(classes, default=-1) + 1
        self._weights = explain(vectors, own, width, count)
        self._bias = np.zeros(count, np.float32)
        if margin_share:
            weights, bias = separate(vectors, own, width, count)
            share = np.float32(margin_share / (1 + margin_share))
            self._weights *= 1 - share
            weights *= share * _MARGIN_SCALE
            self._weights += weights
            self._bias = bias * share * _MARGIN_SCALE

    def __call__(self, vector: Vector) -> Floats:
        """The probability of each class."""
        ids, values = vector
        return _shares(values @ self._weights[ids] + self._bias)


def explain(vectors: Sequence[Vector], own: NDArray[np.int64], width: int, count: int) -> Floats:
    """Multinomial logistic regression with a quadratic penalty: weights, (columns, classes).

    Proximal stochastic dual coordinate ascent (Shalev-Shwartz & Zhang 2014). The dual variables of an
    example are a distribution over the classes; each visit moves them towards what the model says, by the
    step that would be best were the slope along it a straight line. A few visits are enough.
    """
    dual = np.full((len(vectors), count), _DOUBT / max(count, 1), np.float32)
    dual[np.arange(len(vectors)), own] += 1 - _DOUBT
    weights = _centroids(vectors, own, width, count)
    weights *= np.float32(COST * _DOUBT)
    for index in _visits(len(vectors), EPOCHS):
        ids, values = vectors[index]
        rows = weights[ids]
        said = _shares(values @ rows)
        change = said - dual[index]
        gain = float(change @ (np.log(np.maximum(said, _TINY)) - np.log(np.maximum(dual[index], _TINY))))
        bend = COST * float(values @ values) * float(change @ change)
        change *= np.float32(gain / (gain + bend + _TINY))
        dual[index] += change
        rows -= (np.float32(COST) * values)[:, None] * change
        weights[ids] = rows
    return weights


def _centroids(vectors: Sequence[Vector], own: NDArray[np.int64], width: int, count: int) -> Floats:
    """The sum of each class's vectors, less the mean over the classes."""
    sums = np.zeros((width, count), np.float32)
    for (ids, values), label in zip(vectors, own, strict=True):
        sums[ids, label] += values
    sums -= sums.mean(axis=1, keepdims=True)
    return sums


def separate(
    vectors: Sequence[Vector], own: NDArray[np.int64], width: int, count: int
) -> tuple[Floats, Floats]:
    """Each class against all others by a squared hinge loss: weights, (columns, classes), and biases.

    Dual coordinate descent (Hsieh et al. 2008, "A dual coordinate descent method for large-scale linear
    SVM", algorithm 1), all classes at once.
    """
    dual = np.zeros((len(vectors), count), np.float32)
    weights = np.zeros((width, count), np.float32)
    bias = np.zeros(count, np.float32)
    slack = np.float32(0.5 / MARGIN_COST)
    signs = np.full(count, -1, np.float32)
    for index in _visits(len(vectors), MARGIN_EPOCHS):
        ids, values = vectors[index]
        rows = weights[ids]
        signs[own[index]] = 1
        before = dual[index]
        slope = signs * (values @ rows + bias) - 1 + slack * before
        after = np.maximum(before - slope / (values @ values + 1 + slack), 0)
        change = signs * (after - before)
        signs[own[index]] = -1
        dual[index] = after
        rows += values[:, None] * change
        weights[ids] = rows
        bias += change
    return weights, bias


def _visits(examples: int, epochs: int) -> Iterator[int]:
    """The examples in another order each time, the same orders always."""
    shuffle = np.random.default_rng(0)
    for _ in range(epochs):
        yield from shuffle.permutation(examples).tolist()


def _shares(scores: Floats) -> Floats:
    """The softmax of `scores`."""
    raised: Floats = np.exp(scores - scores.max())
    raised /= raised.sum()
    return raised
