"""How likely a text is under each intent: a log-linear model of its words and their meanings."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from assistant.arrays import Rows, StringTable, starts_of, sums_at
from assistant.matching.parameters import (
    CONTEXT_MASS,
    COST,
    EPOCHS,
    GENERATIVE_SHARE,
    LEAST_SEEN,
    SMOOTHING,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from assistant.arrays import Integers, Reals
    from assistant.matching.analysis import Analysis

    Singles = NDArray[np.float32]

# What the dual variables of a phrase begin with, off its own intent: the correction begins as centroids.
_DOUBT = 0.05
_TINY = 1e-9


class Masses(NamedTuple):
    """A text as the model sees it: a unit vector of its features, and one of its words and pairs of words."""

    names: Integers
    """The numbers of the names that any phrase has."""
    masses: Reals
    """By name, what it counts: one plus the logarithm of its inverse document frequency, normalised."""


@dataclass(frozen=True, slots=True)
class Likelihood:
    """A multinomial model whose counts are weighed and normalised (Rennie et al. 2003).

    The log-likelihood of a text under an intent is the sum, over its names, of mass times gain, on top of
    what any mass would be worth there. By counts alone that is naive Bayes. `corrected` adds weights that are
    trained on the phrases, as in logistic regression. All intents are equally likely beforehand.

    A name is a feature, a word as it was read, or two neighbours; their numbers follow on each other.
    """

    features: Mapping[str, int]
    """The numbers of features by name."""
    words: dict[str, int]
    """The numbers of words among words."""
    pairs: Integers
    """The pairs of words, each as first times words plus second, in order."""
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
        cls, analyses: Sequence[Analysis], owners: Sequence[int], intents: int, features: Mapping[str, int]
    ) -> Likelihood:
        """The model of analysed phrases; `owners` are their intents, `features` numbers their features."""
        words: dict[str, int] = {}
        read = np.array(
            [words.setdefault(word, len(words)) for each in analyses for word in each.tokens], np.int64
        )
        phrases = np.repeat(np.arange(len(analyses)), [len(each.tokens) for each in analyses])
        meanings = np.array([features[name] for each in analyses for name in each.names], np.int64)
        of_meaning = np.repeat(np.arange(len(analyses)), [len(each.names) for each in analyses])
        # Each word, and each pair of words, counts once a phrase.
        used, of_word = _distinct(read, phrases)
        neighbours = (phrases[1:] == phrases[:-1]).nonzero()[0]
        keys, of_pair = _distinct(read[neighbours] * len(words) + read[neighbours + 1], phrases[neighbours])
        pairs, places, seen = np.unique(keys, return_inverse=True, return_counts=True)
        recurring = seen >= LEAST_SEEN
        first = len(features)
        numbers = first + len(words) + np.cumsum(recurring) - 1
        chosen = recurring[places]
        views = (
            (meanings, of_meaning),
            (
                np.concatenate([first + used, numbers[places[chosen]]]),
                np.concatenate([of_word, of_pair[chosen]]),
            ),
        )
        count = first + len(words) + int(recurring.sum())
        frequency = np.bincount(np.concatenate([names for names, _ in views]), minlength=count)
        rarities = np.log((1 + len(analyses)) / (1 + frequency)) + 1
        own = np.array(owners, np.int64)
        squares = [sums_at(of, rarities[names] ** 2, len(analyses)) for names, of in views]
        masses = [rarities[names] / np.sqrt(s)[of] for (names, of), s in zip(views, squares, strict=True)]
        owned = [names * max(intents, 1) + own[of] for names, of in views]
        entries, at = np.unique(np.concatenate(owned), return_inverse=True)
        mass = sums_at(at, np.concatenate(masses), len(entries))
        entry_names, entry_intents = np.divmod(entries, max(intents, 1))
        totals = sums_at(entry_intents, mass, intents)
        return cls(
            features=features,
            words=words,
            pairs=pairs[recurring],
            rarities=rarities,
            entries=Rows(starts_of(np.bincount(entry_names, minlength=count)), entry_intents),
            gains=np.log((mass + SMOOTHING) / SMOOTHING).astype(np.float32),
            absent=np.log(SMOOTHING / np.maximum(totals + SMOOTHING * count, _TINY)),
        )

    def to_tree(self) -> dict[str, Any]:
        """The model as plain data and arrays, without the features."""
        values = {field.name: getattr(self, field.name) for field in fields(self)[2:]}
        values["entries"] = list(self.entries)
        return values | {"words": StringTable.of(self.words).to_tree()}

    @classmethod
    def from_tree(cls, tree: Mapping[str, Any], features: Mapping[str, int]) -> Likelihood:
        """The model that `to_tree` was asked of."""
        words = StringTable.from_tree(tree["words"]).all()
        numbers = {word: number for number, word in enumerate(words)}
        return cls(features, **{**tree, "entries": Rows(*tree["entries"]), "words": numbers})

    def masses(self, analysis: Analysis, context: Iterable[tuple[int, float]] = ()) -> Masses:
        """A text, and features of a conversation by number, each with its factor in 0..1."""
        known, numbers = self.features, self.words
        meanings = [known[name] for name in analysis.names if name in known]
        read = [numbers.get(token, -1) for token in analysis.tokens]
        first = len(self.features)
        wordings = list({first + word: None for word in read if word >= 0})
        wordings += self._pairs_of(read)
        names = np.array(meanings + wordings, np.int64)
        masses = self.rarities[names]
        for view in (slice(len(meanings)), slice(len(meanings), None)):
            masses[view] /= np.sqrt(masses[view] @ masses[view]) or 1.0
        added = list(context)
        if added:
            names = np.concatenate([names, np.array([name for name, _ in added], np.int64)])
            masses = np.concatenate([masses, CONTEXT_MASS * np.array([factor for _, factor in added])])
        return Masses(names, masses)

    def _pairs_of(self, read: list[int]) -> list[int]:
        """The numbers, among all names, of the pairs of neighbours that phrases have, each once."""
        keys = np.array(
            list({a * len(self.words) + b: None for a, b in pairwise(read) if a >= 0 and b >= 0}), np.int64
        )
        if not len(keys) or not len(self.pairs):
            return []
        places = np.minimum(self.pairs.searchsorted(keys), len(self.pairs) - 1)
        known: list[int] = places[self.pairs[places] == keys].tolist()
        first = len(self.features) + len(self.words)
        return [first + place for place in known]

    def of(self, text: Masses) -> Reals:
        """The log-likelihood of a text under each intent, in nats; shape (intents,)."""
        places, lengths = self.entries.places(text.names)
        gains = text.masses.repeat(lengths) * self.gains[places]
        total = sums_at(self.entries.values[places], gains, len(self.absent))
        total += text.masses.sum() * self.absent
        if self.correction is None:
            return total
        return GENERATIVE_SHARE * total + text.masses @ self.correction[text.names]

    def corrected(self, texts: Sequence[Masses], owners: Sequence[int]) -> Likelihood:
        """The model with weights that set right what counts get wrong about texts of known intents.

        Multinomial logistic regression with a quadratic penalty, by proximal stochastic dual coordinate
        ascent (Shalev-Shwartz & Zhang 2014). Where the regression begins is `GENERATIVE_SHARE` of the
        log-likelihood by counts without the text itself. The dual variables of a text are a distribution
        over the intents; each visit moves them towards what the model says, by the step that would be best
        were the slope along it a straight line. It takes memory for names x intents and texts x intents.
        """
        own = np.array(owners, np.int64)
        generative = _Generative(self)
        dual = np.full((len(texts), len(self.absent)), _DOUBT / len(self.absent), np.float32)
        dual[np.arange(len(texts)), own] += 1 - _DOUBT
        weights = np.zeros((len(self.rarities), len(self.absent)), np.float32)
        scaled = [(text.names, (COST * text.masses).astype(np.float32)) for text in texts]
        for row, owner, (names, masses) in zip(dual, own, scaled, strict=True):
            weights[names] -= masses[:, None] * row
            weights[names, owner] += masses
        for index in _visits(len(texts)):
            text, (names, masses) = texts[index], scaled[index]
            rows = weights[names]
            scores = masses @ rows / COST + GENERATIVE_SHARE * generative.without(text, int(own[index]))
            change = _softmax(scores.astype(np.float32)) - dual[index]
            target = change + dual[index]
            gain = float(
                change @ (np.log(np.maximum(target, _TINY)) - np.log(np.maximum(dual[index], _TINY)))
            )
            bend = float(masses @ masses) / COST * float(change @ change)
            change *= np.float32(gain / (gain + bend + _TINY))
            dual[index] += change
            weights[names] = rows - masses[:, None] * change
        return replace(self, correction=weights)


class _Generative:
    """The log-likelihood of phrases by counts, each as if it had not been counted itself."""

    def __init__(self, model: Likelihood) -> None:
        self._gains = np.zeros((len(model.rarities), len(model.absent)), np.float32)
        names = np.arange(len(model.rarities)).repeat(np.diff(model.entries.starts))
        self._gains[names, model.entries.values] = model.gains
        self._absent = model.absent

    def without(self, text: Masses, own: int) -> Reals:
        """The log-likelihood of a phrase under each intent, in nats, it being one of `own`."""
        gains = self._gains[text.names]
        total: Reals = text.masses @ gains + text.masses.sum() * self._absent
        counted = SMOOTHING * np.expm1(gains[:, own].astype(np.float64))
        left = np.log1p(np.maximum(counted - text.masses, 0.0) / SMOOTHING)
        mass_left = SMOOTHING * np.exp(-self._absent[own]) - text.masses.sum()
        total[own] = text.masses @ left + text.masses.sum() * np.log(SMOOTHING / max(mass_left, _TINY))
        return total


def _distinct(names: Integers, phrases: Integers) -> tuple[Integers, Integers]:
    """The distinct pairs of a name and its phrase: names and phrases, shape (pairs,) each."""
    most = int(names.max(initial=0)) + 1
    by_phrase, distinct = np.divmod(np.unique(phrases * most + names), most)
    return distinct, by_phrase


def _visits(texts: int) -> Iterator[int]:
    """The numbers of the texts in another order each time, the same orders always."""
    shuffle = np.random.default_rng(0)
    for _ in range(EPOCHS):
        yield from shuffle.permutation(texts).tolist()


def _softmax(scores: Singles) -> Singles:
    raised: Singles = np.exp(scores - scores.max())
    raised /= raised.sum()
    return raised
