"""A reading: one question analysed, ranked and believed to mean something, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from assistant.dialogue.evidence import beliefs, gather
from assistant.knowledge.pack import IntentKind
from assistant.text import phrase_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.arrays import Reals
    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.matching.analysis import Analysis
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
    kind: IntentKind
    """What the intent leads to."""
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
    answers: tuple[Candidate, ...]
    """The candidates that lead to an answer, the one that is believed most first."""
    trust: float
    """How far what that answer rests on is believed to answer the question, in 0..1."""
    gap: Candidate | None
    """The gap with the best score, which need not be among the candidates; its belief is 0 then."""
    is_certain: bool
    """Whether the best match has all that is asked, and not by the grace of the conversation alone."""

    @property
    def answer(self) -> Candidate | None:
        """The candidate with an answer that is believed most."""
        return self.answers[0] if self.answers else None

    @property
    def score(self) -> float:
        """The score of the best match, 0 where there is none."""
        return self.candidates[0].score if self.candidates else 0.0

    @property
    def certainty(self) -> float:
        """The best score times the strongest belief, in 0..1: how well the question is understood."""
        return self.score * max([each.belief for each in self.candidates], default=0.0)


def read(compiled: CompiledPack, analysis: Analysis, context: Context | None = None) -> Reading:
    """A question by itself, or in the light of a conversation."""
    if context is None:
        return weigh(compiled, analysis, compiled.matcher.ranking(analysis))
    ranking = compiled.matcher.ranking(analysis, context.features, context.bonus)
    return weigh(compiled, analysis, ranking, leaned=True)


def weigh(compiled: CompiledPack, analysis: Analysis, ranking: Ranking, *, leaned: bool = False) -> Reading:
    """The reading of a ranked question."""
    top, matcher = ranking.first(CANDIDATES), compiled.matcher
    is_certain = top.score >= EXACT and (
        not leaned or phrase_key(matcher.phrases[top.phrases.item(0)]) == phrase_key(analysis.text)
    )
    if is_certain:
        believed = [1.0, *[0.0] * (len(top.intents) - 1)]
    else:
        believed = beliefs(gather(compiled, analysis, top), compiled.kind_codes[top.intents]).tolist()
    candidates = tuple([_candidate(compiled, ranking, *each) for each in enumerate(believed)])
    answers = [each for each in candidates if each.kind is IntentKind.ANSWER]
    answers.sort(key=lambda each: -each.belief)
    same = [each for each in answers if compiled.share_a_sentence(answers[0].number, each.number)]
    gaps = (
        candidates[place] if place < len(candidates) else _candidate(compiled, ranking, place)
        for place, number in enumerate(ranking.intents.tolist())
        if compiled.kinds[number] is IntentKind.GAP
    )
    return Reading(
        analysis=analysis,
        leaned=leaned,
        candidates=candidates,
        answers=tuple(answers),
        trust=sum([each.belief for each in same]),
        gap=next(gaps, None),
        is_certain=is_certain,
    )


def _candidate(compiled: CompiledPack, ranking: Ranking, place: int, belief: float = 0.0) -> Candidate:
    number = ranking.intents.item(place)
    score, phrase = ranking.scores.item(place), ranking.phrases.item(place)
    return Candidate(compiled.matcher.intents[number], number, compiled.kinds[number], score, belief, phrase)


class Reader:
    """Reads texts for as long as one question is resolved; nothing is read twice."""

    def __init__(self, compiled: CompiledPack) -> None:
        self.compiled = compiled
        analyse = cache(compiled.analyzer.analyse)
        rank = cache(lambda text: compiled.matcher.ranking(analyse(text)))
        self.analyse = analyse
        """The features of a text."""
        self.rank = rank
        """The ranking of a text by itself."""
        self.read = cache(lambda text: weigh(compiled, analyse(text), rank(text)))
        """The reading of a text by itself."""

    def is_bare(self, analysis: Analysis) -> bool:
        """Whether a question is made of grammar alone ("and why?"), without even a verb of asking."""
        framing = self.compiled.english.framing_words
        return not analysis.content and framing.isdisjoint(analysis.tokens)
