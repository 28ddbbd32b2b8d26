"""Why a question got the reply that it got, as plain data for whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.matching.analysis import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.dialogue.decision import Decision
    from assistant.dialogue.understanding import Reading, Understanding
    from assistant.matching.analysis import Analysis, Feature
    from assistant.matching.matcher import Candidate


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


def explain(reading: Reading, decision: Decision, understanding: Understanding) -> Explanation:
    """The explanation of one reading."""
    matcher = understanding.matcher
    ranking = []
    for match in _decided_first(reading, decision)[:_SHOWN]:
        shared = matcher.shared(reading.analysis, match.intent)
        ranking.append(
            RankedIntent(
                intent=match.intent,
                belief=reading.beliefs[match.intent],
                score=match.score,
                phrase=match.phrase,
                shared=tuple(_distinct(f.surface for f in reading.analysis.features if f.name in shared)),
                unexplained=tuple(
                    _distinct(f.surface for f in reading.analysis.content if f.name not in shared)
                ),
            )
        )
    readings = tuple(
        WordReading(feature.surface, _meaning(feature), matcher.weight(feature), feature.read_as)
        for feature in reading.analysis.features
    )
    links = tuple(_links(reading.analysis, matcher.phrase(ranking[0].phrase))) if ranking else ()
    return Explanation(readings, tuple(ranking), links, decision.reason)


def _decided_first(reading: Reading, decision: Decision) -> list[Candidate]:
    """The matches by belief, but what was decided on before all others."""
    return sorted(reading.by_belief, key=lambda match: match.intent not in decision.intents)


def _links(question: Analysis, phrase: Analysis) -> Iterable[WordLink]:
    said = {feature.name: feature for feature in reversed(phrase.features)}
    linked: set[str] = set()
    for feature in question.features:
        other = said.get(feature.name)
        if other is None or feature.name in linked or (feature.grammar and feature.surface == other.surface):
            continue
        linked.add(feature.name)
        yield WordLink(feature.surface, other.surface, _how(feature, other))


def _how(asked: Feature, said: Feature) -> str:
    if asked.surface == said.surface:
        return ""
    if asked.origin is Origin.LEXICON:
        how = f"both mean {asked.name[1:].replace('_', ' ')}"
    else:
        how = "asks for the same" if asked.origin is Origin.QUESTION else "the same stem"
    return f"misspelt; {how}" if asked.read_as else how


def _distinct(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))


def _meaning(feature: Feature) -> str:
    if feature.origin is Origin.LEXICON:
        return f"lexicon term {feature.name[1:]}"
    if feature.origin is Origin.QUESTION:
        return f"asks {feature.name[1:]}"
    return "grammar" if feature.grammar else f"word {feature.name}"
