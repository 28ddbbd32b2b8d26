"""The phrases of a matcher as arrays, for the loops in `kernels`."""

from __future__ import annotations

from itertools import accumulate, chain
from typing import TYPE_CHECKING

import numpy as np

from assistant.matching import kernels
from assistant.matching.kernels import Index, Question, Scratch
from assistant.matching.phrases import PHRASE_SIDE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from assistant.matching.likelihood import Likelihood
    from assistant.matching.phrases import PhraseIndex

_NONE = np.zeros(0, np.int64)
_NOTHING = np.zeros(0)


class PhraseArrays:
    """Ranks intents over arrays, with the numbers of a `PhraseIndex` and a `Likelihood`."""

    def __init__(self, phrases: PhraseIndex, likelihood: Likelihood, intents: Sequence[str]) -> None:
        """`intents` are their names, in the order of their numbers."""
        self._intents = intents
        self._owners = phrases.owners
        owners = np.asarray(phrases.owners, np.int64)
        # By intent; among phrases of one intent, which comes first settles who wins among equals.
        order = np.argsort(owners, kind="stable")
        self._places = np.empty_like(order)
        self._places[order] = np.arange(len(owners))
        sizes = np.bincount(owners, minlength=len(intents))
        postings = [(name, dict(sorted(phrases.phrases(name).items()))) for name in phrases.weights]
        self.features = {name: number for number, (name, _) in enumerate(postings)}
        having = [found for _, by_intent in postings for found in by_intent.values()]
        self._names = {name: number for number, name in enumerate(likelihood.names)}
        rarities, gains = zip(*likelihood.names.values(), strict=True)
        alphabet = np.empty(len(intents), np.int64)
        alphabet[sorted(range(len(intents)), key=intents.__getitem__)] = np.arange(len(intents))
        self.index = Index(
            feature_starts=starts(len(by_intent) for _, by_intent in postings),
            intents=_numbers(chain.from_iterable(by_intent for _, by_intent in postings)),
            rates=np.fromiter(
                (phrases.rates(name)[intent] for name, by_intent in postings for intent in by_intent), float
            ),
            phrase_starts=starts(map(len, having)),
            phrases=self._places[_numbers(chain.from_iterable(having))].astype(np.uint32),
            intent_starts=starts(sizes.tolist()),
            due=PHRASE_SIDE * np.asarray(phrases.phrase_weights)[order],
            counted=np.minimum(3, sizes),
            gain_starts=starts(map(len, gains)),
            gain_intents=_numbers(chain.from_iterable(gains)),
            gains=np.fromiter(chain.from_iterable(found.values() for found in gains), float),
            absent=np.asarray(likelihood.absent),
            rarity=np.array(rarities),
            alphabet=alphabet,
            order=order,
        )
        self._scratch = Scratch(
            promise=np.zeros(len(intents)),
            explained=np.zeros(len(intents)),
            lines=np.full(len(intents), -1),
            overlaps=np.zeros(len(owners)),
            gifts=np.zeros(len(owners)),
        )

    def rank(  # noqa: PLR0913 (all that a comparison goes by)
        self,
        *,
        weights: Mapping[str, float],
        lent: Mapping[str, float],
        views: Sequence[Sequence[str]],
        lent_masses: Mapping[str, float],
        pointed: Sequence[str],
        bonus: Mapping[str, float] | None,
        exact: int | None,
    ) -> tuple[list[int], list[int], list[float], list[float]]:
        """The intents that share most with a question, best first.

        `weights` are those of the features of the question, `lent` those of what a conversation adds. `views`
        are the two lists of names that the likelihood counts, and `lent_masses` what it counts besides.
        `pointed` are the features that ask for something in particular, `bonus` is added to scores by intent,
        and `exact` is the phrase that the question is word for word.

        Returns:
            The numbers of the intents, those of their nearest phrases, their scores in 0..1, and their
            likelihoods in nats below the likeliest.
        """
        features, names = self.features, self._names
        known = [(features[name], weight) for name, weight in weights.items() if name in features]
        first, second = ([names[name] for name in view if name in names] for view in views)
        ranked = kernels.rank(
            self.index,
            self._scratch,
            Question(
                known=int64([number for number, _ in known]),
                weights=float64([weight for _, weight in known]),
                lent=int64([features[name] for name in lent]),
                lent_weights=float64(list(lent.values())),
                views=int64(first + second),
                viewed=len(first),
                lent_names=int64([names[name] for name in lent_masses]),
                lent_masses=float64(list(lent_masses.values())),
                pointed=int64([features.get(name, -1) for name in pointed]),
                bonus=float64([bonus.get(name, 0.0) for name in self._intents] if bonus else []),
                total=float(sum(weights.values())),
                lent_total=float(sum(lent.values())),
                certain=-1 if exact is None else self._owners[exact],
                exact=-1 if exact is None else int(self._places[exact]),
            ),
        )
        intents, phrases, scores, likelihoods = [column.tolist() for column in ranked]
        return intents, phrases, scores, likelihoods


def int64(numbers: Sequence[int]) -> NDArray[np.int64]:
    """An array of whole numbers."""
    return np.array(numbers, np.int64) if numbers else _NONE


def float64(numbers: Sequence[float]) -> NDArray[np.float64]:
    """An array of numbers."""
    return np.array(numbers, np.float64) if numbers else _NOTHING


def starts(lengths: Iterable[int]) -> NDArray[np.int64]:
    """Where each of several lists begins that stand one after another, and the last ends."""
    return np.fromiter(accumulate(lengths, initial=0), np.int64)


def _numbers(found: Iterable[int]) -> NDArray[np.uint32]:
    return np.fromiter(found, np.uint32)
