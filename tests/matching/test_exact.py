"""The phrases by their wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from assistant.matching import exact
from assistant.matching.exact import ExactPhrases
from assistant.text import phrase_key

if TYPE_CHECKING:
    import pytest

TEXTS = st.lists(st.text("aB c?", max_size=4), max_size=8)


@given(TEXTS, st.text("aB c?", max_size=4))
def test_the_first_with_the_same_wording_is_found(texts: list[str], text: str) -> None:
    keys = [phrase_key(each) for each in texts]
    wanted = keys.index(phrase_key(text)) if phrase_key(text) in keys else None
    phrases = ExactPhrases(texts, keys)

    assert phrases.find(phrase_key(text)) == wanted
    assert ExactPhrases.restore(texts, phrases.state()).find(phrase_key(text)) == wanted


def test_wordings_with_the_same_checksum_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact, "_checksum", lambda _: 7)
    phrases = ExactPhrases(["one", "two", "Two?"], ["one", "two", "two"])

    assert [phrases.find(phrase_key(text)) for text in ("ONE", "two", "three")] == [0, 1, None]
