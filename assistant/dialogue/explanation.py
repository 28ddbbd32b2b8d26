"""Why a question got the reply that it got, as plain data for whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.matching.analysis import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.dialogue.decision import Decision
    from assistant.dialogue.understanding import Reading, Understanding
    from assistant.matching.analysis import Feature


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
class Explanation:
    """The reading of a question, the intents believed most, best first, and the decision in words."""

    readings: tuple[WordReading, ...]
    ranking: tuple[RankedIntent, ...]
    decision: str


def explain(reading: Reading, decision: Decision, understanding: Understanding) -> Explanation:
    """The explanation of one reading."""
    matcher = understanding.matcher
    ranking = []
    for match in reading.by_belief[:_SHOWN]:
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
    return Explanation(readings, tuple(ranking), decision.reason)


def _distinct(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))


def _meaning(feature: Feature) -> str:
    if feature.origin is Origin.LEXICON:
        return f"lexicon term {feature.name[1:]}"
    if feature.origin is Origin.QUESTION:
        return f"asks {feature.name[1:]}"
    return "grammar" if feature.grammar else f"word {feature.name}"
