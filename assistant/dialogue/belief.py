"""Belief: how likely each candidate intent is what a question means, from the evidence for it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from assistant.dialogue.evidence import Evidence
from assistant.knowledge.pack import IntentKind
from assistant.matching.adding import added

if TYPE_CHECKING:
    from collections.abc import Sequence

# A conditional logit model (McFadden 1974), fitted to labelled questions that are no phrases of the pack:
# the utility of an intent is linear in the evidence, and beliefs are in proportion to its exponential.
_EVIDENCE = {
    "score": 4.18,
    "likelihood": 0.55,
    "missing": 0.42,
    "untold": -2.63,
    "claim": 0.75,
    "support": 1.30,
    "asked": 0.56,
    "alike": 0.80,
    "focus": -0.57,
    "absent": -1.39,
    "swapped": -1.79,
    "strange": -1.00,
    "length": 1.08,
    "unknown": -1.70,
}
# What the evidence counts more or less for a gap.
_FOR_GAPS = {"likelihood": 0.18, "missing": 1.23, "claim": 1.03}
OF_KIND = {IntentKind.ANSWER: 0.0, IntentKind.GAP: -1.12, IntentKind.CHAT: 0.28}
# The utility of none of the candidates being meant.
OF_NONE = -0.14
COEFFICIENTS = {
    kind: tuple(
        [
            _EVIDENCE[name] + (_FOR_GAPS.get(name, 0.0) if kind is IntentKind.GAP else 0.0)
            for name in Evidence._fields
        ]
    )
    for kind in OF_KIND
}


def beliefs(evidence: Sequence[Evidence], kinds: Sequence[IntentKind]) -> list[float]:
    """The probability in 0..1 of each candidate; what they lack to 1 is that none of them is meant."""
    utilities = [_utility(found, kind) for found, kind in zip(evidence, kinds, strict=True)]
    most = max([OF_NONE, *utilities])
    shares = [math.exp(utility - most) for utility in utilities]
    total = added(shares) + math.exp(OF_NONE - most)
    return [share / total for share in shares]


def _utility(evidence: Evidence, kind: IntentKind) -> float:
    utility = OF_KIND[kind]
    for number, coefficient in zip(evidence, COEFFICIENTS[kind], strict=True):
        utility += number * coefficient
    return utility
