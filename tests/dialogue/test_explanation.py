"""Why a question got its reply."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from assistant.dialogue.explanation import WordLink

if TYPE_CHECKING:
    from assistant import Assistant


def test_the_reasons_are_those_of_the_reply(tiny: Assistant) -> None:
    conversation = tiny.conversation()
    reply = conversation.ask("How hihg is the tower?")
    (why,) = conversation.why()

    assert [ranked.intent for ranked in why.ranking][:1] == list(reply.intents)
    assert why.ranking[0].belief == pytest.approx(reply.confidence, abs=0.2)
    assert [ranked.belief for ranked in why.ranking] == sorted(
        (ranked.belief for ranked in why.ranking), reverse=True
    )
    assert "tower" in {link.asked.split()[-1] for link in why.links}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "How high is the tower?",
            r"It is what the question is taken to mean: \d+% sure, where an answer needs 55%\.",
        ),
        ("Who drew the plans for it?", r"No answer is sure enough, the best being \d+% sure, where an .*"),
    ],
)
def test_how_sure_an_answer_is_is_told_in_plain_words(tiny: Assistant, question: str, told: str) -> None:
    conversation = tiny.conversation()
    conversation.ask(question)
    (why,) = conversation.why()

    assert re.fullmatch(told, why.decision)


def test_a_follow_up_is_explained_in_its_conversation(tiny: Assistant) -> None:
    conversation = tiny.conversation()
    conversation.ask("When does the tower open?")
    reply = conversation.ask("and how high is it?")

    assert conversation.why()[0].ranking[0].intent in reply.intents


@pytest.mark.parametrize("question", ["", "say that again", "x" * 5_000])
def test_what_was_not_matched_has_no_reasons(tiny: Assistant, question: str) -> None:
    conversation = tiny.conversation()
    conversation.ask("When does the tower open?")
    conversation.ask(question)

    assert conversation.why() == ()


@pytest.mark.parametrize(
    ("question", "link"),
    [
        ("how tal is the towwer", WordLink("towwer", "tower", "misspelt; both mean the same")),
        ("how tall is the tower", WordLink("tower", "tower", "")),
    ],
)
def test_words_are_linked_through_typos_and_the_lexicon(
    tiny: Assistant, question: str, link: WordLink
) -> None:
    conversation = tiny.conversation()
    conversation.ask(question)

    assert link in conversation.why()[0].links


def test_what_stays_unexplained_is_named(assistant: Assistant) -> None:
    conversation = assistant.conversation()
    conversation.ask("When did the Cabinet approve the zyzzyva?")

    assert "zyzzyva" in conversation.why()[0].ranking[0].unexplained
