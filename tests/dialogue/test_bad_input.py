"""Whatever is asked, the reply is valid, says nothing unasked and comes soon."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.render import as_json, as_text
from assistant.reply import Reply, Status

if TYPE_CHECKING:
    from assistant import Assistant

PIECES = (
    *(
        "who",
        "when",
        "where",
        "why",
        "it",
        "that",
        "the",
        "cabinet",
        "approved",
        "and",
        "2",
        "more",
        "India's",
    ),
    *("5G", ",", "?", "\x1b[31m", "\0", "\ud800", "कब", "いつ", "{x}", "%s"),
)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200) | st.lists(
    st.sampled_from(PIECES), max_size=20
).map(" ".join)
HOSTILE = [
    pytest.param("\0", id="NUL"),
    pytest.param("\ud800\udfff", id="lone surrogates"),
    pytest.param("मंत्रिमंडल ने कब मंज़ूरी दी?", id="Hindi"),
    pytest.param("内閣はいつ承認しましたか？", id="Japanese"),
    pytest.param("🙂🙃", id="emoji"),
    pytest.param("?!…", id="punctuation"),
    pytest.param("{example} {0} %s", id="placeholders"),
    pytest.param("'" * 3999, id="apostrophes"),
    pytest.param("My cat sat on the keyboard. 🙂", id="a sentence and no words"),
    pytest.param("🙂! My cat sat on the keyboard.\n?!", id="no words at either end"),
]


def assert_valid(reply: Reply) -> None:
    assert reply.status is not Status.ERROR
    assert reply.answer.strip()
    assert type(reply).model_validate_json(as_json(reply)) == reply
    as_text(reply).encode("utf-8")


@pytest.mark.parametrize("question", HOSTILE)
def test_nothing_to_understand_is_no_answer(assistant: Assistant, question: str) -> None:
    reply = assistant.ask(question)

    assert_valid(reply)
    assert reply.status is Status.NOT_IN_ARTICLE
    assert not reply.citations


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("\x1b[31mWhen did the Cabinet approve it?\x1b[0m", id="coloured"),
        pytest.param("When did\0 the Cabinet\ud800 approve it?", id="NUL and a surrogate between words"),
        pytest.param(
            "\u202aWhen did the Cabinet approve it?\u202c\r\n", id="embedded direction and a line end"
        ),
    ],
)
def test_a_question_is_understood_through_noise(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).answer == assistant.ask("When did the Cabinet approve it?").answer


def test_a_reply_holds_no_lone_surrogate(assistant: Assistant) -> None:
    assert assistant.ask("who \ud800 met?").question == "who \ufffd met?"


@given(ANY_TEXT)
def test_any_text_gets_a_valid_reply(assistant: Assistant, question: str) -> None:
    assert_valid(assistant.ask(question))


@given(ANY_TEXT)
def test_any_text_gets_a_valid_reply_from_another_pack(tiny: Assistant, question: str) -> None:
    assert_valid(tiny.ask(question))


@given(st.lists(ANY_TEXT, max_size=4))
def test_any_conversation_gets_valid_replies(tiny: Assistant, questions: list[str]) -> None:
    conversation = tiny.conversation()
    for question in ["where does the door lead?", *questions]:
        assert_valid(conversation.ask(question))


@given(ANY_TEXT)
def test_whatever_is_cited_stands_in_the_article(assistant: Assistant, question: str) -> None:
    for citation in assistant.ask(question).citations:
        assert assistant.pack.sources[citation.source].text[citation.start : citation.end] == citation.quote


def seconds(assistant: Assistant, question: str) -> float:
    start = time.perf_counter()
    assistant.ask(question)
    return time.perf_counter() - start


@pytest.fixture(scope="module")
def usual(assistant: Assistant) -> float:
    """The seconds that a usual question takes, at the very least a millisecond."""
    return max(
        0.001, *(seconds(assistant, "When did the Cabinet approve the deal with Japan?") for _ in range(5))
    )


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("who approved it " * 65_000, id="1 MB of words"),
        pytest.param("a" * 1_000_000, id="1 MB in a word"),
        pytest.param(" " * 1_000_000, id="1 MB of spaces"),
        pytest.param("\0" * 1_000_000, id="1 MB of NUL"),
        pytest.param("क" * 1_000_000, id="1 MB of Hindi"),
        pytest.param("who and " * 490, id="many questions in one"),
        pytest.param("x, " * 1_300, id="many commas"),
        pytest.param("zqxj " * 790, id="many unknown words"),
        pytest.param("".join(map(chr, range(0x4E00, 0x4E00 + 3_900))), id="many ideographs"),
        pytest.param("ﷺ" * 3_900, id="ligatures that unfold to many letters"),
        pytest.param("a.b." * 990, id="initialism without end"),
        pytest.param(". Of zqxw" * 430, id="many capitals"),
        pytest.param("so, hi, " * 490, id="many lead-ins"),
    ],
)
def test_a_monstrous_question_is_dealt_with_soon(assistant: Assistant, usual: float, question: str) -> None:
    assert seconds(assistant, question) < 500 * usual
    assert_valid(assistant.ask(question))
