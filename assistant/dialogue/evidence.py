"""Evidence: what speaks for and against answering a question with the best answer intent, as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.matching.matcher import PLAIN_QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from assistant.matching.analysis import Analysis, Feature
    from assistant.matching.matcher import IntentMatcher, Match


@dataclass(frozen=True, slots=True)
class Evidence:
    """Numbers in -1..1 unless said otherwise, for one candidate answer.

    `score` is the matcher's. `lead` is the score over the best intent of another kind. `explained` is the
    share of the question's content that the candidate's phrases hold. `gap_pull` is the weight of the
    unexplained word that most belongs to gaps, `unknown_pull` that of the heaviest one that no phrase
    holds at all; both 0..1. `own_pull` is the weight of the word that is most typical of the candidate as
    against its rival, `rival_pull` the reverse. `amount` is the weight of all that is explained, at most 1.
    """

    score: float
    lead: float
    explained: float
    gap_pull: float
    unknown_pull: float
    own_pull: float
    rival_pull: float
    amount: float


def weigh(
    matcher: IntentMatcher, analysis: Analysis, candidate: Match, rival: Match | None, gaps: Collection[str]
) -> Evidence:
    """The evidence for `candidate`, an answer, beside `rival`, the best match that is no answer."""
    shared = matcher.shared(analysis, candidate.intent)
    weights = {feature.name: matcher.weight(feature) for feature in analysis.content}
    total = sum(weights.values())
    explained = sum(weight for name, weight in weights.items() if name in shared)
    missing = [name for name in weights if name not in shared]
    return Evidence(
        score=candidate.score,
        lead=candidate.score - (rival.score if rival else 0.0),
        explained=explained / total if total else 1.0,
        gap_pull=max(
            (weights[n] * matcher.shares(n, gaps) for n in missing if matcher.knows(n)), default=0.0
        ),
        unknown_pull=max((weights[n] for n in missing if not matcher.knows(n)), default=0.0),
        own_pull=_pull(matcher, analysis, candidate, rival),
        rival_pull=_pull(matcher, analysis, rival, candidate) if rival else 0.0,
        amount=min(1.0, explained),
    )


def _pull(matcher: IntentMatcher, analysis: Analysis, intent: Match, other: Match | None) -> float:
    """The weight of the word of the question that most tells `intent` from `other`, in 0..1."""
    pull = 0.0
    for feature in analysis.features:
        if feature.grammar or feature.name in PLAIN_QUESTIONS:
            continue
        rate = matcher.rate(feature.name, intent.intent)
        rival = matcher.rate(feature.name, other.intent) if other else 0.0
        if rate > rival:
            pull = max(pull, matcher.weight(feature) * (rate - rival) / (rate + rival))
    return pull


def first_of(ranking: Sequence[Match], intents: Collection[str]) -> Match | None:
    """The best match among `intents`."""
    return next((match for match in ranking if match.intent in intents), None)


def unexplained(matcher: IntentMatcher, analysis: Analysis, intent: str) -> tuple[Feature, ...]:
    """The content of a question that no phrase of `intent` holds."""
    shared = matcher.shared(analysis, intent)
    return tuple(feature for feature in analysis.content if feature.name not in shared)
