"""Repairing misspelt words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.matching.spelling import Speller, allowed_edits, skeleton

WORDS = {"lighthouse": 3, "harbour": 5, "keeper": 2, "certification": 1, "open": 4}
SPELLER = Speller(WORDS, others=["lantern", "garden"])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("lighthuose", "lighthouse", id="two neighbours swapped"),
        pytest.param("lighthose", "lighthouse", id="a letter left out"),
        pytest.param("harrbour", "harbour", id="a letter doubled"),
        pytest.param("harbpur", "harbour", id="a letter mistaken"),
        pytest.param("hrbr", "harbour", id="vowels left out"),
        pytest.param("lantren", "lantern", id="a word that only the language knows"),
    ],
)
def test_repair(written: str, meant: str) -> None:
    assert SPELLER.repair(written) == meant


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("zebra", id="like nothing that is known"),
        pytest.param("ha", id="too short"),
        pytest.param("4711", id="a number"),
        pytest.param("", id="empty"),
    ],
)
def test_what_is_not_repaired(word: str) -> None:
    assert SPELLER.repair(word) is None


def test_of_two_words_equally_near_the_frequent_one_is_meant() -> None:
    assert Speller({"storm": 1, "stork": 50}).repair("storn") == "stork"
    assert Speller({"storm": 50, "stork": 1}).repair("storn") == "storm"


def test_a_word_of_the_texts_is_meant_before_one_of_the_language() -> None:
    assert Speller({"golden": 1}, others=["garden"]).repair("galden") == "golden"


@pytest.mark.parametrize(
    ("joined", "halves"),
    [("lighthousekeeper", ("lighthouse", "keeper")), ("opengarden", ("open", "garden"))],
)
def test_split_finds_where_a_space_was_left_out(joined: str, halves: tuple[str, str]) -> None:
    assert SPELLER.split(joined) == halves


def test_split_needs_two_known_words() -> None:
    assert SPELLER.split("lighthousezz") is None


def test_kin_is_of_the_same_family() -> None:
    assert SPELLER.kin("certificate") == "certification"


def test_kin_begins_alike() -> None:
    assert SPELLER.kin("keener") is None


def test_longer_words_may_hold_more_mistakes() -> None:
    edits = [allowed_edits(length) for length in range(1, 20)]

    assert edits == sorted(edits)
    assert edits[0] == 1


def test_skeleton_keeps_the_first_letter_and_the_consonants() -> None:
    assert skeleton("appeared") == "aprd"


@given(st.text())
def test_any_word_is_repaired_to_a_known_one_or_not_at_all(word: str) -> None:
    assert SPELLER.repair(word) in {None, *WORDS, "lantern", "garden"}


@given(st.text())
def test_the_halves_of_any_word_make_it_up(word: str) -> None:
    halves = SPELLER.split(word)

    assert halves is None or "".join(halves) == word


@given(st.text())
def test_an_empty_speller_repairs_nothing(word: str) -> None:
    empty = Speller({})

    assert (empty.repair(word), empty.split(word), empty.kin(word)) == (None, None, None)
