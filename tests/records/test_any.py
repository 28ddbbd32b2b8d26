"""Whatever CSV or JSON Lines it is: as many rows come out as were written, each as it was."""

from __future__ import annotations

import csv
import gzip
import io
import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.batch import InputFormat, rows_of
from assistant.cli import cli

if TYPE_CHECKING:
    from pathlib import Path

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.text(
    st.sampled_from("a,;|\t\"' \r\n\0"), max_size=12
)
# In a file without a newline, carriage returns end the lines, and so one in a cell is read as a newline.
ENDS = st.sampled_from(["\n", "\r\n"])


@st.composite
def csv_files(draw: st.DrawFn) -> tuple[list[list[str]], bytes]:
    """The rows of a CSV file, and the file."""
    columns = draw(st.permutations(["id", "question", "conversation", "note"]))
    columns = columns[: draw(st.integers(columns.index("question") + 1, 4))]
    cells = draw(st.lists(st.lists(TEXT, min_size=len(columns), max_size=len(columns)), max_size=5))
    end = draw(ENDS)
    delimiter = draw(st.sampled_from(",;\t|:^~"))
    out = io.StringIO(newline="")
    # A lone carriage return is quoted only where all are.
    quoting = csv.QUOTE_ALL if any("\r" in cell for row in cells for cell in row) else draw(
        st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC])
    )  # fmt: skip
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerows([columns, *cells])
    text = out.getvalue()
    if draw(st.booleans()):
        text = f"sep={delimiter}{end}{text}"
    if draw(st.booleans()):
        text = end + text + end
    elif draw(st.booleans()):
        text = text.removesuffix(end)
    data = text.encode("utf-8-sig" if draw(st.booleans()) else "utf-8")
    questions = [[row[columns.index("question")]] for row in cells]
    return questions, gzip.compress(data) if draw(st.booleans()) else data


@given(csv_files())
@settings(max_examples=300)
def test_any_csv(file: tuple[list[list[str]], bytes]) -> None:
    questions, data = file

    rows = list(rows_of(io.BytesIO(data), "q.csv", InputFormat.AUTO))

    assert [row.problem for row in rows] == [""] * len(questions)
    assert [[row.question] for row in rows] == questions


@given(
    st.lists(
        st.tuples(
            st.text(st.sampled_from("who is"), min_size=1),
            st.sampled_from([("", ""), ('"', '"'), ('"', ""), ('"', '"x'), ("\0", "\r"), ('"', '\0"')]),
        )
    ),
    ENDS,
)
@settings(max_examples=300)
def test_a_broken_row_costs_no_other(cells: list[tuple[str, tuple[str, str]]], end: str) -> None:
    lines = [f"{number},{before}{cell}{after}{end}" for number, (cell, (before, after)) in enumerate(cells)]
    data = "".join([f"id,question{end}", *lines]).encode()

    rows = list(rows_of(io.BytesIO(data), "q.csv", InputFormat.AUTO))

    assert len(rows) == len(cells)
    for number, (row, (cell, around)) in enumerate(zip(rows, cells, strict=True)):
        if around in (("", ""), ('"', '"')):
            assert (row.id, row.question, row.problem) == (str(number), cell, "")


VALUES = st.recursive(st.none() | st.booleans() | st.floats() | TEXT, st.lists, max_leaves=4)


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["id", "question", "conversation", "note"]), VALUES), max_size=6
    ),
    ENDS,
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
@settings(max_examples=200)
def test_any_json_lines(
    records: list[dict[str, object]], end: str, marked: bool, packed: bool, plain: bool
) -> None:
    text = end.join(["", *(json.dumps(record, ensure_ascii=plain) for record in records), ""])
    data = text.encode("utf-8-sig" if marked else "utf-8")

    rows = list(rows_of(io.BytesIO(gzip.compress(data) if packed else data), "q.jsonl", InputFormat.AUTO))

    assert len(rows) == len(records)
    for row, record in zip(rows, records, strict=True):
        assert bool(row.problem) is not isinstance(record.get("question"), str)
        assert row.problem or row.question == record["question"]


@given(file=csv_files())
@settings(max_examples=25)
def test_any_csv_through_the_command(
    tiny_folder: Path, tmp_path: Path, file: tuple[list[list[str]], bytes]
) -> None:
    questions, data = file
    path = tmp_path / "q.csv"
    path.write_bytes(data)

    done = CliRunner().invoke(cli, ["batch", "--quiet", str(path), "--pack", str(tiny_folder)])

    assert (done.exit_code, done.stderr) == (0, "")
    # Not `splitlines`, to which more than a newline ends a line.
    replies = [json.loads(line) for line in done.stdout.removesuffix("\n").split("\n") if line]
    assert [[reply["question"]] for reply in replies] == questions


@pytest.mark.parametrize("input_format", [InputFormat.CSV, InputFormat.JSONL, InputFormat.TEXT])
@given(
    data=st.binary(max_size=60)
    | st.lists(st.sampled_from([b"a", b",", b'"', b"\n", b"\r", b"\xe9"])).map(b"".join)
)
@settings(max_examples=200)
def test_any_bytes_give_at_most_a_row_a_line(input_format: InputFormat, data: bytes) -> None:
    rows = list(rows_of(io.BytesIO(b"id,question\n" + data), "q", input_format))

    assert len(rows) <= 2 + data.count(b"\n") + data.count(b"\r")
