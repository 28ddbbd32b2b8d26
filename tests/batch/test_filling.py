"""A batch into a file: whole or not at all, and gone on with after any end."""

from __future__ import annotations

import fcntl
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pyarrow.parquet import read_table

from assistant.batch import StreamSink, fill
from assistant.batch.part import PartFile, finish
from assistant.errors import AssistantError
from assistant.formats import OutputFormat
from assistant.operating_system import CAN_MOVE_OPEN_FILES
from assistant.reply import Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from hashlib import blake2b
    from pathlib import Path
    from typing import BinaryIO

    from assistant.batch import Batch, Row
    from assistant.batch.sink import Note
    from assistant.formats import Summary
    from tests.batch.conftest import Pour, ReadRows


class BrokenOffError(Exception):
    """Ends a batch from without, as a bug would."""


@pytest.fixture(autouse=True)
def notes_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A note after every row; that it lies on the disk itself matters to a power cut alone."""
    monkeypatch.setattr("assistant.batch.part._NOTE_EVERY", 0)
    monkeypatch.setattr("os.fsync", lambda _: None)


def ends(rows: list[Row], after: int) -> Iterator[Row]:
    """The first rows, then an end that nobody expects."""
    yield from rows[:after]
    raise BrokenOffError


def begin(target: Path, batch: Batch, rows: list[Row], after: int) -> None:
    with pytest.raises(BrokenOffError):
        fill(target, batch, ends(rows, after), resume=False, watch=lambda _: None)
    assert not target.exists()


def go_on(target: Path, batch: Batch, rows: list[Row]) -> Summary:
    return fill(target, batch, rows, resume=True, watch=lambda _: None)


@pytest.mark.parametrize("output_format", list(OutputFormat))
@pytest.mark.parametrize("after", [0, 1, 33, 100])
@pytest.mark.parametrize("torn", ["", "half a rep"])
def test_what_was_ended_is_gone_on_with(
    batch: Callable[..., Batch],
    pour: Pour,
    read: ReadRows,
    questions: Path,
    target: Path,
    part: Path,
    output_format: OutputFormat,
    after: int,
    torn: str,
) -> None:
    work, rows = batch(output_format), read(questions)
    whole, summary = pour(work, rows)
    begin(target, work, rows, after)
    with part.open("a", encoding="utf-8") as sink:
        sink.write(torn)

    assert go_on(target, work, rows) == summary
    if output_format is OutputFormat.PARQUET:
        lines = [Reply.model_validate(row) for row in read_table(target).to_pylist()]
        assert lines == [Reply.model_validate_json(line) for line in whole.splitlines()]
    else:
        assert target.read_text("utf-8") == whole
    assert {path.name for path in target.parent.iterdir()} == {target.name, questions.name}


def test_nothing_is_answered_twice_but_what_a_conversation_needs(
    batch: Callable[..., Batch],
    read: ReadRows,
    questions: Path,
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work, rows = batch(), read(questions)
    begin(target, work, rows, 60)
    asked: list[str] = []
    ask = work.assistant.ask
    monkeypatch.setattr(work.assistant, "ask", lambda question: asked.append(question) or ask(question))
    go_on(target, work, rows)

    alone = [row for row in rows[60:] if row.conversation is None and not row.problem]
    assert asked == list(dict.fromkeys(row.question for row in alone))


@pytest.mark.parametrize(
    "damage",
    [
        lambda part, note: note.unlink(),
        lambda part, note: part.unlink(),
        lambda part, note: part.write_text(""),
    ],
)
def test_without_a_note_or_replies_it_begins_anew(
    batch: Callable[..., Batch],
    pour: Pour,
    read: ReadRows,
    questions: Path,
    target: Path,
    part: Path,
    note: Path,
    damage: Callable[[Path, Path], object],
) -> None:
    work, rows = batch(), read(questions)
    begin(target, work, rows, 40)
    damage(part, note)
    go_on(target, work, rows)

    assert target.read_text("utf-8") == pour(work, rows)[0]


def test_without_resume_it_begins_anew(
    batch: Callable[..., Batch], pour: Pour, read: ReadRows, questions: Path, target: Path
) -> None:
    rows = read(questions)
    begin(target, batch(name="another"), rows, 40)
    fill(target, batch(), rows, resume=False, watch=lambda _: None)

    assert target.read_text("utf-8") == pour(batch(), rows)[0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda rows: rows[1:], "the first 40 rows are not those that were answered before"),
        (lambda rows: rows[:20], "the first 40 rows are not those that were answered before"),
    ],
)
def test_another_input_is_not_mixed_in(
    batch: Callable[..., Batch],
    read: ReadRows,
    questions: Path,
    target: Path,
    change: Callable[[list[Row]], list[Row]],
    message: str,
) -> None:
    rows = read(questions)
    begin(target, batch(), rows, 40)
    with pytest.raises(AssistantError, match=f"^{message}"):
        go_on(target, batch(), change(rows))

    # What was there can still be gone on with.
    assert go_on(target, batch(), rows).rows == 100


def test_the_same_input_by_another_name_is_gone_on_with(
    batch: Callable[..., Batch], read: ReadRows, questions: Path, target: Path
) -> None:
    rows = read(questions)
    begin(target, batch(), rows, 40)
    moved = [replace(row, place=row.place and f"elsewhere/{row.place}") for row in rows]

    assert any(row.place for row in moved[:40])
    assert go_on(target, batch(), moved).rows == 100


def test_another_pack_is_not_mixed_in(
    batch: Callable[..., Batch], read: ReadRows, questions: Path, target: Path
) -> None:
    rows = read(questions)
    begin(target, batch(), rows, 40)
    with pytest.raises(AssistantError, match=r"replies\.part: it was begun with another pack"):
        go_on(target, batch(name="of another pack"), rows)


def test_two_batches_do_not_write_the_same_file(
    batch: Callable[..., Batch], read: ReadRows, questions: Path, target: Path, part: Path
) -> None:
    with part.open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(AssistantError, match="another batch is writing it"):
            go_on(target, batch(), read(questions))


def test_the_note_tells_how_far_it_came(
    batch: Callable[..., Batch], read: ReadRows, questions: Path, target: Path, part: Path, note: Path
) -> None:
    begin(target, batch(), read(questions), 60)
    told = json.loads(note.read_text())

    assert sum(told["counts"].values()) == 60
    assert len(part.read_bytes()[: told["size"]].splitlines()) == 60


def test_a_new_beginning_leaves_no_note_of_the_old(
    batch: Callable[..., Batch],
    pour: Pour,
    read: ReadRows,
    questions: Path,
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = read(questions)
    begin(target, batch(), rows, 40)
    monkeypatch.setattr("assistant.batch.part._NOTE_EVERY", 1_000)
    others = [replace(row, question="Hello!") for row in rows]
    begin(target, batch(), others, 80)
    go_on(target, batch(), rows)

    assert target.read_text("utf-8") == pour(batch(), rows)[0]


@pytest.mark.skipif(not CAN_MOVE_OPEN_FILES, reason="the lock goes before the file gets its name")
@pytest.mark.parametrize("output_format", [OutputFormat.JSONL, OutputFormat.PARQUET])
def test_the_file_is_locked_until_it_has_its_name(
    batch: Callable[..., Batch],
    read: ReadRows,
    questions: Path,
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
    output_format: OutputFormat,
) -> None:
    tried: list[str] = []

    def finishing(of: Path, put: Callable[[Path, Path], object]) -> None:
        with pytest.raises(AssistantError) as caught:
            fill(target, batch(), rows[:3], resume=False, watch=lambda _: None)
        tried.append(str(caught.value))
        finish(of, put)

    rows = read(questions)
    monkeypatch.setattr("assistant.batch.filling.finish", finishing)
    fill(target, batch(output_format), rows, resume=False, watch=lambda _: None)

    assert tried == [f"{target}: another batch is writing it"]
    assert target.stat().st_size > 1_000


def test_the_part_is_closed_before_it_gets_its_name_where_the_system_wants_it_so(
    batch: Callable[..., Batch],
    read: ReadRows,
    questions: Path,
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[PartFile] = []

    class Watched(PartFile):
        def __init__(self, sink: BinaryIO, note_path: Path, begun: Note, hashed: blake2b) -> None:
            super().__init__(sink, note_path, begun, hashed)
            opened.append(self)

    def finishing(of: Path, put: Callable[[Path, Path], object]) -> None:
        assert all(part._sink.closed for part in opened)
        finish(of, put)

    monkeypatch.setattr("assistant.batch.part.CAN_MOVE_OPEN_FILES", False)
    monkeypatch.setattr("assistant.batch.part.PartFile", Watched)
    monkeypatch.setattr("assistant.batch.filling.finish", finishing)
    for output_format in (OutputFormat.JSONL, OutputFormat.PARQUET):
        fill(target, batch(output_format), read(questions)[:3], resume=False, watch=lambda _: None)

    assert len(opened) == 2
    assert target.stat().st_size > 1_000


@pytest.mark.parametrize("processes", [1, 2])
def test_an_input_that_breaks_off_has_its_rows_before_written(
    batch: Callable[..., Batch], pour: Pour, read: ReadRows, questions: Path, processes: int
) -> None:
    rows = read(questions)
    sunk: list[str] = []

    class Sink(StreamSink):
        def write(self, text: str) -> None:
            sunk.append(text)

    def broken() -> Iterator[Row]:
        yield from rows
        raise AssistantError("the input broke off")

    with pytest.raises(AssistantError, match=r"^the input broke off$"):
        batch(processes=processes).run(broken(), Sink(io.StringIO()))

    assert "".join(sunk) == pour(batch(), rows)[0]
