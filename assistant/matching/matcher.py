"""The matcher: from a question to a ranking of intents, with the reasons."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from assistant.matching.adding import added
from assistant.matching.analysis import Analysis, Analyzer, Feature
from assistant.matching.exact import ExactPhrases
from assistant.matching.likelihood import LIKELIHOOD_SCALE, LIKELIHOOD_SHARE, Likelihood, views
from assistant.matching.names import NameLists
from assistant.matching.phrases import ASKED_OFTEN, MISASKED, PhraseIndex
from assistant.text import normalise, phrase_key, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assistant.matching.arrays import PhraseArrays
    from assistant.matching.trained import TrainedRanker

# What a question asks for is most of what a question without much else says.
SCANT_CONTENT = 0.35
SCANT_EMPHASIS = 2.5
# What asks for nothing in particular, as against a person, a time, a place ...
PLAIN_QUESTIONS = frozenset({"?what", "?which", "?how", "?yesno"})
# Training begins with so many phrases, and so many an intent.
LEAST_TRAINED, LEAST_EACH = 50, 5
# Where a word begins in a name likeThis.
_INNER_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Match:
    """An intent, its score in 0..1, and the phrase that spoke most for it."""

    intent: str
    score: float
    phrase: str


class Candidate(NamedTuple):
    """A match with how likely the question is under the intent, in nats below the likeliest, 0 or less.

    `place` is that of the phrase among all.
    """

    intent: str
    score: float
    phrase: str
    likelihood: float
    place: int


class Said(NamedTuple):
    """What a phrase says: the names of its content by weight, what they weigh together, what it asks for."""

    content: tuple[tuple[str, float], ...]
    total: float
    asks: frozenset[str]


class IntentMatcher:
    """Ranks intents by what a question shares with their phrases.

    A score is the similarity of the question to the phrases of the intent, lowered where the question is
    less likely under the intent than under another, and where it asks for what the phrases never ask for.
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
            # What follows serves the ranking by features, which a trained matcher does not need.
            pairs, cut, owners = [], [], []
        analyses = [analyzer.analyse(phrase, found) for (phrase, _), found in zip(pairs, cut, strict=True)]
        self.texts = [analysis.text for analysis in analyses]
        self._phrases = PhraseIndex(analyses, owners, len(self.intents))
        self._exact = ExactPhrases(self.texts, map(" ".join, cut))
        self._likelihood = Likelihood(analyses, owners, len(self.intents))
        self._contents = NameLists([_names_said(analysis) for analysis in analyses])
        self._remember()

    @classmethod
    def fit(cls, pairs: Iterable[tuple[str, str]], analyzer: Analyzer | None = None) -> IntentMatcher:
        """A matcher trained on (phrase, intent) pairs; without an analyzer, one that knows no lexicon."""
        return cls(pairs, analyzer or Analyzer(), train=True)

    def _train(self, phrases: list[str], cut: list[list[str]], owners: list[int]) -> None:
        # NumPy takes as long to load as all the rest, and only this needs it.
        from assistant.matching.trained import TrainedRanker  # noqa: PLC0415

        self._trained_texts = phrases
        read = [self.analyzer.read(found) for found in cut]
        names = [words(normalise(_INNER_CAPITAL.sub(" ", intent))) for intent in self.intents]
        self._trained = TrainedRanker(read, owners, names, self.analyzer.grammar)

    def _remember(self) -> None:
        self.tabulated = False
        self._arrays: PhraseArrays | None = None
        self.profile = lru_cache(None)(self._profile)
        self.phrase = lru_cache(None)(self.analyzer.analyse)
        self.said = lru_cache(None)(self._said)
        self._asked_for = lru_cache(None)(self._share_asked_for)

    def state(self) -> dict[str, Any]:
        """What `restore` takes, as plain data; of a matcher that was not trained."""
        assert self._trained is None
        return {
            "analyzer": self.analyzer.state(),
            "intents": self.intents,
            "texts": self.texts,
            "phrases": self._phrases.state(),
            "exact": self._exact.state(),
            "likelihood": self._likelihood.state(),
            "contents": self._contents.state(),
        }

    @classmethod
    def restore(cls, state: Mapping[str, Any]) -> IntentMatcher:
        """The matcher whose state it is, without fitting it again."""
        matcher = cls.__new__(cls)
        matcher.analyzer = Analyzer.restore(state["analyzer"])
        matcher.intents = state["intents"]
        matcher._numbers = {intent: index for index, intent in enumerate(matcher.intents)}
        matcher._trained = None
        matcher.texts = state["texts"]
        matcher._phrases = PhraseIndex.restore(state["phrases"])
        matcher._exact = ExactPhrases.restore(matcher.texts, state["exact"])
        matcher._likelihood = Likelihood.restore(state["likelihood"])
        matcher._contents = NameLists.restore(state["contents"])
        matcher._remember()
        return matcher

    def rank(self, question: str, limit: int | None = 5) -> list[Match]:
        """The intents nearest to `question`, best first; empty when nothing is shared."""
        if self._trained is None:
            return [
                Match(found.intent, found.score, found.phrase)
                for found in self.rank_analysis(self.analyzer.analyse(question))[:limit]
            ]
        cut = words(normalise(question))
        key = " ".join(cut)
        matches = []
        for intent, score, phrase in self._trained.rank(self.analyzer.read(cut), limit):
            text = self._trained_texts[phrase]
            matches.append(Match(self.intents[intent], 1.0 if phrase_key(text) == key else score, text))
        matches.sort(key=lambda match: -match.score)
        return matches[:limit]

    def rank_analysis(
        self,
        analysis: Analysis,
        context: Mapping[str, float] | None = None,
        bonus: Mapping[str, float] | None = None,
    ) -> list[Candidate]:
        """The intents that share most with a text already read, in the light of a conversation; best first.

        This goes by features, of which a matcher that was trained knows none.

        `context` holds features that the conversation has established, each with a factor in 0..1: they
        help to explain a phrase, and count a little against one that is about something else. `bonus` is
        added to the scores of intents.
        """
        weights = self._phrases.weigh(analysis.features)
        known = self._phrases.weights
        context = {n: f for n, f in (context or {}).items() if n in known and n not in weights}
        pointed = [name for name in weights if name.startswith("?") and name not in PLAIN_QUESTIONS]
        if pointed and self.is_scant(analysis):
            weights |= {name: weights[name] * SCANT_EMPHASIS for name in pointed}
        exact = self._exact.find(" ".join(analysis.words))
        lent = {name: known[name] * factor for name, factor in context.items()}
        intents, texts = self.intents, self.texts
        if self._arrays is not None:
            numbers, places, nearness, chances = self._arrays.rank(
                weights=weights,
                lent=lent,
                views=views(analysis),
                lent_masses=self._likelihood.lent(context, analysis.names),
                pointed=pointed,
                bonus=bonus,
                exact=exact,
            )
            names, said = [intents[number] for number in numbers], [texts[place] for place in places]
            return list(map(Candidate._make, zip(names, nearness, said, chances, places, strict=True)))
        certain = None if exact is None else self._phrases.owners[exact]
        similar = self._phrases.similar(weights, lent, certain)
        likelihoods = self._likelihood.of(analysis, similar, context)
        likeliest = max(likelihoods.values(), default=0.0)
        asked_for = [self._asked_for(name) for name in pointed]
        found = []
        for number, (similarity, phrase) in similar.items():
            likelihood = likelihoods[number] - likeliest
            score = similarity * (1 - LIKELIHOOD_SHARE * (1 - math.exp(LIKELIHOOD_SCALE * likelihood)))
            if asked_for:
                score *= max([share.get(number, MISASKED) for share in asked_for])
            if number == certain and exact is not None:
                score, phrase = 1.0, exact  # noqa: PLW2901
            if bonus:
                score += bonus.get(intents[number], 0.0)
            score = 0.0 if score < 0.0 else 1.0 if score > 1.0 else score
            found.append((-score, intents[number], phrase, likelihood))
        found.sort()
        return [
            Candidate(intent, -below, texts[phrase], likelihood, phrase)
            for below, intent, phrase, likelihood in found
        ]

    def _share_asked_for(self, name: str) -> dict[int, float]:
        """By intent, 1 where many phrases ask for what a question points at, else down to `MISASKED`."""
        return {
            intent: MISASKED + (1 - MISASKED) * min(1.0, rate / ASKED_OFTEN)
            for intent, rate in self._phrases.rates(name).items()
        }

    def tabulate(self) -> None:
        """Make ready for many questions: the same is found in a fraction of the time from now on.

        It takes as long as a few dozen questions, most of it for loading NumPy.
        """
        self.tabulated = True
        self._likelihood.tabulate()
        self._phrases.tabulate()

    def lay_out(self) -> PhraseArrays:
        """Rank over arrays from now on: the same, in a fraction of the time where the loops are compiled."""
        from assistant.matching.arrays import PhraseArrays  # noqa: PLC0415  (NumPy and Numba, as above)

        self._arrays = PhraseArrays(self._phrases, self._likelihood, self.intents)
        return self._arrays

    def weight(self, feature: Feature) -> float:
        """How much a feature of a question tells, in 0..1; one that no phrase has counts as rarest."""
        return self._phrases.weight(feature)

    def points(self, analysis: Analysis) -> bool:
        """Whether a question asks for a person, a time, a place, a reason or a number."""
        return any(name.startswith("?") and name not in PLAIN_QUESTIONS for name in analysis.names)

    def is_scant(self, analysis: Analysis) -> bool:
        """Whether a question says next to nothing but what it asks for ("and when was that?")."""
        return sum(self.weight(feature) for feature in analysis.content) < SCANT_CONTENT

    def weigh(self, features: Iterable[Feature]) -> dict[str, float]:
        """The weights of features, by name."""
        return self._phrases.weigh(features)

    def rate(self, name: str, intent: str) -> float:
        """The share of the phrases of `intent` that have the feature, in 0..1."""
        return self._phrases.rates(name).get(self._numbers[intent], 0.0)

    def rates(self, names: Iterable[str], intents: Iterable[str]) -> list[list[float]]:
        """For each intent the `rate` of every name."""
        rows = [self._phrases.rates(name) for name in names]
        numbers = [self._numbers[intent] for intent in intents]
        return [[row.get(number, 0.0) for row in rows] for number in numbers]

    def known_weight(self, name: str) -> float:
        """The weight of a feature that a phrase has."""
        return self._phrases.weights[name]

    def knows(self, name: str) -> bool:
        """Whether any phrase has the feature."""
        return name in self._phrases.weights

    def _profile(self, intent: str) -> Mapping[str, float]:
        """What an intent is about: its content features by weight times rate, as a unit vector."""
        return self._phrases.profile(self._numbers[intent])

    def names_said(self, index: int) -> list[str]:
        """The names of what a phrase, by its place among all, says and asks for; each once."""
        return self._contents[index]

    def _said(self, index: int) -> Said:
        """What a phrase says, by its place among all."""
        names = self.names_said(index)
        content = [(name, self._phrases.weights[name]) for name in names if not name.startswith("?")]
        total = added([weight for _, weight in content])
        return Said(tuple(content), total, frozenset([name for name in names if name.startswith("?")]))

    def shared(self, analysis: Analysis, intent: str) -> frozenset[str]:
        """The names of the features that `analysis` shares with any phrase of `intent`."""
        number = self._numbers[intent]
        return frozenset([name for name in analysis.names if number in self._phrases.rates(name)])


def _names_said(phrase: Analysis) -> list[str]:
    """The names of the content of a phrase, and of what it asks for, each once."""
    said = [feature.name for feature in phrase.content]
    said += [name for name in phrase.names if name.startswith("?")]
    return list(dict.fromkeys(said))
