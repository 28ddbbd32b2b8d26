"""The wordings nearest to a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from assistant.dialogue.near import Wordings

TEXT = st.text("abcd ", max_size=12)


@given(TEXT, st.lists(TEXT), st.sampled_from([50, 75, 84, 88, 100]), st.integers(1, 4))
def test_it_is_what_rapidfuzz_finds(text: str, wordings: list[str], ratio: float, limit: int) -> None:
    found = process.extract(text, wordings, scorer=fuzz.ratio, score_cutoff=ratio, limit=limit)

    assert Wordings(wordings, ratio).nearest(text, limit) == [(wording, score) for wording, score, _ in found]
