"""Correction: the last question is asked again of what is named now, and what follows stays with that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.dialogue.acts.conftest import Say


@pytest.mark.parametrize(
    "correction",
    [
        "no I meant Aldo",
        "not Quispe but Aldo",
        "Not Quispe, Aldo.",
        "no, the professor",
        "I was asking about Jon Aldo",
    ],
)
def test_a_name_takes_the_place_of_another(say: Say, correction: str) -> None:
    *_, corrected = say("Who is Rosa Quispe?", correction)

    assert (corrected.intents, corrected.act) == (("aldo",), "correction")


def test_what_follows_stays_with_what_was_meant(say: Say) -> None:
    replies = say("Who is Rosa Quispe?", "no I meant the professor", "what is his job?")

    assert [reply.intents for reply in replies] == [("quispe",), ("aldo",), ("aldo",)]


def test_another_event_is_another_answer(say: Say) -> None:
    *_, corrected = say("In which city was it agreed?", "I was asking about the other talks")

    assert corrected.intents == ("more_talks",)


def test_a_whole_question_is_asked_as_it_stands(say: Say) -> None:
    assert say("Who pays?", "no, I meant who runs the libraries")[-1].intents == ("agency",)


def test_there_is_nothing_to_correct_at_first(say: Say) -> None:
    assert say("I was asking about the fee")[-1].act is None
