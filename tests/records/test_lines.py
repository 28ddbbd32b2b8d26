"""Lines of a stream, and what format they are in."""

from __future__ import annotations

import io

import pytest

from assistant.records import EncodingError, InputFormat, guess_format, lines_of


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


def test_a_byte_that_is_not_utf_8_costs_no_other_character() -> None:
    data = "ok\né caf".encode() + b"\xe9!\nok\n"

    assert list(lines_of(io.BytesIO(data), "q.txt")) == ["ok\n", "é caf\udce9!\n", "ok\n"]


def test_utf_16_is_told() -> None:
    with pytest.raises(EncodingError) as caught:
        list(lines_of(io.BytesIO("who?\n".encode("utf-16")), "q.txt"))

    assert str(caught.value) == "q.txt:1:1: this is UTF-16, not UTF-8; convert it first"


@pytest.mark.parametrize(
    ("name", "first", "expected"),
    [
        ("q.csv", "{", InputFormat.CSV),
        ("Q.CSV", "", InputFormat.CSV),
        ("q.tsv", "{", InputFormat.CSV),
        ("q.csv.gz", "{", InputFormat.CSV),
        ("q.jsonl", "who", InputFormat.JSONL),
        ("q.JSONL.GZ", "who", InputFormat.JSONL),
        ("q.parquet", "who", InputFormat.PARQUET),
        ("q.txt.gz", "{", InputFormat.TEXT),
        ("q.ndjson", "who", InputFormat.JSONL),
        ("q.txt", '{"question": "who"}', InputFormat.TEXT),
        ("questions", '{"question": "who"}', InputFormat.JSONL),
        ("/dev/fd/63", "id,question", InputFormat.CSV),
        ("some.dir/questions", "who?", InputFormat.TEXT),
        (".questions", "who?", InputFormat.TEXT),
        ("q.txt", "id,question", InputFormat.TEXT),
        ("-", '{"question": "who"}', InputFormat.JSONL),
        ("-", "\n  \n  {", InputFormat.JSONL),
        ("-", '[{"question": "who"}]', InputFormat.JSONL),
        ("-", "[", InputFormat.JSONL),
        ("-", "question", InputFormat.CSV),
        ("-", "\n Question ;id", InputFormat.CSV),
        ("-", ",question,customer id", InputFormat.CSV),
        ("-", '"id"\t"question"', InputFormat.CSV),
        ("-", "sep=;", InputFormat.CSV),
        ("-", "who?", InputFormat.TEXT),
        ("-", "", InputFormat.TEXT),
        ("-", "[who] is it?", InputFormat.TEXT),
        ("-", "What is the question?", InputFormat.TEXT),
        ("-", "Is it, question, or not?", InputFormat.TEXT),
        ("-", "question: who", InputFormat.TEXT),
        ("-", "the question", InputFormat.TEXT),
        ("-", "Question, what does the article say", InputFormat.TEXT),
        ("-", "Question, why", InputFormat.TEXT),
        ("-", "question,is it so or is it not", InputFormat.TEXT),
        ("-", "question,question", InputFormat.TEXT),
        ("-", "id, question", InputFormat.CSV),
        ("-", "question,date of birth", InputFormat.CSV),
    ],
)
def test_auto_goes_by_the_ending_and_without_one_by_the_first_line(
    name: str, first: str, expected: InputFormat
) -> None:
    lines = (first + "\nrest\n").splitlines(keepends=True)

    found, kept = guess_format(name, lines)

    assert found is expected
    assert list(kept) == lines


def test_where_nothing_tells_the_caller_does() -> None:
    for name in ("-", "questions", "q.txt"):
        assert guess_format(name, ["who?"], InputFormat.JSONL)[0] is InputFormat.JSONL


@pytest.mark.parametrize(
    ("text", "begun"), [("x" * 20, "x" * 7), ("é" * 20, "ééé"), ("x" + "\U0001f600" * 9, "x\U0001f600")]
)
def test_of_a_line_without_end_the_beginning_is_read(
    monkeypatch: pytest.MonkeyPatch, text: str, begun: str
) -> None:
    monkeypatch.setattr("assistant.records.lines.LONGEST_LINE", 8)

    assert list(lines_of(io.BytesIO(f"{text}\nwho?\n{text}".encode()), "q")) == [
        f"{begun}\n",
        "who?\n",
        f"{begun}\n",
    ]
