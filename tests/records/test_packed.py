"""Gzipped files and Parquet: read as what is in them, and damage told in a line."""

from __future__ import annotations

import gzip
import io
import sys
import tracemalloc
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assistant.batch import InputFormat, Row, rows_of
from assistant.errors import AssistantError
from assistant.records import parquet as read_parquet
from assistant.records import records

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

CSV = b"id,question\n7,who?\n"


def rows(data: bytes, name: str, input_format: InputFormat = InputFormat.AUTO) -> list[Row]:
    return list(rows_of(io.BytesIO(data), name, input_format))


def rows_until_it_breaks(data: bytes, name: str) -> tuple[list[Row], str]:
    found: list[Row] = []
    try:
        for row in rows_of(io.BytesIO(data), name, InputFormat.AUTO):
            found.append(row)  # noqa: PERF402  (they are kept when the next one fails)
    except AssistantError as error:
        return found, str(error)
    return found, ""


def parquet(columns: dict[str, Any], **options: Any) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file, **options)
    return file.getvalue()


# gzip


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("q.csv.gz", CSV),
        ("Q.CSV.GZ", CSV),
        ("q.tsv.gz", CSV.replace(b",", b"\t")),
        ("q.csv", CSV),
        ("q.jsonl.gz", b'{"id": "7", "question": "who?"}\n'),
        ("-", b'{"id": "7", "question": "who?"}\n'),
        pytest.param("q.parquet.gz", parquet({"id": ["7"], "question": ["who?"]}), id="parquet"),
    ],
)
def test_what_is_gzipped_is_read_as_what_is_in_it(name: str, data: bytes) -> None:
    assert rows(gzip.compress(data), name) == [Row("7", "who?")]


def test_gzipped_text_keeps_its_blank_lines() -> None:
    assert [row.question for row in rows(gzip.compress(b"a\n\nb"), "q.txt.gz")] == ["a", "", "b"]


def test_gzip_of_several_parts_is_one_file() -> None:
    assert len(rows(gzip.compress(CSV) + gzip.compress(b"8,where?\n"), "q.csv.gz")) == 2


def numbered(count: int) -> bytes:
    return b"".join(b"%d who is %d?\n" % (number, number**5) for number in range(count))


def test_a_truncated_gzip_gives_the_rows_before() -> None:
    data = gzip.compress(numbered(20_000))

    found, message = rows_until_it_breaks(data[: len(data) // 2], "q.txt.gz")

    assert message == "q.txt.gz: the gzip data break off: the file is not whole"
    assert 5_000 < len(found) < 15_000
    assert "\n".join(row.question for row in found).encode() + b"\n" == b"".join(
        numbered(20_000).splitlines(keepends=True)[: len(found)]
    )


@pytest.mark.parametrize("at", [-6, 20_000], ids=["checksum", "within"])
def test_a_damaged_gzip_gives_the_rows_before(at: int) -> None:
    data = bytearray(gzip.compress(numbered(20_000)))
    data[at : at + 4 if at > 0 else at + 2] = b"\xff\xff\xff\xff"[: 4 if at > 0 else 2]

    found, message = rows_until_it_breaks(bytes(data), "q.txt.gz")

    assert message == "q.txt.gz: the gzip data are damaged"
    assert found[0].question == "0 who is 0?"


@pytest.mark.parametrize("data", [b"", b"id,question\n"])
def test_what_is_not_gzip_though_it_is_called_so(data: bytes) -> None:
    assert rows_until_it_breaks(data, "q.csv.gz") == ([], "q.csv.gz: this is not gzip, as its name says")


@pytest.mark.parametrize(
    ("lines", "input_format"),
    [
        ([b"P\n", b"who?\n"], InputFormat.TEXT),
        ([b"P\n", b"who?\n"], InputFormat.AUTO),
        ([b"\n", b'"question"\n', b"P\n", b"who?\n"], InputFormat.AUTO),
        ([b'{"question": "P"}\n', b"who?\n"], InputFormat.AUTO),
    ],
)
def test_a_line_typed_is_read_before_the_next(lines: list[bytes], input_format: InputFormat) -> None:
    lines = lines.copy()

    class Typed(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            line = lines.pop(0)
            buffer[: len(line)] = line
            return len(line)

    found = rows_of(io.BufferedReader(Typed()), "-", input_format)

    assert next(found).question == "P"
    assert lines == [b"who?\n"]


# Parquet


def test_parquet() -> None:
    data = parquet({"ID": [7, None], " Question": ["who?", "where?"], "conversation": ["c", ""], "x": [1, 2]})

    assert rows(data, "q.parquet") == [Row("7", "who?", "c"), Row("2", "where?")]


@pytest.mark.parametrize("name", ["-", "questions"])
def test_parquet_by_its_first_bytes_on_a_stream_that_can_be_sought(name: str) -> None:
    assert rows(parquet({"question": ["who?"]}), name) == [Row("1", "who?")]


@pytest.mark.parametrize(
    ("column", "problem"),
    [
        pytest.param([None, "who?"], "has no cell “question”", id="null"),
        pytest.param(pa.array([b"\xff", b"who?"]), "has a “question” that is not UTF-8", id="bytes"),
        pytest.param(
            pa.Array.from_buffers(
                pa.string(),
                2,
                [None, pa.py_buffer(b"\0\0\0\0\1\0\0\0\5\0\0\0"), pa.py_buffer(b"\xffwho?")],
            ),
            "has a “question” that is not UTF-8",
            id="not UTF-8",
        ),
    ],
)
def test_a_parquet_row_that_cannot_be_read_costs_no_other(column: Any, problem: str) -> None:
    bad, good = rows(parquet({"question": column}), "q.parquet")

    assert bad == Row("1", problem=f"Row 1 {problem}.")
    assert good == Row("2", "who?")


def test_a_parquet_column_of_numbers_is_no_question() -> None:
    (row,) = rows(parquet({"question": [5]}), "q.parquet")

    assert row.problem == "Row 1 has a “question” that is not a string."


@pytest.mark.parametrize(
    "column",
    [
        pytest.param(pa.array(["who?"]).dictionary_encode(), id="dictionary"),
        pytest.param(pa.array(["who?"], pa.large_string()), id="large string"),
        pytest.param(pa.array([b"who?"]), id="bytes"),
    ],
)
def test_text_of_any_kind(column: Any) -> None:
    assert rows(parquet({"question": column}), "q.parquet") == [Row("1", "who?")]


def test_parquet_without_a_question() -> None:
    assert rows_until_it_breaks(parquet({"query": ["who?"]}), "q.parquet") == (
        [],
        "q.parquet: one of the columns must be “question”",
    )


def test_of_long_rows_fewer_are_held_at_a_time() -> None:
    data = parquet({"question": [f"{n}" * 2**19 for n in range(50)]}, row_group_size=30, use_dictionary=False)
    file = pq.ParquetFile(io.BytesIO(data))

    assert max(batch.num_rows for batch in read_parquet._batches(file)) <= 8
    assert [row.question[:2] for row in rows(data, "q.parquet")][8:12] == ["88", "99", "10", "11"]


@pytest.mark.parametrize(
    "written",
    [
        pytest.param({}, id="dictionary"),
        pytest.param(
            {"use_dictionary": False, "column_encoding": {"question": "DELTA_BYTE_ARRAY"}}, id="delta"
        ),
    ],
)
def test_of_long_rows_that_are_equal_few_are_held_though_the_file_is_small(written: Any) -> None:
    data = parquet({"question": ["what " * 2**17] * 100}, **written)
    file = pq.ParquetFile(io.BytesIO(data))

    assert len(data) < 2**17
    assert max(batch.nbytes for batch in read_parquet._batches(file)) < 2**23


@pytest.mark.parametrize("data", [b"", b"who?\n", b"PAR1 and no more", parquet({"question": ["x"]})[:-30]])
def test_what_is_not_parquet(data: bytes) -> None:
    found, message = rows_until_it_breaks(data, "q.parquet")

    assert found == []
    assert message.startswith("q.parquet: this cannot be read as Parquet: ")
    assert "\n" not in message


def test_damaged_parquet_gives_the_rows_before() -> None:
    data = bytearray(parquet({"question": [f"who is {n}?" for n in range(9_000)]}, row_group_size=3_000))
    half = len(data) // 2
    data[half : half + 500] = b"\xff" * 500

    found, message = rows_until_it_breaks(bytes(data), "q.parquet")

    assert len(found) >= 3_000
    assert message.startswith("q.parquet: this cannot be read as Parquet: ")


def test_without_pyarrow_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    _, message = rows_until_it_breaks(parquet({"question": ["who?"]}), "q.parquet")

    assert message == "Parquet needs more packages: pip install 'assistant[parquet]'"


def test_parquet_from_a_pipe_is_told_in_a_line(run: Run, tiny_folder: Path) -> None:
    data = parquet({"question": ["Hello!"]})

    for arguments in (("batch",), ("batch", "--input-format", "parquet")):
        done = run(*arguments, "--pack", tiny_folder, stdin=data)

        wrong = "Parquet is read from its end, which a pipe does not show; name a file"
        assert (done.code, done.stdout, done.stderr) == (2, "", f"<stdin>: {wrong}\n")


# Memory


@pytest.mark.endurance
def test_a_large_file_takes_no_more_memory_than_a_small_one() -> None:
    line = b'"1","who is it, and why?"\n'
    lines = b"id,question\n" + line * 200_000
    table = parquet({"question": ["who is it, and why?" * 5 + str(n) for n in range(100_000)]})

    for data, name in ((gzip.compress(lines, 1), "q.csv.gz"), (table, "q.parquet")):
        # What is loaded once is no part of it.
        next(records(io.BytesIO(data), name))
        tracemalloc.start()
        count = sum(1 for _ in records(io.BytesIO(data), name))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert count >= 100_000
        assert most < 3 * 2**20 + (len(data) if name == "q.parquet" else 0)
