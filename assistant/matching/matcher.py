"""The matcher: from a question to a ranking of intents."""

from __future__ import annotations

import re
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from assistant.arrays import StringTable, numbered
from assistant.matching import parameters
from assistant.matching.analysis import Analysis, Analyzer
from assistant.matching.index import PhraseIndex, Query, Similarity
from assistant.matching.likelihood import Likelihood
from assistant.text import normalise, phrase_key, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assistant.arrays import Integers, Reals

# Where a word begins in a name likeThis.
_INNER_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Match(NamedTuple):
    """An intent that a question may have."""

    intent: str
    score: float
    """How surely it is meant, in 0..1; 1 for one of its phrases, word for word."""
    phrase: str
    """The phrase that speaks most for it."""


class Ranking(NamedTuple):
    """The intents that share most with a text, best first; shape (intents,) each."""

    intents: Integers
    """Their numbers."""
    scores: Reals
    """How much the text shares with the phrases of each, in 0..1; less for the unlikely and the misasked."""
    likelihoods: Reals
    """How likely the text is under each, in nats below the likeliest: 0 or less."""
    phrases: Integers
    """The number of the nearest phrase of each."""

    @property
    def score(self) -> float:
        """The best score, 0 where nothing is shared."""
        return float(self.scores[0]) if len(self.scores) else 0.0

    def first(self, count: int | None) -> Ranking:
        """The best of them, `count` at most; all with None."""
        intents, scores, likelihoods, phrases = self
        return Ranking(intents[:count], scores[:count], likelihoods[:count], phrases[:count])


# The most that an intent is worth that shares all with a text, and is not worded as it is.
_ALL_BUT_EXACT = 0.999
_NOTHING_SHARED = Ranking(np.zeros(0, np.int64), np.zeros(0), np.zeros(0), np.zeros(0, np.int64))


class _Compared(NamedTuple):
    """What is found out about the intents that share most with a text, in no order; shape (intents,) each."""

    similar: Similarity
    likelihoods: Reals
    exact: int
    """The number of the phrase that the text is, word for word, or -1."""


class IntentMatcher:
    """Ranks intents by what a question shares with their phrases and by how likely it is under each.

    A matcher never changes, and threads may share it.
    """

    def __init__(
        self,
        analyzer: Analyzer,
        intents: Sequence[str],
        phrases: StringTable,
        index: PhraseIndex,
        likelihood: Likelihood,
    ) -> None:
        """Use `build`, `fit` or `from_tree`, which see to it that the parts fit each other."""
        self.analyzer = analyzer
        self.intents = tuple(intents)
        """The intents by number."""
        self.phrases = phrases
        """The phrases by number, those of an intent in a row."""
        self.index = index
        self.likelihood = likelihood
        alphabet = sorted(range(len(self.intents)), key=self.intents.__getitem__)
        self._alphabet = np.argsort(np.array(alphabet, np.int64))

    @classmethod
    def build(cls, pairs: Iterable[tuple[str, str]], analyzer: Analyzer | None = None) -> IntentMatcher:
        """The matcher of (phrase, intent) pairs, by their counts alone, as a pack has it.

        The analyzer learns the words of the phrases; without one, there is no lexicon.
        """
        return MatcherBuilder(pairs, analyzer or Analyzer()).build()

    @classmethod
    def fit(cls, pairs: Iterable[tuple[str, str]], analyzer: Analyzer | None = None) -> IntentMatcher:
        """A matcher trained on (phrase, intent) pairs, which also reads the names of the intents.

        Beside `build`, the likelihood is corrected where the phrases show that it errs. That takes seconds
        for 10,000 phrases, and memory for the words and pairs of words of all phrases times the intents.
        """
        return MatcherBuilder(pairs, analyzer or Analyzer()).fit()

    def to_tree(self) -> dict[str, Any]:
        """The matcher as plain data and arrays."""
        return {
            "analyzer": self.analyzer.to_tree(),
            "intents": list(self.intents),
            "phrases": self.phrases.to_tree(),
            "index": self.index.to_tree(),
            "likelihood": self.likelihood.to_tree(),
        }

    @classmethod
    def from_tree(cls, tree: Mapping[str, Any]) -> IntentMatcher:
        """The matcher that `to_tree` was asked of."""
        return cls(
            Analyzer.from_tree(tree["analyzer"]),
            tree["intents"],
            StringTable.from_tree(tree["phrases"]),
            PhraseIndex.from_tree(tree["index"]),
            Likelihood.from_tree(tree["likelihood"]),
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return IntentMatcher.from_tree, (self.to_tree(),)

    def rank(self, question: str, limit: int | None = 5) -> list[Match]:
        """The intents nearest to `question`, best first; empty when nothing is shared.

        A score is the geometric mean of how similar the question is to phrases of the best intent and how
        probable the intent is beside the others that were compared, by a conditional logit (McFadden 1974)
        of similarity and likelihood.
        """
        compared = self._compare(self.analyzer.analyse(question), {})
        if compared is None:
            return []
        utilities = compared.likelihoods + parameters.SIMILARITY_SLOPE * compared.similar.similarities
        shares = np.exp(utilities - utilities.max())
        scores = np.sqrt(shares / shares.sum() * compared.similar.similarities.max())
        ranking = self._ranked(compared, scores).first(limit)
        columns = ranking.intents.tolist(), ranking.scores.tolist(), ranking.phrases.tolist()
        rows = zip(*columns, strict=True)
        return [Match(self.intents[intent], score, self.phrases[phrase]) for intent, score, phrase in rows]

    def ranking(
        self, analysis: Analysis, context: Mapping[str, float] | None = None, bonus: Reals | None = None
    ) -> Ranking:
        """The intents that share most with a text, in the light of a conversation.

        `context` holds features that the conversation has established, each with a factor in 0..1: they
        help to explain a phrase, and count a little against one that is about something else. `bonus` is
        added to the scores, by the number of the intent.
        """
        compared = self._compare(analysis, context or {})
        if compared is None:
            return _NOTHING_SHARED
        similar = compared.similar
        unlikely = 1 - np.exp(parameters.LIKELIHOOD_SCALE * compared.likelihoods)
        scores = similar.similarities * (1 - parameters.LIKELIHOOD_SHARE * unlikely)
        specific = [name for name in analysis.names if is_specific(name)]
        if specific:
            rates = self.index.rates_of(specific, similar.intents).max(0)
            scores *= parameters.MISASKED + (1 - parameters.MISASKED) * np.minimum(
                1.0, rates / parameters.ASKED_OFTEN
            )
        return self._ranked(compared, scores, bonus)

    def _ranked(self, compared: _Compared, scores: Reals, bonus: Reals | None = None) -> Ranking:
        """The intents by score, in the order of the alphabet where scores are equal.

        That of a phrase which has the very wording of the text comes before all others.
        """
        intents, phrases = compared.similar.intents, compared.similar.phrases
        if compared.exact >= 0:
            own = intents == self.index.owner(compared.exact)
            scores = np.minimum(scores, _ALL_BUT_EXACT)
            scores[own], phrases[own] = 1.0, compared.exact
        if bonus is not None:
            scores = np.clip(scores + bonus[intents], 0.0, 1.0)
        order = np.lexsort((self._alphabet[intents], -scores))
        return Ranking(intents[order], scores[order], compared.likelihoods[order], phrases[order])

    def _compare(self, analysis: Analysis, context: Mapping[str, float]) -> _Compared | None:
        """The intents that share most with a text; None where it shares nothing with any phrase."""
        index, numbers = self.index, self.index.numbers
        weights = index.weigh(analysis.features)
        if self.is_scant(analysis):
            weights |= {
                name: weights[name] * parameters.SCANT_EMPHASIS for name in weights if is_specific(name)
            }
        known = sorted([name for name in weights if name in numbers], key=lambda name: -weights[name])
        if not known:
            return None
        added = [
            (numbers[name], factor)
            for name, factor in context.items()
            if name in numbers and name not in weights
        ]
        query = Query(
            features=np.array([numbers[name] for name in known], np.int64),
            weights=np.array([weights[name] for name in known]),
            total=sum(weights.values()),
            context=np.array([number for number, _ in added], np.int64),
            context_weights=np.array([factor * index.weights.item(number) for number, factor in added]),
        )
        exact = self.exact(" ".join(analysis.words))
        similar = index.compare(query, -1 if exact < 0 else index.owner(exact))
        likelihoods = self.likelihood.of(self.likelihood.masses(analysis, added))[similar.intents]
        return _Compared(similar, likelihoods - likelihoods.max(), exact)

    def is_scant(self, analysis: Analysis) -> bool:
        """Whether a text says next to nothing but what it asks for ("and when was that?")."""
        return sum([self.index.weight(feature) for feature in analysis.content]) < parameters.SCANT_CONTENT

    def exact(self, key: str) -> int:
        """The number of the first phrase with the wording `key`, by `phrase_key`, or -1."""
        worded = self.index.worded(key)
        return next((phrase for phrase in worded if phrase_key(self.phrases[phrase]) == key), -1)


def is_specific(name: str) -> bool:
    """Whether a feature asks for a person, a time, a place, a reason, a number ..."""
    return name[0] == "?" and name not in parameters.UNSPECIFIC_QUESTIONS


class MatcherBuilder:
    """The phrases of all intents, read once, while a matcher is made of them."""

    def __init__(self, pairs: Iterable[tuple[str, str]], analyzer: Analyzer) -> None:
        pairs = list(pairs)
        numbers = numbered(intent for _, intent in pairs)
        self.intents = tuple(numbers)
        """The intents by number."""
        pairs.sort(key=lambda pair: numbers[pair[1]])  # Stable: the order within an intent stays.
        self.owners = [numbers[intent] for _, intent in pairs]
        """By phrase, the number of its intent: rising."""
        # The last phrase first, so that each is let go of as soon as it is read; a word is one object.
        cut = [list(map(intern, words(normalise(phrase)))) for phrase, _ in reversed(pairs)]
        self.analyzer = analyzer.learn(cut)
        """The analyzer, which has learnt the words of the phrases."""
        analyse = self.analyzer.analyse
        self.analyses = [analyse(phrase, cut.pop()) for phrase, _ in pairs]
        """The phrases, read."""
        self._index = PhraseIndex.build(self.analyses, self.owners, len(self.intents))

    def build(self) -> IntentMatcher:
        """See `IntentMatcher.build`."""
        count, features = len(self.intents), self._index.numbers
        return self._with(Likelihood.build(self.analyses, self.owners, count, features))

    def fit(self) -> IntentMatcher:
        """See `IntentMatcher.fit`."""
        chosen = _even_sample(self.owners, parameters.TRAINED_ON)
        named = [self.analyzer.analyse(_INNER_CAPITAL.sub(" ", intent)) for intent in self.intents]
        analyses = [*(self.analyses[place] for place in chosen), *named]
        owners = [*(self.owners[place] for place in chosen), *range(len(named))]
        likelihood = Likelihood.build(analyses, owners, len(self.intents), self._index.numbers)
        return self._with(likelihood.corrected(list(map(likelihood.masses, analyses)), owners))

    def _with(self, likelihood: Likelihood) -> IntentMatcher:
        phrases = StringTable.of([analysis.text for analysis in self.analyses])
        return IntentMatcher(self.analyzer, self.intents, phrases, self._index, likelihood)


def _even_sample(owners: Sequence[int], most: int) -> list[int]:
    """The places of at most `most` phrases, spread evenly over those of each intent; all if that is all.

    `owners` are the intents of the phrases, rising. Each intent gets the same share, and what one does not
    use is lost; with more intents than `most`, the share is one phrase.
    """
    intents, firsts, sizes = np.unique(owners, return_index=True, return_counts=True)
    share = most if len(owners) <= most else max(1, most // len(intents))
    within = np.arange(len(owners)) - np.repeat(firsts, sizes)
    size = np.repeat(sizes, sizes)
    chosen = (size <= share) | (within * share // size != (within - 1) * share // size)
    places: list[int] = chosen.nonzero()[0].tolist()
    return places
