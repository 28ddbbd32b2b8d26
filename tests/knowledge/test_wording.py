"""Wordings: which are the same, which is nearest, and what may be shown."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.knowledge import wording
from assistant.knowledge.wording import (
    Spellings,
    did_you_mean,
    listed,
    named,
    nearest,
    pasteable,
    same_wording,
)
from assistant.text import phrase_key


@given(st.one_of(st.text(), st.from_regex(r"[a-z0-9 .'-]*", fullmatch=True)))
def test_same_wording_is_the_key_that_matching_goes_by(text: str) -> None:
    assert same_wording(text) == (phrase_key(text) or " ".join(text.casefold().split()))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("who  approved it", "Who approved it?", True),
        ("e-mail", "e mail", True),
        ("5g", "5G!", True),
        ("who approved it", "who has approved it", False),
        ("👋", "🙏", False),
        ("?", "!", False),
    ],
)
def test_same_wording(one: str, other: str, *, same: bool) -> None:
    assert (same_wording(one) == same_wording(other)) is same


def test_spellings_of_many_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "_MOST_COMPARISONS", 5)
    spellings = Spellings(["Facts", "phrases", "says"])

    hints = [spellings.did_you_mean(name) for name in ("phrase", "fact", "phrasen", "phrase", "x" * 600)]

    assert hints == [
        "; did you mean “phrases”?",
        "; did you mean “Facts”?",
        "",
        "; did you mean “phrases”?",
        "",
    ]


def test_of_spellings_as_near_the_first_is_suggested() -> None:
    assert Spellings(["fact_1", "fact_2"]).did_you_mean("fact_3") == "; did you mean “fact_1”?"


def test_nearest() -> None:
    assert nearest("Phrase", ["facts", "phrases", "says"]) == "phrases"
    assert nearest("colour", ["facts", "phrases", "says"]) is None
    assert nearest("anything", []) is None
    assert did_you_mean("phrase", {"phrases": 1}) == "; did you mean “phrases”?"
    assert did_you_mean("colour", ["phrases"]) == ""


def test_named_is_one_short_line_that_a_terminal_does_not_act_upon() -> None:
    assert named("a\n  b\x1b[1m") == "“a b␛[1m”"
    assert named("word " * 50, 12) == "“word word wo…”"


def test_listed() -> None:
    assert listed(["a"]) == "“a”"
    assert listed(["a", "b", "c"]) == "“a”, “b” and “c”"


@given(st.text(st.characters(codec="utf-8")))
def test_what_is_to_be_pasted_reads_back_as_it_was(text: str) -> None:
    line = pasteable(text)

    assert len(line.splitlines()) == 1
    # Noncharacters have no place in YAML, escaped or not, and so in no quote either.
    if not any(ord(letter) & 0xFFFE == 0xFFFE for letter in text):
        assert yaml.safe_load(line) == text
