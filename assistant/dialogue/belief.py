"""Belief: how likely an answer is right, from the evidence for it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.dialogue.evidence import Evidence

# A logistic regression on labelled questions that are no phrases of the pack.
_INTERCEPT = -1.08
_COEFFICIENTS = {"score": 2.14, "lead": 7.06, "edge": 0.73, "explained": 0.96, "claim": -1.89}


def belief(evidence: Evidence) -> float:
    """The probability in 0..1 that the candidate of `evidence` answers the question rightly."""
    total = sum(coefficient * getattr(evidence, name) for name, coefficient in _COEFFICIENTS.items())
    return 1.0 / (1.0 + math.exp(-(_INTERCEPT + total)))
