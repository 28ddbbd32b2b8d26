"""A pack that is drafted: it loads, every quote is verbatim, and it denies nothing that the article tells."""

from __future__ import annotations

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

# What articles are made of, and what might break the files of a pack or the templates in them.
PIECES = (
    "The mayor of Karlsberg said that it will cost 5 euros in May 2021 because visitors asked"
    " ( ) [x] <b> | \" “ ” 's ’ — , ; : ? ! … \\ {subject} { } # * - 1. a.m. U.S. 5% $5 é 日本 @ &"
    " www.dome.example a@b.example"
)
WORDS = st.sampled_from([*PIECES.split(), "\n", "\n\n", "| a | b |\n", "No one knows. "])


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
