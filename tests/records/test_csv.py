"""CSV as it comes: parted and quoted in every way, and broken; a broken row costs no other."""

from __future__ import annotations

import gzip
import io

import pytest

from assistant.batch import InputFormat, Row, rows_of
from assistant.errors import AssistantError
from assistant.records import delimited


def rows(data: str | bytes) -> list[Row]:
    stream = io.BytesIO(data.encode() if isinstance(data, str) else data)
    return list(rows_of(stream, "q.csv", InputFormat.AUTO))


@pytest.mark.parametrize(
    ("text", "row"),
    [
        pytest.param("id;question\n7;who, me?\n", Row("7", "who, me?"), id="semicolon"),
        pytest.param("id\tquestion\n7\twho; me?\n", Row("7", "who; me?"), id="tab"),
        pytest.param("id|question\n7|who?\n", Row("7", "who?"), id="pipe"),
        pytest.param("id:question\n7:who?\n", Row("7", "who?"), id="colon"),
        pytest.param("id^question\n7^who?\n", Row("7", "who?"), id="caret"),
        pytest.param('"id";"question"\n"7";"a;b"\n', Row("7", "a;b"), id="quoted header"),
        pytest.param("'id','question'\n'7','a,b'\n", Row("7", "a,b"), id="single quotes"),
        pytest.param('id, question\n7, "a, b"\n', Row("7", "a, b"), id="a space after the comma"),
        pytest.param("sep=;\r\nid;question\r\n7;who?\r\n", Row("7", "who?"), id="sep="),
        pytest.param('"sep=^"\nid^question\n7^who?\n', Row("7", "who?"), id="quoted sep="),
        pytest.param("\ufeffsep=;\nid;question\n7;who?", Row("7", "who?"), id="byte-order mark and sep="),
        pytest.param("\ufeffid;question\n7;who?", Row("7", "who?"), id="byte-order mark"),
        pytest.param("\n\nid,question\n\n7,who?\n\n", Row("7", "who?"), id="blank lines"),
        pytest.param("id,question\r7,who?\r", Row("7", "who?"), id="carriage returns"),
        pytest.param('"two\nlines",id,question\nx,7,who?\n', Row("7", "who?"), id="header of two lines"),
        pytest.param("note,x;question\na,b;who, me?\n", Row("1", "who, me?"), id="more of the other sign"),
        pytest.param("question\nyes, who?\n", Row("1", "yes, who?"), id="one column"),
        pytest.param("id,question\n7,a\x00b\n", Row("7", "a\x00b"), id="NUL"),
        pytest.param('question\n"a\nb\r\nc"\n', Row("1", "a\nb\r\nc"), id="cell of three lines"),
    ],
)
def test_however_it_is_written(text: str, row: Row) -> None:
    assert rows(text) == [row]


NOT_CLOSED = "has a quote that is not closed; close it, or write it twice if it is part of the text"
TOO_LONG = (
    "has a quote that is not closed within 1,000 lines or 1,048,576 characters; close it,"
    " write it twice if it is part of the text, or write so long a cell as JSON Lines"
)


@pytest.mark.parametrize(
    ("line", "column", "problem"),
    [
        pytest.param('1,"who', 3, NOT_CLOSED, id="not closed"),
        pytest.param('"1","who ""is"" it', 5, NOT_CLOSED, id="not closed after one that is"),
        pytest.param('1,"who"?', 1, "is not valid CSV: ',' expected after '\"'", id="text after a quote"),
        pytest.param("1,who\ris it?", 1, "has a carriage return outside of quotes", id="carriage return"),
        pytest.param("1,who,me", 1, "has 3 cells where the header has 2", id="too many cells"),
        pytest.param('1,"who\x00', 3, NOT_CLOSED, id="NUL and not closed"),
    ],
)
def test_a_row_that_is_no_csv_costs_no_other(line: str, column: int, problem: str) -> None:
    bad, *good = rows(f"id,question\n{line}\n2,where?\n\n3,when?\n")

    assert (bad.id, bad.wrong) == ("1", f"q.csv:2:{column}: this row {problem}")
    assert good == [Row("2", "where?"), Row("3", "when?")]


def test_a_quote_is_told_where_it_opens() -> None:
    bad, *_ = rows('id,question\n"1\n2","who ""is""\nit?\n')

    assert bad.wrong == f"q.csv:3:4: this row {NOT_CLOSED}"


def test_a_quote_that_the_next_quoted_cell_closes_is_told_where_it_opens() -> None:
    first, *good = rows('id,question\n1,"abc def\n2,ok?\n3,"a"\n')

    assert first.wrong == f"q.csv:2:3: this row {NOT_CLOSED}"
    assert good == [Row("2", "ok?"), Row("3", "a")]


def test_a_quote_that_cannot_be_reached_is_told_for_the_same_reason() -> None:
    # The first two rows are in the same quote, which the end of the third row shows to be none.
    first, second, third = rows('id,question\n1,"a\n2,b","c\n3,"d?\n')[:3]

    assert first.wrong == f"q.csv:3:6: this row {NOT_CLOSED}"
    assert second.wrong == first.wrong
    assert third.wrong == f"q.csv:4:3: this row {NOT_CLOSED}"


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        pytest.param("x\n" * 999, "", id="1,000 lines"),
        pytest.param("x\n" * 1_000, TOO_LONG, id="1,001 lines"),
        pytest.param("x" * (2**20 - 2) + "\nx", "", id="a mebibyte"),
        pytest.param("x" * (2**20 - 1) + "\nx", TOO_LONG, id="more than a mebibyte"),
    ],
)
def test_how_far_a_cell_may_go_on(cell: str, problem: str) -> None:
    first, *_ = rows(f'question\n"{cell}"\nwho?\n')

    assert first.wrong == (f"q.csv:2:1: this row {problem}" if problem else "")
    assert first.question == ("" if problem else cell)


def test_a_quote_at_the_end_is_not_told_for_the_length_of_another() -> None:
    *_, last = rows('question\n"' + "x\n" * 1_001 + '"who?\n')

    assert last.wrong == f"q.csv:1003:1: this row {NOT_CLOSED}"


def test_a_row_before_a_quoted_one_is_read_though_its_quote_is_not_closed() -> None:
    bad, *good = rows('id,question\n1,"who\n2,"where?"\n3,when?\n')

    assert bad.wrong == f"q.csv:2:3: this row {NOT_CLOSED}"
    assert good == [Row("2", "where?"), Row("3", "when?")]


def test_a_quote_in_the_header_takes_no_row() -> None:
    assert rows('question,screen 5"\nwho?,x\nwhere?,y\n') == [Row("1", "who?"), Row("2", "where?")]


def test_a_cell_may_be_long_and_have_many_lines() -> None:
    cell = "x" * 50 + "\n" * 900 + "y" * 900_000

    assert rows(f'question\n"{cell}"\nwho?\n') == [Row("1", cell), Row("2", "who?")]


def test_a_quote_is_not_looked_for_to_the_end_of_the_file() -> None:
    read: list[int] = []

    class Counting(io.BytesIO):
        def read1(self, size: int | None = -1, /) -> bytes:
            read.append(size or 0)
            return super().read1(size)

    data = b'question\n"who?\n' + b"where?\n" * 1_000_000
    first = next(rows_of(Counting(data), "q.csv", InputFormat.AUTO))

    assert first.problem == f"this row {TOO_LONG}"
    assert sum(read) < 2**20


def test_many_quotes_that_are_not_closed_take_no_longer_than_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_at = 0
    following = delimited._Lines.__next__

    def counted(lines: delimited._Lines) -> str:
        nonlocal looked_at
        looked_at += 1
        return following(lines)

    monkeypatch.setattr(delimited._Lines, "__next__", counted)

    # Each line closes the quote before it, and opens another.
    assert len(rows("question,x\n" + 'a","b\n' * 5_000)) == 5_000
    assert looked_at < 25_000


def test_what_breaks_off_ends_it_after_the_rows_before() -> None:
    found: list[Row] = []

    with pytest.raises(AssistantError, match=r"^q\.csv: the gzip data break off"):
        found.extend(iter_rows(gzip.compress(b'id,question\n1,"a\n2,b\n')[:-4], found))

    assert [(row.id, bool(row.problem)) for row in found] == [("1", True), ("2", False)]


def iter_rows(data: bytes, into: list[Row]) -> list[Row]:
    for row in rows_of(io.BytesIO(data), "q.csv", InputFormat.AUTO):
        into.append(row)  # noqa: PERF402  (they are kept when the next one fails)
    return []
