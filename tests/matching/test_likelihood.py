"""How likely a text is under each intent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.matching.analysis import Analyzer
from assistant.matching.likelihood import Likelihood

PHRASES = [
    ("how tall is the tower", 0),
    ("how tall is the gate", 0),
    ("height of the tower", 0),
    ("who built the tower", 1),
    ("who built the gate", 1),
    ("builder of the gate", 1),
]
ANALYZER = Analyzer()
ANALYZER.learn([phrase.split() for phrase, _ in PHRASES])
ANALYSES = [ANALYZER.analyse(phrase) for phrase, _ in PHRASES]
MODEL = Likelihood(ANALYSES, [owner for _, owner in PHRASES], 2)


def of(text: str, model: Likelihood = MODEL, **lent: float) -> dict[int, float]:
    return model.of(ANALYZER.analyse(text), (0, 1), lent)


@pytest.mark.parametrize(
    ("text", "likeliest"),
    [("the tower is how tall", 0), ("height", 0), ("built by who", 1), ("the builder", 1)],
)
def test_the_intent_whose_words_are_used_is_the_likeliest(text: str, likeliest: int) -> None:
    found = of(text)

    assert max(found, key=found.__getitem__) == likeliest


def test_a_pair_of_words_tells_more_than_the_words_apart() -> None:
    together, apart = of("how tall"), of("tall how")

    assert together[0] - together[1] > apart[0] - apart[1] > 0


def test_what_the_conversation_lends_counts() -> None:
    alone, lent = of("and the gate"), of("and the gate", height=1.0)

    assert lent[0] - lent[1] > alone[0] - alone[1]


def test_a_text_of_strange_words_is_as_likely_under_all() -> None:
    assert of("zebra crossing") == {0: 0.0, 1: 0.0}


def test_only_the_intents_asked_for_are_weighed() -> None:
    assert MODEL.of(ANALYSES[0], (1,)).keys() == {1}


@given(st.lists(st.sampled_from(("how", "tall", "the", "tower", "who", "gate", "zebra"))).map(" ".join))
def test_restored_it_says_the_same(text: str) -> None:
    assert of(text, Likelihood.restore(MODEL.state())) == of(text)
