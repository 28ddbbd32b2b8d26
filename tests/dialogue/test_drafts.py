"""Answers that nobody has checked: they account for every word, or their sentence is shown as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant, Pack
from assistant.reply import Status

ARTICLE = Path(__file__).parents[1] / "knowledge" / "drafting" / "observatory.txt"


@pytest.fixture(scope="module")
def bot() -> Assistant:
    return Assistant.from_pack(Pack.draft(ARTICLE.read_text("utf-8")))


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Did forty schools paint the dome?", None),
        ("How tall is the telescope?", 4),
        ("What did the second telescope weigh?", 4),
    ],
)
def test_a_word_that_a_draft_lacks_is_reason_enough_to_claim_nothing(
    bot: Assistant, question: str, sentence: int | None
) -> None:
    reply = bot.ask(question)

    assert reply.status in (Status.PASSAGE, Status.NOT_IN_ARTICLE)
    if sentence:
        assert sentence in [each.sentence for each in reply.citations]


def test_a_passage_and_a_refusal_are_no_drafts(bot: Assistant) -> None:
    assert "Draft" not in bot.ask("How tall is the telescope?").answer
    assert "Draft" not in bot.ask("Who won the boat race?").answer


def test_a_drafted_gap_says_that_it_is_one(bot: Assistant) -> None:
    reply = bot.ask("How old is Lena Aubert?")

    assert (reply.status, reply.answer) == (
        Status.NOT_IN_ARTICLE,
        "Draft, unchecked: The article does not say how old that person is.",
    )


def test_forms_and_acts_keep_the_mark(bot: Assistant) -> None:
    chat = bot.conversation()
    chat.ask("How much is a ticket?")

    assert chat.ask("say that again").answer.startswith("Draft, unchecked: A ticket costs")
    assert chat.ask("briefly").answer.startswith("Draft, unchecked: A ticket costs")


def test_a_few_words_that_lean_on_another_sentence_claim_nothing(bot: Assistant) -> None:
    chat = bot.conversation()
    chat.ask("How much is a ticket?")

    reply = chat.ask("and the roof?")

    assert reply.status is not Status.ANSWERED


def test_several_questions_show_the_passage_of_each(bot: Assistant) -> None:
    reply = bot.ask("How much is a ticket, and how tall is the telescope?")

    assert "A ticket costs 8 euros" in reply.answer
    assert "I have no prepared answer; the article has this on it: “Visitors can look" in reply.answer
