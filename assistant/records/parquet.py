"""Rows of a Parquet file, a few at a time."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, Final, cast

from assistant.arrow import libraries
from assistant.errors import AssistantError
from assistant.records.record import QUESTION, Record, Sheet
from assistant.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

# What is held in memory at a time: so many rows, or bytes. The rows are few, since what is equal in many of
# them takes its bytes in the file only once.
_ROWS: Final = 8
_BYTES: Final = 2**22
_READ: Final = frozenset({QUESTION, "id", "conversation"})


def seekable(stream: BinaryIO, name: str) -> BinaryIO:
    """`stream` at its start, where it can be read from its end, as Parquet is.

    Raises:
        AssistantError: when it cannot.
    """
    try:
        stream.seek(0)
    except OSError:
        wrong = "Parquet is read from its end, which a pipe does not show; name a file"
        raise AssistantError(f"{name}: {wrong}") from None
    return stream


@contextlib.contextmanager
def spooled(stream: BinaryIO, name: str) -> Iterator[BinaryIO]:
    """All of `stream` in a file without a name, which is gone afterwards."""
    import shutil  # noqa: PLC0415
    import tempfile  # noqa: PLC0415

    with tempfile.TemporaryFile() as file:
        try:
            shutil.copyfileobj(stream, file)
        except OSError as error:
            raise AssistantError(f"{name}: {error.strerror}") from None
        # What Windows gives is none by its type.
        yield cast("BinaryIO", file)


def parquet_records(stream: BinaryIO, name: str) -> Iterator[Record]:
    """The rows of a file that can be read from its end.

    Raises:
        AssistantError: when it cannot be read, or has no column `question`; the rows before are given.
    """
    pa, pq = libraries()
    number = 0
    try:
        file = pq.ParquetFile(stream, pre_buffer=False, buffer_size=2**20)
        if QUESTION not in _sheet(file.schema_arrow.names).names:
            raise AssistantError(f"{name}: one of the columns must be “question”")
        for batch in _batches(file):
            yield from records_of(batch, number)
            number += batch.num_rows
    except (pa.ArrowException, OSError, EOFError, UnicodeDecodeError) as error:
        told = one_line(str(error)) or type(error).__name__
        raise AssistantError(f"{name}: this cannot be read as Parquet: {told[:200]}") from None


def _batches(file: Any) -> Iterator[Any]:
    """The rows of a `pyarrow.parquet.ParquetFile`, the fewer at a time the longer they are."""
    for index in range(file.num_row_groups):
        group = file.metadata.row_group(index)
        rows = _BYTES * group.num_rows // max(1, group.total_byte_size)
        yield from file.iter_batches(batch_size=min(max(1, rows), _ROWS), row_groups=[index])


def records_of(batch: Any, before: int = 0) -> Iterator[Record]:
    """The rows of a `pyarrow.RecordBatch`, which so many came `before`."""
    sheet = _sheet(batch.schema.names)
    for number, (values, problem) in enumerate(_rows(batch, sheet), before + 1):
        yield Record(number, number, values, problem, sheet=sheet, has_lines=False)


def _sheet(columns: Iterable[str]) -> Sheet:
    return Sheet(tuple(column.strip().casefold() for column in columns))


def _rows(batch: Any, sheet: Sheet) -> Iterator[tuple[dict[str, object], str]]:
    for index in range(batch.num_rows):
        values: dict[str, object] = {}
        problem = ""
        for column, cells in zip(sheet.names, batch.columns, strict=True):
            try:
                value = cells[index].as_py()
                values[column] = value.decode("utf-8") if isinstance(value, bytes) else value
            except UnicodeDecodeError:
                # In a column that nothing is read from it does no harm.
                problem = f"has a “{column}” that is not UTF-8" if column in _READ else problem
            except (ValueError, OverflowError):
                # A date that Python has none for, which nobody asks about.
                continue
        yield values, problem
