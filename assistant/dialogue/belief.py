"""Belief: how likely an answer is right, from the evidence for it."""

from __future__ import annotations

import math
from dataclasses import astuple
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.dialogue.evidence import Evidence

# A logistic regression on labelled questions that are no phrases of the pack; in the order of `Evidence`.
_INTERCEPT = -1.69
_COEFFICIENTS = (1.49, 7.09, 2.20, 0.51, 0.32, 0.24, 0.67, -0.85, -0.00)


def belief(evidence: Evidence) -> float:
    """The probability in 0..1 that the candidate of `evidence` answers the question rightly."""
    total = sum(c * value for c, value in zip(_COEFFICIENTS, astuple(evidence), strict=True))
    return 1.0 / (1.0 + math.exp(-(_INTERCEPT + total)))
