"""Belief: how likely each candidate intent is what a question means, from the evidence for it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from assistant.knowledge.pack import IntentKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.dialogue.evidence import Evidence

# A conditional logit model (McFadden 1974), fitted to labelled questions that are no phrases of the pack:
# the utility of an intent is linear in the evidence, and beliefs are in proportion to its exponential.
_EVIDENCE = {
    "score": 4.25,
    "likelihood": 0.54,
    "missing": 0.38,
    "untold": -2.58,
    "claim": 0.82,
    "support": 1.39,
    "asked": 0.51,
    "alike": 0.84,
    "focus": -0.55,
    "absent": -1.44,
    "swapped": -1.78,
    "strange": -1.00,
    "length": 1.11,
    "unknown": -1.65,
}
# What the evidence counts more or less for a gap.
_FOR_GAPS: Mapping[str, float] = {"likelihood": 0.19, "missing": 1.26, "claim": 1.02}
_OF_KIND = {IntentKind.ANSWER: 0.0, IntentKind.GAP: -1.06, IntentKind.CHAT: 0.30}
# The utility of none of the candidates being meant.
_OF_NONE = -0.07


def beliefs(evidence: Sequence[Evidence], kinds: Sequence[IntentKind]) -> list[float]:
    """The probability in 0..1 of each candidate; what they lack to 1 is that none of them is meant."""
    utilities = [_utility(found, kind) for found, kind in zip(evidence, kinds, strict=True)]
    most = max([_OF_NONE, *utilities])
    shares = [math.exp(utility - most) for utility in utilities]
    total = sum(shares) + math.exp(_OF_NONE - most)
    return [share / total for share in shares]


def _utility(evidence: Evidence, kind: IntentKind) -> float:
    utility = _OF_KIND[kind] + sum(weight * getattr(evidence, name) for name, weight in _EVIDENCE.items())
    if kind is IntentKind.GAP:
        utility += sum(weight * getattr(evidence, name) for name, weight in _FOR_GAPS.items())
    return utility
