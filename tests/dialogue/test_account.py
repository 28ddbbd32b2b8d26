"""Every word of what is asked is accounted for: a stranger among them stops a plain answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant import Assistant
from assistant.dialogue.account import Account, Ground
from assistant.language import plain_text
from assistant.reply import Status

if TYPE_CHECKING:
    from pathlib import Path

STRANGERS = [
    "When did the choir approve the memorandum?",
    "When did the beekeeper approve the memorandum?",
    "Who leads the knitwear factory?",
    "who met in reykjavik?",
    "Which city hosted the acrobats?",
    "What did Jaishankar and Tolstoy agree on?",
    "what did jaishankar and zorbakov agree on?",
    "Where was the standoff between Indian and Fijian soldiers?",
    "How many umbrellas did India ban?",
    "What did the auction strengthen between the two nations?",
    "Which fields does the carousel cover?",
    "How will giraffes help connect remote areas?",
    "After the quarrel of the trombonists, which apps were banned?",
    "Did the IMF approve the MoC?",
    "did the imf approve the moc?",
    "Who is Selma Ivarsdottir?",
    "Which Prime Minister heads Qualtrax?",
    "Did Selma Ivarsdottir and Motegi agree on IoT?",
    "who met in Kyoto?",
    "Helsinki. What happened?",
    "What was agreed at the ASEAN gathering on October 7?",
]


@pytest.mark.parametrize("question", STRANGERS)
def test_a_stranger_stops_a_plain_answer(assistant: Assistant, question: str) -> None:
    reply = assistant.ask(question)

    assert reply.status is not Status.ANSWERED, reply.answer


def test_what_the_article_lacks_is_named_beside_what_it_says(assistant: Assistant) -> None:
    reply = assistant.ask("When did the choir approve the memorandum?")

    assert reply.status is Status.NOT_IN_ARTICLE
    assert reply.answer.startswith(
        "The article does not mention any choir. It does say: The Union Cabinet gave"
    )
    assert reply.citations


@pytest.mark.parametrize(
    "question",
    [
        "Which guy headed the body that gave the green light?",
        "What story does the piece tell about the border?",
        "Could you tell me the reason behind the app ban?",
        "In what detail does the report list the areas of cooperation?",
        "My sister asks me which city the ministers met in.",
        "I was talking to a plumber about this, so tell me: when was the memorandum approved?",
    ],
)
def test_a_word_that_any_question_may_have_is_no_stranger(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status is Status.ANSWERED


@pytest.mark.parametrize(
    "question",
    [
        "Was the ban approved by the Cabinet?",
        "is the ban part of the memorandum?",
        "Did the PMO approve the MoC?",
    ],
)
def test_what_is_said_of_one_event_is_not_said_of_another(assistant: Assistant, question: str) -> None:
    reply = assistant.ask(question)

    assert reply.status is Status.NOT_IN_ARTICLE
    assert reply.answer.startswith("The article does not say that")


@pytest.mark.parametrize(
    "question",
    [
        "Who approved the standoff?",
        "Who banned the memorandum?",
        "When did the ministers ban the MoC?",
        "Who agreed to the cyber-attacks?",
        "On which weekday did Jaishankar and Motegi agree?",
        "Which apps were not banned?",
        "Which apps were spared?",
        "Which fields does the memorandum leave out?",
    ],
)
def test_an_answer_is_none_to_what_it_does_not_tell(assistant: Assistant, question: str) -> None:
    reply = assistant.ask(question)

    assert reply.status is Status.NOT_IN_ARTICLE, reply.answer


def test_a_preposition_that_asks_is_accounted_for(assistant: Assistant) -> None:
    conversation = assistant.conversation()
    conversation.ask("Which fields does the memorandum cover?")

    assert conversation.ask("against whom?").status is Status.NOT_IN_ARTICLE


def test_names_side_by_side_are_one(assistant: Assistant) -> None:
    reply = assistant.ask("Did Selma Ivarsdottir and Motegi agree on IoT?")

    assert reply.answer.startswith("The article does not mention Selma Ivarsdottir. ")


def test_a_part_with_a_stranger_is_told_beside_the_other(assistant: Assistant) -> None:
    reply = assistant.ask("Who heads the Cabinet, and who heads the orchestra?")

    assert reply.status is Status.ANSWERED
    assert "Narendra Modi" in reply.answer
    assert "The article does not mention any orchestra." in reply.answer


def test_a_name_is_not_repaired_into_another_word(assistant: Assistant) -> None:
    analysis = assistant.compiled.analyzer.analyse("iceland kissinger shakespeare nairobi")

    assert not any(feature.read_as for feature in analysis.content)


@pytest.mark.parametrize(
    ("question", "word", "ground"),
    [
        ("When did the Cabinet approve it?", "cabinet", Ground.PHRASES),
        ("When did the walnut approve it?", "walnut", Ground.NOTHING),
        ("When did Norway approve it?", "norway", Ground.NOTHING),
        ("When did they happily approve it?", "happily", Ground.NO_NOUN),
        ("When did those guys approve it?", "guys", Ground.GENERAL),
        ("I own a bakery, so when did they approve it?", "bakery", Ground.ASIDE),
        ("Were 99 of them approved?", "99", Ground.NOTHING),
    ],
)
def test_what_accounts_for_a_word(assistant: Assistant, question: str, word: str, ground: Ground) -> None:
    compiled = assistant.compiled
    analysis = compiled.analyzer.analyse(plain_text(question))
    grounds = Account(compiled, analysis).of(compiled.numbers["approval_date"])

    assert {feature.surface.removeprefix("the "): each for feature, each in grounds.items()}[word] is ground


def test_a_pack_begins_with_what_everyone_knows(tiny: Assistant) -> None:
    lexicon = tiny.compiled.analyzer.lexicon

    for word, kind in (("norwegians", "country"), ("sunday", "weekday"), ("november", "month")):
        (feature,) = tiny.compiled.analyzer.analyse(word).content
        assert lexicon.type_of(feature.name) == kind


def test_a_form_of_the_pack_is_the_pack_s(assistant: Assistant) -> None:
    (feature,) = assistant.compiled.analyzer.analyse("nippon").content

    assert feature.name == "#japan"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who is Ines Okafor?", 2),
        ("Did the director speak on Tuesday?", 2),
        ("Is there a roof?", 4),
    ],
)
def test_what_no_answer_has_is_shown_as_it_stands(tiny: Assistant, question: str, sentence: int) -> None:
    reply = tiny.ask(question)

    assert reply.status is Status.PASSAGE
    assert [citation.sentence for citation in reply.citations] == [sentence]
    assert reply.citations[0].quote in tiny.pack.sources["clocks.txt"].text


@pytest.mark.parametrize(
    "question", ["How tall is the vet?", "Does the tower open in Orsholm?", "Who sings?"]
)
def test_nothing_is_shown_for_what_stands_nowhere(tiny: Assistant, question: str) -> None:
    assert tiny.ask(question).status is Status.NOT_IN_ARTICLE


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("Is an item called zorbak among the MoC's fields?", "The article does not mention zorbak."),
        ("Is a field named the knitting circle on the list?", "The article does not mention any knitting."),
        ("Is a topic called Spectrum Chain on the list?", "“Spectrum Chain”, in the article's own words, is"),
        ("Was it apps or imports that Ethiopia banned?", "Not Ethiopia. India banned"),
        ("Was it Thursday or Friday that the Cabinet approved it?", "Not Friday. "),
    ],
)
def test_what_something_is_called_and_what_a_choice_names_are_accounted_for(
    assistant: Assistant, question: str, opening: str
) -> None:
    assert assistant.ask(question).answer.startswith(opening)


@pytest.mark.parametrize("question", ["Is fishing among the MoC's fields?", "Is farming one of the fields?"])
def test_an_act_that_a_question_begins_with_is_accounted_for(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status is not Status.ANSWERED


def test_what_comes_third_where_there_is_no_such_order_is_a_stranger(assistant: Assistant) -> None:
    reply = assistant.ask("When did the third meeting in Tokyo begin?")

    assert reply.status is Status.NOT_IN_ARTICLE


def test_a_time_of_day_is_no_date(assistant: Assistant) -> None:
    reply = assistant.ask("At what time on October 7 did the ministers agree?")

    assert reply.status is Status.NOT_IN_ARTICLE


def test_what_another_likely_answer_is_asked_by_is_not_answered_with_this_one(tmp_path: Path) -> None:
    files = {
        "seeds/crane.txt": "The new crane of Norrby will be launched in 2010. The harbour's old crane will "
        "be retired in 2011. It is 45 metres high.\n",
        "intents/pack.yaml": "title: The crane\nabout: A crane.\nwelcome:\n  - When will the new crane be "
        "launched?\n  - When will the old crane be retired?\n  - How high is it?\n",
        "intents/crane.yaml": """\
topic: crane
title: The crane
facts:
  - id: launched
    statement: The new crane will be launched in 2010.
    quotes: [The new crane of Norrby will be launched in 2010]
  - id: retired
    statement: The old one will be retired in 2011.
    quotes: ["The harbour's old crane will be retired in 2011"]
  - id: high
    statement: It is 45 metres high.
    quotes: [It is 45 metres high]
intents:
  - id: launch
    kind: answer
    question: When will the new crane be launched?
    facts: [launched]
    phrases:
      - when does the crane get to work
      - when does the harbour crane start
      - when does the machine in the harbour get going
      - launch of the harbour machine
  - id: retirement
    kind: answer
    question: When will the old crane be retired?
    facts: [retired]
    phrases: [when is it retired, year of retirement, when does it get retired]
  - id: height
    kind: answer
    question: How high is it?
    facts: [high]
    phrases: [height of the crane]
""",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")

    reply = Assistant.load(tmp_path).ask("when does the harbour crane get retired")

    assert reply.status is not Status.ANSWERED or "2010" not in reply.answer
