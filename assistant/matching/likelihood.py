"""How likely a text is under each intent: naive Bayes over what its words mean, and over pairs of words."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from functools import lru_cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

from assistant.matching.adding import added
from assistant.matching.packed import Packed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from assistant.matching.analysis import Analysis
    from assistant.matching.tables import Rows

# How far the likelihood of the whole question may lower the score of an intent that is not the likeliest,
# and how fast it does, a nat.
LIKELIHOOD_SHARE = 0.25
LIKELIHOOD_SCALE = 0.5

_SMOOTHING = 0.05
# A pair of words that only one phrase has is chance.
_LEAST_SEEN = 2
# What a feature that the conversation lends counts beside one of a question of a dozen words.
_LENT = 0.3
# Of how many names the rarity is remembered: words recur, and most pairs of them are in no phrase.
_REMEMBERED = 50_000
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
        found = [views(analysis) for analysis in analyses]
        seen = Counter(chain.from_iterable(chain.from_iterable(found)))
        rarity = {
            name: math.log((1 + len(analyses)) / (1 + count)) + 1
            for name, count in seen.items()
            if count >= _LEAST_SEEN or " " not in name
        }
        masses: dict[str, dict[int, float]] = {name: {} for name in rarity}
        totals: defaultdict[int, float] = defaultdict(float)
        for of_text, owner in zip(found, owners, strict=True):
            for name, mass in _masses(of_text, rarity.get).items():
                masses[name][owner] = masses[name].get(owner, 0.0) + mass
                totals[owner] += mass
        floor = _SMOOTHING * len(rarity)
        # What a name that an intent does not have adds to the log-likelihood, by intent.
        self.absent = [math.log(_SMOOTHING / (totals[i] + floor)) if floor else 0.0 for i in range(intents)]
        self._gains: Rows | None = None
        self._rarity = lru_cache(_REMEMBERED)(self._find_rarity)
        # By name: its rarity, and what it adds to the log-likelihood under the intents that have it.
        self.names: Packed[tuple[float, dict[int, float]]] = Packed(
            {
                name: (
                    rarity[name],
                    {owner: math.log((mass + _SMOOTHING) / _SMOOTHING) for owner, mass in of_name.items()},
                )
                for name, of_name in masses.items()
            }
        )

    def state(self) -> dict[str, Any]:
        """What `restore` takes, as plain data."""
        return {"absent": self.absent, "names": self.names.encoded()}

    @classmethod
    def restore(cls, state: Mapping[str, Any]) -> Likelihood:
        """The model whose state it is."""
        model = cls((), (), 0)
        model.absent = state["absent"]
        model.names = Packed(encoded=state["names"])
        return model

    def of(
        self, analysis: Analysis, intents: Iterable[int], lent: Mapping[str, float] | None = None
    ) -> dict[int, float]:
        """The log-likelihood of a text under each of `intents`; `lent` are further features, by weight."""
        masses = _masses(views(analysis), self._rarity) | self.lent(lent or {}, analysis.names)
        total = added(masses.values())
        if self._gains is not None:
            found = self._gains.total(masses).tolist()
            return {intent: total * self.absent[intent] + found[intent] for intent in intents}
        gains = [(mass, self.names[name][1]) for name, mass in masses.items()]
        return {
            intent: total * self.absent[intent]
            + added([mass * gain[intent] for mass, gain in gains if intent in gain])
            for intent in intents
        }

    def lent(self, lent: Mapping[str, float], names: Collection[str]) -> dict[str, float]:
        """What is counted of features that are lent by weight, by name; `names` are a text's own."""
        return {
            name: _LENT * factor for name, factor in lent.items() if name in self.names and name not in names
        }

    def tabulate(self) -> None:
        """Make ready for many texts: each takes a fraction of the time from now on."""
        from assistant.matching.tables import Rows  # noqa: PLC0415

        self._gains = Rows(len(self.absent), lambda name: self.names[name][1])

    def _find_rarity(self, name: str) -> float | None:
        found = self.names.find(name)
        return found[0] if found else None


def _masses(views: Iterable[Iterable[str]], rarity: Callable[[str], float | None]) -> dict[str, float]:
    """The known names of a text by their mass: a unit vector of each view."""
    masses: dict[str, float] = {}
    for view in views:
        found = {name: known for name in view if (known := rarity(name)) is not None}
        norm = math.sqrt(added([mass * mass for mass in found.values()]))
        masses.update({name: mass / norm for name, mass in found.items()})
    return masses


def views(analysis: Analysis) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the features of a text, and its words and pairs of words; each once."""
    words = [_WORD + token for token in analysis.tokens]
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    return analysis.names, tuple(dict.fromkeys(words + pairs))
