"""Questions worth asking next: nothing that was asked or said, and the subject first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant import Assistant
from assistant.response import Status

if TYPE_CHECKING:
    from pathlib import Path

MILL = {
    "seeds/mill.txt": (
        "Anna Meyer built the mill in Norrby in 1990. It grinds rye and oats. "
        "The wheel was carved by Carl Borg. The council pays for the roof. A bridge leads to the mill. "
        "Its flour goes to Oslo."
    ),
    "intents/pack.yaml": (
        "title: The mill\nabout: A mill.\n"
        'welcome: ["Who built the mill?", "What does it grind?", "Who carved the wheel?"]\n'
    ),
    "intents/mill.yaml": """\
topic: mill
title: The mill
facts:
  - {id: bridge, statement: A bridge leads to the mill., quotes: [A bridge leads to the mill]}
  - {id: builder, statement: Anna Meyer built the mill., quotes: [Anna Meyer built the mill]}
  - {id: by, statement: The mill was built by Anna Meyer., quotes: [Anna Meyer built the mill]}
  - id: all
    statement: Anna Meyer built the mill in Norrby in 1990.
    quotes: [Anna Meyer built the mill in Norrby in 1990]
  - {id: alone, statement: It was Anna Meyer alone who built the mill., quotes: [Anna Meyer built the mill]}
  - {id: grinds, statement: The mill grinds rye and oats., quotes: [It grinds rye and oats]}
  - {id: flour, statement: Its flour goes to Oslo., quotes: [Its flour goes to Oslo]}
intents:
  - id: way
    kind: answer
    question: How does one reach the mill?
    facts: [bridge]
    phrases: [way to the mill, what leads to the mill]
  - id: builder
    kind: answer
    question: Who built the mill?
    facts: [builder]
    phrases: [builder of the mill, by whom was the mill built]
  - id: story
    kind: answer
    question: Who built what, and when?
    facts: [all]
    phrases: [the story of the building, year and place of the building]
  - id: meyer
    kind: answer
    question: What did Anna Meyer build?
    facts: [by]
    phrases: [work of Anna Meyer]
  - id: whether
    kind: answer
    question: Did Anna Meyer build the mill?
    verdict: "yes"
    facts: [alone]
    phrases: [was it Anna Meyer who built it]
  - {id: grinds, kind: answer, question: "What does it grind?", facts: [grinds], phrases: [flour of the mill]}
  - id: both
    kind: answer
    question: What does it grind, and for whom?
    facts: [grinds, flour]
    phrases: [all about rye and the market]
""",
    "intents/roof.yaml": """\
topic: roof
title: The roof and the wheel
facts:
  - {id: wheel, statement: Carl Borg carved the wheel., quotes: [The wheel was carved by Carl Borg]}
  - {id: roof, statement: The council pays for the roof., quotes: [The council pays for the roof]}
intents:
  - id: wheel
    kind: answer
    question: Who carved the wheel?
    facts: [wheel]
    phrases: [carver of the wheel]
  - {id: roof, kind: answer, question: "Who pays for the roof?", facts: [roof], phrases: [cost of the roof]}
  - id: gap_age
    kind: gap
    question: How old is Carl Borg?
    says: The article does not say how old he is.
    facts: [wheel]
    phrases: [age of the carver]
""",
}


@pytest.fixture(scope="module")
def mill(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("mill")
    for name, text in MILL.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return Assistant.load(folder)


def after(assistant: Assistant, *questions: str) -> tuple[str, ...]:
    """What is suggested after the last of some questions."""
    conversation = assistant.conversation()
    return [conversation.respond(question) for question in questions][-1].suggestions


@pytest.mark.parametrize("question", ["Who built the mill?", "bilder of teh mill", "by whom was it built"])
def test_what_was_answered_is_not_asked_next_in_any_words(mill: Assistant, question: str) -> None:
    suggestions = after(mill, question)

    assert "Who built the mill?" not in suggestions
    assert "What did Anna Meyer build?" not in suggestions


def test_what_would_say_the_answer_over_again_comes_last(mill: Assistant) -> None:
    assert after(mill, "Who built the mill?") == (
        "How does one reach the mill?",
        "What does it grind?",
        "Who carved the wheel?",
    )
    others = (
        "How does one reach the mill?",
        "What does it grind?",
        "Who carved the wheel?",
        "Who pays for the roof?",
    )
    # Neither the same in other words, nor what half was answered, nor a yes that is known.
    assert after(mill, *others, "Who built the mill?") == ("Who built what, and when?",)


def test_the_topic_of_the_last_answer_comes_first(mill: Assistant) -> None:
    assert after(mill, "Who built the mill?", "Who carved the wheel?")[0] == "Who pays for the roof?"
    assert after(mill, "Who carved the wheel?", "What does it grind?")[0] != "Who pays for the roof?"


def test_a_refusal_that_says_what_is_near_has_said_it(mill: Assistant) -> None:
    suggestions = after(mill, "How old is Carl Borg?")

    assert suggestions[0] == "Who pays for the roof?"
    assert "Who carved the wheel?" not in suggestions


def test_both_parts_of_a_question_are_covered(mill: Assistant) -> None:
    suggestions = after(mill, "Who carved the wheel, and who pays for the roof?")

    assert not {"Who carved the wheel?", "Who pays for the roof?"}.intersection(suggestions)


@pytest.mark.parametrize("last", ["really?", "say that again", "hello there", "", "thanks", "zzyzx qwrtp"])
def test_what_is_no_question_of_the_pack_follows_the_subject_too(tiny: Assistant, last: str) -> None:
    asked = ("When does the tower open?", "How high is the tower?")
    suggestions = after(tiny, *asked, last)

    assert suggestions
    assert not set(asked).intersection(suggestions)


def test_when_all_is_said_nothing_is_suggested(mill: Assistant) -> None:
    conversation = mill.conversation()
    reply = conversation.respond("hello")
    picked: list[str] = []
    while reply.suggestions:
        picked.append(reply.suggestions[0])
        reply = conversation.respond(picked[-1])
        assert reply.status is Status.ANSWERED
        assert not set(picked).intersection(reply.suggestions)

    assert len(picked) >= 5
    assert conversation.respond("hello").suggestions == ()


def test_a_conversation_of_suggestions_never_repeats_itself(assistant: Assistant) -> None:
    conversation = assistant.conversation()
    reply = conversation.respond("hello")
    answers, stated = set[str](), set[str]()
    for _ in range(25):
        reply = conversation.respond(reply.suggestions[-1])
        facts = {fact for intent in reply.intents for fact in assistant.pack.intents[intent].facts}
        assert reply.status is Status.ANSWERED
        assert reply.answer not in answers
        assert stated.isdisjoint(facts)
        answers.add(reply.answer)
        stated |= facts
