"""Utterances that say little by themselves: what is left of their wording, and the wordings nearest to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from assistant.dialogue.acts import Wordings, bare_wording
from assistant.language import load_english

TEXT = st.text("abcd ", max_size=12)


@given(TEXT, st.lists(TEXT, unique=True), st.sampled_from([50, 75, 84, 88, 100]), st.integers(1, 4))
def test_the_nearest_wordings_are_those_of_rapidfuzz(
    text: str, wordings: list[str], ratio: float, limit: int
) -> None:
    found = process.extract(text, wordings, scorer=fuzz.ratio, score_cutoff=ratio, limit=limit)

    assert Wordings(wordings, ratio).nearest(text, limit) == [(wording, score) for wording, score, _ in found]


def test_of_wordings_equally_near_the_first_comes_first() -> None:
    assert Wordings(["tell me", "tell he", "tell be"], 80).nearest("tell we", 3) == [
        (wording, pytest.approx(100 * 12 / 14)) for wording in ("tell me", "tell he", "tell be")
    ]


def test_nothing_is_near_a_text_that_is_like_no_wording() -> None:
    assert Wordings(["say that again"], 84).nearest("how high is the tower") == []
    assert Wordings([], 84).nearest("say that again") == []


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        pytest.param("And when, please?", "when", id="fillers at either end"),
        pytest.param("why please", "why", id="a filler at the end"),
        pytest.param("and", "and", id="nothing else"),
        pytest.param("Where's that?", "where is that", id="a contraction"),
        pytest.param("how do u know", "how do you know", id="a chat spelling"),
        pytest.param("?!", "", id="no words"),
    ],
)
def test_what_is_left_of_a_wording(text: str, wording: str) -> None:
    assert bare_wording(text, load_english()) == wording
