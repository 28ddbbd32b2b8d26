"""English as data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language import Commonness, commonness, data_files, load_english


@pytest.mark.parametrize("name", list(commonness._LEVELS))
def test_a_word_list_is_sorted_so_that_words_can_be_looked_up_in_it(name: str) -> None:
    text = data_files.read(name)
    lines = text.split("\n")

    assert lines.pop() == ""
    assert lines == sorted(set(lines))
    assert lines == text.split()


@given(st.sets(st.text("abc'", min_size=1, max_size=4)), st.text("abc'\n", max_size=4))
def test_a_line_is_found_where_it_stands_and_nowhere_else(words: set[str], sought: str) -> None:
    text = "".join(f"{word}\n" for word in sorted(words))

    assert all(data_files.looked_up(text, word) == "" for word in words)
    assert (data_files.looked_up(text, sought) is not None) == (sought in words)


def test_a_word_is_as_common_at_first_as_when_many_were_asked_for() -> None:
    words = ["ability", "aardvark", "aback", "about", "owl", "zxqv", "", "x\ny", "été"]
    levels = commonness._Levels()
    first = [levels.of(word) for word in words]
    for _ in range(commonness._WORTH_A_TABLE):
        levels.of("owl")

    assert [levels.of(word) for word in words] == first
    assert first[:3] == [Commonness.COMMON, Commonness.USUAL, Commonness.KNOWN]
    assert first[-4:] == [Commonness.UNKNOWN] * 4


def test_grammar_is_common() -> None:
    assert load_english().commonness("the") is Commonness.COMMON
