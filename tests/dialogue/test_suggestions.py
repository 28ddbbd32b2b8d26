"""Questions suggested for a text that is still being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.knowledge.pack import IntentKind

if TYPE_CHECKING:
    from assistant import Assistant


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("how h", "How high is the tower?"),
        ("HOW HIGH", "How high is the tower?"),
        ("hour", "What strikes the hour?"),
        ("stri", "What strikes the hour?"),
        ("striks the huor", "What strikes the hour?"),
        ("where does the w", "Where does the west door lead?"),
        ("door east", "Where does the east door lead?"),
        ("kids", "Do children pay?"),
        ("chidlren", "Do children pay?"),
        ("inauguration", "When does the tower open?"),
    ],
)
def test_the_best_of_a_small_pack(tiny: Assistant, text: str, first: str) -> None:
    assert tiny.suggest(text)[:1] == (first,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("when did the cab", "When did the Cabinet approve it?"),
        ("whn did the cabnet", "When did the Cabinet approve it?"),
        ("submarin cabel", "How will submarine cables help India?"),
        ("undersea cabl", "How will submarine cables help India?"),
        ("how many ap", "How many apps did India ban?"),
        ("modi", "Who is Narendra Modi?"),
        ("5g", "Is 5G covered by the memorandum?"),
    ],
)
def test_the_default_pack(assistant: Assistant, text: str, expected: str) -> None:
    assert expected in assistant.suggest(text)


@pytest.mark.parametrize("share", [0.5, 0.75, 1.0])
def test_every_question_is_found_by_its_beginning(assistant: Assistant, share: float) -> None:
    questions = [i.question for i in assistant.pack.intents.values() if i.kind is IntentKind.ANSWER]
    missed = [q for q in questions if q not in assistant.suggest(q[: int(len(q) * share)])]
    assert missed == []


def test_a_question_typed_whole_is_its_own_first_suggestion(assistant: Assistant) -> None:
    for intent in assistant.pack.intents.values():
        if intent.kind is IntentKind.ANSWER:
            assert assistant.suggest(intent.question)[0] == intent.question


@pytest.mark.parametrize("text", ["", " ", "?!", "\x1b[31m", "xyzzy foo", "hello", "who designed", "\ud800"])
def test_nothing_is_suggested_for_what_no_answer_is_for(tiny: Assistant, text: str) -> None:
    assert "Who designed the tower?" not in tiny.suggest(text)
    assert "Hello!" not in tiny.suggest(text)
    if text != "who designed":
        assert tiny.suggest(text) == ()


def test_the_limit(assistant: Assistant) -> None:
    assert [len(assistant.suggest("is", limit)) for limit in (-1, 0, 1, 3, 5)] == [0, 0, 1, 3, 5]
    assert assistant.suggest("is", 3) == assistant.suggest("is")[:3]


def test_a_text_longer_than_any_question_gets_none(assistant: Assistant) -> None:
    assert assistant.suggest("submarine cables") != ()
    assert assistant.suggest("submarine cables " * 40) == ()


@given(st.text(max_size=60))
def test_any_string_gets_answers_each_once(tiny: Assistant, text: str) -> None:
    found = tiny.suggest(text)
    answers = {i.question for i in tiny.pack.intents.values() if i.kind is IntentKind.ANSWER}
    assert len(found) == len(set(found)) <= 5
    assert set(found) <= answers
