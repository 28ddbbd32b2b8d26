"""Finding: whether, where and how often something stands, what it is related to, and who says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.reply import Status

if TYPE_CHECKING:
    from tests.dialogue.acts.conftest import Say


def test_where_something_stands(say: Say) -> None:
    assert [each.sentence for each in say("where is Peru mentioned?")[-1].citations] == [6]


def test_where_it_stands_in_what_was_quoted(say: Say) -> None:
    *_, where = say("Who is Rosa Quispe?", "quote it", "which sentence mentions the teacher?")

    assert [each.sentence for each in where.citations] == [4]


def test_how_often(say: Say) -> None:
    often = say("How many times does the word libraries appear?")[-1]

    assert often.answer.startswith("The article has it in 3 sentences, numbers 2, 3 and 7:")


def test_how_often_what_was_asked_about_last_is_there(say: Say) -> None:
    _, often, _, fee = say("Is the agency mentioned?", "and how often?", "Who pays?", "how often?")

    assert often.answer.startswith("The article has it in one sentence, number 7:")
    assert fee.act is None


def test_whether_it_is_there_at_all(say: Say) -> None:
    there, missing = say("Is the agency mentioned anywhere?", "Is Brazil mentioned?")

    assert there.status is Status.ANSWERED
    assert (missing.status, missing.answer) == (Status.NOT_IN_ARTICLE, "The article does not mention Brazil.")


@pytest.mark.parametrize(
    "question", ["what can you tell me about Chile?", "anything about Chile in the article?"]
)
def test_a_topic_has_its_sentences(say: Say, question: str) -> None:
    assert [each.sentence for each in say(question)[-1].citations] == [6]


def test_what_it_is_related_to_stands_in_the_same_sentence(say: Say) -> None:
    *_, related, unrelated = say("Who pays?", "is that tied to Chile?", "how is that linked to Santiago?")

    assert (
        related.answer
        == "The article has both in sentence 6: “Peru and Chile share the cost of US$2 million.”"
    )
    assert unrelated.status is Status.NOT_IN_ARTICLE
    assert unrelated.answer.startswith("The article does not say that. It does say: ")


@pytest.mark.parametrize("question", ["who says that?", "oh come on, who claims that?", "did Aldo say so?"])
def test_who_says_it_is_named(say: Say, question: str) -> None:
    *_, said = say("Is there a fee?", question)

    assert said.answer.startswith("The article reports it as what Jon Aldo said, in sentence 5:")


def test_what_nobody_says_is_the_words_of_the_article(say: Say) -> None:
    *_, said = say("Who pays?", "says who?")

    assert said.answer.startswith("The article says it in its own words, in sentence 6:")
