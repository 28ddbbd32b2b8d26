"""The article itself: what it names and quotes, its sentences and its gist, with no phrase for any of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant import Assistant
from assistant.reply import Status

if TYPE_CHECKING:
    from pathlib import Path

    from tests.dialogue.acts.conftest import Say


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Which people are mentioned?", "The article names two people: Rosa Quispe and Jon Aldo."),
        ("which countries does it name", "The article names two countries: Peru and Chile."),
        ("how many countries come up?", "The article names two countries: Peru and Chile."),
        ("Which bodies are named in it?", "The article names one body: National Reading Agency."),
        ("which cities appear in the article", "The article names two cities: Lima and Santiago."),
        (
            "Any dates in there?",
            "The article names three dates and days: Thursday, March 4, 2021, Monday and May 9.",
        ),
        ("give me the numbers", "The article names two numbers: three libraries and US$2 million."),
        ("who is quoted?", "The article reports what was said here: “Nobody will pay a fee,” Aldo said."),
        ("Please read sentence number 4", "Sentence 4 of the article: “Quispe was a teacher before.”"),
        (
            "what does the last sentence say",
            "Sentence 8 of the article: “More talks are planned in Santiago on May 9.”",
        ),
        ("sentence 20?", "The article has 8 sentences, and none of that number."),
        (
            "how long is this article?",
            "The article has 8 sentences and 66 words; it opens and ends as quoted here.",
        ),
    ],
)
def test_what_it_tells_of_itself(say: Say, question: str, answer: str) -> None:
    reply = say(question)[-1]

    assert (reply.answer, reply.act) == (answer, "about_article")


@pytest.mark.parametrize(
    "question",
    [
        "What is not in the article?",
        "what does it leave out?",
        "what doesn't the article say?",
        "which questions are left open?",
        "tell me something that is not in it",
    ],
)
def test_what_it_leaves_open(say: Say, question: str) -> None:
    reply = say(question)[-1]

    assert reply.status is Status.NOT_IN_ARTICLE
    assert reply.answer == "Among what the article does not say: “How many books are there?”"


def test_there_is_more_also_after_what_it_leaves_open(say: Say) -> None:
    assert say("What is missing?", "what else?")[-1].status is Status.ANSWERED


def test_who_was_counted_is_named(say: Say) -> None:
    named = say("how many people are mentioned?", "which ones?")[-1]

    assert named.answer == "The article names two people: Rosa Quispe and Jon Aldo."


def test_each_name_is_cited_where_it_stands(say: Say) -> None:
    names = say("Which people are mentioned?")[-1]

    assert [(each.quote, each.sentence) for each in names.citations] == [("Rosa Quispe", 2), ("Jon Aldo", 2)]


def test_more_of_it_is_asked_for_in_a_word(say: Say) -> None:
    replies = say(
        "Which people are mentioned?",
        "and which cities?",
        "how many?",
        "read me sentence 3",
        "the one before",
    )

    assert [reply.answer[:30] for reply in replies[1:]] == [
        "The article names two cities: ",
        "The article names two cities: ",
        "Sentence 3 of the article: “Th",
        "Sentence 2 of the article: “Ma",
    ]


def test_a_bare_kind_is_a_question_of_its_own_elsewhere(say: Say) -> None:
    assert say("When are more talks planned?", "in which city?")[-1].intents == ("more_talks",)


@pytest.mark.parametrize(
    ("question", "sentences"),
    [
        ("what should I know?", [2, 3]),
        ("in one line", [2]),
        ("Three sentences, please.", [2, 3, 6]),
        ("Give me the gist in a sentence or two, I'm in a hurry", [2, 3]),
    ],
)
def test_the_gist_has_as_many_sentences_as_are_asked_for(
    say: Say, question: str, sentences: list[int]
) -> None:
    gist = say(question)[-1]

    assert gist.status is Status.ANSWERED
    assert [each.sentence for each in gist.citations] == sentences


@pytest.mark.parametrize(
    ("top", "headline"),
    [
        ("June 10, 2002\n\n# A tower opens\n\nThe tower opens in May.", "# A tower opens"),
        ("The old tower of Norr opens again in May.\n\n# History\n\nIt burnt down.", "The old tower"),
    ],
)
def test_the_headline_is_what_heads_the_article(tiny_copy: Path, top: str, headline: str) -> None:
    article = next((tiny_copy / "seeds").iterdir())
    article.write_text(f"{top}\n\n{article.read_text('utf-8')}", "utf-8")

    answer = Assistant.load(tiny_copy).ask("What is the headline?").answer

    assert answer.startswith(f"The article opens with: “{headline}")
