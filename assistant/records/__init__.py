"""Rows from outside, read one at a time: text, CSV, JSON Lines or Parquet, gzipped or not."""

from __future__ import annotations

from assistant.records.guessing import guess_format, unknown_ending
from assistant.records.lines import EncodingError, lines_of
from assistant.records.reading import records
from assistant.records.record import InputFormat, Loc, Record, Sheet

__all__ = [
    "EncodingError",
    "InputFormat",
    "Loc",
    "Record",
    "Sheet",
    "guess_format",
    "lines_of",
    "records",
    "unknown_ending",
]
