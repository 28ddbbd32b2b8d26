"""What is learnt from many phrases an intent: a classifier for the intent, and the phrases to show for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from assistant.matching.linear import LinearClassifier
from assistant.matching.nearest import NearestPhrases
from assistant.matching.ngrams import Vectoriser, by_amount
from assistant.matching.sampling import even_sample

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

# The classifier learns from at most so many phrases, taken evenly from each intent.
LEARNT_FROM = 20_000
# The second linear model's say, for ten and for a hundred phrases an intent.
MARGIN = (0.0, 1.0)
# The score is the probability to this power, lowered by so much where the likeliest intent has no phrase
# like the question at all.
PROBABILITY_POWER = 0.5
NEARNESS_SHARE = 0.8
# Of how many intents the phrases are looked at, where fewer are asked for.
_LEAST_COMPARED = 3


class Found(NamedTuple):
    """An intent by number, its score in 0..1, and the index of its nearest phrase."""

    intent: int
    score: float
    phrase: int


class TrainedRanker:
    """Ranks intents by a linear classifier over words and letters, and by their nearest phrase."""

    def __init__(
        self,
        texts: Sequence[Sequence[str]],
        owners: Sequence[int],
        names: Sequence[Sequence[str]],
        grammar: Collection[str] = frozenset(),
    ) -> None:
        """`texts` are phrases as words, `owners` their intents, counted from 0.

        `names` are what the intents are called, by number, as words: to the classifier, one phrase more.
        """
        chosen = even_sample(owners, LEARNT_FROM)
        sample = [*(texts[index] for index in chosen), *names]
        amount = len(owners) / len(names)
        self._vectoriser = Vectoriser(sample, grammar, amount)
        self._classifier = LinearClassifier(
            [self._vectoriser(text) for text in sample],
            [*(owners[index] for index in chosen), *range(len(names))],
            self._vectoriser.width,
            by_amount(MARGIN, amount),
        )
        self._nearest = NearestPhrases(texts, owners)

    def rank(self, text: Sequence[str], limit: int | None) -> list[Found]:
        """The likeliest intents for a question, given as its words: `limit` of them or a few more.

        None where it shares nothing at all with any phrase.
        """
        vector = self._vectoriser(text)
        if not len(vector[0]):
            return []
        probabilities = self._classifier(vector)
        compared = None if limit is None else max(limit, _LEAST_COMPARED)
        order = np.argsort(-probabilities, kind="stable")[:compared].tolist()
        bag = self._nearest.bag(text)
        nearest = [self._nearest.nearest(bag, intent) for intent in order]
        trust = 1 - NEARNESS_SHARE + NEARNESS_SHARE * nearest[0][0]
        return [
            Found(intent, trust * float(probabilities[intent]) ** PROBABILITY_POWER, phrase)
            for intent, (_, phrase) in zip(order, nearest, strict=True)
            if phrase >= 0
        ]
