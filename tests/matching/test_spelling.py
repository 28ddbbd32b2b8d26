"""Repairing misspelt words."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

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
        pytest.param("harb0ur", id="a digit in a word"),
        pytest.param("", id="empty"),
    ],
)
def test_what_is_not_repaired(word: str) -> None:
    assert SPELLER.repair(word) is None


def test_of_two_words_equally_near_the_frequent_one_is_meant() -> None:
    assert Speller({"storm": 1, "stork": 50}).repair("storn") == "stork"
    assert Speller({"storm": 50, "stork": 1}).repair("storn") == "storm"


def test_a_word_of_the_phrases_is_meant_before_one_of_the_language() -> None:
    assert Speller({"golden": 1}, others=["garden"]).repair("galden") == "golden"


def test_a_very_frequent_word_is_meant_before_a_nearer_one() -> None:
    assert Speller({"storms": 100_000}, others=["stormx"]).repair("stormxs") == "storms"


def test_a_short_word_is_repaired_to_a_frequent_one_alone() -> None:
    assert Speller({"who": 20}).repair("wha") == "who"
    assert Speller({"who": 19}).repair("wha") is None


# The exhaustive search

# Few letters, so that words are near each other.
WORD = st.text("abe", min_size=1, max_size=6)
COUNTS = st.dictionaries(WORD, st.sampled_from([1, 2, 19, 20, 400, 50_000]), max_size=8)


def cost(word: str, candidate: str, counts: dict[str, int]) -> float:
    """What it costs to take `word` for a candidate: its edits, and what is unlikely about them."""
    edits = OSA.distance(word, candidate)
    count = counts.get(candidate, 0)
    if not 1 <= edits <= allowed_edits(len(word)) or (len(word) < 4 and count < 20):
        return math.inf
    surprise = 0.5 * (word[0] != candidate[0]) + 0.1 * abs(len(word) - len(candidate))
    unused = 0.0 if candidate in counts else 0.6
    return edits + surprise + unused - 0.12 * math.log1p(count)


@given(COUNTS, st.lists(WORD, max_size=4), WORD)
def test_a_repair_is_the_cheapest_of_all_words(counts: dict[str, int], others: list[str], word: str) -> None:
    known = {other for other in {*counts, *others} if len(other) >= 3 and other != word}
    counts = {other: count for other, count in counts.items() if other != word}
    costs = {other: cost(word, other, counts) for other in known}
    least = min(costs.values(), default=math.inf)
    found = Speller(counts, [other for other in others if other != word]).repair(word)

    if len(word) < 3:
        assert found is None
    elif least <= max(1.6, 0.34 * len(word)):
        assert found is not None
        assert costs[found] == pytest.approx(least)
    else:
        assert found is None or (found in counts and skeleton(found) == skeleton(word))


# Words that were joined, and words of a family


@pytest.mark.parametrize(
    ("joined", "halves"),
    [("lighthousekeeper", ("lighthouse", "keeper")), ("opengarden", ("open", "garden"))],
)
def test_split_finds_where_a_space_was_left_out(joined: str, halves: tuple[str, str]) -> None:
    assert SPELLER.split(joined) == halves


def test_split_needs_two_known_words() -> None:
    assert SPELLER.split("lighthousezz") is None


def test_split_prefers_halves_of_which_neither_is_short() -> None:
    assert Speller({"at": 1, "ten": 1, "tend": 1, "atten": 1, "dance": 1}).split("attendance") == (
        "atten",
        "dance",
    )


def test_a_relative_is_of_the_same_family() -> None:
    assert SPELLER.relative("certificate") == "certification"


def test_a_relative_begins_alike() -> None:
    assert SPELLER.relative("keener") is None


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

    assert (empty.repair(word), empty.split(word), empty.relative(word)) == (None, None, None)
