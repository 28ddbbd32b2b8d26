"""Beliefs: how likely each candidate is what a question means, by the evidence for it."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.evidence import WEIGHTS_FILE, Evidence, Weights, beliefs, fitted_weights
from assistant.knowledge.pack import IntentKind

NUMBERS = Evidence._fields
KINDS = list(IntentKind)
CANDIDATES = st.lists(
    st.tuples(
        st.lists(st.floats(0, 1), min_size=len(NUMBERS), max_size=len(NUMBERS)), st.sampled_from(KINDS)
    ),
    max_size=5,
)
Candidate = tuple[list[float], IntentKind]


def believed(candidates: list[Candidate], weights: Weights | None = None) -> list[float]:
    numbers = np.array([numbers for numbers, _ in candidates]).reshape(len(candidates), len(NUMBERS))
    kinds = np.array([KINDS.index(kind) for _, kind in candidates], np.int64)
    return beliefs(Evidence(*numbers.T), kinds, weights).tolist()


def belief(kind: IntentKind = IntentKind.ANSWER, **numbers: float) -> float:
    """In the only candidate, half of every number of evidence speaking for it."""
    (alone,) = believed([([numbers.get(name, 0.5) for name in NUMBERS], kind)])
    return alone


@given(CANDIDATES)
def test_beliefs_are_probabilities_and_none_may_be_meant(candidates: list[Candidate]) -> None:
    found = believed(candidates)

    assert len(found) == len(candidates)
    assert all(0.0 < each < 1.0 for each in found)
    assert sum(found) < 1.0


@given(CANDIDATES.filter(bool), st.floats(-400, 0))
def test_beliefs_are_in_proportion_to_the_exponential_of_utility(
    candidates: list[Candidate], likelihood: float
) -> None:
    candidates[0][0][NUMBERS.index("likelihood")] = likelihood
    file = json.loads(WEIGHTS_FILE.read_text("utf-8"))

    def utility(numbers: list[float], kind: IntentKind) -> float:
        weights = dict(file["evidence"])
        for name, more in file["more_for_gaps"].items():
            weights[name] += more if kind is IntentKind.GAP else 0.0
        evidence = sum(weights[name] * number for name, number in zip(NUMBERS, numbers, strict=True))
        return evidence + file["kinds"].get(kind.value, 0.0)

    shares = [math.exp(utility(*candidate)) for candidate in candidates]
    whole = sum(shares) + math.exp(file["none"])
    assert believed(candidates) == pytest.approx([share / whole for share in shares])


@pytest.mark.parametrize("name", ["score", "likelihood", "support", "question_type", "phrase_type"])
def test_more_of_what_speaks_for_an_answer_raises_the_belief(name: str) -> None:
    assert belief(**{name: 0.2}) < belief(**{name: 0.5}) < belief(**{name: 0.8})


@pytest.mark.parametrize("name", ["unasked", "focus", "unmentioned", "swapped", "foreign_word", "unknown"])
def test_more_of_what_speaks_against_an_answer_lowers_the_belief(name: str) -> None:
    assert belief(**{name: 0.2}) > belief(**{name: 0.5}) > belief(**{name: 0.8})


def test_a_gap_needs_more_evidence_than_an_answer() -> None:
    nothing_against = {"unexplained": 0.0, "rival": 0.0, "likelihood": 0.0}

    assert belief(IntentKind.GAP, **nothing_against) < belief(IntentKind.ANSWER, **nothing_against)


@given(CANDIDATES, CANDIDATES)
def test_a_further_candidate_takes_from_the_others_and_changes_not_their_order(
    candidates: list[Candidate], further: list[Candidate]
) -> None:
    before, after = believed(candidates), believed(candidates + further)[: len(candidates)]

    assert all(less <= more for less, more in zip(after, before, strict=True))
    for one, other, same_one, same_other in zip(before, before[1:], after, after[1:], strict=False):
        assert same_one / same_other == pytest.approx(one / other)


@given(CANDIDATES)
def test_candidates_are_believed_in_whatever_order_they_come(candidates: list[Candidate]) -> None:
    assert believed(candidates[::-1]) == pytest.approx(believed(candidates)[::-1])


def test_candidates_beyond_all_doubt_are_still_counted_as_probabilities() -> None:
    weights = Weights(np.full((len(KINDS), len(NUMBERS)), 100.0), np.zeros(len(KINDS)), 0.0)
    ones, zeros = ([number] * len(NUMBERS) for number in (1.0, 0.0))
    candidates = [(ones, IntentKind.ANSWER), (ones, IntentKind.GAP), (zeros, IntentKind.CHAT)]

    assert believed(candidates, weights) == pytest.approx([0.5, 0.5, 0.0])


def test_the_file_has_a_weight_for_every_number_of_the_evidence_and_no_other() -> None:
    file = json.loads(WEIGHTS_FILE.read_text("utf-8"))
    weights = [*file["evidence"].values(), *file["more_for_gaps"].values(), *file["kinds"].values()]

    assert tuple(file["evidence"]) == NUMBERS
    assert set(file["more_for_gaps"]) <= set(NUMBERS)
    assert set(file["kinds"]) <= {kind.value for kind in KINDS}
    assert all(math.isfinite(weight) and weight for weight in [*weights, file["none"]])


def test_a_weight_that_lacks_is_a_mistake() -> None:
    file = json.loads(WEIGHTS_FILE.read_text("utf-8"))
    del file["evidence"]["score"]

    with pytest.raises(KeyError, match="score"):
        Weights.of(file)


def test_the_weights_have_a_row_for_each_kind() -> None:
    weights = fitted_weights()

    assert weights.evidence.shape == (len(KINDS), len(NUMBERS))
    assert weights.kinds.shape == (len(KINDS),)
