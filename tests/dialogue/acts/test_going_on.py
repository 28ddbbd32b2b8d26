"""Going on: again, more, and in another form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.reply import Status

if TYPE_CHECKING:
    from tests.dialogue.acts.conftest import Say


@pytest.mark.parametrize(
    "question", ["say again", "hang on, can you say that again", "one more time, what was it?"]
)
def test_it_says_the_same_again(say: Say, question: str) -> None:
    first, again = say("Who pays?", question)

    assert again == first.model_copy(update={"question": question, "act": "repeat"})


def test_more_tells_what_was_not_told(say: Say) -> None:
    replies = say("Who pays?", "tell me more", "and?", "anything else?")

    intents = [intent for reply in replies for intent in reply.intents]
    assert len(set(intents)) == len(replies)


@pytest.mark.parametrize(
    ("questions", "answer"),
    [
        (["Is there a fee?", "just yes or no"], "No."),
        (["Just yes or no: is there a fee?"], "No."),
        (["Do they lend maps? yes or no"], "Yes. Maps are among the things that can be lent."),
        (["Who is Rosa Quispe?", "shorter"], "Rosa Quispe is the mayor; she was a teacher before."),
        (["briefly, who pays?"], "Peru and Chile share the cost of US$2 million."),
        (["Who pays? In simple words."], "Peru and Chile share the cost of US$2 million."),
    ],
)
def test_an_answer_comes_in_the_form_that_is_asked_for(say: Say, questions: list[str], answer: str) -> None:
    assert say(*questions)[-1].answer == answer


def test_neither_yes_nor_no_is_said_of_what_is_neither(say: Say) -> None:
    reply = say("Who pays? Just yes or no!")[-1]

    assert reply.answer.startswith("The article says neither yes nor no. Peru and Chile")


@pytest.mark.parametrize("question", ["ok, now i understand", "fine, that's all for now", "ha, ok thanks"])
def test_what_asks_nothing_is_acknowledged(say: Say, question: str) -> None:
    assert say("Who pays?", question)[-1].status is Status.CHAT
