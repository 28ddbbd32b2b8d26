"""A batch into a file, which appears under its name only when it is whole."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from assistant import arrow
from assistant.batch.part import finish, part_file, part_of
from assistant.batch.sink import StreamSink
from assistant.batch.trail import OtherRowsError
from assistant.errors import AssistantError
from assistant.formats import OutputFormat, parquet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from assistant.batch.part import PartFile
    from assistant.batch.rows import Row
    from assistant.batch.running import Batch
    from assistant.formats import Summary


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
        # What is there and no regular file, such as /dev/null or a pipe, is written to and never replaced.
        if path.exists() and not path.is_file():
            if to_parquet:
                raise AssistantError(f"{path}: Parquet is written to a regular file alone")
            with path.open("w", encoding="utf-8", newline="") as stream:
                return batch.run(rows, StreamSink(stream), watch)
        if path.resolve().is_symlink():
            # Links that lead in a circle, from Python 3.13 on.
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        with part_file(path.resolve(), batch.name, resume=resume) as sink:
            return _whole(path, batch, rows, sink, watch)
    except OSError as error:
        raise AssistantError(f"{path}: {error.strerror}{kept(path)}") from None
    except RuntimeError as error:
        # Links that lead in a circle, up to Python 3.12.
        raise AssistantError(f"{path}: {error}") from None


def _whole(
    path: Path, batch: Batch, rows: Iterable[Row], sink: PartFile, watch: Callable[[Summary], object]
) -> Summary:
    """Fill the part file, and give what came of it its name."""
    target = path.resolve()
    whole = part = part_of(target)
    try:
        summary = batch.run(rows, sink, watch)
        sink.flush()
        if batch.output_format is OutputFormat.PARQUET:
            # JSON Lines can be cut and gone on with anywhere, Parquet nowhere: it is made of them at the end.
            whole = part.with_name(f"{part.name}.whole")
            parquet.from_json_lines(part, whole)
    except OtherRowsError:
        raise
    except AssistantError as error:
        raise AssistantError(f"{error}{kept(path)}") from None
    sink.release()
    finish(target, whole)
    return summary


def kept(path: Path) -> str:
    """Where the finished rows of `path` are, to be added to why it is not whole; empty without any."""
    try:
        part = part_of(path.resolve())
        there = part.is_file() and part.stat().st_size
    except (OSError, RuntimeError):
        return ""
    return f"; the finished rows are in {part}, and --resume goes on after them" if there else ""
