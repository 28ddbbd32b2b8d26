"""A pack that is drafted: it loads, every quote is verbatim, and it denies nothing that the article tells."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import Assistant, Pack
from assistant.errors import AssistantError
from assistant.knowledge import IntentKind
from assistant.knowledge.drafting.files import draft_files
from assistant.reply import Status

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# What articles are made of, and what might break the files of a pack or the templates in them.
PIECES = (
    "The mayor of Karlsberg said that it will cost 5 euros in May 2021 because visitors asked"
    " ( ) [x] <b> | \" “ ” 's ’ — , ; : ? ! … \\ {subject} { } # * - 1. a.m. U.S. 5% $5 é 日本 @ &"
    " www.dome.example a@b.example https://a.example/b|c{d}[e]\\f Well-|-known {name} [of {of}] <somebody>"
)
WORDS = st.sampled_from([*PIECES.split(), "long" * 200, "\n", "\n\n", "| a | b |\n", "No one knows. "])


@pytest.fixture(scope="module")
def files(article: str) -> Mapping[str, str]:
    return draft_files(article, "observatory.txt").files


def test_every_sentence_that_says_something_is_a_fact(drafted: Pack) -> None:
    (source,) = drafted.sources.values()

    assert [(fact.statement, fact.draft) for fact in drafted.facts.values()] == [
        (sentence.text, True) for sentence in source.sentences if sentence.kind.needs_fact
    ]


def test_every_entry_is_a_draft(drafted: Pack) -> None:
    shared = drafted.small_talk.same

    assert all(intent.draft for intent in drafted.intents.values() if intent.id not in shared)


def test_sentences_that_stand_twice_have_no_fact() -> None:
    text = "The bridge is old. It leaks. A new one is planned for May. It leaks."

    pack = Pack.draft(text)

    assert [fact.statement for fact in pack.facts.values()] == [
        "The bridge is old.",
        "A new one is planned for May.",
    ]


def test_a_headline_is_the_title_and_no_fact(drafted: Pack) -> None:
    assert drafted.title == "Valley observatory to open its dome to visitors"
    assert "sentence_1" not in drafted.facts


def test_a_statement_has_no_marks_of_markdown() -> None:
    pack = Pack.draft("The **bridge** of Tal closed on *Monday*, says [the mayor](http://tal.example/a).")

    assert [fact.statement for fact in pack.facts.values()] == [
        "The bridge of Tal closed on Monday, says the mayor."
    ]


def test_a_byline_names_the_author() -> None:
    bot = Assistant.from_pack(
        Pack.draft("# Bridge closed\n\nBy Anna Weber\n\nThe bridge of Tal closed on Monday.")
    )

    assert "Anna Weber" in bot.ask("Who wrote the article?").answer


@pytest.mark.parametrize("name", ["../../Ä ö.PDF", "", "x" * 300, "a:b\\c|d.txt", "\ud800"])
def test_any_name_becomes_one_of_a_source(article: str, name: str) -> None:
    (source,) = Pack.draft(article, name).sources

    assert re.fullmatch(r"[a-z0-9_]{1,60}\.txt", source)


def test_welcome_questions_are_on_different_sentences(drafted: Pack) -> None:
    by_question = {intent.question: intent.facts for intent in drafted.intents.values()}

    assert len({by_question[question] for question in drafted.welcome}) == 3


def test_it_drafts_the_usual_gaps_but_none_that_the_article_answers(drafted: Pack) -> None:
    gaps = {intent.id for intent in drafted.intents.values() if intent.kind is IntentKind.GAP}

    assert {"gap_age", "gap_author"} <= gaps
    # The article has sums of money, a reason, an address and a measure.
    assert gaps.isdisjoint({"gap_cost", "gap_reason", "gap_contact", "gap_size"})


def test_the_lexicon_has_people_by_all_their_names_and_bodies_by_their_abbreviations(drafted: Pack) -> None:
    forms = {term.forms[0]: (term.type, term.forms) for term in drafted.terms.values()}

    kind, names = forms["Lena Aubert"]
    assert kind == "person"
    assert {"Aubert", "director"} <= set(names)
    assert forms["Society for Sky Watching"] == ("organisation", ("Society for Sky Watching", "SSW"))


def test_files_tell_editors_their_schema(files: Mapping[str, str]) -> None:
    assert files["intents/article.yaml"].startswith("# yaml-language-server: $schema=../.schema/topic.json\n")
    assert ".schema/topic.json" in files


def test_the_same_article_makes_the_same_files(article: str, files: Mapping[str, str]) -> None:
    assert draft_files(article, "observatory.txt").files == files


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("When does the dome open?", "18 June"),
        ("Who is the director of the observatory?", "Lena Aubert"),
        ("How much is a ticket?", "8 euros"),
        ("How many schools asked for a visit?", "forty"),
        ("Why was the dome closed?", "leaked"),
        ("How long did the repairs take?", "eleven years"),
        ("What did the mayor call the reopening?", "a gift to the valley"),
        ("What does SSW stand for?", "Society for Sky Watching"),
        ("Where are tickets sold?", "www.karlsberg-dome.example"),
        ("What share of the seats is taken?", "60 percent"),
        ("When was the article published?", "3 June 2022"),
        ("Who wants children to see Saturn?", "Lena Aubert"),
    ],
)
def test_plain_questions_are_answered_at_once(bot: Assistant, question: str, words: str) -> None:
    reply = bot.ask(question)

    assert reply.status is Status.ANSWERED
    assert words in reply.answer


@pytest.mark.parametrize(
    "question",
    [
        "When does the museum open?",
        "Who is the director of the zoo?",
        "How many churches asked for a visit?",
        "What did Bergmann say?",
        "How old is Lena Aubert?",
        "Which party is Piet Hollmann in?",
        "Who wrote the article?",
        "Was anyone hurt?",
        "Did the mayor resign?",
    ],
)
def test_what_the_article_does_not_say_is_not_answered(bot: Assistant, question: str) -> None:
    assert bot.ask(question).status in (Status.NOT_IN_ARTICLE, Status.PASSAGE)


@pytest.mark.parametrize(
    "question",
    [
        "Why did the roof leak?",
        "What was the dome made of?",
        "Who built the telescope?",
    ],
)
def test_a_sentence_on_something_else_is_shown_as_it_stands(bot: Assistant, question: str) -> None:
    assert bot.ask(question).status is Status.PASSAGE


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("The telescope was built by Karl Brenner. It is old.", "Who built the telescope?"),
        ("The bridge is old. It was built by Karl Brenner.", "Who built the bridge?"),
        (
            "The tower stands in Tal. Karl Brenner, who designed the tower, is dead.",
            "Who designed the tower?",
        ),
        ("The fair opens at seven. The town paid for the fair.", "Who pays for the fair?"),
    ],
)
def test_a_drafted_gap_never_denies_what_a_sentence_tells(text: str, question: str) -> None:
    reply = Assistant.from_pack(Pack.draft(text)).ask(question)

    assert reply.status in (Status.PASSAGE, Status.ANSWERED)


@pytest.mark.parametrize(
    "question",
    ["Was the dome closed in 2009?", "Is a ticket 8 euros?", "Did the town council pay for the repairs?"],
)
def test_no_yes_and_no_no_rests_on_a_draft(bot: Assistant, question: str) -> None:
    answer = bot.ask(question).answer

    assert answer.startswith("Draft, unchecked: ")
    assert not re.search(r"\b(?:Yes|No)\b", answer)


def test_he_and_she_are_read_only_where_one_person_was_named() -> None:
    two = "Anna Weber met Karl Brenner in Tal. She said that the bridge is old."
    one = "Anna Weber came to Tal. She said that the bridge is old."

    asked = {text: Assistant.from_pack(Pack.draft(text)).ask("What did Weber say?") for text in (one, two)}

    assert asked[one].status is Status.ANSWERED
    assert asked[two].status is not Status.ANSWERED


def test_a_draft_is_the_same_in_every_process(article: str, files: Mapping[str, str], tmp_path: Path) -> None:
    (tmp_path / "observatory.txt").write_text(article, "utf-8", newline="\n")
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-m", "assistant", "new", f"pack{seed}", "--article", "observatory.txt"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        )
        assert {name: (tmp_path / f"pack{seed}" / name).read_text("utf-8") for name in files} == files


@pytest.mark.endurance
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, min_size=1, max_size=60))
def test_any_text_makes_a_pack_that_answers_or_says_why_not(words: list[str]) -> None:
    text = " ".join(words)
    try:
        pack = Pack.draft(text)
    except AssistantError as error:
        assert "sentence" in str(error)  # noqa: PT017  (which of the two it is, is what is tried)
        return
    reply = Assistant.from_pack(pack).ask(pack.welcome[0])

    assert reply.status in (Status.ANSWERED, Status.PASSAGE, Status.CLARIFY)
    assert all(text[each.start : each.end] == each.quote for each in reply.citations)
