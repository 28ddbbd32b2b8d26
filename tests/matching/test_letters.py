"""Letters in common: texts that are near another one are never left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from assistant.matching.letters import LetterTable

if TYPE_CHECKING:
    from collections.abc import Sequence

# Few letters, so that texts are near each other; "!" and "a" have the same remainder, and so do "क" and "ࠕ".
LETTERS = st.text("abA!qé", max_size=9)
UNICODE = st.text("क\u0815\u0855🙂\U0001f682\ud800ab", max_size=7)
ANY = st.text(st.characters(exclude_categories=()), max_size=20)
TEXTS = st.lists(LETTERS, max_size=12) | st.lists(UNICODE, max_size=12) | st.lists(ANY, max_size=6)


@st.composite
def mistyped(draw: st.DrawFn) -> tuple[list[str], str]:
    """Some texts, and one of them after a few edits, or any other text."""
    texts = draw(TEXTS)
    text = draw(st.sampled_from(texts) if texts else LETTERS)
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(text)))
        text = draw(
            st.sampled_from(
                [
                    text[:place] + draw(st.sampled_from("abq🙂")) + text[place:],
                    text[:place] + text[place + 1 :],
                    text[:place] + text[place : place + 2][::-1] + text[place + 2 :],
                ]
            )
        )
    return texts, text


def in_order(found: Sequence[str], texts: Sequence[str]) -> bool:
    """Whether all that is found are texts, the shortest first, each as often as it is there at most."""
    rest = iter(sorted(texts, key=len))
    return all(text in rest for text in found)


@given(mistyped(), st.integers(0, 4))
def test_no_text_within_so_many_edits_is_left_out(case: tuple[list[str], str], edits: int) -> None:
    texts, text = case
    found = LetterTable(texts).within_edits(text, edits)

    assert {other for other in texts if OSA.distance(text, other) <= edits} <= set(found)
    assert in_order(found, texts)


@given(mistyped(), st.sampled_from([1, 34, 50, 70, 84, 88, 99.5, 100]))
def test_no_text_of_so_high_a_ratio_is_left_out(case: tuple[list[str], str], ratio: float) -> None:
    texts, text = case
    found = LetterTable(texts).within_ratio(text, ratio)

    assert {other for other in texts if fuzz.ratio(text, other) >= ratio} <= set(found)
    assert in_order(found, texts)


def test_most_of_what_is_far_away_is_left_out() -> None:
    table = LetterTable(["garden", "danger", "ranged", "harbour", "gate", "gardens and gates"])

    assert table.within_edits("graden", 1) == ["garden", "danger", "ranged"]
    assert table.within_edits("graden", 0) == ["garden", "danger", "ranged"]
    assert table.within_ratio("graden", 90) == ["garden", "danger", "ranged"]
    assert table.within_edits("xyz", 1) == table.within_ratio("xyz", 60) == []


def test_texts_are_in_the_order_of_their_lengths_and_then_as_they_were_given() -> None:
    assert LetterTable(["bb", "a", "aa", "", "b"]).texts == ["", "a", "b", "bb", "aa"]


@pytest.mark.parametrize("letter", ["a", "क", "🙂"])
def test_texts_may_be_of_any_length(letter: str) -> None:
    table = LetterTable([letter * 300, letter * 1_000])

    assert table.within_edits(letter * 301, 1) == table.within_ratio(letter * 301, 90) == [letter * 300]


def test_a_table_without_texts_has_none_near_any() -> None:
    assert LetterTable([]).within_edits("gate", 3) == LetterTable([]).within_ratio("gate", 50) == []
