"""Batches: one reply for each row in order, and three ways to write them."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.batch import Answering, InputFormat, rows_of
from assistant.formats import OutputFormat, reply_format, whole
from assistant.formats.table import TABLE_COLUMNS
from assistant.reply import Reply, Status

if TYPE_CHECKING:
    from assistant import Assistant

KEYS = [
    "id", "conversation",
    "question", "status", "answer", "intents", "confidence", "citations", "suggestions", "matches",
    "act",
]  # fmt: skip
HOSTILE = "\x1b[31mred\x1b[0m \x07\x7f\x9b\u202e\u2028 <b>&"
# What a terminal would act on; a newline and a tab may stand in a quoted cell.
ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")


def answer(
    assistant: Assistant, data: bytes, name: str = "-", input_format: InputFormat = InputFormat.AUTO
) -> list[Reply]:
    answering = Answering(assistant, reply_format(OutputFormat.JSONL, assistant.pack))
    return [answering.answer(row) for row in rows_of(io.BytesIO(data), name, input_format)]


def written(assistant: Assistant, question: str, output_format: OutputFormat, row_id: str = "1") -> str:
    row = json.dumps({"id": row_id, "question": question}).encode()
    return whole(reply_format(output_format, assistant.pack), answer(assistant, row, "q.jsonl"))


# How rows are answered.


def test_each_row_gets_its_reply_in_order(tiny: Assistant) -> None:
    replies = answer(tiny, b"How high is the tower?\n\nHello!\nWhen does the tower open?")

    assert [reply.id for reply in replies] == ["1", "2", "3", "4"]
    assert [reply.question for reply in replies] == [
        "How high is the tower?",
        "",
        "Hello!",
        "When does the tower open?",
    ]
    assert [reply.status for reply in replies] == [Status.ANSWERED, Status.CHAT, Status.CHAT, Status.ANSWERED]
    assert len(replies) == 4


def test_a_row_that_cannot_be_read_is_an_error_and_the_rest_goes_on(tiny: Assistant) -> None:
    replies = answer(tiny, b'{"question": "Hello!"}\nnonsense\n{"question": "Hello!"}\n')

    assert [reply.status for reply in replies] == [Status.CHAT, Status.ERROR, Status.CHAT]
    assert replies[1].id == "2"
    assert replies[1].answer == "<stdin>:2:1: this row is not valid JSON: Expecting value"
    assert [reply.status is Status.ERROR for reply in replies] == [False, True, False]


def test_conversations_interleave(assistant: Assistant) -> None:
    turns = [
        ("a", "who met in tokyo?"),
        ("b", "When did the Cabinet approve it?"),
        ("a", "when?"),
        ("b", "who?"),
    ]
    data = "\n".join(json.dumps({"conversation": name, "question": question}) for name, question in turns)

    replies = answer(assistant, data.encode())

    for name in ("a", "b"):
        alone = assistant.conversation()
        expected = [alone.ask(question).answer for turn, question in turns if turn == name]
        assert [reply.answer for reply in replies if reply.conversation == name] == expected
    assert replies[2].answer != assistant.ask("when?").answer


def test_rows_without_a_conversation_share_nothing(assistant: Assistant) -> None:
    replies = answer(assistant, b"who met in tokyo?\nwhen?\n")

    assert replies[1].answer == assistant.ask("when?").answer


@given(
    st.lists(
        st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=30), max_size=5
    )
)
def test_any_lines_give_as_many_replies(tiny: Assistant, lines: list[str]) -> None:
    data = "".join(line + "\n" for line in lines).encode()

    replies = answer(tiny, data, "q.txt")

    assert len(replies) == len(lines)
    assert all(reply.status is not Status.ERROR for reply in replies)


@given(
    st.lists(
        st.binary(max_size=30).filter(
            lambda line: line.decode("utf-8", "surrogateescape").strip() and b"\n" not in line
        ),
        max_size=5,
    )
)
def test_any_json_lines_give_as_many_replies(tiny: Assistant, lines: list[bytes]) -> None:
    # What they begin with is no byte-order mark.
    replies = answer(tiny, b"\n".join([b"{}", *lines]), "q.jsonl")

    assert len(replies) == 1 + len(lines)


# How replies are written.


def test_a_json_line_has_the_keys_of_the_contract(tiny: Assistant) -> None:
    record = json.loads(written(tiny, "When does the tower open?", OutputFormat.JSONL))

    assert list(record) == KEYS
    assert list(record["citations"][0]) == ["source", "sentence", "start", "end", "quote"]
    assert list(record["matches"][0]) == ["intent", "score", "phrase"]


def test_csv_out(tiny: Assistant) -> None:
    header, row = csv.reader(io.StringIO(written(tiny, "How high is the tower?", OutputFormat.CSV, "q1")))

    assert header == list(TABLE_COLUMNS)
    cells = dict(zip(header, row, strict=True))
    assert (cells["id"], cells["conversation"], cells["status"]) == ("q1", "", "answered")
    assert cells["answer"] == "The tower is 41 metres high."
    assert (cells["sources"], cells["sentences"], cells["quotes"]) == (
        "clocks.txt",
        "3",
        "The tower is 41 metres high",
    )


def test_csv_is_no_formula(tiny: Assistant) -> None:
    _, row = csv.reader(io.StringIO(written(tiny, "=1+1", OutputFormat.CSV, "@x")))

    assert (row[0], row[2]) == ("'@x", "'=1+1")


def test_text_out(tiny: Assistant) -> None:
    assert written(tiny, "How high is the tower?", OutputFormat.TEXT, "q1") == (
        "[q1] How high is the tower?\n"
        "The tower is 41 metres high.\n"
        "\n"
        "    “The tower is 41 metres high”\n"
        "    — clocks.txt, sentence 3\n"
        "\n"
    )


def test_text_numbers_the_options(tiny: Assistant) -> None:
    text = written(tiny, "where does the door lead?", OutputFormat.TEXT)

    assert "  1. Where does the east door lead?\n  2. Where does the west door lead?\n" in text


@pytest.mark.parametrize("output_format", list(OutputFormat))
@pytest.mark.parametrize("field", ["question", "id"])
def test_nothing_reaches_a_terminal_unescaped(
    tiny: Assistant, output_format: OutputFormat, field: str
) -> None:
    question, row_id = (HOSTILE, "1") if field == "question" else ("Hello!", HOSTILE)

    assert not ACTING.search(written(tiny, question, output_format, row_id))


def test_json_gives_the_question_back_as_it_was(tiny: Assistant) -> None:
    assert json.loads(written(tiny, HOSTILE, OutputFormat.JSONL))["question"] == HOSTILE


@pytest.mark.parametrize("output_format", [OutputFormat.JSONL, OutputFormat.TEXT])
def test_a_question_of_many_lines_stays_in_its_row(tiny: Assistant, output_format: OutputFormat) -> None:
    lines = written(tiny, "How high\nis\r\nthe tower?", output_format).splitlines()

    assert "How high" in lines[0]
    assert "the tower?" in lines[0]
