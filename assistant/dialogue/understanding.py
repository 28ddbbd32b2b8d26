"""Understanding: the pack's knowledge made ready for matching, and what one question means by it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.dialogue.belief import beliefs
from assistant.dialogue.evidence import unexplained, weigh
from assistant.dialogue.follow_ups import FollowUps
from assistant.knowledge.pack import IntentKind, Pack
from assistant.language import load_english
from assistant.matching.analysis import Analysis, Analyzer, Feature
from assistant.matching.lexicon import Concept, Lexicon
from assistant.matching.matcher import Candidate, IntentMatcher

if TYPE_CHECKING:
    from collections.abc import Mapping

# How many of the best matches are weighed against each other.
CANDIDATES = 10
# The types of entities that do things, and whose part another may be mistaken for.
ACTORS = frozenset({"person", "country", "organisation"})
# The score of a question that is a phrase of an intent, word for word.
EXACT = 1.0
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

    `beliefs` are how likely each intent of the ranking is what is meant, in 0..1. `candidate` is the answer
    intent that is believed most, and `trust` how far what it rests on is believed to answer the question.
    `gap` is the best gap. `unexplained` is the content that no phrase of the candidate holds, and `foreign`
    the names in it that the article never mentions. `leaned` tells that a context was used.
    """

    analysis: Analysis
    ranking: tuple[Candidate, ...]
    beliefs: Mapping[str, float] = field(default_factory=dict)
    candidate: Candidate | None = None
    trust: float = 0.0
    gap: Candidate | None = None
    unexplained: tuple[Feature, ...] = ()
    foreign: tuple[Feature, ...] = ()
    leaned: bool = False

    @property
    def by_belief(self) -> list[Candidate]:
        """The ranking, the intent that is believed most first."""
        return sorted(self.ranking, key=lambda found: (-self.beliefs[found.intent], found.intent))

    @property
    def certainty(self) -> float:
        """The best score times the strongest belief, in 0..1: how well the question is understood."""
        return self.score * max(self.beliefs.values(), default=0.0)

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
        self._mentions: dict[str, frozenset[str]] = {}
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
        ranking = self.matcher.rank_analysis(analysis, lent.features, lent.bonus)
        top = tuple(ranking[:CANDIDATES])
        believed = self._believe(analysis, top)
        gap = next((found for found in ranking if found.intent in self._gaps), None)
        answers = [found for found in top if found.intent in self._answers]
        leaned = context is not None
        if not answers:
            return Reading(analysis, top, believed, gap=gap, leaned=leaned)
        candidate = max(answers, key=lambda found: believed[found.intent])
        missing = unexplained(self.matcher, analysis, candidate.intent)
        return Reading(
            analysis,
            top,
            believed,
            candidate=candidate,
            trust=self._trust(candidate.intent, believed),
            gap=gap,
            unexplained=missing,
            foreign=self._foreign(analysis, missing, candidate.intent),
            leaned=leaned,
        )

    def _believe(self, analysis: Analysis, top: tuple[Candidate, ...]) -> dict[str, float]:
        if top and top[0].score >= EXACT:
            return {found.intent: float(found is top[0]) for found in top}
        evidence = weigh(self.matcher, self.english, self, analysis, top)
        found = beliefs(evidence, [self.kind(match.intent) for match in top])
        return {match.intent: belief for match, belief in zip(top, found, strict=True)}

    def _trust(self, intent: str, believed: Mapping[str, float]) -> float:
        """The belief in all answers that rest on a sentence which the intent rests on too."""
        cited = self.sentences(intent)
        return sum(
            belief
            for other, belief in believed.items()
            if other in self._answers and self.sentences(other) & cited
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

    def peers(self, feature: Feature) -> frozenset[str]:
        """The features that name other actors of the same type in the article; none for other features."""
        concept = self._concept(feature)
        if concept is None or concept.foreign or concept.type not in ACTORS:
            return frozenset()
        return self._actors[concept.type] - {feature.name}

    @cached_property
    def _actors(self) -> dict[str, frozenset[str]]:
        concepts = self.analyzer.lexicon.concepts.values()
        return {
            kind: frozenset("#" + c.id for c in concepts if c.type == kind and not c.foreign)
            for kind in ACTORS
        }

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

    def mentions(self, intent_id: str) -> frozenset[str]:
        """The names of the features that the facts of an intent and the sentences they quote have."""
        found = self._mentions.get(intent_id)
        if found is None:
            texts = [
                self.pack.sources[name].sentences[number - 1].text
                for name, number in self.sentences(intent_id)
            ]
            texts += [self.pack.facts[fact].statement for fact in self.pack.intents[intent_id].facts]
            found = frozenset(name for text in texts for name in self.matcher.phrase(text).names)
            self._mentions[intent_id] = found
        return found
