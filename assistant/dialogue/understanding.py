"""Understanding: the pack's knowledge made ready for matching, and what one question means by it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from assistant.dialogue.belief import beliefs
from assistant.dialogue.evidence import unexplained, weigh
from assistant.dialogue.figures import Figures
from assistant.dialogue.follow_ups import FollowUps
from assistant.dialogue.roles import ACTORS, Roles
from assistant.knowledge.pack import IntentKind, Pack
from assistant.language import load_english
from assistant.matching.analysis import Analysis, Analyzer, Feature
from assistant.matching.compiling import can_compile
from assistant.matching.lexicon import Concept, Lexicon
from assistant.matching.matcher import Candidate, IntentMatcher
from assistant.text import phrase_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.dialogue.belief_arrays import BeliefArrays

# How many of the best matches are weighed against each other.
CANDIDATES = 10
# From so many readings on, tables of all phrases are worth their making.
WORTH_TABLES = 40
# From so many on, machine code is worth its loading.
WORTH_COMPILING = 1_000
# The score of a question that is a phrase of an intent, word for word.
EXACT = 1.0
# An intent is asked about names that the article lacks if this share of its phrases has one of the type.
_EXPECTED_FROM = 0.045
# The factor by which the words of the last question are lent to the next.
FRESH = 0.8


@dataclass(frozen=True, slots=True)
class Context:
    """What a conversation lends to a question.

    `features` are lent by factor and `bonus` is added to scores by intent. `subject` is what was talked of,
    as strengths of features: the profiles of the intents that were meant, fading with time. `unanswered`
    tells that the last question had no answer, so that a bare "why?" has none either. `asked` is the last
    question that had a subject, as it was understood.
    """

    features: Mapping[str, float] = field(default_factory=dict)
    bonus: Mapping[str, float] = field(default_factory=dict)
    subject: Mapping[str, float] = field(default_factory=dict)
    unanswered: bool = False
    asked: str = ""

    def __bool__(self) -> bool:
        return bool(self.features) or self.unanswered


_NOTHING_LENT = Context()


class Reading:
    """One question, read and ranked; `ranking` is best first, and `leaned` tells that a context was used.

    What is believed of it takes as long to find as the ranking, and is found when it is first asked for: of
    most parts of a question the score alone tells that they are not what is meant.
    """

    def __init__(
        self, understanding: Understanding, analysis: Analysis, ranked: Sequence[Candidate], *, leaned: bool
    ) -> None:
        self._understanding = understanding
        self._ranked = ranked
        self.analysis = analysis
        self.ranking = tuple(ranked[:CANDIDATES])
        self.leaned = leaned

    @property
    def score(self) -> float:
        """The score of the best match, 0 where there is none."""
        return self.ranking[0].score if self.ranking else 0.0

    @cached_property
    def beliefs(self) -> Mapping[str, float]:
        """How likely each intent of the ranking is what is meant, in 0..1."""
        if self.is_certain:
            return {found.intent: float(found is self.ranking[0]) for found in self.ranking}
        return self._understanding.believe(self.analysis, self.ranking)

    @property
    def is_certain(self) -> bool:
        """Whether the best match has all that is asked, and not by the grace of the conversation alone."""
        if self.score < EXACT:
            return False
        return not self.leaned or phrase_key(self.ranking[0].phrase) == phrase_key(self.analysis.text)

    @cached_property
    def candidate(self) -> Candidate | None:
        """The answer intent that is believed most."""
        answers = [found for found in self.ranking if self._understanding.is_answer(found.intent)]
        return max(answers, key=lambda found: self.beliefs[found.intent], default=None)

    @property
    def trust(self) -> float:
        """How far what the candidate rests on is believed to answer the question."""
        return self._understanding.trust(self.candidate.intent, self.beliefs) if self.candidate else 0.0

    @property
    def gap(self) -> Candidate | None:
        """The best gap."""
        return next((found for found in self._ranked if self._understanding.is_gap(found.intent)), None)

    @cached_property
    def unexplained(self) -> tuple[Feature, ...]:
        """The content that no phrase of the candidate holds."""
        if self.candidate is None:
            return ()
        return unexplained(self._understanding.matcher, self.analysis, self.candidate.intent)

    @cached_property
    def foreign(self) -> tuple[Feature, ...]:
        """The names and figures in that content which the article never mentions."""
        if self.candidate is None:
            return ()
        return self._understanding.foreign(self.analysis, self.unexplained, self.candidate.intent)

    @property
    def by_belief(self) -> list[Candidate]:
        """The ranking, the intent that is believed most first."""
        return sorted(self.ranking, key=lambda found: (-self.beliefs[found.intent], found.intent))

    @property
    def certainty(self) -> float:
        """The best score times the strongest belief, in 0..1: how well the question is understood."""
        return self.score * max(self.beliefs.values(), default=0.0)


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
        self._readings = 0
        self._belief_arrays: BeliefArrays | None = None
        self.english = load_english()
        self.matcher = matcher or _fitted(pack)
        self.analyzer = self.matcher.analyzer
        self.follow_ups = FollowUps(pack, self.matcher, self.english)
        self.roles = Roles(self)
        self.figures = Figures(self)
        self._answers = self._of_kind(IntentKind.ANSWER)
        self._gaps = self._of_kind(IntentKind.GAP)
        self._mentions: dict[str, frozenset[str]] = {}
        self._corrects = lru_cache(None)(self._names_foreign)
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
        return self.weigh(self.analyzer.analyse(question), context)

    def weigh(self, analysis: Analysis, context: Context | None = None) -> Reading:
        """The reading of a question that is analysed already."""
        # Questions alone count: a suggestion has to be there before the next key, whatever would pay later.
        self._readings += 1
        self._make_ready()
        lent = context or _NOTHING_LENT
        ranked = self.matcher.rank_analysis(analysis, lent.features, lent.bonus)
        return Reading(self, analysis, ranked, leaned=context is not None)

    def _make_ready(self) -> None:
        """Spend some time before the next question where there were so many that it pays."""
        if self._readings == WORTH_TABLES:
            self.matcher.tabulate()
        elif self._readings == WORTH_COMPILING and can_compile():
            self.lay_out()

    def lay_out(self) -> None:
        """Weigh over arrays from now on, which is quick where the loops over them are compiled."""
        from assistant.dialogue.belief_arrays import BeliefArrays  # noqa: PLC0415  (NumPy takes long to load)

        self._belief_arrays = BeliefArrays(self, self.matcher.lay_out())

    def believe(self, analysis: Analysis, top: tuple[Candidate, ...]) -> dict[str, float]:
        """How likely each of the best matches is what is meant, in 0..1."""
        if self._belief_arrays is not None and top:
            return self._belief_arrays.believe(analysis, top)
        evidence = weigh(self.matcher, self.english, self, analysis, top)
        found = beliefs(evidence, [self.kind(match.intent) for match in top])
        return {match.intent: belief for match, belief in zip(top, found, strict=True)}

    def trust(self, intent: str, believed: Mapping[str, float]) -> float:
        """The belief in all answers that rest on a sentence which the intent rests on too."""
        cited = self.sentences(intent)
        return sum(
            belief
            for other, belief in believed.items()
            if other in self._answers and not cited.isdisjoint(self._sentences[other])
        )

    def foreign(
        self, analysis: Analysis, missing: tuple[Feature, ...], candidate: str
    ) -> tuple[Feature, ...]:
        """The names and figures that the article lacks, but for such names as the candidate is there for."""
        figures = self.figures.strange(analysis, candidate)
        return tuple(
            feature
            for feature in analysis.content
            if feature in figures
            or (self._is_foreign(feature) and (feature in missing or not self._expects(candidate, feature)))
        )

    def _expects(self, candidate: str, foreign: Feature) -> bool:
        """Whether an intent is there to correct such names ("was it in …?"), which settles none of them."""
        kind = self.type_of(foreign)
        return kind not in self.pack.intents[candidate].decides and self._corrects(candidate, kind)

    def _names_foreign(self, intent: str, kind: str) -> bool:
        """Whether enough phrases of an intent name what the article lacks of a type of entities."""
        said = (self.matcher.phrase(phrase).content for phrase in self.pack.intents[intent].phrases)
        named = [any(self._is_foreign(f) and self.type_of(f) == kind for f in content) for content in said]
        return sum(named) >= _EXPECTED_FROM * len(named)

    def _is_foreign(self, feature: Feature) -> bool:
        concept = self._concept(feature.name)
        return concept is not None and concept.foreign

    def type_of(self, feature: Feature) -> str:
        """The type of the entity that a feature names, empty for any other."""
        concept = self._concept(feature.name)
        return concept.type if concept else ""

    def peers(self, name: str) -> frozenset[str]:
        """The names of other actors of the same type in the article; none for a feature that is no actor."""
        concept = self._concept(name)
        if concept is None or concept.foreign or concept.type not in ACTORS:
            return frozenset()
        return self._actors[concept.type] - {name}

    @cached_property
    def _actors(self) -> dict[str, frozenset[str]]:
        concepts = self.analyzer.lexicon.concepts.values()
        return {
            kind: frozenset("#" + c.id for c in concepts if c.type == kind and not c.foreign)
            for kind in ACTORS
        }

    def _concept(self, name: str) -> Concept | None:
        return self.analyzer.lexicon.concepts.get(name[1:]) if name[:1] == "#" else None

    def is_answer(self, intent_id: str) -> bool:
        """Whether the intent leads to an answer."""
        return intent_id in self._answers

    def is_gap(self, intent_id: str) -> bool:
        """Whether the article is known not to answer the intent."""
        return intent_id in self._gaps

    def kind(self, intent_id: str) -> IntentKind:
        """What the intent leads to."""
        return self.pack.intents[intent_id].kind

    def is_bare(self, analysis: Analysis) -> bool:
        """Whether a question is made of grammar alone ("and why?"), without even a verb of asking."""
        return not analysis.content and not self.english.framing_words & set(analysis.tokens)

    def says_anything(self, analysis: Analysis) -> bool:
        """Whether a question has more than words of grammar that ask for nothing ("the", "of")."""
        return bool(analysis.content or analysis.asks or self.english.framing_words & set(analysis.tokens))

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
