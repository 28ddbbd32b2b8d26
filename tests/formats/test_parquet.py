"""Replies as Parquet: what is written is what was said."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from assistant.arrow import libraries
from assistant.errors import AssistantError
from assistant.formats import OutputFormat, parquet, reply_format, whole
from assistant.reply import Reply
from tests.formats.conftest import HOSTILE

if TYPE_CHECKING:
    from pathlib import Path

    from assistant import Assistant

TEXTS = "list<element: string not null>"
TYPES = {
    "id": "string",
    "conversation": "string",
    "question": "string",
    "status": "string",
    "answer": "string",
    "intents": TEXTS,
    "confidence": "double",
    "citations": (
        "list<element: struct<source: string not null, sentence: int64 not null, start: int64 not null, "
        "end: int64 not null, quote: string not null> not null>"
    ),
    "suggestions": TEXTS,
    "matches": (
        "list<element: struct<intent: string not null, score: double not null, "
        "phrase: string not null> not null>"
    ),
    "act": "string",
}


def of(text: str, folder: Path) -> Path:
    source = folder / "replies.jsonl"
    source.write_text(text, "utf-8", newline="\n")
    return source


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "replies.parquet"


def test_the_rows_are_the_replies(
    tiny: Assistant, replies: list[Reply], tmp_path: Path, target: Path
) -> None:
    import pyarrow.parquet as pq  # noqa: PLC0415

    given = [*replies, tiny.ask("Hello!")]
    parquet.from_json_lines(of(whole(reply_format(OutputFormat.PARQUET, tiny.pack), given), tmp_path), target)

    table = pq.read_table(target)
    assert {field.name: str(field.type) for field in table.schema} == TYPES
    assert {field.name for field in table.schema if field.nullable} == {"id", "conversation", "act"}
    assert table.to_pylist() == [reply.model_dump(mode="json") for reply in given]
    assert HOSTILE in table["question"].to_pylist()
    assert table["id"].null_count == 1


def test_no_more_than_a_group_is_held_at_a_time(
    tiny: Assistant, tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyarrow.parquet as pq  # noqa: PLC0415

    monkeypatch.setattr(parquet, "ROWS_AT_A_TIME", 4)
    replies = [tiny.ask("Hello!").model_copy(update={"id": str(number)}) for number in range(10)]
    parquet.from_json_lines(
        of(whole(reply_format(OutputFormat.PARQUET, tiny.pack), replies), tmp_path), target
    )

    file = pq.ParquetFile(target)
    assert [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)] == [4, 4, 2]
    assert file.read()["id"].to_pylist() == [str(number) for number in range(10)]


def test_long_replies_make_smaller_groups(
    tiny: Assistant, tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyarrow.parquet as pq  # noqa: PLC0415

    monkeypatch.setattr(parquet, "_BYTES_AT_A_TIME", 10_000)
    replies = [tiny.ask("x" * length) for length in (9_990, 10, 10, 10_000, 10)]
    parquet.from_json_lines(
        of(whole(reply_format(OutputFormat.PARQUET, tiny.pack), replies), tmp_path), target
    )

    file = pq.ParquetFile(target)
    assert [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)] == [1, 3, 1]
    assert file.read()["question"].to_pylist() == [reply.question for reply in replies]


def test_a_batch_of_nothing(tmp_path: Path, target: Path) -> None:
    import pyarrow.parquet as pq  # noqa: PLC0415

    parquet.from_json_lines(of("", tmp_path), target)

    table = pq.read_table(target)
    assert table.num_rows == 0
    assert table.column_names == list(Reply.model_fields)


@pytest.mark.parametrize("name", ["pyarrow", "pyarrow.parquet"])
def test_without_its_packages_it_says_which(
    tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setitem(sys.modules, name, None)

    for asked in (libraries, lambda: parquet.from_json_lines(of("", tmp_path), target)):
        with pytest.raises(AssistantError) as caught:
            asked()
        assert str(caught.value) == "Parquet needs more packages: pip install 'assistant[parquet]'"
    assert not target.exists()


@pytest.mark.parametrize(
    "line", ["{", "", '{"question":"?"}', '{"question":"\\ud800","status":"chat","answer":""}']
)
def test_a_line_that_is_no_reply_leaves_no_file(
    tiny: Assistant, tmp_path: Path, target: Path, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "ROWS_AT_A_TIME", 1)
    good = whole(reply_format(OutputFormat.PARQUET, tiny.pack), [tiny.ask("Hello!")])
    source = of(f"{good}{line}\n", tmp_path)

    with pytest.raises(AssistantError) as caught:
        parquet.from_json_lines(source, target)

    assert str(caught.value) == f"{source}:2: this is no reply"
    assert not target.exists()


def test_what_cannot_be_read_or_written_is_told_in_one_line(tmp_path: Path, target: Path) -> None:
    with pytest.raises(AssistantError, match=r"gone\.jsonl: No such file or directory"):
        parquet.from_json_lines(tmp_path / "gone.jsonl", target)
    assert not target.exists()

    with pytest.raises(AssistantError) as caught:
        parquet.from_json_lines(of("", tmp_path), tmp_path)
    assert str(caught.value).startswith(f"{tmp_path}: ")
    assert "\n" not in str(caught.value)
