"""Batches: rows read from three formats, one reply for each in order, and three ways to write them."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.batch import (
    EncodingError,
    InputFormat,
    OutputFormat,
    Row,
    guess_format,
    lines_of,
    read_rows,
    run,
    writer,
)
from assistant.errors import AssistantError
from assistant.render import TABLE_COLUMNS
from assistant.reply import Reply, Status

if TYPE_CHECKING:
    from assistant import Assistant
    from assistant.batch import BatchOutcome

KEYS = [
    "id", "conversation",
    "question", "status", "answer", "intents", "confidence", "citations", "suggestions", "matches",
]  # fmt: skip
HOSTILE = "\x1b[31mred\x1b[0m \x07\x7f\x9b\u202e\u2028 <b>&"
# What a terminal would act on; a newline and a tab may stand in a quoted cell.
ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")


def rows(text: str, input_format: InputFormat) -> list[Row]:
    return list(read_rows(io.StringIO(text, newline=""), input_format, "q"))


def answer(
    assistant: Assistant, data: bytes, name: str = "-", input_format: InputFormat = InputFormat.AUTO
) -> tuple[list[Reply], BatchOutcome]:
    replies: list[Reply] = []
    outcome = run(assistant, io.BytesIO(data), name, input_format, replies.append)
    return replies, outcome


def written(assistant: Assistant, question: str, output_format: OutputFormat, row_id: str = "1") -> str:
    sink = io.StringIO(newline="")
    row = json.dumps({"id": row_id, "question": question}).encode()
    run(assistant, io.BytesIO(row), "-", InputFormat.JSONL, writer(sink, output_format))
    return sink.getvalue()


# How the lines of a file are read.


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        pytest.param(b"", [], id="nothing"),
        pytest.param(b"a\nb", ["a\n", "b"], id="no newline at the end"),
        pytest.param(b"a\r\nb\r\n", ["a\r\n", "b\r\n"], id="CRLF"),
        pytest.param(b"\xef\xbb\xbfa\n", ["a\n"], id="byte-order mark"),
        pytest.param(b"\xef\xbb\xbf", [], id="byte-order mark alone"),
        pytest.param("a\u2028b\x85c\n".encode(), ["a\u2028b\x85c\n"], id="other separators part no lines"),
    ],
)
def test_lines(data: bytes, lines: list[str]) -> None:
    assert list(lines_of(io.BytesIO(data), "q.txt")) == lines


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(
            "who?\n".encode("utf-16"), "q.txt:1:1: this is UTF-16, not UTF-8; convert it first", id="UTF-16"
        ),
        pytest.param(
            "ok\né caf".encode() + b"\xe9\n",
            "q.txt:2:6: byte 0xe9 is not UTF-8; save the file as UTF-8",
            id="Latin-1, the column in characters",
        ),
        pytest.param(
            b"ok\n\xff",
            "q.txt:2:1: byte 0xff is not UTF-8; save the file as UTF-8",
            id="at the start of a line",
        ),
    ],
)
def test_a_wrong_encoding_is_told_by_its_place(data: bytes, message: str) -> None:
    with pytest.raises(EncodingError) as caught:
        list(lines_of(io.BytesIO(data), "q.txt"))

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("name", "first", "expected"),
    [
        ("q.csv", "{", InputFormat.CSV),
        ("Q.CSV", "", InputFormat.CSV),
        ("q.jsonl", "who", InputFormat.JSONL),
        ("q.ndjson", "who", InputFormat.JSONL),
        ("q.txt", '{"question": "who"}', InputFormat.TEXT),
        ("questions", '{"question": "who"}', InputFormat.TEXT),
        ("-", '{"question": "who"}', InputFormat.JSONL),
        ("-", "\n  \n  {", InputFormat.JSONL),
        ("-", "who?", InputFormat.TEXT),
        ("-", "", InputFormat.TEXT),
    ],
)
def test_auto_goes_by_the_ending_and_on_stdin_by_the_first_line(
    name: str, first: str, expected: InputFormat
) -> None:
    lines = (first + "\nrest\n").splitlines(keepends=True)

    found, kept = guess_format(name, lines)

    assert found is expected
    assert list(kept) == lines


# How rows are read.


def test_in_text_every_line_is_a_row() -> None:
    assert rows("who?\r\n\nwhere?", InputFormat.TEXT) == [Row("1", "who?"), Row("2", ""), Row("3", "where?")]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        pytest.param("question\nwho?\n", Row("1", "who?"), id="the question alone"),
        pytest.param(" Question ,ID\nwho?,q7\n", Row("q7", "who?"), id="columns in any order and case"),
        pytest.param("id,question\n,who?\n", Row("1", "who?"), id="empty id"),
        pytest.param("id,conversation,question\na,c1,who?\n", Row("a", "who?", "c1"), id="conversation"),
        pytest.param("note,question\nx,who?\n", Row("1", "who?"), id="other columns"),
        pytest.param('question\n"who,\nand ""where""?"\n', Row("1", 'who,\nand "where"?'), id="quoted cell"),
        pytest.param("question\r\nwho?\r\n", Row("1", "who?"), id="CRLF"),
        pytest.param("question\n\n\nwho?", Row("1", "who?"), id="blank lines, no newline at the end"),
        pytest.param("question,id\nwho?\n", Row("1", "who?"), id="id left out"),
        pytest.param(f"question\n{'x' * 200_000}\n", Row("1", "x" * 200_000), id="long cell"),
    ],
)
def test_csv(text: str, row: Row) -> None:
    assert rows(text, InputFormat.CSV) == [row]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        pytest.param("a,b,c", "Row 1 has 3 cells where the header has 2.", id="too many"),
        pytest.param("a", "Row 1 has 1 cells where the header has 2.", id="too few"),
    ],
)
def test_a_csv_row_that_does_not_fit_its_header_is_a_problem(line: str, problem: str) -> None:
    bad, good = rows(f"id,question\n{line}\n7,who?\n", InputFormat.CSV)

    assert (bad.problem, bad.question) == (problem, "")
    assert good == Row("7", "who?")


@pytest.mark.parametrize("text", ["", "query\nwho?\n", "id;question\n1;who?\n"])
def test_csv_needs_a_column_question(text: str) -> None:
    with pytest.raises(
        AssistantError, match=r"^q:1:1: the first line must name the columns, one of them “question”$"
    ):
        rows(text, InputFormat.CSV)


@pytest.mark.parametrize(
    ("line", "row"),
    [
        pytest.param('{"question": "who?"}', Row("1", "who?"), id="the question alone"),
        pytest.param('{"id": "a", "conversation": "c", "question": ""}', Row("a", "", "c"), id="all keys"),
        pytest.param('{"id": 7, "conversation": 1, "question": "x"}', Row("7", "x", "1"), id="numbers"),
        pytest.param('{"id": null, "conversation": null, "question": "x"}', Row("1", "x"), id="null"),
        pytest.param('{"question": "x", "note": [1]}', Row("1", "x"), id="other keys"),
        pytest.param('{"question": "\\ud800"}', Row("1", "\ud800"), id="lone surrogate"),
    ],
)
def test_jsonl(line: str, row: Row) -> None:
    assert rows(f"\n{line}\n\n", InputFormat.JSONL) == [row]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        pytest.param(
            "who?", "Row 1 is not valid JSON: Expecting value: line 1 column 1 (char 0).", id="no JSON"
        ),
        pytest.param("[1]", "Row 1 is not a JSON object with a key “question”.", id="a list"),
        pytest.param("{}", "Row 1 has no key “question”.", id="no question"),
        pytest.param('{"question": 5}', "Row 1 has a “question” that is not a string.", id="a number"),
        pytest.param("[" * 100_000, "Row 1 is not valid JSON: ", id="nested without end"),
        pytest.param(
            '{"question": ' + "9" * 5_000 + "}", "Row 1 is not valid JSON: ", id="number without end"
        ),
    ],
)
def test_a_json_row_that_cannot_be_read_is_a_problem(line: str, problem: str) -> None:
    bad, good = rows(f'{line}\n{{"question": "who?"}}\n', InputFormat.JSONL)

    assert bad.problem.startswith(problem)
    assert "\n" not in bad.problem
    assert good == Row("2", "who?")


def test_a_row_that_cannot_be_read_keeps_its_id_and_conversation() -> None:
    (row,) = rows('{"id": "a", "conversation": "c"}', InputFormat.JSONL)

    assert (row.id, row.conversation) == ("a", "c")


# How rows are answered.


def test_each_row_gets_its_reply_in_order(tiny: Assistant) -> None:
    replies, outcome = answer(tiny, b"How high is the tower?\n\nHello!\nWhen does the tower open?")

    assert [reply.id for reply in replies] == ["1", "2", "3", "4"]
    assert [reply.question for reply in replies] == [
        "How high is the tower?",
        "",
        "Hello!",
        "When does the tower open?",
    ]
    assert [reply.status for reply in replies] == [Status.ANSWERED, Status.CHAT, Status.CHAT, Status.ANSWERED]
    assert (outcome.rows, outcome.unread) == (4, 0)


def test_a_row_that_cannot_be_read_is_an_error_and_the_rest_goes_on(tiny: Assistant) -> None:
    replies, outcome = answer(tiny, b'{"question": "Hello!"}\nnonsense\n{"question": "Hello!"}\n')

    assert [reply.status for reply in replies] == [Status.CHAT, Status.ERROR, Status.CHAT]
    assert replies[1].id == "2"
    assert replies[1].answer.startswith("Row 2 is not valid JSON")
    assert (outcome.rows, outcome.unread) == (3, 1)


def test_conversations_interleave(assistant: Assistant) -> None:
    turns = [
        ("a", "who met in tokyo?"),
        ("b", "When did the Cabinet approve it?"),
        ("a", "when?"),
        ("b", "who?"),
    ]
    data = "\n".join(json.dumps({"conversation": name, "question": question}) for name, question in turns)

    replies, _ = answer(assistant, data.encode())

    for name in ("a", "b"):
        alone = assistant.conversation()
        expected = [alone.ask(question).answer for turn, question in turns if turn == name]
        assert [reply.answer for reply in replies if reply.conversation == name] == expected
    assert replies[2].answer != assistant.ask("when?").answer


def test_rows_without_a_conversation_share_nothing(assistant: Assistant) -> None:
    replies, _ = answer(assistant, b"who met in tokyo?\nwhen?\n")

    assert replies[1].answer == assistant.ask("when?").answer


@given(
    st.lists(
        st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=30), max_size=5
    )
)
def test_any_lines_give_as_many_replies(tiny: Assistant, lines: list[str]) -> None:
    data = "".join(line + "\n" for line in lines).encode()

    replies, outcome = answer(tiny, data, "q.txt")

    assert len(replies) == outcome.rows == len(lines)
    assert outcome.unread == 0


@given(
    st.lists(
        st.binary(max_size=30).filter(lambda line: line.strip(b" \t\r\x0b\x0c") and b"\n" not in line),
        max_size=5,
    )
)
def test_any_json_lines_give_as_many_replies(tiny: Assistant, lines: list[bytes]) -> None:
    # Bytes that are UTF-8, none of them a blank line to Python.
    lines = [
        line for line in lines if line.decode("utf-8", "ignore").encode() == line and line.decode().strip()
    ]

    replies, _ = answer(tiny, b"\n".join(lines), "q.jsonl")

    assert len(replies) == len(lines)


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
