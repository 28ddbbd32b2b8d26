"""A reading: one question analysed, ranked and believed to mean something, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from assistant.dialogue.belief import beliefs
from assistant.dialogue.evidence import gather
from assistant.knowledge.pack import IntentKind
from assistant.text import phrase_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.arrays import Reals
    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.matching.analysis import Analysis, Feature
    from assistant.matching.matcher import Ranking

# How many of the best matches are weighed against each other.
CANDIDATES = 10
# The score of a question that is a phrase of an intent, word for word.
EXACT = 1.0


@dataclass(frozen=True, slots=True)
class Context:
    """What a conversation lends to a question."""

    features: Mapping[str, float] = field(default_factory=dict)
    """Features that were established, each with a factor in 0..1."""
    bonus: Reals | None = None
    """What is added to the score of each intent, by its number."""
    subject: Mapping[int, float] = field(default_factory=dict)
    """What was talked of, as strengths of features by number: profiles of intents, fading with time."""
    unanswered: bool = False
    """Whether the last question had no answer, so that a bare "why?" has none either."""
    question: str = ""
    """The last question that had a subject, as it was understood."""

    def __bool__(self) -> bool:
        return bool(self.features) or self.unanswered


class Candidate(NamedTuple):
    """An intent that a question may mean."""

    intent: str
    number: int
    """The number of the intent."""
    score: float
    """How much the question shares with its phrases, in 0..1."""
    belief: float
    """How likely it is what is meant, in 0..1."""
    phrase: int
    """The number of its nearest phrase."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one question may mean."""

    analysis: Analysis
    leaned: bool
    """Whether the context of a conversation was used."""
    candidates: tuple[Candidate, ...]
    """The best matches, by score."""
    answer: Candidate | None
    """The candidate with an answer that is believed most."""
    trust: float
    """How far what that answer rests on is believed to answer the question, in 0..1."""
    gap: Candidate | None
    """The gap with the best score, which need not be among the candidates; its belief is 0 then."""
    is_certain: bool
    """Whether the best match has all that is asked, and not by the grace of the conversation alone."""

    @property
    def score(self) -> float:
        """The score of the best match, 0 where there is none."""
        return self.candidates[0].score if self.candidates else 0.0

    @property
    def by_belief(self) -> list[Candidate]:
        """The candidates, the one that is believed most first."""
        return sorted(self.candidates, key=lambda each: (-each.belief, each.intent))

    @property
    def certainty(self) -> float:
        """The best score times the strongest belief, in 0..1: how well the question is understood."""
        return self.score * max([each.belief for each in self.candidates], default=0.0)


def read(compiled: CompiledPack, analysis: Analysis, context: Context | None = None) -> Reading:
    """A question by itself, or in the light of a conversation."""
    return weigh(compiled, analysis, rank(compiled, analysis, context), leaned=context is not None)


def rank(compiled: CompiledPack, analysis: Analysis, context: Context | None = None) -> Ranking:
    """The intents that share most with a question; from this alone it often shows what it does not mean."""
    if context is None:
        return compiled.matcher.ranking(analysis)
    return compiled.matcher.ranking(analysis, context.features, context.bonus)


def weigh(compiled: CompiledPack, analysis: Analysis, ranking: Ranking, *, leaned: bool = False) -> Reading:
    """The reading of a ranked question."""
    top = ranking.first(CANDIDATES)
    is_certain = top.score >= EXACT and (
        not leaned or phrase_key(compiled.matcher.phrases[int(top.phrases[0])]) == phrase_key(analysis.text)
    )
    intents = top.intents.tolist()
    if is_certain:
        believed = [1.0, *[0.0] * (len(intents) - 1)]
    else:
        evidence = gather(compiled, analysis, top) if intents else None
        believed = beliefs(evidence, compiled.kind_codes[top.intents]).tolist() if evidence else []
    names = compiled.matcher.intents
    columns = intents, top.scores.tolist(), believed, top.phrases.tolist()
    candidates = tuple([Candidate(names[row[0]], *row) for row in zip(*columns, strict=True)])
    answers = [each for each in candidates if compiled.kinds[each.number] is IntentKind.ANSWER]
    answer = max(answers, key=lambda each: each.belief, default=None)
    return Reading(
        analysis=analysis,
        leaned=leaned,
        candidates=candidates,
        answer=answer,
        trust=_trust(compiled, answer, answers) if answer else 0.0,
        gap=_best_gap(compiled, ranking, candidates),
        is_certain=is_certain,
    )


def _trust(compiled: CompiledPack, answer: Candidate, answers: list[Candidate]) -> float:
    """The belief in all answers that rest on a sentence which `answer` rests on too."""
    return sum([each.belief for each in answers if compiled.share_a_sentence(answer.number, each.number)])


def _best_gap(
    compiled: CompiledPack, ranking: Ranking, candidates: tuple[Candidate, ...]
) -> Candidate | None:
    for place, intent in enumerate(ranking.intents.tolist()):
        if compiled.kinds[intent] is IntentKind.GAP:
            if place < len(candidates):
                return candidates[place]
            score, phrase = float(ranking.scores[place]), int(ranking.phrases[place])
            return Candidate(compiled.matcher.intents[intent], intent, score, 0.0, phrase)
    return None


class Reader:
    """Reads texts for as long as one question is resolved; nothing is read twice."""

    def __init__(self, compiled: CompiledPack) -> None:
        self.compiled = compiled
        self._analyses: dict[str, Analysis] = {}
        self._rankings: dict[str, Ranking] = {}
        self._readings: dict[str, Reading] = {}

    def analyse(self, text: str) -> Analysis:
        """The features of `text`."""
        if text not in self._analyses:
            self._analyses[text] = self.compiled.analyzer.analyse(text)
        return self._analyses[text]

    def rank(self, text: str) -> Ranking:
        """The ranking of `text` by itself."""
        if text not in self._rankings:
            self._rankings[text] = rank(self.compiled, self.analyse(text))
        return self._rankings[text]

    def read(self, text: str) -> Reading:
        """The reading of `text` by itself."""
        if text not in self._readings:
            self._readings[text] = weigh(self.compiled, self.analyse(text), self.rank(text))
        return self._readings[text]

    def is_bare(self, analysis: Analysis) -> bool:
        """Whether a question is made of grammar alone ("and why?"), without even a verb of asking."""
        framing = self.compiled.english.framing_words
        return not analysis.content and framing.isdisjoint(analysis.tokens)

    def type_of(self, feature: Feature | None) -> str:
        """The type of the entity that a feature names, empty for any other and for none."""
        return self.compiled.type_of(feature) if feature else ""
