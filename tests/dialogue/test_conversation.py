"""Conversations: what a later question may lean on, and the moves that are about the conversation itself."""

from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING

import pytest

from assistant import Assistant
from assistant.reply import Reply, Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from assistant.dialogue.conversation import Memory

AMBIGUOUS = "where does the door lead?"


def say(assistant: Assistant, *questions: str) -> list[Reply]:
    conversation = assistant.conversation()
    return [conversation.ask(question) for question in questions]


@pytest.mark.parametrize(
    ("questions", "told"),
    [
        pytest.param(("who met in tokyo?", "when?"), "October 7", id="a question word alone"),
        pytest.param(("When did the Cabinet approve it?", "who?"), "Modi", id="of another subject"),
        pytest.param(("who met in tokyo?", "Hello!", "when?"), "October 7", id="after small talk"),
    ],
)
def test_a_follow_up_leans_on_what_was_said(
    assistant: Assistant, questions: tuple[str, ...], told: str
) -> None:
    last = say(assistant, *questions)[-1]

    assert last.status is Status.ANSWERED
    assert told in last.answer


def test_a_pronoun_leans_on_what_was_said(tiny: Assistant) -> None:
    assert say(tiny, "How high is the tower?", "when does it open?")[-1].intents == ("opening",)


def test_a_question_that_stands_alone_is_not_bent(tiny: Assistant) -> None:
    alone, later = (
        tiny.ask("What strikes the hour?"),
        say(tiny, "How high is the tower?", "What strikes the hour?")[-1],
    )

    assert later.answer == alone.answer


OPENERS = [
    "What did the Cabinet approve?",
    "who met in tokyo?",
    "How many apps were banned?",
    "Is AI covered?",
]


@pytest.mark.parametrize("opener", OPENERS)
@pytest.mark.parametrize(
    "question",
    [
        "who is jaishankar?",
        "who is modi?",
        "what is an MoC?",
        "what is the quad?",
        "what is block chain?",
        "is 5G covered?",
        "was 6G covered?",
        "who heads the cabinet?",
        "what did india and japan sign?",
        "jaishanker",
        "cabinet",
    ],
)
def test_a_whole_question_keeps_its_own_answer(assistant: Assistant, opener: str, question: str) -> None:
    assert say(assistant, opener, question)[-1].answer == assistant.ask(question).answer


@pytest.mark.parametrize(
    ("questions", "intent"),
    [
        (("who met in tokyo?", "and 5G?"), "tokyo_5g"),
        (("is 5G covered?", "and AI?"), "field_ai"),
        (("is 5G covered?", "and 6G?", "and AI?"), "field_ai"),
        (("is 5G covered?", "what about 6G?"), "gap_field_not_listed"),
        (("who is modi?", "and motegi?"), "motegi_who"),
        (("who met in tokyo?", "what about AI?"), "tokyo_ai"),
        (("How many apps were banned?", "why?"), "apps_why"),
        (("How many apps were banned?", "who did that?"), "apps_who_banned"),
        (("What did the Cabinet approve?", "which day?"), "approval_date"),
        (("What did the Cabinet approve?", "and the date?"), "gap_exact_approval_date"),
        (("who met in tokyo?", "the place?"), "tokyo_place"),
        (("who met in tokyo?", "when did that happen?"), "tokyo_date"),
    ],
)
def test_a_question_that_says_little_still_leans(
    assistant: Assistant, questions: tuple[str, ...], intent: str
) -> None:
    assert say(assistant, *questions)[-1].intents == (intent,)


@pytest.mark.parametrize("opener", OPENERS)
@pytest.mark.parametrize(
    ("question", "name"),
    [("and China?", "chin"), ("what about the cabinet?", "cabinet")],
)
def test_what_is_told_of_a_name_has_the_name(
    assistant: Assistant, opener: str, question: str, name: str
) -> None:
    reply = say(assistant, opener, question)[-1]

    assert name in (reply.answer + " ".join(reply.suggestions)).casefold()


def test_the_cables_are_asked_about_by_name_alone(assistant: Assistant) -> None:
    assert "cable" in say(assistant, "What did the Cabinet approve?", "the cables?")[-1].answer


@pytest.mark.parametrize("question", ["the", "a", "of the"])
def test_a_word_that_says_nothing_means_nothing(assistant: Assistant, question: str) -> None:
    assert say(assistant, "who met in tokyo?", question)[-1].status is Status.NOT_IN_ARTICLE


def test_conversations_do_not_hear_each_other(assistant: Assistant) -> None:
    alone = assistant.ask("when?")
    say(assistant, "who met in tokyo?")

    assert assistant.conversation().ask("when?") == alone


@pytest.mark.parametrize(
    "question",
    ["where does it say that?", "How do you know?", "wher is that writen", "which part is that from?"],
)
def test_asked_for_the_source_it_quotes_the_last_answer(tiny: Assistant, question: str) -> None:
    answer, source = say(tiny, "When does the tower open?", question)

    opening = "The Museum of Clocks in Vellmar will open its new tower on 3 June, director Ines Okafor"
    sentence = f"{opening} said on Tuesday."
    assert source.answer == f"The article says it here, in sentence 2: “{sentence}”"
    assert [(each.sentence, each.quote) for each in source.citations] == [(2, sentence)]
    assert source.intents == answer.intents
    assert source.question == question


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("really?", "That is what the article says, in sentence 2: “The Museum"),
        ("are you sure about that?", "That is what the article says, in sentence 2: “The Museum"),
        ("I don't believe you", "That is what the article says, in sentence 2: “The Museum"),
        ("can you quote it verbatim?", "Word for word, in sentence 2: “The Museum"),
        ("read the whole sentence", "Word for word, in sentence 2: “The Museum"),
        ("come again?", "The tower opens on 3 June."),
    ],
)
def test_doubt_is_met_with_the_sentence_whatever_was_said_in_between(
    tiny: Assistant, question: str, opening: str
) -> None:
    answer, _, proof = say(tiny, "When does the tower open?", "Hello!", question)

    assert proof.status is Status.ANSWERED
    assert [each.sentence for each in proof.citations] == [each.sentence for each in answer.citations]
    assert proof.answer.startswith(opening)


def test_a_refusal_that_is_doubted_stands(tiny: Assistant) -> None:
    refusal, again = say(tiny, "Which hotel is nearest?", "are you sure?")

    assert (again.status, again.answer) == (refusal.status, refusal.answer)


def test_a_question_is_no_act_for_a_word_that_it_lacks(assistant: Assistant) -> None:
    place = say(assistant, "Did the ministers agree on 5G?", "where was that?")[-1]

    assert place.intents == ("tokyo_place",)


def test_small_talk_has_no_source(tiny: Assistant) -> None:
    source = say(tiny, "Hello!", "where does it say that?")[-1]

    assert (source.status, source.citations) == (Status.CHAT, ())


@pytest.mark.parametrize("question", ["say that again", "come again?", "can you repeat"])
def test_asked_again_it_says_the_same(tiny: Assistant, question: str) -> None:
    first, again = say(tiny, "When does the tower open?", question)

    assert again == first.model_copy(update={"question": question, "act": "repeat"})


def test_asked_for_more_it_tells_each_fact_of_the_topic_once(tiny: Assistant) -> None:
    replies = say(tiny, "When does the tower open?", *["tell me more"] * 6)

    told = [citation.quote for reply in replies[:6] for citation in reply.citations]
    assert len(told) == len(set(told)) == len(tiny.pack.facts)
    assert (replies[6].status, replies[6].citations) == (Status.NOT_IN_ARTICLE, ())


def test_what_it_tells_unasked_is_no_verdict(tiny: Assistant) -> None:
    replies = say(tiny, "When does the tower open?", *["tell me more"] * 5)

    assert "Children under twelve enter free of charge." in [reply.answer for reply in replies]


@pytest.mark.parametrize("question", ["where does it say that?", "say that again", "tell me more"])
def test_nothing_has_been_said_yet(tiny: Assistant, question: str) -> None:
    reply = tiny.ask(question)

    assert reply.status is Status.CHAT
    assert reply.suggestions == tiny.pack.welcome


@pytest.mark.parametrize(
    ("pick", "intent"),
    [
        ("1", "east_door"),
        ("2", "west_door"),
        ("2.", "west_door"),
        ("option 2", "west_door"),
        ("the first one", "east_door"),
        ("the second", "west_door"),
        ("the last one", "west_door"),
        ("the west door", "west_door"),
        ("Where does the east door lead?", "east_door"),
    ],
)
def test_an_option_is_picked(tiny: Assistant, pick: str, intent: str) -> None:
    offered, picked = say(tiny, AMBIGUOUS, pick)

    assert offered.status is Status.CLARIFY
    assert (picked.status, picked.intents) == (Status.ANSWERED, (intent,))
    assert picked.question == pick


@pytest.mark.parametrize("pick", ["3", "0", "the fourth"])
def test_an_option_that_is_not_there_is_not_answered(tiny: Assistant, pick: str) -> None:
    assert say(tiny, AMBIGUOUS, pick)[-1].status is not Status.ANSWERED


def test_options_are_gone_once_one_is_picked(tiny: Assistant) -> None:
    assert say(tiny, AMBIGUOUS, "1", "2")[-1].intents != ("west_door",)


def test_other_questions_may_follow_an_offer(tiny: Assistant) -> None:
    assert say(tiny, AMBIGUOUS, "How high is the tower?")[-1].intents == ("height",)


def test_after_a_refusal_without_a_subject_a_bare_question_is_refused_too(assistant: Assistant) -> None:
    _, refused, why, asked, when = say(
        assistant,
        "Who met in Tokyo?",
        "How many tulips does a gardener plant?",
        "and why?",
        "When did the Cabinet approve the memorandum?",
        "who?",
    )

    assert (refused.status, why.status) == (Status.NOT_IN_ARTICLE, Status.NOT_IN_ARTICLE)
    assert not why.citations
    assert (asked.status, when.status) == (Status.ANSWERED, Status.ANSWERED)


@pytest.mark.parametrize(
    "questions",
    [
        ("What does the cooperation cost?", "and why?"),
        ("How many tulips does a gardener plant?", "why?"),
        ("In which hotel did the ministers meet, and why?",),
    ],
)
def test_a_bare_question_leans_on_no_question_without_an_answer(
    assistant: Assistant, questions: tuple[str, ...]
) -> None:
    why = say(assistant, *questions)[-1]

    assert (why.status, why.citations) == (Status.NOT_IN_ARTICLE, ())


def test_a_question_without_an_answer_may_be_followed_up(assistant: Assistant) -> None:
    _, when = say(assistant, "Who will sign the memorandum?", "when?")

    assert when.intents == ("gap_signing_date",)


def test_after_very_many_questions_the_same_is_said(tiny_folder: Path) -> None:
    questions = ["How high is the tower?", "how hihg is the towr", "Who rings the bell in Orsholm?"]
    bot = Assistant.load(tiny_folder)
    before = [bot.ask(question) for question in questions]
    for number in range(400):
        bot.ask(f"the tower of word{number} and another{number} wrod")

    assert [bot.ask(question) for question in questions] == before


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda memory: pickle.loads(pickle.dumps(memory))])
def test_a_conversation_goes_on_from_what_another_remembers(
    tiny: Assistant, copied: Callable[[Memory], Memory]
) -> None:
    turns = [
        "How high is the tower?",
        "when does it open?",
        AMBIGUOUS,
        "the second",
        "where does it say that?",
    ]
    whole = say(tiny, *turns, "tell me more")
    for cut in range(len(turns)):
        before = tiny.conversation()
        for question in turns[:cut]:
            before.ask(question)
        after = tiny.conversation(copied(before.memory))

        assert [after.ask(question) for question in [*turns[cut:], "tell me more"]] == whole[cut:]
