"""How likely a text is under each intent: a naive Bayes model over what its words mean, and over word pairs."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from assistant.matching.packed import Packed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assistant.matching.analysis import Analysis

_SMOOTHING = 0.05
# A pair of words that only one phrase has is chance.
_LEAST_SEEN = 2
# Marks words as they stand beside features, which are stems and concepts.
_WORD = "="


class Likelihood:
    """A multinomial naive Bayes model whose counts are weighed and normalised (Rennie et al. 2003).

    A text is two unit vectors: one of its features, one of its words and the pairs of neighbours, each
    weighed by one plus the logarithm of its inverse document frequency. All intents are equally likely
    beforehand.
    """

    def __init__(self, analyses: Sequence[Analysis], owners: Sequence[int], intents: int) -> None:
        """`owners` are the intents of the analysed phrases, counted from 0 to `intents` - 1."""
        seen = Counter(name for analysis in analyses for view in _views(analysis) for name in set(view))
        self._rarity = {
            name: math.log((1 + len(analyses)) / (1 + count)) + 1
            for name, count in seen.items()
            if count >= _LEAST_SEEN or " " not in name
        }
        masses: dict[str, dict[int, float]] = {name: {} for name in self._rarity}
        totals: defaultdict[int, float] = defaultdict(float)
        for analysis, owner in zip(analyses, owners, strict=True):
            for name, mass in self._masses(_views(analysis)).items():
                masses[name][owner] = masses[name].get(owner, 0.0) + mass
                totals[owner] += mass
        floor = _SMOOTHING * len(self._rarity)
        self._absent = [math.log(_SMOOTHING / (totals[i] + floor)) if floor else 0.0 for i in range(intents)]
        self._gain: Packed[dict[int, float]] = Packed(
            {
                name: {owner: math.log((mass + _SMOOTHING) / _SMOOTHING) for owner, mass in of_name.items()}
                for name, of_name in masses.items()
            }
        )

    def state(self) -> dict[str, Any]:
        """What `restore` takes, as plain data."""
        return {"rarity": self._rarity, "absent": self._absent, "gain": self._gain.encoded()}

    @classmethod
    def restore(cls, state: Mapping[str, Any]) -> Likelihood:
        """The model whose state it is."""
        model = cls((), (), 0)
        model._rarity = state["rarity"]
        model._absent = state["absent"]
        model._gain = Packed(encoded=state["gain"])
        return model

    def _masses(self, views: Iterable[Sequence[str]]) -> dict[str, float]:
        masses: dict[str, float] = {}
        for view in views:
            found = {
                name: self._rarity[name] * (1 + math.log(count))
                for name, count in Counter(view).items()
                if name in self._rarity
            }
            norm = math.sqrt(sum(mass * mass for mass in found.values()))
            masses.update({name: mass / norm for name, mass in found.items()})
        return masses

    def of(
        self, analysis: Analysis, intents: Iterable[int], lent: Mapping[str, float] | None = None
    ) -> dict[int, float]:
        """The log-likelihood of a text under each of `intents`; `lent` are further features, by weight."""
        masses = self._masses(_views(analysis))
        for name, factor in (lent or {}).items():
            if name in self._rarity and name not in masses:
                masses[name] = _LENT * factor
        gains = [(mass, self._gain[name]) for name, mass in masses.items()]
        total = sum(masses.values())
        return {
            intent: total * self._absent[intent]
            + sum([mass * gain[intent] for mass, gain in gains if intent in gain])
            for intent in intents
        }


# What a feature that the conversation lends counts beside one of a question of a dozen words.
_LENT = 0.3


def _views(analysis: Analysis) -> tuple[list[str], list[str]]:
    words = [_WORD + token for token in analysis.tokens]
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    return [feature.name for feature in analysis.features], words + pairs
