"""The matcher: from a question to a ranking of intents, with the reasons."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant.language import Commonness
from assistant.matching.analysis import Analysis, Analyzer, Feature, Origin
from assistant.matching.exact import ExactPhrases
from assistant.matching.packed import Packed
from assistant.matching.sampling import even_sample
from assistant.text import normalise, phrase_key, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from assistant.matching.trained import TrainedRanker

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
# A phrase is compared with the question by a Tversky index with these weights for what only one of them has.
QUESTION_SIDE = 0.65
PHRASE_SIDE = 0.35
# Features of less than this share of the heaviest are in too many phrases to be worth a comparison.
NEGLIGIBLE = 0.06
# How the three views of similarity are mixed.
BEST_PHRASE, BEST_THREE, WHOLE_INTENT = 0.4, 0.2, 0.4
# How far the likelihood of the whole question may lower the score of an intent that is not the likeliest.
LIKELIHOOD_SHARE = 0.25
LIKELIHOOD_SCALE = 2.5
# How much of what a conversation lends a phrase must account for.
CONTEXT_DUE = 0.35
_SMOOTHING = 0.1
# What a question asks for is most of what a question without much else says.
SCANT_CONTENT = 0.35
SCANT_EMPHASIS = 2.5
# A question for a person, a time, a place ... scores less with an intent whose phrases never ask for one.
PLAIN_QUESTIONS = frozenset({"?what", "?which", "?how", "?yesno"})
MISASKED = 0.75
ASKED_OFTEN = 0.12
# Training begins with so many phrases, and so many an intent.
LEAST_TRAINED, LEAST_EACH = 50, 5
# From how many phrases a trained matcher learns what a feature is worth.
SAMPLE = 20_000
# Where a word begins in a name likeThis.
_INNER_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


_NOWHERE: Mapping[int, int] = {}


@dataclass(frozen=True, slots=True)
class Match:
    """An intent, its score in 0..1, and the phrase that spoke most for it."""

    intent: str
    score: float
    phrase: str


class IntentMatcher:
    """Ranks intents by the weighted features that a question shares with their phrases.

    Similarity pools three views: the nearest phrase (a Tversky index, Tversky 1977), the mean of the best
    three, and how much of the question the phrases of an intent explain together. A feature weighs by what
    it tells about the intent: one minus its normalised entropy (Lochbaum & Streeter 1989). The likelihood
    of the question under each intent (a multinomial naive Bayes over the same features, after Rennie et
    al. 2003) then tells intents apart that are equally similar.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]], analyzer: Analyzer, train: bool = False) -> None:
        """With `train`, `rank` goes by what is learnt from the phrases, where there are enough of them."""
        pairs = list(pairs)
        self.analyzer = analyzer
        same: dict[str, str] = {}  # One object a word, however often it is said.
        cut = [[same.setdefault(word, word) for word in words(normalise(phrase))] for phrase, _ in pairs]
        analyzer.learn(cut)
        self.intents: tuple[str, ...] = tuple(dict.fromkeys(intent for _, intent in pairs))
        self._numbers = {intent: index for index, intent in enumerate(self.intents)}
        owners = [self._numbers[intent] for _, intent in pairs]
        self._trained: TrainedRanker | None = None
        if train and len(pairs) >= max(LEAST_TRAINED, LEAST_EACH * len(self.intents)):
            self._train([phrase for phrase, _ in pairs], cut, owners)
            # The rest tells what features are worth, for which a sample will do.
            sample = even_sample(owners, SAMPLE)
            pairs, cut = [pairs[index] for index in sample], [cut[index] for index in sample]
            owners = [owners[index] for index in sample]
        analyses = [analyzer.analyse(phrase, found) for (phrase, _), found in zip(pairs, cut, strict=True)]
        self._weigh(analyses, owners)
        self._index(analyses, owners)
        self._exact = ExactPhrases(self._phrase_texts, map(" ".join, cut))
        self._learn_likelihoods(analyses, owners)

    @classmethod
    def fit(cls, pairs: Iterable[tuple[str, str]], analyzer: Analyzer | None = None) -> IntentMatcher:
        """A matcher trained on (phrase, intent) pairs; without an analyzer, one that knows no lexicon."""
        return cls(pairs, analyzer or Analyzer(), train=True)

    def _train(self, phrases: list[str], cut: list[list[str]], owners: list[int]) -> None:
        # NumPy takes as long to load as all the rest, and only this needs it.
        from assistant.matching.trained import TrainedRanker  # noqa: PLC0415

        self._texts = phrases
        read = [self.analyzer.read(found) for found in cut]
        names = [words(normalise(_INNER_CAPITAL.sub(" ", intent))) for intent in self.intents]
        self._trained = TrainedRanker(read, owners, names, self.analyzer.grammar)

    def state(self) -> dict[str, Any]:
        """What `restore` takes, as plain data; of a matcher that was not trained."""
        assert self._trained is None
        return {
            "analyzer": self.analyzer.state(),
            "intents": self.intents,
            "sizes": dict(self._sizes),
            "intent_counts": self._intent_counts.encoded(),
            "grammar": self._grammar,
            "weights": self._weights,
            "texts": self._phrase_texts,
            "owners": self._owners,
            "phrase_weights": self._phrase_weights,
            "exact": self._exact.state(),
            "postings": self._postings.encoded(),
            "evidence": self._evidence,
            "absent": self._absent,
            "gain": self._gain.encoded(),
        }

    @classmethod
    def restore(cls, state: Mapping[str, Any]) -> IntentMatcher:
        """The matcher whose state it is, without fitting it again."""
        matcher = cls.__new__(cls)
        matcher.analyzer = Analyzer.restore(state["analyzer"])
        matcher.intents = state["intents"]
        matcher._numbers = {intent: index for index, intent in enumerate(matcher.intents)}
        matcher._trained = None
        matcher._profiles = {}
        matcher._sizes = state["sizes"]
        matcher._intent_counts = Packed(encoded=state["intent_counts"])
        matcher._grammar = state["grammar"]
        matcher._weights = state["weights"]
        matcher._phrase_texts = state["texts"]
        matcher._owners = state["owners"]
        matcher._phrase_weights = state["phrase_weights"]
        matcher._exact = ExactPhrases.restore(matcher._phrase_texts, state["exact"])
        matcher._postings = Packed(encoded=state["postings"])
        matcher._evidence = state["evidence"]
        matcher._absent = state["absent"]
        matcher._gain = Packed(encoded=state["gain"])
        return matcher

    def _weigh(self, analyses: list[Analysis], owners: list[int]) -> None:
        counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._sizes: Mapping[int, int] = Counter(owners)
        samples: dict[str, Feature] = {}
        for analysis, owner in zip(analyses, owners, strict=True):
            samples.update((feature.name, feature) for feature in analysis.features)
            for name in analysis.names:
                counts[name][owner] = counts[name].get(owner, 0) + 1
        self._intent_counts: Packed[dict[int, int]] = Packed(counts)
        self._grammar = {name for name, feature in samples.items() if feature.grammar}
        self._profiles: dict[int, dict[str, float]] = {}
        self._weights = {
            name: max(self._information(of_name), 0.02) * _kind_weight(samples[name])
            for name, of_name in counts.items()
        }

    def _information(self, counts: Mapping[int, int]) -> float:
        """How much a feature tells about the intent, in 0..1: what it takes off the entropy of a guess."""
        rates = [count / self._sizes[intent] for intent, count in counts.items()]
        total = sum(rates)
        entropy = -sum(rate / total * math.log(rate / total) for rate in rates)
        return 1.0 - entropy / math.log(max(len(self.intents), 2))

    def _index(self, analyses: list[Analysis], owners: list[int]) -> None:
        self._owners = owners
        self._phrase_texts = [analysis.text for analysis in analyses]
        self._phrase_weights: list[float] = []
        postings: dict[str, list[int]] = defaultdict(list)
        for index, analysis in enumerate(analyses):
            weight = sum(self._weights[name] for name in analysis.names)
            self._phrase_weights.append(weight or 1e-6)
            for name in analysis.names:
                postings[name].append(index)
        self._postings: Packed[list[int]] = Packed(postings)

    def _learn_likelihoods(self, analyses: list[Analysis], owners: list[int]) -> None:
        occurrences = Counter(name for analysis in analyses for name in analysis.names)
        self._evidence = {
            name: math.log((1 + len(analyses)) / (1 + count)) + 1 for name, count in occurrences.items()
        }
        masses: dict[str, defaultdict[int, float]] = {name: defaultdict(float) for name in occurrences}
        totals: defaultdict[int, float] = defaultdict(float)
        for analysis, owner in zip(analyses, owners, strict=True):
            for name, mass in self._evidence_of(analysis.features).items():
                masses[name][owner] += mass
                totals[owner] += mass
        floor = _SMOOTHING * len(occurrences)
        self._absent = [
            math.log(_SMOOTHING / (totals[i] + floor)) if floor else 0.0 for i in range(len(self.intents))
        ]
        gain = {
            name: {intent: math.log((mass + _SMOOTHING) / _SMOOTHING) for intent, mass in of_intents.items()}
            for name, of_intents in masses.items()
        }
        self._gain: Packed[dict[int, float]] = Packed(gain)

    def _evidence_of(self, features: Iterable[Feature]) -> dict[str, float]:
        """The known features of a text with their share of its evidence; a unit vector."""
        evidence = {
            f.name: self._evidence[f.name] * (0.3 if f.grammar else 1.0)
            for f in features
            if f.name in self._evidence
        }
        norm = math.sqrt(sum(value * value for value in evidence.values()))
        return {name: value / norm for name, value in evidence.items()} if norm else {}

    def _likelihoods(self, features: Iterable[Feature]) -> list[float]:
        """The mean log-likelihood of a feature under each intent."""
        evidence = self._evidence_of(features)
        total = sum(evidence.values())
        if not total:
            return [0.0] * len(self.intents)
        gains = [0.0] * len(self.intents)
        for name, share in evidence.items():
            for intent, gain in self._gain[name].items():
                gains[intent] += share * gain
        return [absent + gain / total for absent, gain in zip(self._absent, gains, strict=True)]

    def weight(self, feature: Feature) -> float:
        """How much a feature of a question tells, in 0..1; one that no phrase has counts as rarest."""
        known = self._weights.get(feature.name)
        if known is not None:
            return known
        return _kind_weight(feature) * (0.5 if feature.grammar or feature.origin is Origin.QUESTION else 1.0)

    def rank(self, question: str, limit: int | None = 5) -> list[Match]:
        """The intents nearest to `question`, best first; empty when nothing is shared."""
        if self._trained is None:
            return self.rank_analysis(self.analyzer.analyse(question), limit=limit)
        cut = words(normalise(question))
        key = " ".join(cut)
        matches = []
        for intent, score, phrase in self._trained.rank(self.analyzer.read(cut), limit):
            text = self._texts[phrase]
            matches.append(Match(self.intents[intent], 1.0 if phrase_key(text) == key else score, text))
        matches.sort(key=lambda match: -match.score)
        return matches[:limit]

    def rank_analysis(
        self,
        analysis: Analysis,
        limit: int | None = 5,
        context: Mapping[str, float] | None = None,
        bonus: Mapping[str, float] | None = None,
    ) -> list[Match]:
        """`rank` for a text already read, in the light of a conversation.

        `context` holds features that the conversation has established, each with a factor in 0..1: they
        help to explain a phrase, and count a little against one that is about something else. `bonus` is
        added to the scores of intents.
        """
        weights = {feature.name: self.weight(feature) for feature in analysis.features}
        assumed = {
            name: self._weights[name] * factor
            for name, factor in (context or {}).items()
            if name in self._weights and name not in weights
        }
        pointed = [name for name in weights if name.startswith("?") and name not in PLAIN_QUESTIONS]
        if self.is_scant(analysis):
            weights |= {name: weights[name] * SCANT_EMPHASIS for name in pointed}
        asked = [self._counts(name) for name in pointed]
        similar = self._similarities(weights, assumed)
        exact = self._exact.find(analysis.text)
        likelihoods = self._likelihoods(analysis.features)
        likeliest = max(likelihoods, default=0.0)
        matches = []
        for intent, (similarity, phrase) in similar.items():
            relative = math.exp(LIKELIHOOD_SCALE * (likelihoods[intent] - likeliest))
            score = similarity * (1 - LIKELIHOOD_SHARE + LIKELIHOOD_SHARE * relative)
            score *= self._asked_for(intent, asked)
            if exact is not None and self._owners[exact] == intent:
                matches.append(Match(self.intents[intent], 1.0, self._phrase_texts[exact]))
            else:
                matches.append(Match(self.intents[intent], min(score, 1.0), self._phrase_texts[phrase]))
        if bonus:
            matches = [
                replace(m, score=min(1.0, max(0.0, m.score + bonus.get(m.intent, 0.0)))) for m in matches
            ]
        matches.sort(key=lambda match: (-match.score, match.intent))
        return matches[:limit]

    def _counts(self, name: str) -> Mapping[int, int]:
        """How many phrases of each intent have the feature."""
        return self._intent_counts.get(name, _NOWHERE)

    def _asked_for(self, intent: int, asked: Collection[Mapping[int, int]]) -> float:
        """1 where the phrases of an intent ask for what the question asks for, down to `MISASKED`.

        `asked` has the counts of what the question asks for.
        """
        if not asked:
            return 1.0
        rate = max(counts.get(intent, 0) for counts in asked) / self._sizes[intent]
        return MISASKED + (1 - MISASKED) * min(1.0, rate / ASKED_OFTEN)

    def _overlaps(self, weights: Mapping[str, float]) -> dict[int, float]:
        overlaps: dict[int, float] = defaultdict(float)
        for name, weight in weights.items():
            for index in self._postings.get(name, ()):
                overlaps[index] += weight
        return overlaps

    def _similarities(
        self, weights: Mapping[str, float], assumed: Mapping[str, float]
    ) -> dict[int, tuple[float, int]]:
        """By intent: its similarity to the question in 0..1, and the index of its nearest phrase."""
        total = sum(weights.values())
        due = CONTEXT_DUE * sum(assumed.values())
        lent = self._overlaps(assumed)
        known = (weight for name, weight in weights.items() if name in self._weights)
        negligible = NEGLIGIBLE * max(known, default=0.0)
        telling = {name: weight for name, weight in weights.items() if weight >= negligible}
        weighed = [(weight, self._counts(name)) for name, weight in weights.items()]
        scored: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for index, overlap in self._overlaps(telling).items():
            gift = lent.get(index, 0.0)
            score = (overlap + gift) / (
                QUESTION_SIDE * (total + max(gift, due)) + PHRASE_SIDE * self._phrase_weights[index]
            )
            scored[self._owners[index]].append((min(score, 1.0), -index))
        similar: dict[int, tuple[float, int]] = {}
        for intent, phrases in scored.items():
            phrases.sort(reverse=True)
            best, winner = phrases[0]
            mean = sum(score for score, _ in phrases[:3]) / min(3, self._sizes[intent])
            explained = self._explained(intent, weighed) / total
            similar[intent] = (BEST_PHRASE * best + BEST_THREE * mean + WHOLE_INTENT * explained, -winner)
        return similar

    def _explained(self, intent: int, weighed: Iterable[tuple[float, Mapping[int, int]]]) -> float:
        size = self._sizes[intent]
        explained = 0.0
        for weight, counts in weighed:
            if intent in counts:
                explained += weight * min(1.0, 0.5 + 2 * counts[intent] / size)
        return explained

    def points(self, analysis: Analysis) -> bool:
        """Whether a question asks for a person, a time, a place, a reason or a number."""
        return any(name.startswith("?") and name not in PLAIN_QUESTIONS for name in analysis.names)

    def is_scant(self, analysis: Analysis) -> bool:
        """Whether a question says next to nothing but what it asks for ("and when was that?")."""
        return sum(self.weight(feature) for feature in analysis.content) < SCANT_CONTENT

    def rate(self, name: str, intent: str) -> float:
        """The share of the phrases of `intent` that have the feature, in 0..1."""
        number = self._numbers[intent]
        return self._counts(name).get(number, 0) / self._sizes[number]

    def profile(self, intent: str) -> Mapping[str, float]:
        """What an intent is about: its content features by weight times rate, as a unit vector."""
        number = self._numbers[intent]
        if number not in self._profiles:
            strengths = {
                name: self._intent_counts[name][number] / self._sizes[number] * weight
                for name, weight in self._weights.items()
                if number in self._intent_counts[name]
                and not name.startswith("?")
                and name not in self._grammar
            }
            norm = math.sqrt(sum(value * value for value in strengths.values())) or 1.0
            self._profiles[number] = {name: value / norm for name, value in strengths.items()}
        return self._profiles[number]

    def knows(self, name: str) -> bool:
        """Whether any phrase has the feature."""
        return name in self._weights

    def shared(self, analysis: Analysis, intent: str) -> frozenset[str]:
        """The names of the features that `analysis` shares with any phrase of `intent`."""
        number = self._numbers[intent]
        return frozenset(name for name in analysis.names if number in self._counts(name))


def _kind_weight(feature: Feature) -> float:
    if feature.origin is Origin.QUESTION:
        return QUESTION_WEIGHT
    if feature.origin is Origin.LEXICON:
        return 1.0
    return GRAMMAR_WEIGHT if feature.grammar else COMMONNESS_WEIGHT[feature.commonness]
