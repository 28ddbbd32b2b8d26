"""How likely a text is under each intent: a log-linear model of its words and their meanings."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from assistant.arrays import Record, Rows, numbered, sums_at
from assistant.matching import parameters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from assistant.arrays import Integers, Reals
    from assistant.matching.analysis import Analysis

    Singles = NDArray[np.float32]

# What the dual variables of a phrase begin with, off its own intent: the correction begins as centroids.
_DOUBT, _TINY = 0.05, 1e-9


class Masses(NamedTuple):
    """A text as the model sees it: a unit vector of its features, and one of its words and pairs of words."""

    names: Integers
    """The numbers of the names that any phrase has."""
    masses: Reals
    """By name, what it counts: one plus the logarithm of its inverse document frequency, normalised."""


@dataclass(frozen=True)
class Likelihood(Record):
    """A multinomial model whose counts are weighed and normalised (Rennie et al. 2003).

    The log-likelihood of a text under an intent is the sum, over its names, of mass times gain, on top of
    what any mass would be worth there. By counts alone that is naive Bayes. `corrected` adds weights that are
    trained on the phrases, as in logistic regression. All intents are equally likely beforehand.

    A name is that of a feature, or a word as it was read, or two neighbours, which have the last numbers.
    """

    numbers: dict[str, int]
    """The numbers of features and words by name; a word has a space before it."""
    pairs: Integers
    """The neighbours, in order: the number of the first times the length of `numbers`, plus the second."""
    rarities: Reals
    """By name, one plus the logarithm of its inverse document frequency."""
    entries: Rows
    """By name, the intents that have it."""
    gains: Singles
    """By entry, what the name adds to the log-likelihood under the intent, a unit of mass, in nats."""
    absent: Reals
    """By intent, the log-likelihood of a unit of mass of a name that it does not have."""
    correction: Singles | None = None
    """By name and intent, what is added beside `GENERATIVE_SHARE` of the above; None for counts alone."""

    @classmethod
    def build(
        cls, analyses: Sequence[Analysis], owners: Sequence[int], intents: int, features: Iterable[str]
    ) -> Likelihood:
        """The model of analysed phrases; `owners` are their intents, `features` the first names."""
        texts = [_words(analysis) for analysis in analyses]
        numbers = numbered(chain(features, *[analysis.names for analysis in analyses], *texts))
        meanings = Rows.of([[numbers[name] for name in analysis.names] for analysis in analyses], np.int64)
        read = Rows.of([[numbers[word] for word in text] for text in texts], np.int64)
        words, of_word = _distinct(read.values, read.owners)
        first = (read.owners[1:] == read.owners[:-1]).nonzero()[0]
        keys, of_pair = _distinct(
            read.values[first] * len(numbers) + read.values[first + 1], read.owners[first]
        )
        pairs, places, seen = np.unique(keys, return_inverse=True, return_counts=True)
        recurring = seen >= parameters.LEAST_SEEN
        count = len(numbers) + int(recurring.sum())
        chosen = recurring[places]
        paired = (len(numbers) + recurring.cumsum() - 1)[places[chosen]]
        views = (
            (meanings.values, meanings.owners),
            (np.concatenate([words, paired]), np.concatenate([of_word, of_pair[chosen]])),
        )
        names = np.concatenate([view for view, _ in views])
        rarities = np.log((1 + len(analyses)) / (1 + np.bincount(names, minlength=count))) + 1
        masses = np.concatenate([_normalised(rarities[view], texts) for view, texts in views])
        own = np.array(owners, np.int64)[np.concatenate([texts for _, texts in views])]
        keys, places = np.unique(names * max(intents, 1) + own, return_inverse=True)
        mass = sums_at(places, masses, len(keys))
        entry_names, entry_intents = np.divmod(keys, max(intents, 1))
        totals = sums_at(entry_intents, mass, intents)
        return cls(
            numbers=numbers,
            pairs=pairs[recurring],
            rarities=rarities,
            entries=Rows.grouped(entry_names, entry_intents, count),
            gains=np.log((mass + parameters.SMOOTHING) / parameters.SMOOTHING).astype(np.float32),
            absent=np.log(parameters.SMOOTHING / np.maximum(totals + parameters.SMOOTHING * count, _TINY)),
        )

    def masses(self, analysis: Analysis, context: Iterable[tuple[int, float]] = ()) -> Masses:
        """A text, and features of a conversation by number, each with its factor in 0..1."""
        numbers, established = self.numbers, list(context)
        meanings = [numbers[name] for name in analysis.names if name in numbers]
        read = [numbers.get(word, -1) for word in _words(analysis)]
        wordings = [*dict.fromkeys([word for word in read if word >= 0]), *self._pairs_of(read)]
        names = np.array([*meanings, *wordings, *[number for number, _ in established]], np.int64)
        masses = self.rarities[names]
        first, last = len(meanings), len(meanings) + len(wordings)
        for view in (masses[:first], masses[first:last]):
            np.divide(view, math.sqrt(view @ view) or 1.0, out=view)
        masses[last:] = [parameters.CONTEXT_MASS * factor for _, factor in established]
        return Masses(names, masses)

    def _pairs_of(self, read: list[int]) -> list[int]:
        """The numbers of the neighbours that phrases have among words by number, each once; -1 is no word."""
        count = len(self.numbers)
        keys = {one * count + other: None for one, other in pairwise(read) if one >= 0 and other >= 0}
        if not keys or not len(self.pairs):
            return []
        wanted = np.array(list(keys), np.int64)
        places = np.minimum(self.pairs.searchsorted(wanted), len(self.pairs) - 1)
        known: list[int] = (count + places[self.pairs[places] == wanted]).tolist()
        return known

    def of(self, text: Masses) -> Reals:
        """The log-likelihood of a text under each intent, in nats; shape (intents,)."""
        places, lengths = self.entries.places(text.names)
        gains = text.masses.repeat(lengths) * self.gains[places]
        total = sums_at(self.entries.values[places], gains, len(self.absent))
        total += text.masses.sum() * self.absent
        if self.correction is None:
            return total
        return parameters.GENERATIVE_SHARE * total + text.masses @ self.correction[text.names]

    def corrected(self, texts: Sequence[Masses], owners: Sequence[int]) -> Likelihood:
        """The model with weights that set right what counts get wrong about texts of known intents.

        Multinomial logistic regression with a quadratic penalty, by proximal stochastic dual coordinate
        ascent (Shalev-Shwartz & Zhang 2014). Where the regression begins is `GENERATIVE_SHARE` of the
        log-likelihood by counts without the text itself. The dual variables of a text are a distribution
        over the intents; each visit moves them towards what the model says, by the step that would be best
        were the slope along it a straight line. It takes memory for names x intents and texts x intents.
        """
        if not texts:
            return self
        own = np.array(owners, np.int64)
        generative = _Generative(self)
        dual = np.full((len(texts), len(self.absent)), _DOUBT / len(self.absent), np.float32)
        dual[np.arange(len(texts)), own] += 1 - _DOUBT
        weights = np.zeros((len(self.rarities), len(self.absent)), np.float32)
        scaled = [(text.names, (parameters.COST * text.masses).astype(np.float32)) for text in texts]
        for row, owner, (names, masses) in zip(dual, own, scaled, strict=True):
            weights[names] -= masses[:, None] * row
            weights[names, owner] += masses
        for index in _visits(len(texts)):
            text, (names, masses) = texts[index], scaled[index]
            rows = weights[names]
            scores = masses @ rows / parameters.COST + parameters.GENERATIVE_SHARE * generative.without(
                text, int(own[index])
            )
            change = _softmax(scores.astype(np.float32)) - dual[index]
            before = np.maximum(dual[index], _TINY)
            after = np.maximum(change + dual[index], _TINY)
            gain = float(change @ (np.log(after) - np.log(before)))
            bend = float(masses @ masses) / parameters.COST * float(change @ change)
            change *= np.float32(gain / (gain + bend + _TINY))
            dual[index] += change
            weights[names] = rows - masses[:, None] * change
        return replace(self, correction=weights)


class _Generative:
    """The log-likelihood of phrases by counts, each as if it had not been counted itself."""

    def __init__(self, model: Likelihood) -> None:
        self._gains = np.zeros((len(model.rarities), len(model.absent)), np.float32)
        self._gains[model.entries.owners, model.entries.values] = model.gains
        self._absent = model.absent

    def without(self, text: Masses, own: int) -> Reals:
        """The log-likelihood of a phrase under each intent, in nats, it being one of `own`."""
        gains = self._gains[text.names]
        total: Reals = text.masses @ gains + text.masses.sum() * self._absent
        counted = parameters.SMOOTHING * np.expm1(gains[:, own].astype(np.float64))
        left = np.log1p(np.maximum(counted - text.masses, 0.0) / parameters.SMOOTHING)
        mass_left = parameters.SMOOTHING * np.exp(-self._absent[own]) - text.masses.sum()
        total[own] = text.masses @ left + text.masses.sum() * np.log(
            parameters.SMOOTHING / max(mass_left, _TINY)
        )
        return total


def _words(analysis: Analysis) -> list[str]:
    """The names of the words of a text, in order."""
    return [f" {word}" for word in analysis.tokens]


def _distinct(names: Integers, texts: Integers) -> tuple[Integers, Integers]:
    """The distinct pairs of a name and its text: names and texts, shape (pairs,) each."""
    most = int(names.max(initial=0)) + 1
    by_text, distinct = np.divmod(np.unique(texts * most + names), most)
    return distinct, by_text


def _normalised(weights: Reals, texts: Integers) -> Reals:
    """The weights of the names of each text, as a unit vector; `texts` has the number of each one's text."""
    squares = sums_at(texts, weights**2, int(texts.max(initial=-1)) + 1)
    return weights / np.sqrt(squares)[texts]


def _visits(texts: int) -> Iterator[int]:
    """The numbers of the texts in another order each time, the same orders always."""
    shuffle = np.random.default_rng(0)
    for _ in range(parameters.EPOCHS):
        yield from shuffle.permutation(texts).tolist()


def _softmax(scores: Singles) -> Singles:
    raised: Singles = np.exp(scores - scores.max())
    raised /= raised.sum()
    return raised
