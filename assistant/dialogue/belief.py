"""Belief: how likely an answer is right, from the evidence for it."""

from __future__ import annotations

import math
from dataclasses import astuple
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.dialogue.evidence import Evidence

# A logistic regression on labelled questions that are no phrases of the pack; in the order of `Evidence`.
_INTERCEPT = -0.63
_COEFFICIENTS = (2.72, 5.77, 0.21, -0.08, 0.25, 0.48, -1.03, -0.32)


def belief(evidence: Evidence) -> float:
    """The probability in 0..1 that the candidate of `evidence` answers the question rightly."""
    total = sum(c * value for c, value in zip(_COEFFICIENTS, astuple(evidence), strict=True))
    return 1.0 / (1.0 + math.exp(-(_INTERCEPT + total)))
