"""Any stream into records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.records.delimited import csv_records
from assistant.records.guessing import ending_of, format_by_name, guess_format, refuse_unknown_ending
from assistant.records.json_lines import json_records
from assistant.records.lines import lines_of, with_bytes_told
from assistant.records.parquet import parquet_records, seekable, spooled
from assistant.records.record import QUESTION, InputFormat, Record
from assistant.records.unpacking import GZIP, PARQUET, beginning, rejoined, unpacked, with_newlines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

    Guessed = Callable[[InputFormat], object]


def records(
    stream: BinaryIO,
    name: str,
    input_format: InputFormat = InputFormat.AUTO,
    otherwise: InputFormat = InputFormat.TEXT,
    guessed: Guessed = lambda _: None,
) -> Iterator[Record]:
    """The rows of `stream`, each as soon as it is there; `name` is its file name, or ``-``.

    In text every line is a row, blank ones too; in CSV and JSON Lines blank lines are none. What is gzipped
    is known by how it begins. `otherwise` is what `AUTO` comes to where nothing tells; `guessed` is called
    with what it comes to by the first line.

    Raises:
        AssistantError: when the input as a whole cannot be read; the rows before are given. At once where
            `AUTO` cannot be known by the ending of `name`.
    """
    if input_format is InputFormat.AUTO:
        refuse_unknown_ending(name, otherwise)
    return _records(stream, name, input_format, otherwise, guessed)


def _records(
    stream: BinaryIO, name: str, input_format: InputFormat, otherwise: InputFormat, guessed: Guessed
) -> Iterator[Record]:
    shown = "<stdin>" if name == "-" else name
    head = beginning(stream, shown)
    whole = rejoined(head, stream)
    packed = head == GZIP
    if packed:
        whole = unpacked(whole, shown)
        head = beginning(whole, shown)
        whole = rejoined(head, whole)
    elif name.lower().endswith(".gz"):
        raise AssistantError(f"{shown}: this is not gzip, as its name says")
    if input_format is InputFormat.AUTO:
        is_parquet = head == PARQUET and not ending_of(name)
        input_format = InputFormat.PARQUET if is_parquet else format_by_name(name)
    if input_format is not InputFormat.PARQUET:
        if input_format is InputFormat.CSV:
            whole = with_newlines(whole)
        lines: Iterator[str] = lines_of(whole, shown)
        if input_format is InputFormat.AUTO:
            input_format, lines = guess_format(name, lines, otherwise)
            if not ending_of(name):
                guessed(input_format)
        yield from _read(lines, shown, input_format)
    elif packed:
        with spooled(whole, shown) as file:
            yield from parquet_records(file, shown)
    else:
        yield from parquet_records(seekable(stream, shown), shown)


def _read(lines: Iterable[str], shown: str, input_format: InputFormat) -> Iterator[Record]:
    if input_format is InputFormat.CSV:
        return with_bytes_told(csv_records(lines, shown))
    return with_bytes_told(json_records(lines) if input_format is InputFormat.JSONL else _text_records(lines))


def _text_records(lines: Iterable[str]) -> Iterator[Record]:
    for number, line in enumerate(lines, 1):
        yield Record(number, number, {QUESTION: line.rstrip("\r\n")}, text=line)
