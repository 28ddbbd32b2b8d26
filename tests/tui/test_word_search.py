"""What is typed to narrow a list down, and where it stands in what is left."""

from __future__ import annotations

import pytest

from assistant.tui.word_search import WordSearch, words_of

TEXT = "Show earlier conversations, to search, in “Zürich’s” U.S. history"


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("", []),
        ("EARL", ["earl"]),
        ("hist sea", ["sea", "hist"]),
        ("histroy", ["history"]),
        ("zur", ["Zür"]),
        ("is the", None),
        ("his xqzzxq", None),
    ],
)
def test_what_matches_is_marked(typed: str, marked: list[str] | None) -> None:
    held = words_of(TEXT)
    search = WordSearch(typed, held | {"whist"})
    assert search.matches(held) is (marked is not None)
    if marked is not None:
        assert [TEXT[start:end] for start, end in search.places(TEXT)] == marked


def test_words_are_marked_among_those_alone_that_count() -> None:
    search = WordSearch("t hist", {"type", "theme", "history"})
    assert list(search.places("type /history, or type /theme", among={"history", "theme"})) == [
        (6, 10),
        (24, 25),
    ]
