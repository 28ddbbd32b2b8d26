"""Plain text: what changes the form of a question changes neither what is read nor what is replied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language import plain_text
from tests.default_pack import default_assistant

if TYPE_CHECKING:
    from collections.abc import Callable

QUESTION = "When did the council open the tower?"


@pytest.mark.parametrize(
    "text",
    [
        "When did the coun\u00adcil open the tower?",
        "When did the coun\u200bcil open\u2060 the tower?",
        "\ufeffWhen did the council open the tower?",
        "Ｗhen did the council open the tower?",
        "When did the council\nopen the tower?",
        "When did the council \r\n open the tower?",
        "3. When did the council open the tower?",
        "(b) When did the council open the tower?",
        "• When did the council open the tower?",
        "- When did the council open the tower?",
        "Q: When did the council open the tower?",
        "Question 4: When did the council open the tower?",
        "“When did the council open the tower?”",
        "When   did the council open the tower???",
        "Hi there! When did the council open the tower?",
        "Good morning, when did the council open the tower?",
        "Please, when did the council open the tower?",
        "When did the council open the tower, please?",
        "When did the council open the tower? Thanks a lot!",
        "When did the council open the tower? Many thanks in advance.",
        "Quick question: When did the council open the tower?",
        "Sorry to bother you again. When did the council open the tower?",
        "I am writing a report. When did the council open the tower?",
        "Can you tell me when did the council open the tower?",
        "Could you please tell us: when did the council open the tower?",
        "Do you know when did the council open the tower?",
        "I'd like to know when did the council open the tower?",
        "So, when did the council open the tower?",
        "Well, according to the article, when did the council open the tower?",
        "hey when did the council open the tower?",
    ],
)
def test_the_form_of_a_question_does_not_matter(text: str) -> None:
    assert plain_text(text).casefold() == QUESTION.casefold()


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        pytest.param("Hello!", "Hello", id="a greeting alone is one"),
        pytest.param("Thank you, that will be all.", "Thank you, that will be all", id="and so is a thanks"),
        pytest.param("hey you", "hey you", id="a greeting of somebody"),
        pytest.param("2.", "2", id="a number alone may pick something"),
        pytest.param("tell me about the tower", "tell me about the tower", id="no lead-in is all there is"),
        pytest.param("Do you know?", "Do you know?", id="nor one with nothing behind it"),
        pytest.param("so when?", "so when?", id="an opener that goes on from what was said"),
        pytest.param("whats the tower", "what's the tower", id="an apostrophe left out"),
        pytest.param("3.5 metres?", "3.5 metres?", id="a figure is no list mark"),
        pytest.param("a-b?", "a-b?", id="nor is a letter of a compound"),
        pytest.param("Who paid?\nWho built it?", "Who paid?\nWho built it?", id="two questions stay two"),
        pytest.param(
            "I forgot her name. What is it?", "I forgot her name. What is it?", id="what is leaned on stays"
        ),
        pytest.param(
            "I keep reading XQR here. Short for what?",
            "I keep reading XQR here. Short for what?",
            id="what names the subject stays",
        ),
        pytest.param("", "", id="nothing"),
    ],
)
def test_what_is_asked_stays(text: str, plain: str) -> None:
    assert plain_text(text) == plain


@given(st.text(max_size=80) | st.text("ab ?.!\n-1Hi,:Q•\u00ad“", max_size=40))
def test_plain_text_is_plain(text: str) -> None:
    assert plain_text(plain_text(text)) == plain_text(text)


INVISIBLE = st.sampled_from(["\u00ad", "\u200b", "\u2060", "\ufeff", "\u200d"])
CHANGES: tuple[Callable[[str], str], ...] = (
    lambda text: f"7. {text}",
    lambda text: f"  * {text}",
    lambda text: f"Q: {text}",
    lambda text: f"Hello, {text}",
    lambda text: f"{text} Thanks!",
    lambda text: f"“{text}”",
    lambda text: f"One last question: {text}",
    lambda text: text.replace(" ", "   "),
    lambda text: f"{text.rstrip('?.! ')}???" if text.endswith("?") else text,
    lambda text: text.replace("'", "’"),
)
QUESTIONS = sorted({intent.question for intent in default_assistant().pack.intents.values()})


@given(
    st.sampled_from(QUESTIONS),
    st.lists(st.sampled_from(CHANGES), min_size=1, max_size=3),
    INVISIBLE,
    st.integers(1, 30),
)
def test_a_question_of_the_pack_gets_its_reply_in_any_form(
    question: str, changes: list[Callable[[str], str]], mark: str, place: int
) -> None:
    assistant = default_assistant()
    changed = question[:place] + mark + question[place:]
    for change in changes:
        changed = change(changed)

    as_asked, as_changed = assistant.ask(question), assistant.ask(changed)

    assert (as_changed.status, as_changed.answer) == (as_asked.status, as_asked.answer), changed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Who authorised the signing?", "Who authorized the signing?"),
        ("How will undersea fibre help remote areas?", "How will undersea fiber help remote areas?"),
        ("who's the head of the Cabinet", "who is the head of the cabinet"),
        ("what didn't the article say about the cost?", "what did not the article say about the cost?"),
    ],
)
def test_either_spelling_gets_the_same_reply(one: str, other: str) -> None:
    assistant = default_assistant()

    assert assistant.ask(one).answer == assistant.ask(other).answer
