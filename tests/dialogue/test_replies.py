"""One question, one reply: every status, from the default pack and from one about something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant import Assistant
from assistant.reply import Status

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        pytest.param("When does the tower open?", "The tower opens on 3 June.", id="the canonical question"),
        pytest.param("how tall is the belfry", "The tower is 41 metres high.", id="synonym of the lexicon"),
        pytest.param("hw hihg is teh twoer", "The tower is 41 metres high.", id="typos"),
        pytest.param(
            "THE TOWER, HOW HIGH IS IT?", "The tower is 41 metres high.", id="capitals and word order"
        ),
        pytest.param(
            "kindly: what do the brass owls do", "A brass owl on the roof strikes the hour.", id="inflection"
        ),
    ],
)
def test_answered(tiny: Assistant, question: str, answer: str) -> None:
    reply = tiny.ask(question)

    assert (reply.status, reply.answer) == (Status.ANSWERED, answer)


def test_an_answer_carries_its_evidence(tiny: Assistant) -> None:
    question = "When does the tower open?"

    reply = tiny.ask(question)

    assert reply.question == question
    assert reply.intents == ("opening",)
    assert [(c.source, c.sentence, c.quote) for c in reply.citations] == [
        ("clocks.txt", 2, "will open its new tower on 3 June")
    ]
    assert reply.matches[0].intent == "opening"
    assert reply.matches[0].phrase == question
    assert reply.confidence > 0.8


def test_offsets_count_code_points(tiny: Assistant) -> None:
    citation = tiny.ask("Do children pay?").citations[0]

    assert tiny.pack.sources["clocks.txt"].text[citation.start : citation.end] == citation.quote
    assert "“" in citation.quote


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        pytest.param("Do children pay?", "No. Children under twelve enter free of charge.", id="yes or no"),
        pytest.param("ticket price for a child", "Children under twelve enter free of charge.", id="open"),
    ],
)
def test_a_verdict_is_for_yes_or_no_questions(tiny: Assistant, question: str, answer: str) -> None:
    assert tiny.ask(question).answer == answer


def test_a_question_in_two_parts_gets_both_answers(tiny: Assistant) -> None:
    reply = tiny.ask("How high is the tower, and when does the tower open?")

    assert reply.status is Status.ANSWERED
    assert reply.intents == ("height", "opening")
    assert reply.answer == "The tower is 41 metres high. The tower opens on 3 June."
    assert [citation.sentence for citation in reply.citations] == [3, 2]


def test_clarify_offers_the_readings(tiny: Assistant) -> None:
    reply = tiny.ask("where does the door lead?")

    assert reply.status is Status.CLARIFY
    assert reply.suggestions == ("Where does the east door lead?", "Where does the west door lead?")
    assert not reply.citations


def test_a_known_gap_says_so_and_gives_the_nearest_fact(tiny: Assistant) -> None:
    reply = tiny.ask("who was the architect of the tower?")

    assert reply.status is Status.NOT_IN_ARTICLE
    assert reply.answer == "The article does not name an architect. It does say: The tower is 41 metres high."
    assert reply.intents == ("gap_architect",)
    assert [citation.sentence for citation in reply.citations] == [3]


def test_a_name_that_the_article_lacks_is_no_answer(tiny: Assistant) -> None:
    reply = tiny.ask("When does the tower in Orsholm open?")

    assert reply.status is Status.NOT_IN_ARTICLE
    assert reply.answer.startswith("The article does not mention Orsholm.")


@pytest.mark.parametrize(
    "question",
    [
        "when did the war end",
        "when did the cabinet approve it",
        "is the mayor married",
        "how many people live in lima",
        "what is the meaning of life",
        "who won the world cup",
        "xyzzy plugh",
    ],
)
def test_what_the_article_is_not_about_is_refused(tiny: Assistant, question: str) -> None:
    reply = tiny.ask(question)

    assert (reply.status, reply.citations) == (Status.NOT_IN_ARTICLE, ())


def test_small_talk(tiny: Assistant) -> None:
    reply = tiny.ask("hi there!")

    assert (reply.status, reply.answer) == (Status.CHAT, "Hello. Ask me about the tower.")
    assert not reply.citations


@pytest.mark.parametrize("question", ["", " ", "\n\t \u2003"])
def test_a_blank_question_is_told_what_to_ask(tiny: Assistant, question: str) -> None:
    reply = tiny.ask(question)

    assert reply.status is Status.CHAT
    assert reply.suggestions == tiny.pack.welcome
    assert tiny.pack.welcome[0] in reply.answer


def test_suggestions_are_questions_of_the_pack_not_yet_answered(tiny: Assistant) -> None:
    reply = tiny.ask("How high is the tower?")

    assert reply.suggestions
    assert set(reply.suggestions) <= {intent.question for intent in tiny.pack.intents.values()}
    assert "How high is the tower?" not in reply.suggestions


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("When did the Cabinet approve it?", Status.ANSWERED),
        ("Who said it?", Status.CLARIFY),
        ("How much will the cooperation cost?", Status.NOT_IN_ARTICLE),
        ("When did the Cabinet of South Korea approve it?", Status.NOT_IN_ARTICLE),
        ("Who won the football world cup?", Status.NOT_IN_ARTICLE),
        ("Hello!", Status.CHAT),
    ],
)
def test_statuses_of_the_default_pack(assistant: Assistant, question: str, status: Status) -> None:
    assert assistant.ask(question).status is status


def test_two_facts_that_look_alike_stay_apart(assistant: Assistant) -> None:
    approved, agreed = (
        assistant.ask("When was it approved?"),
        assistant.ask("When did the ministers agree in Tokyo?"),
    )

    assert "Thursday" in approved.answer
    assert "October" not in approved.answer
    assert "October 7" in agreed.answer
    assert "Thursday" not in agreed.answer


def test_who_agreed_and_where(assistant: Assistant) -> None:
    reply = assistant.ask("who agreed, and where?")

    assert reply.status is Status.ANSWERED
    assert len(reply.intents) == 2
    assert all(name in reply.answer for name in ("Jaishankar", "Motegi", "Tokyo"))
    assert reply.citations


@pytest.mark.parametrize(
    "question", ["When did the Cabinet approve it?", "which field?", "gibberish xyzzy", "hello"]
)
def test_the_same_question_gets_the_same_reply(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question) == assistant.ask(question)


def test_an_explanation_for_each_part(tiny: Assistant) -> None:
    first, second = tiny.explain("How high is the tower, and when does the belfry open?").parts

    assert (first.ranking[0].intent, second.ranking[0].intent) == ("height", "opening")
    assert "Questions like it have: belfry, open" in second.accounts


def test_an_explanation_names_what_stays_unexplained(tiny: Assistant) -> None:
    (part,) = tiny.explain("how high is the zeppelin").parts

    assert "zeppelin" in part.ranking[0].unexplained
    assert "zeppelin" not in part.ranking[0].shared


@pytest.mark.parametrize(
    "question",
    [
        "Quand est-ce que le cabinet a approuvé le mémorandum avec le Japon ?",
        "¿Cuándo aprobó el gabinete el memorando con Japón?",
        "Wann hat das Kabinett die Absichtserklärung mit Japan gebilligt?",
    ],
)
def test_another_language_is_refused_for_what_it_is(assistant: Assistant, question: str) -> None:
    reply = assistant.ask(question)

    assert (reply.status, reply.citations) == (Status.NOT_IN_ARTICLE, ())
    assert "English" in reply.answer


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        (
            "My train is late, the battery is dying, so before I am cut off, in which city did they meet?",
            "tokyo_place",
        ),
        (
            "I can't remember the name of the place where the soldiers stood off. What was it?",
            "standoff_where",
        ),
        ("They write IoT in there. What do those letters stand for?", "iot_expand"),
    ],
)
def test_a_rambling_question_is_read_for_what_it_asks(
    assistant: Assistant, question: str, intent: str
) -> None:
    assert assistant.ask(question).intents[:1] == (intent,)


@pytest.mark.parametrize(
    "question",
    [
        "Did the Japanese side also have to agree to it?",
        "Once signed, for how long is the memorandum valid?",
        "Under spectrum management, which frequencies will they use?",
    ],
)
def test_one_question_is_not_taken_for_two(assistant: Assistant, question: str) -> None:
    assert len(assistant.ask(question).intents) <= 1


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("Did the Cabinet reject the memorandum?", "No. "),
        ("Was the approval given on Friday?", "No. "),
        ("Was the approval given on Thursday or Friday?", "Not Friday. The Union Cabinet"),
        ("Are the concerns growing?", "Yes. "),
        ("Are the concerns growing or easing?", "The article"),
    ],
)
def test_a_yes_or_no_opens_the_answer_where_one_was_asked_for(
    assistant: Assistant, question: str, opening: str
) -> None:
    assert assistant.ask(question).answer.startswith(opening)


def test_small_talk_with_you_is_not_for_a_question_without(tiny: Assistant) -> None:
    assert tiny.ask("Who should one contact?").status is Status.NOT_IN_ARTICLE
    assert tiny.ask("Who made you?").status is Status.CHAT


def test_what_the_article_has_is_never_said_to_be_missing(tmp_path: Path) -> None:
    files = {
        "seeds/mill.txt": "The mill was built by Anna Meyer in 1990. It stands in Norrby. It is high.",
        "intents/pack.yaml": "title: The mill\nabout: A mill.\n"
        'welcome: ["Who built it?", "Where is it?", "How high is it?"]\n',
        "intents/mill.yaml": """\
topic: mill
title: The mill
facts:
  - {id: built, statement: Anna Meyer built it in 1990., quotes: [The mill was built by Anna Meyer in 1990]}
  - {id: stands, statement: It stands in Norrby., quotes: [It stands in Norrby]}
  - {id: high, statement: It is high., quotes: [It is high]}
intents:
  - {id: who, kind: answer, question: "Who built it?", facts: [built], phrases: [builder of the mill]}
  - {id: where, kind: answer, question: "Where is it?", facts: [stands], phrases: [where does it stand]}
  - {id: height, kind: answer, question: "How high is it?", facts: [high], phrases: [height of the mill]}
""",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")

    answer = Assistant.load(tmp_path).ask("when does it stand in Norrby?").answer

    assert "It stands in Norrby." in answer
    assert "does not mention" not in answer
