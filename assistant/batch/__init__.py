"""Questions in, replies out, in order and one for one."""

from __future__ import annotations

from assistant.batch.answering import Answering
from assistant.batch.filling import fill, kept
from assistant.batch.running import Batch
from assistant.batch.sink import Sink, StreamSink
from assistant.records import InputFormat
from assistant.records.rows import Row, rows_of

__all__ = [
    "Answering",
    "Batch",
    "InputFormat",
    "Row",
    "Sink",
    "StreamSink",
    "fill",
    "kept",
    "rows_of",
]
