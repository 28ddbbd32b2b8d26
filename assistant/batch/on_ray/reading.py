"""What each row of the input tells, in their order, as it is read on one machine.

Ray's own reader of text takes in a file whole, parts lines at every Unicode separator and says nothing of
where a wrong byte stands.
"""

from __future__ import annotations

import io
import json
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import ray
from ray.data.datasource import FileBasedDatasource

from assistant.batch.on_ray.places import located
from assistant.errors import AssistantError
from assistant.records.json_lines import json_records
from assistant.records.lines import lines_of, with_bytes_told
from assistant.records.parquet import records_of
from assistant.records.record import QUESTION
from assistant.records.rows import Told, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assistant.batch.on_ray.places import Source
    from assistant.records.record import Record
    from assistant.records.rows import Row

TOLD = "told"
_ROWS_A_BLOCK = 10_000
_COLUMNS = ("id", "conversation", QUESTION)


def read_rows(source: Source) -> ray.data.Dataset:
    """What each row of `source` tells, in order, as JSON in the column `TOLD`."""
    if source.input_format == "jsonl":
        return ray.data.read_datasource(_JsonLines(source))
    rows = ray.data.read_parquet(source.place)
    schema = rows.schema()
    if schema is None:
        # No row, and so no columns that Ray would know of.
        return ray.data.from_arrow(_block([]))
    columns = [name for name in schema.names if name.strip().casefold() in _COLUMNS]
    if not any(name.strip().casefold() == QUESTION for name in columns):
        raise AssistantError(f"{source.named}: one of the columns must be “question”")
    rows = rows.select_columns(columns)
    return rows.map_batches(_of_table, batch_format="pyarrow", batch_size=_ROWS_A_BLOCK)


def row_of(as_told: str, number: int) -> Row:
    """The row of that number, of which `as_told` tells."""
    return Told(*json.loads(as_told)).row(number)


class _JsonLines(FileBasedDatasource):
    """The rows of files of JSON Lines; a file that ends in .gz is unpacked by Ray."""

    def __init__(self, source: Source) -> None:
        super().__init__(source.place)
        self._path, self._named = located(source.place)[1], source.named

    def _read_stream(self, f: Any, path: str) -> Iterator[pa.Table]:
        # As on one machine, a file is told by the name that it was given.
        name = self._named + path.removeprefix(self._path) if path.startswith(self._path) else path
        found = with_bytes_told(json_records(lines_of(io.BufferedReader(f), name)))
        while block := list(islice(found, _ROWS_A_BLOCK)):
            yield _block(block, name)


def _block(found: Iterable[Record], name: str = "") -> pa.Table:
    return pa.table({TOLD: pa.array([json.dumps(told(record, name)) for record in found], pa.string())})


def _of_table(rows: pa.Table) -> pa.Table:
    return _block(record for batch in rows.to_batches() for record in records_of(batch))
