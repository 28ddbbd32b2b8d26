"""Whom, where and what a pronoun means, through several turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.reply import Status

if TYPE_CHECKING:
    from assistant import Assistant


@pytest.mark.parametrize(
    ("questions", "intent"),
    [
        (["Who is Motegi?", "is he a minister?"], "motegi_who"),
        (["Who heads the Cabinet?", "and when?", "what is his role?"], "modi_who"),
        (["Who is Motegi?", "is he Japanese?", "how old is he?"], "gap_bio_motegi"),
        (["Who is Jaishankar?", "and his counterpart?", "how old is he?"], "gap_bio_motegi"),
        (["Who is Jaishankar?", "where did he meet his counterpart?"], "tokyo_place"),
        (["Tell me about Motegi", "whom did he agree with?", "and when was that?", "is he a minister?"],
         "motegi_who"),
        (["Which city is mentioned?", "who was there?"], "tokyo_who"),
        (["tell me about the submarine cables", "who gains from them?", "are they on the list of fields?"],
         "field_submarine_cable"),
    ],
)  # fmt: skip
def test_a_pronoun_goes_to_what_was_talked_of(
    assistant: Assistant, questions: list[str], intent: str
) -> None:
    conversation = assistant.conversation()

    assert [conversation.ask(question) for question in questions][-1].intents == (intent,)


def test_a_pronoun_with_two_equal_readings_asks_back(assistant: Assistant) -> None:
    conversation = assistant.conversation()
    conversation.ask("Who met in Tokyo?")

    asked_back = conversation.ask("what is his job?")
    picked = conversation.ask("the second")

    assert (asked_back.status, asked_back.suggestions) == (
        Status.CLARIFY,
        ("what is S Jaishankar's job?", "what is Toshimitsu Motegi's job?"),
    )
    assert picked.intents == ("motegi_who",)


@pytest.mark.parametrize(
    "question",
    ["Modi heads the Cabinet, doesn't he?", "the Japanese minister, what is he called?", "is it in there?"],
)
def test_a_pronoun_that_means_something_nearer_is_left_alone(assistant: Assistant, question: str) -> None:
    conversation = assistant.conversation()
    conversation.ask("Who met in Tokyo?")

    assert conversation.ask(question).status is not Status.CLARIFY
