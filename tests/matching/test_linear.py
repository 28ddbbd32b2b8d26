"""The linear classifier, and the vectors that it sees."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.matching import linear
from assistant.matching.linear import LinearClassifier, explain, separate
from assistant.matching.ngrams import Vectoriser, by_amount, letters, near, neighbours

Vector = tuple[np.ndarray, np.ndarray]

TEXTS = [
    text.split() for text in ("open the door", "open a window", "shut the gate", "shut it", "sing a song")
]
CLASSES = [0, 0, 1, 1, 2]
VECTORISER = Vectoriser(TEXTS, grammar={"the", "a", "it"}, phrases=10)
VECTORS = [VECTORISER(text) for text in TEXTS]
WORDS = st.lists(
    st.sampled_from(["open", "door", "gaet", "the", "zzz", "हिन्दी"]) | st.text(max_size=9), max_size=8
)


def one_hot(column: int) -> Vector:
    return np.array([column], np.int32), np.array([1.0], np.float32)


# Vectors


def test_letters_in_a_row_with_the_edges_of_the_word() -> None:
    assert letters("gate") == [
        " g", "ga", "at", "te", "e ", " ga", "gat", "ate", "te ", " gat", "gate", "ate ", " gate", "gate ",
    ]  # fmt: skip


def test_the_whole_of_a_short_word_is_said_once() -> None:
    assert letters("a") == [" a", "a ", " a "]


def test_the_beginning_and_the_end_are_neighbours() -> None:
    assert neighbours(["shut", "it"]) == ["< shut", "shut it", "it >"]
    assert neighbours([]) == ["< >"]


def test_near_words_have_one_or_two_between_them() -> None:
    assert near(["a", "b", "c"]) == ["< b", "< c", "a c", "a >", "b >"]


@given(WORDS)
def test_a_vector_has_the_length_one_or_nothing_in_it(text: list[str]) -> None:
    ids, values = VECTORISER(text)

    assert len(set(ids.tolist())) == len(ids) == len(values)
    assert all(0 <= number < VECTORISER.width for number in ids)
    assert not len(ids) or float(values @ values) == pytest.approx(1.0, abs=1e-5)


def test_a_misspelt_word_still_shares_its_letters() -> None:
    ids, _ = VECTORISER(["windwo"])

    assert len(set(ids.tolist()) & set(VECTORISER(["window"])[0].tolist())) >= 8


def test_grammar_weighs_less_where_phrases_are_few() -> None:
    def weight_beside_a_noun(phrases: float) -> float:
        vectoriser = Vectoriser(TEXTS, {"the", "a", "it"}, phrases)
        _, values = vectoriser(["the", "song"])  # single words come first
        return float(values[0] / values[1])

    assert weight_beside_a_noun(10) == pytest.approx(0.6 * weight_beside_a_noun(100))


@pytest.mark.parametrize(("phrases", "value"), [(1, 0.0), (10, 0.0), (31.6228, 0.5), (100, 1.0), (5000, 1.0)])
def test_values_follow_the_logarithm_of_the_amount(phrases: float, value: float) -> None:
    assert by_amount((0.0, 1.0), phrases) == pytest.approx(value, abs=1e-4)


# The classifier


@pytest.mark.parametrize("margin_share", [0.0, 1.0])
def test_each_example_is_told_its_own_class(margin_share: float) -> None:
    classifier = LinearClassifier(VECTORS, CLASSES, VECTORISER.width, margin_share)

    assert [int(classifier(vector).argmax()) for vector in VECTORS] == CLASSES


@pytest.mark.parametrize("margin_share", [0.0, 1.0])
def test_probabilities_sum_to_one(margin_share: float) -> None:
    classifier = LinearClassifier(VECTORS, CLASSES, VECTORISER.width, margin_share)

    assert float(classifier(VECTORISER(["open", "gate"])).sum()) == pytest.approx(1.0, abs=1e-5)


def test_regression_ends_where_its_slope_is_nought(monkeypatch: pytest.MonkeyPatch) -> None:
    # At the optimum the weights are the cost times the sum of the examples' residuals.
    monkeypatch.setattr(linear, "EPOCHS", 300)
    vectors = [one_hot(column) for column in (0, 0, 1, 1, 1)]
    own = np.array([0, 1, 1, 1, 0])
    weights = explain(vectors, own, width=2, count=2)

    residuals = np.zeros((2, 2))
    for (ids, _), label in zip(vectors, own, strict=True):
        said = np.exp(weights[ids[0]])
        residuals[ids[0]] += np.eye(2)[label] - said / said.sum()

    assert weights == pytest.approx(linear.COST * residuals, abs=0.05)


def test_margins_part_each_class_from_the_others() -> None:
    weights, bias = separate([one_hot(n) for n in range(3)], np.arange(3), width=3, count=3)
    scores = weights + bias

    assert np.all(np.diag(scores) > 0)
    assert np.all((scores < 0) == ~np.eye(3, dtype=bool))


def test_training_is_the_same_every_time() -> None:
    first, second = (LinearClassifier(VECTORS, CLASSES, VECTORISER.width, 1.0) for _ in range(2))

    assert np.array_equal(first(VECTORS[0]), second(VECTORS[0]))
