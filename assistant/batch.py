"""Questions in, replies out, in order and one for one; nothing is held but the open conversations."""

from __future__ import annotations

import codecs
import csv
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TextIO

from assistant.errors import AssistantError
from assistant.render import TABLE_COLUMNS, as_json, as_table_row, as_text
from assistant.reply import Reply, Status
from assistant.text import one_line, replace_lone_surrogates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

    from assistant.dialogue import Assistant, Conversation


class InputFormat(StrEnum):
    """How a batch of questions is written."""

    AUTO = "auto"
    TEXT = "text"
    CSV = "csv"
    JSONL = "jsonl"


class OutputFormat(StrEnum):
    """How the replies are written."""

    JSONL = "jsonl"
    CSV = "csv"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Row:
    """One input row; `problem` says why it could not be read, and is empty for a good one."""

    id: str
    question: str = ""
    conversation: str | None = None
    problem: str = ""


class EncodingError(AssistantError):
    """The input is not UTF-8."""


def lines_of(stream: BinaryIO, name: str) -> Iterator[str]:
    """The lines of a UTF-8 stream, line ends kept, a leading byte-order mark left out.

    Raises:
        EncodingError: naming the line and column of the first byte that is not UTF-8.
        AssistantError: when the stream cannot be read.
    """
    number = 0
    while raw := _line(stream, name):
        number += 1
        if number == 1:
            if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                raise EncodingError(f"{name}:1:1: this is UTF-16, not UTF-8; convert it first")
            raw = raw.removeprefix(codecs.BOM_UTF8)
            if not raw:
                continue
        try:
            yield raw.decode("utf-8")
        except UnicodeDecodeError as error:
            column = len(raw[: error.start].decode("utf-8")) + 1
            wrong = f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8"
            raise EncodingError(f"{name}:{number}:{column}: {wrong}") from None


def _line(stream: BinaryIO, name: str) -> bytes:
    try:
        return stream.readline()
    except OSError as error:
        raise AssistantError(f"{name}: {error.strerror}") from None


def guess_format(name: str, lines: Iterable[str]) -> tuple[InputFormat, Iterator[str]]:
    """The format by the ending of `name`, or of a stream by its first line; and the lines, none lost."""
    ending = name.lower().rpartition(".")[2]
    iterator = iter(lines)
    if ending == "csv":
        return InputFormat.CSV, iterator
    if ending in ("jsonl", "ndjson", "json"):
        return InputFormat.JSONL, iterator
    if name != "-":
        return InputFormat.TEXT, iterator
    skipped: list[str] = []
    for line in iterator:
        skipped.append(line)
        if line.strip():
            break
    found = skipped and skipped[-1].lstrip().startswith("{")
    return (InputFormat.JSONL if found else InputFormat.TEXT), _chain(skipped, iterator)


def _chain(first: list[str], rest: Iterator[str]) -> Iterator[str]:
    yield from first
    yield from rest


def read_rows(lines: Iterable[str], input_format: InputFormat, name: str) -> Iterator[Row]:
    """The rows of a batch.

    In text every line is a row, blank ones too. In CSV and JSON Lines blank lines are no rows. Rows
    without an id get their 1-based number.

    Raises:
        AssistantError: when a CSV file has no column `question`.
    """
    if input_format is InputFormat.CSV:
        return _csv_rows(lines, name)
    if input_format is InputFormat.JSONL:
        return _json_rows(lines)
    return _text_rows(lines)


def _text_rows(lines: Iterable[str]) -> Iterator[Row]:
    for number, line in enumerate(lines, 1):
        yield Row(id=str(number), question=line.rstrip("\r\n"))


def _json_rows(lines: Iterable[str]) -> Iterator[Row]:
    number = 0
    for line in lines:
        if not line.strip():
            continue
        number += 1
        yield _json_row(line, number)


def _json_row(line: str, number: int) -> Row:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Row(str(number), problem=f"Row {number} is not valid JSON: {one_line(str(error))}.")
    if not isinstance(record, dict):
        return Row(str(number), problem=f"Row {number} is not a JSON object with a key “question”.")
    given = record.get("id")
    row_id = str(number) if given is None else _plain(given)
    conversation = record.get("conversation")
    question = record.get("question")
    if not isinstance(question, str):
        wrong = "has no key “question”" if question is None else "has a “question” that is not a string"
        return Row(row_id, problem=f"Row {number} {wrong}.", conversation=_optional(conversation))
    return Row(row_id, question, _optional(conversation))


def _optional(value: object) -> str | None:
    return None if value is None or value == "" else _plain(value)


def _plain(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return replace_lone_surrogates(text)


def _csv_rows(lines: Iterable[str], name: str) -> Iterator[Row]:
    csv.field_size_limit(2**31 - 1)
    reader = csv.reader(lines, strict=True)
    try:
        header = next(reader, None)
    except csv.Error as error:
        raise AssistantError(f"{name}:1:1: this is not CSV: {one_line(str(error))}") from None
    columns = [column.strip().casefold() for column in header or []]
    if "question" not in columns:
        raise AssistantError(f"{name}:1:1: the first line must name the columns, one of them “question”")
    number = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            number += 1
            yield Row(str(number), problem=f"Row {number} is not valid CSV: {one_line(str(error))}.")
            continue
        if cells:
            number += 1
            yield _csv_row(dict(zip(columns, cells, strict=False)), len(cells), len(columns), number)


def _csv_row(record: dict[str, str], found: int, expected: int, number: int) -> Row:
    row_id = record.get("id") or str(number)
    conversation = record.get("conversation") or None
    if found > expected or "question" not in record:
        problem = f"Row {number} has {found} cells where the header has {expected}."
        return Row(row_id, conversation=conversation, problem=problem)
    return Row(row_id, record["question"], conversation)


def answer_rows(assistant: Assistant, rows: Iterable[Row]) -> Iterator[Reply]:
    """A reply for every row, in order; rows of the same conversation share their context."""
    conversations: dict[str, Conversation] = {}
    for row in rows:
        yield _answer(assistant, row, conversations)


def _answer(assistant: Assistant, row: Row, conversations: dict[str, Conversation]) -> Reply:
    if row.problem:
        reply = Reply(question=replace_lone_surrogates(row.question), status=Status.ERROR, answer=row.problem)
    elif row.conversation is None:
        reply = assistant.ask(row.question)
    else:
        if row.conversation not in conversations:
            conversations[row.conversation] = assistant.conversation()
        reply = conversations[row.conversation].ask(row.question)
    return reply.model_copy(update={"id": row.id, "conversation": row.conversation})


def writer(output: TextIO, output_format: OutputFormat) -> Callable[[Reply], None]:
    """A function that writes one reply to `output`; the CSV header is written at once."""
    if output_format is OutputFormat.CSV:
        table = csv.writer(output, lineterminator="\n")
        table.writerow(TABLE_COLUMNS)
        return lambda reply: table.writerow(as_table_row(reply))
    if output_format is OutputFormat.TEXT:
        return lambda reply: _write_text(output, reply)
    return lambda reply: _write_line(output, as_json(reply))


def _write_line(output: TextIO, line: str) -> None:
    output.write(line + "\n")


def _write_text(output: TextIO, reply: Reply) -> None:
    output.write(f"[{one_line(reply.id or '')}] {one_line(reply.question)}\n{as_text(reply)}\n\n")


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """How many rows a batch had, and how many of them could not be read."""

    rows: int
    unread: int


def run(
    assistant: Assistant,
    stream: BinaryIO,
    name: str,
    input_format: InputFormat,
    write: Callable[[Reply], None],
) -> BatchOutcome:
    """Answer every row of `stream`; `name` is its file name, or ``-``.

    Raises:
        AssistantError: when the input as a whole cannot be read; the replies to the rows before are written.
    """
    shown = "<stdin>" if name == "-" else name
    lines: Iterator[str] = lines_of(stream, shown)
    if input_format is InputFormat.AUTO:
        input_format, lines = guess_format(name, lines)
    rows = unread = 0
    for reply in answer_rows(assistant, read_rows(lines, input_format, shown)):
        write(reply)
        rows += 1
        unread += reply.status is Status.ERROR
    return BatchOutcome(rows, unread)
