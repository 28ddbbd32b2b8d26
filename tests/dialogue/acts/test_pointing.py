"""Pointing: one of the things that an answer lists, by its place, and what is asked of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.reply import Status

if TYPE_CHECKING:
    from tests.dialogue.acts.conftest import Say


@pytest.mark.parametrize(
    ("place", "answer"),
    [
        ("the third one?", "Seeds."),
        ("and no. 2?", "Toys."),
        ("which of these is the last?", "Telescopes."),
        ("what was the second thing on that list?", "Toys."),
    ],
)
def test_a_thing_is_named_by_its_place(say: Say, place: str, answer: str) -> None:
    *_, named = say("What will the libraries lend?", place)

    assert (named.answer, named.act) == (answer, "listed")


def test_more_is_told_of_it_where_there_is_more(say: Say) -> None:
    *_, maps = say("What will the libraries lend?", "tell me more about the first one")

    assert (maps.intents, maps.answer) == (("maps",), "Maps are among the things that can be lent.")


def test_the_list_stays_while_it_is_pointed_at(say: Say) -> None:
    replies = say(
        "What will the libraries lend?",
        "the third one?",
        "and the next?",
        "the first one",
        "the one after that",
    )

    assert [reply.answer.split()[0] for reply in replies[1:]] == ["Seeds.", "Telescopes.", "Maps.", "Toys."]


def test_a_place_that_is_not_there(say: Say) -> None:
    *_, missing = say("What will the libraries lend?", "the tenth?")

    assert (missing.status, missing.answer) == (
        Status.NOT_IN_ARTICLE,
        "The last answer lists four, and none of that number.",
    )


def test_the_other_of_two(say: Say) -> None:
    *_, first, other = say("Who agreed?", "tell me more about the first one", "and the other?")

    assert (first.intents, other.intents) == (("quispe",), ("aldo",))


def test_a_question_is_put_to_the_thing_at_a_place(say: Say) -> None:
    assert say("Who agreed?", "the second, what is his job?")[-1].intents == ("aldo",)


def test_what_is_asked_of_all_goes_by_their_name(say: Say) -> None:
    *_, which = say("Which countries share the cost?", "which of these pay?")

    assert which.intents == ("cost",)


def test_there_is_nothing_to_point_at(say: Say) -> None:
    assert say("Who runs the libraries?", "the third one?")[-1].act is None
