"""Evidence: what speaks for and against answering a question with the best answer intent, as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from assistant.matching.analysis import Analysis, Feature
    from assistant.matching.matcher import IntentMatcher, Match


@dataclass(frozen=True, slots=True)
class Evidence:
    """Numbers for one candidate answer, in -1..1 where they compare two intents and in 0..1 otherwise.

    `score` is the matcher's. `lead` is the score over the best intent that is no answer, `edge` that over
    the best answer that rests on other sentences. `explained` is the share of the question's content that
    the candidate's phrases hold. `claim` is the weight of a word that is typical of the best gap and that
    the candidate leaves unexplained.
    """

    score: float
    lead: float
    edge: float
    explained: float
    claim: float


@dataclass(frozen=True, slots=True)
class Contenders:
    """The best answer, the best match that is none, the best gap, and the best answer of other sentences."""

    candidate: Match
    rival: Match | None
    gap: Match | None
    other_answer: Match | None


def weigh(matcher: IntentMatcher, analysis: Analysis, contenders: Contenders) -> Evidence:
    """The evidence for the candidate."""
    candidate, rival, other = contenders.candidate, contenders.rival, contenders.other_answer
    shared = matcher.shared(analysis, candidate.intent)
    weights = {feature.name: matcher.weight(feature) for feature in analysis.content}
    total = sum(weights.values())
    missing = {name: weight for name, weight in weights.items() if name not in shared}
    return Evidence(
        score=candidate.score,
        lead=candidate.score - (rival.score if rival else 0.0),
        edge=candidate.score - (other.score if other else 0.0),
        explained=1.0 - sum(missing.values()) / total if total else 1.0,
        claim=_claim(matcher, missing, contenders.gap),
    )


def _claim(matcher: IntentMatcher, missing: Mapping[str, float], gap: Match | None) -> float:
    if gap is None:
        return 0.0
    return max((weight * matcher.rate(name, gap.intent) for name, weight in missing.items()), default=0.0)


def first_of(ranking: Sequence[Match], intents: Collection[str]) -> Match | None:
    """The best match among `intents`."""
    return next((match for match in ranking if match.intent in intents), None)


def unexplained(matcher: IntentMatcher, analysis: Analysis, intent: str) -> tuple[Feature, ...]:
    """The content of a question that no phrase of `intent` holds."""
    shared = matcher.shared(analysis, intent)
    return tuple(feature for feature in analysis.content if feature.name not in shared)
