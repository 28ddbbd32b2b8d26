"""Belief: how likely each candidate intent is what a question means, from the evidence for it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.dialogue.evidence import Evidence
from assistant.knowledge.pack import IntentKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.arrays import Reals

WEIGHTS_FILE = Path(__file__).with_name("evidence_weights.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """A conditional logit model (McFadden 1974): beliefs are in proportion to the exponential of utility."""

    evidence: Mapping[IntentKind, Reals]
    """By kind of intent, what a unit of each number of the evidence adds to its utility."""
    kinds: Mapping[IntentKind, float]
    """By kind of intent, its utility without any evidence."""
    none: float
    """The utility of none of the candidates being meant."""

    @classmethod
    def of(cls, numbers: Mapping[str, Any]) -> Weights:
        """The model that `evidence_weights.json` describes; see `assistant.evaluation.weights`."""
        plain = np.array([numbers["evidence"][name] for name in Evidence._fields])
        more = np.array([numbers["more_for_gaps"].get(name, 0.0) for name in Evidence._fields])
        return cls(
            evidence={kind: plain + more * (kind is IntentKind.GAP) for kind in IntentKind},
            kinds={kind: numbers["kinds"].get(kind.value, 0.0) for kind in IntentKind},
            none=numbers["none"],
        )


@cache
def fitted_weights() -> Weights:
    """The weights that the assistant goes by."""
    return Weights.of(json.loads(WEIGHTS_FILE.read_text(encoding="utf-8")))


def beliefs(evidence: Evidence, kinds: Sequence[IntentKind], weights: Weights | None = None) -> Reals:
    """The probability in 0..1 of each candidate; what they lack to 1 is that none of them is meant."""
    weights = weights or fitted_weights()
    by_candidate = np.array([weights.evidence[kind] for kind in kinds]).reshape(-1, len(evidence))
    utilities = np.einsum("nc,cn->c", np.array(evidence), by_candidate)
    utilities = utilities + [weights.kinds[kind] for kind in kinds]
    most = max(utilities.max(initial=weights.none), weights.none)
    shares = np.exp(utilities - most)
    probabilities: Reals = shares / (shares.sum() + np.exp(weights.none - most))
    return probabilities
