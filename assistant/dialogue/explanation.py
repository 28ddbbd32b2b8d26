"""Why a question got the reply that it got, as plain data for whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.matching.analysis import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.dialogue.outcome import Decision
    from assistant.dialogue.reading import Candidate, Reading
    from assistant.matching.analysis import Analysis, Feature

# How many intents an explanation tells of.
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class WordReading:
    """How a word of the question was taken, and how much it tells, in 0..1."""

    surface: str
    meaning: str
    weight: float
    read_as: str


@dataclass(frozen=True, slots=True)
class RankedIntent:
    """An intent, what it shares with the question and what of that stays unexplained.

    `belief` is how likely the intent is what is meant, `score` how similar its phrases are; both in 0..1.
    """

    intent: str
    belief: float
    score: float
    phrase: str
    shared: tuple[str, ...]
    unexplained: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordLink:
    """Words of the question and the words of the winning phrase that mean the same, and how that is known.

    `how` is empty where both are the same word.
    """

    asked: str
    phrase: str
    how: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The reading of a question, the intents believed most, best first, and the decision in words.

    `links` lead from the question to the phrase of the intent that was decided on, or else of the best.
    """

    readings: tuple[WordReading, ...]
    ranking: tuple[RankedIntent, ...]
    links: tuple[WordLink, ...]
    decision: str


def explain(compiled: CompiledPack, reading: Reading, decision: Decision) -> Explanation:
    """The explanation of one reading."""
    analysis, index = reading.analysis, compiled.matcher.index
    readings = [
        WordReading(feature.surface, _meaning(feature), index.weight(feature), feature.read_as)
        for feature in analysis.features
    ]
    chosen = _decided_first(reading, decision)[:_SHOWN]
    ranking = [_ranked(compiled, analysis, candidate) for candidate in chosen]
    links = _links(analysis, compiled.analyzer.analyse(ranking[0].phrase)) if ranking else ()
    return Explanation(tuple(readings), tuple(ranking), tuple(links), decision.reason)


def _ranked(compiled: CompiledPack, analysis: Analysis, candidate: Candidate) -> RankedIntent:
    matcher = compiled.matcher
    shared = {name for name in analysis.names if matcher.index.rate(name, candidate.number)}
    return RankedIntent(
        intent=candidate.intent,
        belief=candidate.belief,
        score=candidate.score,
        phrase=matcher.phrases[candidate.phrase],
        shared=_surfaces([feature for feature in analysis.features if feature.name in shared]),
        unexplained=_surfaces([feature for feature in analysis.content if feature.name not in shared]),
    )


def _decided_first(reading: Reading, decision: Decision) -> list[Candidate]:
    """The candidates by belief, but what was decided on before all others."""
    by_belief = sorted(reading.candidates, key=lambda each: (-each.belief, each.intent))
    return sorted(by_belief, key=lambda each: each.intent not in decision.intents)


def _links(question: Analysis, phrase: Analysis) -> Iterable[WordLink]:
    of_phrase = {feature.name: feature for feature in reversed(phrase.features)}
    linked: set[str] = set()
    for feature in question.features:
        other = of_phrase.get(feature.name)
        if other is None or feature.name in linked or (feature.grammar and feature.surface == other.surface):
            continue
        linked.add(feature.name)
        yield WordLink(feature.surface, other.surface, _how(feature, other))


def _how(asked: Feature, phrase: Feature) -> str:
    if asked.surface == phrase.surface:
        return ""
    if asked.origin is Origin.LEXICON:
        how = f"both mean {asked.name[1:].replace('_', ' ')}"
    else:
        how = "asks for the same" if asked.origin is Origin.QUESTION else "the same stem"
    return f"misspelt; {how}" if asked.read_as else how


def _surfaces(features: Iterable[Feature]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([feature.surface for feature in features]))


def _meaning(feature: Feature) -> str:
    if feature.origin is Origin.LEXICON:
        return f"lexicon term {feature.name[1:]}"
    if feature.origin is Origin.QUESTION:
        return f"asks {feature.name[1:]}"
    return "grammar" if feature.grammar else f"word {feature.name}"
