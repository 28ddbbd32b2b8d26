"""The lexicon: forms of concepts, found in a run of stems."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.matching.lexicon import Concept, Lexicon, stem
from assistant.text import normalise, words

CABLE = Concept("cable")
SEA_CABLE = Concept("sea_cable")
MAYOR = Concept("mayor", type="person")
LEXICON = Lexicon(
    [(CABLE, ["cable", "wire"]), (SEA_CABLE, ["submarine cable", "cable under the sea"]), (MAYOR, ["mayor"])]
)


def found(text: str, lexicon: Lexicon = LEXICON) -> list[tuple[str, int]]:
    """The concepts in `text` and how many words each takes, wherever they begin."""
    stems = [stem(word) for word in words(normalise(text))]
    hits = [lexicon.longest_at(stems, index) for index in range(len(stems))]
    return [(concept.id, length) for concept, length in filter(None, hits)]


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        pytest.param("the wire", [("cable", 1)], id="synonym"),
        pytest.param("two Wires", [("cable", 1)], id="inflection and capitals"),
        pytest.param("the mayor's hat", [("mayor", 1)], id="possessive"),
        pytest.param("a submarine cable", [("sea_cable", 2), ("cable", 1)], id="longest form at its place"),
        pytest.param(
            "a cable under the sea", [("sea_cable", 4)], id="long form over the short one it begins with"
        ),
        pytest.param("cable under the bridge", [("cable", 1)], id="form that breaks off"),
        pytest.param("a cable under", [("cable", 1)], id="text that breaks off"),
        pytest.param("nothing here", [], id="nothing"),
    ],
)
def test_forms_are_found(text: str, concepts: list[tuple[str, int]]) -> None:
    assert found(text) == concepts


def test_the_first_concept_keeps_a_form_that_two_claim() -> None:
    assert found("wire", Lexicon([(CABLE, ["wire"]), (MAYOR, ["wire", "mayor"])])) == [("cable", 1)]


def test_a_form_without_a_word_is_passed_over() -> None:
    lexicon = Lexicon([(CABLE, ["?!", ""])])

    assert not lexicon.words
    assert found("?! cable", lexicon) == []


@pytest.mark.parametrize(
    ("word", "other"), [("approved", "approving"), ("ministers", "minister's"), ("o'clock", "oclock")]
)
def test_stem_joins_inflections(word: str, other: str) -> None:
    assert stem(word) == stem(other)


@given(st.text())
def test_an_empty_lexicon_finds_nothing(text: str) -> None:
    assert found(text, Lexicon()) == []
