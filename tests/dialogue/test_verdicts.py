"""What the default pack says yes or no to, and what it does not: half of a truth confirmed is false."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant import Assistant
from assistant.reply import Status
from tests.editing import edit

if TYPE_CHECKING:
    from pathlib import Path

VERDICTS = ("Yes.", "No.")


@pytest.mark.parametrize(
    "question",
    [
        "Did the US approve the memorandum?",
        "did japan approve the memorandum?",
        "did the japanese cabinet approve the memorandum?",
        "Did the state government approve the memorandum?",
        "Did the opposition approve the memorandum?",
        "was the memorandum rejected by japan?",
        "did the cabinet sign the memorandum?",
        "Did the Cabinet draft the memorandum?",
        "did the cabinet approve the memorandum in new delhi?",
        "did they agree on 6G in tokyo?",
        "did they agree on 4G in tokyo?",
        "is Atmanirbhar Bharat a Japanese programme?",
        "does the MoC contribute to Make in India?",
        "does the MoC contribute to Digital India?",
        "is bitcoin covered?",
        "is ethereum covered?",
        "is cryptocurrency covered?",
        "are submarines covered?",
        "is fibre optics covered",
        "is spectrum sharing covered?",
        "does the moc cover education",
        "wifi",
        "is 7G covered",
        "were 200 apps banned?",
        "Is Modi the prime minister?",
        "Was Modi in the room for the October talks?",
        "Do the two agreements share any subjects?",
        "did indian and chinese soldiers hold a joint exercise?",
    ],
)
def test_no_verdict_on_what_the_facts_do_not_decide(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).answer.startswith(VERDICTS)


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Did the Cabinet approve the memorandum?", "Yes."),
        ("did the government approve the deal?", "Yes."),
        ("did india approve the pact?", "Yes."),
        ("was the pact cleared by the cabinet?", "Yes."),
        ("did the cabinet reject the memorandum?", "No."),
        ("Is Motegi the prime minister?", "No."),
        ("Is Jaishankar the chancellor?", "No."),
        ("Did Japan ban the apps?", "No."),
        ("Was the standoff in Sikkim?", "No."),
        ("Did Rolf Motegi head the Cabinet?", "No."),
        ("was it in osaka that the ministers met?", "No."),
        ("is 5G covered?", "Yes."),
        ("is AI covered?", "Yes."),
        ("are submarine cables covered?", "Yes."),
        ("does it help startups?", "Yes."),
        ("Did the ministers agree on 5G in Tokyo?", "Yes."),
        ("did jaishankar and motegi agree on AI?", "Yes."),
        ("are the fears of cyber attacks rising?", "Yes."),
        ("Was it with South Korea?", "No."),
    ],
)
def test_a_verdict_on_what_they_decide(assistant: Assistant, question: str, verdict: str) -> None:
    assert assistant.ask(question).answer.startswith(verdict)


@pytest.mark.parametrize(
    "question",
    [
        "does the MoC contribute to Make in India?",
        "is bitcoin covered?",
        "is 7G covered",
        "did they agree on 6G in tokyo?",
        "what happened on october 17",
        "what happened on october 8",
        "what did they agree on october 9?",
        "what did india and china agree on?",
        "how many apps did china ban?",
        "why did china ban indian apps",
    ],
)
def test_the_nearest_fact_is_no_answer(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status is Status.NOT_IN_ARTICLE


def test_a_day_that_the_article_lacks_is_named_whole(assistant: Assistant) -> None:
    answer = assistant.ask("what happened on October 17").answer

    assert answer.startswith("The article does not mention October 17. It does say: On October 7 in Tokyo")


def test_who_has_another_part_is_told_so(assistant: Assistant) -> None:
    reply = assistant.ask("how many apps did China ban?")

    assert reply.answer.startswith("The article does not say that of China. It does say: India banned")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Did Japan approve the memorandum?", "The Union Cabinet, headed by"),
        ("were fewer than 100 apps banned?", "No. India banned more than 100"),
        ("were more than 50 apps banned?", "Yes. India banned more than 100"),
        ("did india ban 40 apps?", "No. India banned more than 100"),
        ("why did india ban only ten apps?", "Not ten. India banned more than 100"),
        ("was it approved on a sunday?", "No. The Union Cabinet gave its approval"),
        ("did motegi head the cabinet?", "No. The Union Cabinet, which gave the approval, is headed by"),
        ("did norway ban the apps?", "No. It was India that banned"),
    ],
)
def test_a_yes_or_no_question_is_put_right_by_the_fact(
    assistant: Assistant, question: str, told: str
) -> None:
    reply = assistant.ask(question)

    assert reply.status is Status.ANSWERED
    assert told.casefold() in reply.answer.casefold()


def test_what_the_facts_leave_open_is_no_yes_and_no_no(assistant: Assistant) -> None:
    reply = assistant.ask("were 200 apps banned?")

    assert reply.status is Status.NOT_IN_ARTICLE
    assert reply.answer.startswith(
        "The article does not mention 200. It does say: India banned more than 100"
    )


@pytest.mark.parametrize("question", ["the main points in 3 sentences please", "name 3 fields of the MoC"])
def test_a_number_may_size_the_answer(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status is Status.ANSWERED


def test_two_who_act_together_are_not_parted(assistant: Assistant) -> None:
    assert assistant.ask("what did india and japan sign?").intents == ("approval_signed",)


def test_what_is_told_of_two_things_is_asked_of_both(assistant: Assistant) -> None:
    reply = assistant.ask("are 5G and AI covered?")

    assert reply.intents == ("field_5g", "field_ai")


def test_a_gap_beside_an_answer_names_what_it_is_about(assistant: Assistant) -> None:
    answer = assistant.ask("is AI covered, and is 6G?").answer

    assert answer.startswith("Yes. Artificial Intelligence")
    assert "On “is 6G?”: The article does not list that field" in answer


@pytest.mark.parametrize("question", ["is he japanese?", "is he old?", "is he tall?"])
def test_what_is_asked_of_a_person_is_answered_of_a_person(assistant: Assistant, question: str) -> None:
    conversation = assistant.conversation()
    conversation.ask("who heads the cabinet?")

    assert conversation.ask(question).status is Status.NOT_IN_ARTICLE


def test_what_is_told_of_a_person_may_be_asked_by_a_pronoun(assistant: Assistant) -> None:
    conversation = assistant.conversation()
    conversation.ask("who is motegi?")

    assert conversation.ask("is he japanese?").intents == ("motegi_country",)


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("Is the roof 41 metres wide?", "The tower is 41"),
        ("is it 41 metres wide?", "The tower is 41"),
        ("is the roof wide?", "No. The tower is 41"),
    ],
)
def test_a_written_no_is_not_said_of_the_right_figure_nor_turned_into_a_yes(
    tiny_copy: Path, question: str, opening: str
) -> None:
    edit(
        tiny_copy,
        "  - id: owl\n    kind",
        '  - id: wide\n    kind: answer\n    question: Is the roof 41 metres wide?\n    verdict: "no"\n'
        "    facts: [height]\n    phrases: [is the roof wide, width of the roof]\n  - id: owl\n    kind",
    )

    assert Assistant.load(tiny_copy).ask(question).answer.startswith(opening)


@pytest.mark.parametrize(
    "question", ["When does the east door open onto the harbour?", "Why does the brass owl strike the hour?"]
)
def test_a_time_a_place_or_a_reason_that_no_fact_has_is_not_answered(tiny: Assistant, question: str) -> None:
    reply = tiny.ask(question)

    assert reply.status is Status.NOT_IN_ARTICLE


def test_the_right_figure_makes_no_yes_of_something_else(tiny: Assistant) -> None:
    assert tiny.ask("Does the tower rise 41 metres?").answer == "Yes. The tower is 41 metres high."
    assert tiny.ask("Does it rise 41 metres deeper?").answer == "The tower is 41 metres high."
