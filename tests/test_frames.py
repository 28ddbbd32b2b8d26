"""What a page sends, as the server of chats understands it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.served import MOST_COLUMNS, MOST_ROWS
from assistant.web.frames import Focused, Resized, Typed, parse_frame, size_asked_for

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=3,
)


@pytest.mark.parametrize(
    ("frame", "meant"),
    [
        (["stdin", "a"], Typed("a")),
        (["stdin", "a\ud800"], Typed("a\ufffd")),
        (["focus"], Focused(has_focus=True)),
        (["blur"], Focused(has_focus=False)),
        (["resize", {"width": 80, "height": 24}], Resized(80, 24)),
        (["resize", {"width": 10**9, "height": 10**400}], Resized(MOST_COLUMNS, MOST_ROWS)),
        (["resize", {"width": -1, "height": 0}], Resized(1, 1)),
        (["resize", {"width": True, "height": 24}], None),
        (["resize", {"width": 80.0, "height": 24}], None),
        (["resize", {"width": "80", "height": 24}], None),
        (["resize", {"width": 80}], None),
        (["stdin"], None),
        (["stdin", 1], None),
        (["ping", "1"], None),
        ({"stdin": "a"}, None),
    ],
)
def test_what_a_frame_means(frame: object, meant: object) -> None:
    assert parse_frame(json.dumps(frame)) == meant


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "1" * 5_000, "NaN", '["stdin", "', "\x00"])
def test_what_is_no_frame_means_nothing(text: str) -> None:
    assert parse_frame(text) is None


@settings(max_examples=20)
@given(ANYTHING, st.sampled_from(["stdin", "resize", "focus", "blur", "quit"]))
def test_a_size_is_always_that_of_a_screen(anything: object, name: str) -> None:
    for frame in (anything, [name, anything], [name, {"width": anything, "height": anything}]):
        meant = parse_frame(json.dumps(frame))
        if isinstance(meant, Resized):
            assert 1 <= meant.columns <= MOST_COLUMNS
            assert 1 <= meant.rows <= MOST_ROWS


@pytest.mark.parametrize(
    ("columns", "rows", "size"),
    [
        ("120", "40", (120, 40)), ("", "", (80, 24)), ("0", "-1", (1, 24)), ("²", "١", (80, 24)),
        ("9" * 9, "9" * 5_000, (MOST_COLUMNS, 24)),
    ],
)  # fmt: skip
def test_the_size_that_a_connection_begins_with(columns: str, rows: str, size: tuple[int, int]) -> None:
    assert size_asked_for(columns, rows) == size
