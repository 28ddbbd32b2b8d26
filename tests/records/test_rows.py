"""Rows of a batch from text, CSV and JSON Lines."""

from __future__ import annotations

import gzip
import io

import pytest

from assistant.batch import InputFormat, Row, rows_of
from assistant.errors import AssistantError


def rows(text: str, input_format: InputFormat) -> list[Row]:
    return list(rows_of(io.BytesIO(text.encode()), "q", input_format))


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
        pytest.param("a,b,c", "q:2:1: this row has 3 cells where the header has 2", id="too many"),
        pytest.param("a", "q:2:1: this row has 1 cell where the header has 2", id="too few"),
    ],
)
def test_a_csv_row_that_does_not_fit_its_header_is_a_problem(line: str, problem: str) -> None:
    bad, good = rows(f"id,question\n{line}\n7,who?\n", InputFormat.CSV)

    assert (bad.wrong, bad.question) == (problem, "")
    assert good == Row("7", "who?")


@pytest.mark.parametrize("text", ["query\nwho?\n", "id,the question\n1,who?\n"])
def test_csv_needs_a_column_question(text: str) -> None:
    with pytest.raises(
        AssistantError, match=r"^q:1:1: the first line must name the columns, one of them “question”$"
    ):
        rows(text, InputFormat.CSV)


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_csv_that_is_empty_is_told_to_be(text: str) -> None:
    with pytest.raises(AssistantError, match=r"^q: this is empty; its first line must name the columns,"):
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
            '{"question": who?}', "q:1:14: this row is not valid JSON: Expecting value", id="no JSON"
        ),
        pytest.param(
            "{",
            "q:1:2: this row is not valid JSON: Expecting property name enclosed in double quotes",
            id="broken off",
        ),
        pytest.param("[1]", "q:1:1: this row is not a JSON object with a key “question”", id="a list"),
        pytest.param("{}", "q:1:1: this row has no key “question”", id="no question"),
        pytest.param(
            '{"question": 5}', "q:1:14: this row has a “question” that is not a string", id="a number"
        ),
        pytest.param("[" * 100_000, "q:1:1: this row is nested too deeply", id="nested without end"),
        pytest.param(
            '{"question": ' + "9" * 5_000 + "}",
            "q:1:1: this row is not valid JSON: ",
            id="number without end",
        ),
    ],
)
def test_a_json_row_that_cannot_be_read_is_a_problem(line: str, problem: str) -> None:
    bad, good = rows(f'{line}\n{{"question": "who?"}}\n', InputFormat.JSONL)

    assert bad.wrong.startswith(problem)
    assert "\n" not in bad.wrong
    assert good == Row("2", "who?")


def test_a_row_that_cannot_be_read_keeps_its_id_and_conversation() -> None:
    (row,) = rows('{"id": "a", "conversation": "c"}', InputFormat.JSONL)

    assert (row.id, row.conversation) == ("a", "c")


def test_a_row_that_cannot_be_read_is_told_by_the_line_in_which_it_begins() -> None:
    found = rows('id,question\n\n1,"who\nis\nit?"\n\n2,"so\nwhat?",x\n3,where?\n4', InputFormat.CSV)

    assert [(row.id, row.place) for row in found] == [("1", ""), ("2", "q:7:1"), ("3", ""), ("4", "q:10:1")]
    assert [row.place for row in rows('\n\n{"question": "who?"}\n\n{}\n', InputFormat.JSONL)] == ["", "q:5:1"]


@pytest.mark.parametrize("name", ["a\nb\x1b[0m", "a\udcff"])
def test_the_name_of_a_file_is_told_in_a_line(name: str) -> None:
    (row,) = rows_of(io.BytesIO(b"{}"), name, InputFormat.JSONL)

    assert row.place.endswith(":1:1")
    assert row.place.encode().decode().isprintable()


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("input_format", "data", "place"),
    [
        pytest.param(InputFormat.TEXT, b"who?\n\xc3\xa9 caf\xe9 \xff\nwhere?\n", "q:2:6", id="text"),
        pytest.param(
            InputFormat.JSONL,
            b'{"question": "who?"}\n\n{"question": "caf\xe9"}\n{"question": "where?"}',
            "q:3:18",
            id="JSON Lines",
        ),
        pytest.param(
            InputFormat.JSONL, b'{"question": "who?"}\n\xe9\n{"question": "where?"}', "q:2:1", id="no JSON"
        ),
        pytest.param(InputFormat.CSV, b"question\nwho?\ncaf\xe9\nwhere?\n", "q:3:4", id="CSV"),
        pytest.param(
            InputFormat.CSV, b'question\nwho?\n"a\ncaf\xe9"\nwhere?\n', "q:4:4", id="cell of two lines"
        ),
        pytest.param(InputFormat.CSV, b'question\nwho?\n"caf\xe9\nwhere?\n', "q:3:5", id="and no CSV"),
        pytest.param(InputFormat.CSV, b"question\nwho?\n\xed\xa0\x80\nwhere?\n", "q:3:1", id="a surrogate"),
    ],
)
def test_a_byte_that_is_not_utf_8_costs_its_row_alone(
    input_format: InputFormat, data: bytes, place: str, packed: bool
) -> None:
    stream = io.BytesIO(gzip.compress(data) if packed else data)
    first, bad, last = rows_of(stream, "q", input_format)

    assert (first, last) == (Row("1", "who?"), Row("3", "where?"))
    byte = "ed" if b"\xed" in data else "e9"
    assert bad == Row("2", problem=f"this row has the byte 0x{byte}, which is not UTF-8", place=place)


def test_what_else_the_row_says_of_itself_is_kept() -> None:
    (of_json,) = rows_of(
        io.BytesIO(b'{"id": 7, "conversation": "\xe9", "question": ""}'), "q", InputFormat.JSONL
    )
    (of_csv,) = rows_of(io.BytesIO(b"id,conversation,question\n7,\xe9,who?"), "q", InputFormat.CSV)

    for row in (of_json, of_csv):
        assert (row.id, row.conversation, row.question) == ("7", "\ufffd", "")


def test_a_header_that_is_not_utf_8_is_no_header() -> None:
    with pytest.raises(AssistantError, match=r"^q:1:13: byte 0xe9 is not UTF-8; save the file as UTF-8$"):
        list(rows_of(io.BytesIO(b"question,caf\xe9\nwho?,x\n"), "q", InputFormat.CSV))
