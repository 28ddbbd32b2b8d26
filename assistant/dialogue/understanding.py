"""Understanding: the pack's knowledge made ready for matching, and what one question means by it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.knowledge.pack import Intent, IntentKind, Pack
from assistant.language import load_english
from assistant.matching.analysis import Analysis, Analyzer, Feature
from assistant.matching.lexicon import Concept, Lexicon
from assistant.matching.matcher import IntentMatcher, Match

if TYPE_CHECKING:
    from collections.abc import Mapping

RANKING_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Context:
    """What a conversation lends to a question: features by factor, and bonuses by intent."""

    features: Mapping[str, float] = field(default_factory=dict)
    bonus: Mapping[str, float] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.features)


@dataclass(frozen=True)
class Reading:
    """One question, read and ranked; `ranking` is best first. `leaned` tells that a context was used."""

    analysis: Analysis
    ranking: tuple[Match, ...]
    unexplained: tuple[Feature, ...]
    foreign: tuple[Feature, ...]
    leaned: bool = False

    @property
    def score(self) -> float:
        """The score of the best match, 0 where there is none."""
        return self.ranking[0].score if self.ranking else 0.0

    @property
    def best(self) -> str:
        """The best intent's id, empty where there is none."""
        return self.ranking[0].intent if self.ranking else ""


class Understanding:
    """Reads questions against a pack. Holds no state of a conversation."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.english = load_english()
        lexicon = Lexicon(
            (Concept(term.id, term.type, not term.in_article), term.forms) for term in pack.terms.values()
        )
        self.analyzer = Analyzer(lexicon, self.english, pack.stop_words)
        self.matcher = IntentMatcher(
            ((phrase, intent.id) for intent in pack.intents.values() for phrase in intent.phrases), self.analyzer
        )

    def intent(self, match: Match) -> Intent:
        """The intent of a match."""
        return self.pack.intents[match.intent]

    def read(self, question: str, context: Context | None = None) -> Reading:
        """`question` by itself, or in the light of `context`."""
        analysis = self.analyzer.analyse(question)
        lent = context or Context()
        ranking = tuple(self.matcher.rank_analysis(analysis, RANKING_LENGTH, lent.features, lent.bonus))
        unexplained: tuple[Feature, ...] = analysis.content
        if ranking:
            shared = self.matcher.shared(analysis, ranking[0].intent)
            unexplained = tuple(f for f in analysis.content if f.name not in shared)
        foreign = tuple(f for f in unexplained if self._is_foreign(f))
        return Reading(analysis, ranking, unexplained, foreign, leaned=context is not None)

    def _is_foreign(self, feature: Feature) -> bool:
        concept = self.analyzer.lexicon.concepts.get(feature.name.removeprefix("#"))
        return feature.name.startswith("#") and concept is not None and concept.foreign

    def kind(self, intent_id: str) -> IntentKind:
        """What the intent leads to."""
        return self.pack.intents[intent_id].kind
