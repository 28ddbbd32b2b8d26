"""Understanding: the pack's knowledge made ready for matching, and what one question means by it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.dialogue.evidence import Contenders, Evidence, first_of, unexplained, weigh
from assistant.dialogue.follow_ups import FollowUps
from assistant.knowledge.pack import IntentKind, Pack
from assistant.language import load_english
from assistant.matching.analysis import Analysis, Analyzer, Feature
from assistant.matching.lexicon import Concept, Lexicon
from assistant.matching.matcher import IntentMatcher, Match

if TYPE_CHECKING:
    from collections.abc import Mapping

RANKING_LENGTH = 8
# The factor by which the words of the last question are lent to the next.
FRESH = 0.8


@dataclass(frozen=True, slots=True)
class Context:
    """What a conversation lends to a question.

    `features` are lent by factor and `bonus` is added to scores by intent. `subject` is what was talked of,
    as strengths of features: the profiles of the intents that were meant, fading with time.
    """

    features: Mapping[str, float] = field(default_factory=dict)
    bonus: Mapping[str, float] = field(default_factory=dict)
    subject: Mapping[str, float] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.features)


@dataclass(frozen=True)
class Reading:
    """One question, read and ranked; `ranking` is best first.

    `candidate` is the best answer intent, `gap` the best gap, `evidence` what speaks for the candidate.
    `unexplained` is the content that no phrase of the candidate holds, and `foreign` the names in it that
    the article never mentions. `leaned` tells that a context was used.
    """

    analysis: Analysis
    ranking: tuple[Match, ...]
    candidate: Match | None = None
    gap: Match | None = None
    evidence: Evidence | None = None
    unexplained: tuple[Feature, ...] = ()
    foreign: tuple[Feature, ...] = ()
    leaned: bool = False

    @property
    def score(self) -> float:
        """The score of the best match, 0 where there is none."""
        return self.ranking[0].score if self.ranking else 0.0


def _fitted(pack: Pack) -> IntentMatcher:
    lexicon = Lexicon(
        (Concept(term.id, term.type, not term.in_article), term.forms) for term in pack.terms.values()
    )
    pairs = ((phrase, intent.id) for intent in pack.intents.values() for phrase in intent.phrases)
    return IntentMatcher(pairs, Analyzer(lexicon, stop_words=pack.stop_words))


class Understanding:
    """Reads questions against a pack. Holds no state of a conversation."""

    def __init__(self, pack: Pack, matcher: IntentMatcher | None = None) -> None:
        """`matcher` is one that was fitted to `pack` before."""
        self.pack = pack
        self.english = load_english()
        self.matcher = matcher or _fitted(pack)
        self.analyzer = self.matcher.analyzer
        self.follow_ups = FollowUps(pack, self.matcher, self.english)
        self._answers = self._of_kind(IntentKind.ANSWER)
        self._gaps = self._of_kind(IntentKind.GAP)
        self._sentences = {
            intent.id: frozenset(
                (q.source, q.sentence) for fact in intent.facts for q in pack.facts[fact].quotes
            )
            for intent in pack.intents.values()
        }

    def _of_kind(self, kind: IntentKind) -> frozenset[str]:
        return frozenset(intent.id for intent in self.pack.intents.values() if intent.kind is kind)

    def read(self, question: str, context: Context | None = None) -> Reading:
        """`question` by itself, or in the light of `context`."""
        analysis = self.analyzer.analyse(question)
        lent = context or Context()
        ranking = self.matcher.rank_analysis(analysis, None, lent.features, lent.bonus)
        top = tuple(ranking[:RANKING_LENGTH])
        candidate = first_of(ranking, self._answers)
        if candidate is None:
            return Reading(analysis, top, gap=first_of(ranking, self._gaps), leaned=context is not None)
        contenders = Contenders(
            candidate,
            rival=next((match for match in ranking if match.intent not in self._answers), None),
            gap=first_of(ranking, self._gaps),
            other_answer=self._other_answer(candidate, ranking),
        )
        missing = unexplained(self.matcher, analysis, candidate.intent)
        return Reading(
            analysis,
            top,
            candidate=candidate,
            gap=first_of(ranking, self._gaps),
            evidence=weigh(self.matcher, analysis, contenders),
            unexplained=missing,
            foreign=self._foreign(analysis, missing, candidate.intent),
            leaned=context is not None,
        )

    def _other_answer(self, candidate: Match, ranking: list[Match]) -> Match | None:
        cited = self.sentences(candidate.intent)
        return next(
            (m for m in ranking if m.intent in self._answers and not self.sentences(m.intent) & cited), None
        )

    def _foreign(
        self, analysis: Analysis, missing: tuple[Feature, ...], candidate: str
    ) -> tuple[Feature, ...]:
        """The foreign names that the candidate does not account for, or that its facts say no to."""
        decides = self.pack.intents[candidate].decides
        return tuple(
            feature
            for feature in analysis.content
            if self._is_foreign(feature) and (feature in missing or self.type_of(feature) in decides)
        )

    def _is_foreign(self, feature: Feature) -> bool:
        concept = self._concept(feature)
        return concept is not None and concept.foreign

    def type_of(self, feature: Feature) -> str:
        """The type of the entity that a feature names, empty for any other."""
        concept = self._concept(feature)
        return concept.type if concept else ""

    def _concept(self, feature: Feature) -> Concept | None:
        if not feature.name.startswith("#"):
            return None
        return self.analyzer.lexicon.concepts.get(feature.name[1:])

    def kind(self, intent_id: str) -> IntentKind:
        """What the intent leads to."""
        return self.pack.intents[intent_id].kind

    def is_bare(self, analysis: Analysis) -> bool:
        """Whether a question is made of grammar alone ("and why?"), without even a verb of asking."""
        return not analysis.content and not self.english.framing_words & set(analysis.tokens)

    def sentences(self, intent_id: str) -> frozenset[tuple[str, int]]:
        """The sentences, by source and number, that the facts of an intent quote."""
        return self._sentences[intent_id]
