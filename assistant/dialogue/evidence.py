"""Evidence: what speaks for and against answering a question with the best answer intent, as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.matching.matcher import PLAIN_QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from assistant.matching.analysis import Analysis, Feature
    from assistant.matching.matcher import IntentMatcher, Match


@dataclass(frozen=True, slots=True)
class Evidence:
    """Numbers for one candidate answer, in -1..1 where they compare two intents and in 0..1 otherwise.

    `score` is the matcher's. `lead` is the score over the best intent that is no answer, `edge` that over
    the best answer that rests on other sentences. `explained` is the share of the question's content that
    the candidate's phrases hold, `amount` its weight, at most 1. `unknown_pull` is the weight of the
    heaviest word that no phrase of any intent holds. `gap_pull` is the weight of the word that is most
    typical of a gap as against the candidate, `own_pull` that of the word that is most typical of the
    candidate as against any gap, and `rival_pull` that of the best intent that is no answer.
    """

    score: float
    lead: float
    edge: float
    explained: float
    amount: float
    unknown_pull: float
    gap_pull: float
    own_pull: float
    rival_pull: float


@dataclass(frozen=True, slots=True)
class Contenders:
    """The best answer, the best match that is none, and the best answer that rests on other sentences."""

    candidate: Match
    rival: Match | None
    other_answer: Match | None


def weigh(
    matcher: IntentMatcher, analysis: Analysis, contenders: Contenders, gap_rates: Mapping[str, float]
) -> Evidence:
    """The evidence for the candidate; `gap_rates` tells how typical a feature is of its most typical gap."""
    candidate, rival, other = contenders.candidate, contenders.rival, contenders.other_answer
    shared = matcher.shared(analysis, candidate.intent)
    weights = {feature.name: matcher.weight(feature) for feature in analysis.content}
    total = sum(weights.values())
    explained = sum(weight for name, weight in weights.items() if name in shared)
    own = {feature.name: matcher.rate(feature.name, candidate.intent) for feature in _telling(analysis)}
    gaps = {name: gap_rates.get(name, 0.0) for name in own}
    rivals = {name: matcher.rate(name, rival.intent) if rival else 0.0 for name in own}
    telling = {feature.name: matcher.weight(feature) for feature in _telling(analysis)}
    return Evidence(
        score=candidate.score,
        lead=candidate.score - (rival.score if rival else 0.0),
        edge=candidate.score - (other.score if other else 0.0),
        explained=explained / total if total else 1.0,
        amount=min(1.0, explained),
        unknown_pull=max(
            (weight for name, weight in weights.items() if not matcher.knows(name)), default=0.0
        ),
        gap_pull=_pull(telling, gaps, own),
        own_pull=_pull(telling, own, gaps),
        rival_pull=_pull(telling, rivals, own),
    )


def _telling(analysis: Analysis) -> list[Feature]:
    """The features that may part one intent from another."""
    return [f for f in analysis.features if not f.grammar and f.name not in PLAIN_QUESTIONS]


def _pull(weights: Mapping[str, float], rates: Mapping[str, float], against: Mapping[str, float]) -> float:
    """The weight of the word that is most typical of one side as against the other, in 0..1."""
    return max(
        (
            weight * (rates[name] - against[name]) / (rates[name] + against[name])
            for name, weight in weights.items()
            if rates[name] > against[name]
        ),
        default=0.0,
    )


def first_of(ranking: Sequence[Match], intents: Collection[str]) -> Match | None:
    """The best match among `intents`."""
    return next((match for match in ranking if match.intent in intents), None)


def unexplained(matcher: IntentMatcher, analysis: Analysis, intent: str) -> tuple[Feature, ...]:
    """The content of a question that no phrase of `intent` holds."""
    shared = matcher.shared(analysis, intent)
    return tuple(feature for feature in analysis.content if feature.name not in shared)
