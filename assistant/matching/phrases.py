"""The phrases of intents, compared with a question by the weighted features that both have."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from assistant.language import Commonness
from assistant.matching.adding import added
from assistant.matching.analysis import Origin
from assistant.matching.names import NameLists
from assistant.matching.packed import Packed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assistant.matching.analysis import Analysis, Feature
    from assistant.matching.tables import PhraseTable

# What a kind of feature weighs beside a content word of the same frequency.
GRAMMAR_WEIGHT = 0.10
QUESTION_WEIGHT = 0.60
# What a content word weighs by how common it is in general English: rarer words tell more.
COMMONNESS_WEIGHT = {
    Commonness.COMMON: 0.55,
    Commonness.USUAL: 0.8,
    Commonness.KNOWN: 0.95,
    Commonness.UNKNOWN: 1.0,
}
LEAST_WEIGHT = 0.02
# A phrase is compared with the question by a Tversky index with these weights for what only one of them has.
QUESTION_SIDE = 0.65
PHRASE_SIDE = 0.35
# Features of less than this share of the heaviest are in too many phrases to be worth a comparison.
NEGLIGIBLE = 0.06
# How many intents are looked at phrase by phrase: those that share most with the question.
COMPARED = 24
# How the three views of similarity are mixed.
BEST_PHRASE, BEST_THREE, WHOLE_INTENT = 0.4, 0.2, 0.4
# A question for a person, a time, a place ... scores less with an intent whose phrases never ask for one.
MISASKED = 0.75
ASKED_OFTEN = 0.12
# How much of what a conversation lends a phrase must account for.
CONTEXT_DUE = 0.35

_NOWHERE: dict[int, tuple[int, ...]] = {}


class Similar(NamedTuple):
    """How similar an intent is to a question, in 0..1, and the index of its nearest phrase."""

    similarity: float
    phrase: int


class Asked(NamedTuple):
    """A question as it is compared with phrases: features by weight.

    `known` are its features that any phrase has, `telling` those of them that are worth a comparison; `lent`
    are those that a conversation adds. `total` is what all features weigh, known or not.
    """

    known: Mapping[str, float]
    telling: Mapping[str, float]
    lent: Mapping[str, float]
    total: float


class PhraseIndex:
    """Which phrases have a feature, by intent, and what the feature tells.

    Similarity pools three views: the nearest phrase (a Tversky index, Tversky 1977), the mean of the best
    three, and how much of the question the phrases of an intent explain together. A feature weighs by what
    it tells about the intent: one minus its normalised entropy (Lochbaum & Streeter 1989).
    """

    def __init__(self, analyses: Sequence[Analysis], owners: Sequence[int], intents: int) -> None:
        """`owners` are the intents of the analysed phrases, counted from 0 to `intents` - 1."""
        self.sizes: Mapping[int, int] = Counter(owners)
        self.owners = list(owners)
        samples: dict[str, Feature] = {}
        postings: dict[str, dict[int, list[int]]] = defaultdict(dict)
        for index, (analysis, owner) in enumerate(zip(analyses, owners, strict=True)):
            samples.update((feature.name, feature) for feature in analysis.features)
            for name in analysis.names:
                postings[name].setdefault(owner, []).append(index)
        most = math.log(max(intents, 2))
        self.weights = {
            name: max(1.0 - self._entropy(of_name) / most, LEAST_WEIGHT) * kind_weight(samples[name])
            for name, of_name in postings.items()
        }
        # By intent, the features that its phrases have and that belong to a subject.
        about: list[list[str]] = [[] for _ in range(intents)]
        for name, of_name in postings.items():
            if not name.startswith("?") and not samples[name].grammar:
                for intent in of_name:
                    about[intent].append(name)
        self._about = NameLists(about)
        self.phrase_weights = [
            sum([self.weights[name] for name in analysis.names]) or 1e-6 for analysis in analyses
        ]
        self._postings: Packed[dict[int, tuple[int, ...]]] = Packed(
            {
                name: {owner: tuple(found) for owner, found in of_name.items()}
                for name, of_name in postings.items()
            }
        )
        self._rates: dict[str, dict[int, float]] = {}
        self._reach: dict[str, dict[int, float]] = {}
        self._table: PhraseTable | None = None

    def state(self) -> dict[str, Any]:
        """What `restore` takes, as plain data."""
        return {
            "sizes": dict(self.sizes),
            "owners": self.owners,
            "about": self._about.state(),
            "weights": self.weights,
            "phrase_weights": self.phrase_weights,
            "postings": self._postings.encoded(),
        }

    @classmethod
    def restore(cls, state: Mapping[str, Any]) -> PhraseIndex:
        """The index whose state it is."""
        index = cls((), (), 0)
        index.sizes = state["sizes"]
        index.owners = state["owners"]
        index._about = NameLists.restore(state["about"])
        index.weights = state["weights"]
        index.phrase_weights = state["phrase_weights"]
        index._postings = Packed(encoded=state["postings"])
        return index

    def _entropy(self, postings: Mapping[int, Sequence[int]]) -> float:
        rates = [len(found) / self.sizes[intent] for intent, found in postings.items()]
        total = sum(rates)
        return -sum(rate / total * math.log(rate / total) for rate in rates)

    def weight(self, feature: Feature) -> float:
        """How much a feature tells, in 0..1; one that no phrase has counts as rarest."""
        known = self.weights.get(feature.name)
        if known is not None:
            return known
        return kind_weight(feature) * (0.5 if feature.grammar or feature.origin is Origin.QUESTION else 1.0)

    def weigh(self, features: Iterable[Feature]) -> dict[str, float]:
        """What the features of a question weigh, by name."""
        known = self.weights.get
        return {feature.name: known(feature.name) or self.weight(feature) for feature in features}

    def phrases(self, name: str) -> Mapping[int, tuple[int, ...]]:
        """The phrases that have a feature, by intent."""
        return self._postings.find(name) or _NOWHERE

    def rates(self, name: str) -> dict[int, float]:
        """By intent, the share of its phrases that have a feature, in 0..1; those without are left out."""
        rates = self._rates.get(name)
        if rates is None:
            rates = self._rates[name] = {
                intent: len(found) / self.sizes[intent] for intent, found in self.phrases(name).items()
            }
        return rates

    def profile(self, intent: int) -> dict[str, float]:
        """What an intent is about: its content features by weight times rate, as a unit vector."""
        strengths = {name: self.rates(name)[intent] * self.weights[name] for name in self._about[intent]}
        norm = math.sqrt(sum(value * value for value in strengths.values())) or 1.0
        return {name: value / norm for name, value in strengths.items()}

    def similar(
        self, weights: Mapping[str, float], lent: Mapping[str, float], certain: int | None = None
    ) -> dict[int, Similar]:
        """The intents most similar to a question whose features weigh `weights`.

        `lent` are features that a conversation adds, by weight: they help to explain a phrase, and count a
        little against one that is about something else. `certain` is an intent that is to be among them, if
        it shares anything with the question.
        """
        known = {name: weight for name, weight in weights.items() if name in self.weights}
        negligible = NEGLIGIBLE * max(known.values(), default=0.0)
        telling = {name: weight for name, weight in known.items() if weight >= negligible}
        if not telling:
            return {}
        asked = Asked(known, telling, lent, sum(weights.values()))
        if self._table is not None:
            return self._table.similar(asked, certain)
        return {intent: self._compare(intent, asked) for intent in self._promising(asked, certain)}

    def tabulate(self) -> None:
        """Make ready for many questions: each takes a fraction of the time from now on."""
        if not self.owners:
            return
        from assistant.matching.tables import PhraseTable  # noqa: PLC0415

        self._table = PhraseTable(self)

    def _promising(self, asked: Asked, certain: int | None) -> list[int]:
        """The intents that share most with a question and share anything of its own with it."""
        promise: dict[int, float] = {}
        for name, weight in asked.telling.items():
            for intent, reach in self.reach_of(name).items():
                promise[intent] = promise.get(intent, 0.0) + weight * reach
        if len(promise) <= COMPARED:
            return list(promise)
        for name, weight in asked.lent.items():
            for intent, reach in self.reach_of(name).items():
                if intent in promise:
                    promise[intent] += weight * reach
        if certain in promise:
            promise[certain] = math.inf
        return sorted(promise, key=lambda intent: (-promise[intent], intent))[:COMPARED]

    def _compare(self, intent: int, asked: Asked) -> Similar:
        overlaps: dict[int, float] = {}
        for name, weight in asked.telling.items():
            for index in self._postings[name].get(intent, ()):
                overlaps[index] = overlaps.get(index, 0.0) + weight
        gifts: dict[int, float] = {}
        for name, weight in asked.lent.items():
            for index in self._postings[name].get(intent, ()):
                if index in overlaps:
                    gifts[index] = gifts.get(index, 0.0) + weight
        due = CONTEXT_DUE * sum(asked.lent.values())
        total, size = asked.total, self.phrase_weights
        if gifts or due:
            scores = [
                (
                    (overlap + (gift := gifts.get(index, 0.0)))
                    / (QUESTION_SIDE * (total + max(gift, due)) + PHRASE_SIDE * size[index]),
                    -index,
                )
                for index, overlap in overlaps.items()
            ]
        else:
            own = QUESTION_SIDE * total
            scores = [
                (overlap / (own + PHRASE_SIDE * size[index]), -index) for index, overlap in overlaps.items()
            ]
        scores.sort(reverse=True)
        mean = added([min(score, 1.0) for score, _ in scores[:3]]) / min(3, self.sizes[intent])
        reached = [(weight, self.reach_of(name).get(intent)) for name, weight in asked.known.items()]
        explained = added([weight * reach for weight, reach in reached if reach is not None]) / total
        best, index = scores[0]
        return Similar(BEST_PHRASE * min(best, 1.0) + BEST_THREE * mean + WHOLE_INTENT * explained, -index)

    def reach_of(self, name: str) -> dict[int, float]:
        """By intent, how far its phrases explain a feature, in 0..1: some by any phrase, more by many."""
        reach = self._reach.get(name)
        if reach is None:
            reach = self._reach[name] = {
                intent: min(1.0, 0.5 + 2 * rate) for intent, rate in self.rates(name).items()
            }
        return reach


def kind_weight(feature: Feature) -> float:
    """What a feature weighs by its kind alone, in 0..1."""
    if feature.origin is Origin.QUESTION:
        return QUESTION_WEIGHT
    if feature.origin is Origin.LEXICON:
        return 1.0
    return GRAMMAR_WEIGHT if feature.grammar else COMMONNESS_WEIGHT[feature.commonness]
