"""Belief: how likely an answer is right, from the evidence for it."""

from __future__ import annotations

import math
from dataclasses import astuple
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.dialogue.evidence import Evidence

# A logistic regression on labelled questions that are no phrases of the pack; in the order of `Evidence`.
_INTERCEPT = -1.20
_COEFFICIENTS = (1.54, 6.42, 2.18, -0.14, 0.40, 0.23, 0.24, -0.34, -0.55)


def belief(evidence: Evidence) -> float:
    """The probability in 0..1 that the candidate of `evidence` answers the question rightly."""
    total = sum(c * value for c, value in zip(_COEFFICIENTS, astuple(evidence), strict=True))
    return 1.0 / (1.0 + math.exp(-(_INTERCEPT + total)))
