"""A batch into a file, which appears under its name only when it is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import arrow
from assistant.batch.part import finish, part_file, part_of, take_name
from assistant.batch.sink import StreamSink
from assistant.batch.trail import OtherRowsError
from assistant.errors import AssistantError
from assistant.formats import OutputFormat, parquet
from assistant.replacing import is_special, real, replaced_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from assistant.batch.part import PartFile
    from assistant.batch.running import Batch
    from assistant.formats import Summary
    from assistant.records.rows import Row


def fill(
    path: Path,
    batch: Batch,
    rows: Iterable[Row],
    *,
    resume: bool,
    watch: Callable[[Summary], object],
) -> Summary:
    """Answer `rows` into `path`; to `resume` is to go on with what an earlier run left.

    Raises:
        AssistantError: when the file cannot be written, or the batch does not come to its end; what was
            written stays, and can be gone on with.
    """
    to_parquet = batch.output_format is OutputFormat.PARQUET
    if to_parquet:
        # Before all the work.
        arrow.libraries()
    try:
        if is_special(path):
            if to_parquet:
                raise AssistantError(f"{path}: Parquet is written to a regular file alone")
            with replaced_text(path) as stream:
                return batch.run(rows, StreamSink(stream), watch)
        with part_file(real(path), batch.name, resume=resume) as sink:
            return _whole(path, batch, rows, sink, watch)
    except OSError as error:
        raise AssistantError(f"{path}: {error.strerror}{kept(path)}") from None


def _whole(
    path: Path, batch: Batch, rows: Iterable[Row], sink: PartFile, watch: Callable[[Summary], object]
) -> Summary:
    """Fill the part file, and give what came of it its name."""
    # JSON Lines can be cut and gone on with anywhere, Parquet nowhere: it is made of them at the end.
    put = parquet.from_json_lines if batch.output_format is OutputFormat.PARQUET else take_name
    try:
        summary = batch.run(rows, sink, watch)
        sink.release()
        finish(real(path), put)
    except OtherRowsError:
        raise
    except AssistantError as error:
        raise AssistantError(f"{error}{kept(path)}") from None
    return summary


def kept(path: Path) -> str:
    """Where the finished rows of `path` are, to be added to why it is not whole; empty without any."""
    try:
        part = part_of(real(path))
        there = not part.is_symlink() and part.is_file() and part.stat().st_size
    except OSError:
        return ""
    return f"; the finished rows are in {part}, and --resume goes on after them" if there else ""
