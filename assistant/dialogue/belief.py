"""Belief: how likely each candidate intent is what a question means, from the evidence for it."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.dialogue.evidence import Evidence
from assistant.knowledge.pack import IntentKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.arrays import Integers, Reals

WEIGHTS_FILE = Path(__file__).with_name("evidence_weights.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """A conditional logit model (McFadden 1974): beliefs are in proportion to the exponential of utility."""

    evidence: Reals
    """What a unit of each number of the evidence adds to the utility of an intent: shape (kinds, numbers)."""
    kinds: Reals
    """The utility of an intent without any evidence, by its kind: shape (kinds,)."""
    none: float
    """The utility of none of the candidates being meant."""

    @classmethod
    def of(cls, numbers: Mapping[str, Any]) -> Weights:
        """The model that `evidence_weights.json` describes; see `assistant.evaluation.weights`."""
        plain = np.array([numbers["evidence"][name] for name in Evidence._fields])
        more = np.array([numbers["more_for_gaps"].get(name, 0.0) for name in Evidence._fields])
        return cls(
            evidence=np.array([plain + more * (kind is IntentKind.GAP) for kind in IntentKind]),
            kinds=np.array([numbers["kinds"].get(kind.value, 0.0) for kind in IntentKind]),
            none=numbers["none"],
        )


@cache
def fitted_weights() -> Weights:
    """The weights that the assistant goes by."""
    return Weights.of(json.loads(WEIGHTS_FILE.read_text(encoding="utf-8")))


def beliefs(evidence: Evidence, kinds: Integers, weights: Weights | None = None) -> Reals:
    """The probability in 0..1 of each candidate; what they lack to 1 is that none of them is meant.

    `kinds` are the places of the kinds of the candidates among all of `IntentKind`.
    """
    weights = weights or fitted_weights()
    utilities = (np.array(evidence).T * weights.evidence[kinds]).sum(1) + weights.kinds[kinds]
    most = float(utilities.max(initial=weights.none))
    shares, none = np.exp(utilities - most), math.exp(weights.none - most)
    probabilities: Reals = shares / (shares.sum() + none)
    return probabilities
