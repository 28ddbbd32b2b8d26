"""Whole files of questions, as a chat takes them: not larger than a person waits for, and all at once."""

from __future__ import annotations

import stat
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from assistant.errors import AssistantError
from assistant.records.guessing import KNOWN_ENDINGS, ending_of, format_by_name, has_known_ending
from assistant.records.record import InputFormat
from assistant.records.rows import rows_of
from assistant.text import LARGEST_TEXT_FILE, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from assistant.records.rows import Row

MOST_QUESTIONS: Final = 20_000
"""So many rows a chat takes; half a minute's work."""
_INSTEAD: Final = "run it in a terminal: assistant batch FILE -o replies.jsonl"
_MEGABYTE: Final = 1_000_000
# Bytes in which a file that is no text shows that it is none.
_PEEKED: Final = 2**13
_PACKED: Final = (b"\x1f\x8b", b"PAR1")


def rows_of_files(paths: Sequence[Path]) -> list[Row]:
    """The rows of `paths`, one file after the other, as `assistant batch` reads them.

    Only blank lines of text are no rows here, as they are none among lines that are pasted. Of several files
    the rows without an id are numbered through, and conversations are told apart by the names of their files.

    Raises:
        AssistantError: when one of them is no file of questions, is larger than `LARGEST_TEXT_FILE` bytes, or
            holds too many of them.
    """
    rows: list[Row] = []
    for path in paths:
        read = _rows(path, MOST_QUESTIONS - len(rows))
        rows += _apart(read, path.name, len(rows)) if len(paths) > 1 else read
    return rows


def _apart(rows: Sequence[Row], name: str, before: int) -> Iterator[Row]:
    """The rows of the file `name`, which so many came `before`, as part of a batch of several files."""
    for number, row in enumerate(rows, 1):
        row_id = str(before + number) if row.id == str(number) else row.id
        conversation = None if row.conversation is None else f"{name}: {row.conversation}"
        yield replace(row, id=row_id, conversation=conversation)


def _rows(path: Path, most: int) -> list[Row]:
    shown = one_line(str(path))
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise AssistantError(f"{shown}: this is a folder; name a file of questions in it")
        if not stat.S_ISREG(status.st_mode):
            raise AssistantError(f"{shown}: this is no file to read; name a file of questions")
        if ending_of(path.name) and not has_known_ending(path.name):
            known = ", ".join(f".{ending}" for ending in KNOWN_ENDINGS)
            raise AssistantError(f"{shown}: questions are read from files that end in {known}, or in nothing")
        if status.st_size > LARGEST_TEXT_FILE:
            size = f"{status.st_size / _MEGABYTE:,.0f} MB, more than the {LARGEST_TEXT_FILE // _MEGABYTE}"
            raise AssistantError(f"{shown}: this has {size} MB that a chat takes; {_INSTEAD}")
        with path.open("rb") as stream:
            _refuse_binary(stream, shown)
            rows = list(islice(_read(stream, path.name, shown), most + 1))
    except FileNotFoundError:
        raise AssistantError(f"{shown}: there is no such file; see to its name and its folder") from None
    except OSError as error:
        raise AssistantError(f"{shown}: {error.strerror}") from None
    except ValueError:
        raise AssistantError(f"{shown}: no file can have that name") from None
    if len(rows) > most:
        raise AssistantError(f"{shown}: a chat takes {MOST_QUESTIONS:,} questions at once; {_INSTEAD}")
    if not rows:
        raise AssistantError(f"{shown}: there is no question in it; write one on each line")
    if all(row.problem for row in rows):
        raise AssistantError(f"{shown}: there is no question in it. {rows[0].wrong}")
    return rows


def _refuse_binary(stream: BinaryIO, shown: str) -> None:
    """See to it that it is text, or packed in a way that is known."""
    head = stream.read(_PEEKED)
    stream.seek(0)
    is_wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in head and not head.startswith(_PACKED) and not is_wide:
        raise AssistantError(f"{shown}: this is no text; save the questions as text or CSV in UTF-8")


def _read(stream: BinaryIO, name: str, shown: str) -> Iterator[Row]:
    """The rows of the file `name`; of text, those that are not blank, numbered through."""
    is_text_by_name = ending_of(name) and format_by_name(name) is InputFormat.AUTO
    # Without an ending it is known once the first row is there.
    formats = [InputFormat.TEXT if is_text_by_name else InputFormat.AUTO]
    number = 0
    for row in _bounded(rows_of(stream, name, InputFormat.AUTO, formats.append), shown):
        if formats[-1] is not InputFormat.TEXT:
            yield row
        elif row.problem or row.question.strip():
            number += 1
            yield replace(row, id=str(number))


def _bounded(rows: Iterator[Row], shown: str) -> Iterator[Row]:
    """The `rows`, as long as they come to no more than a file may: a small one may unpack to any size."""
    size = 0
    for row in rows:
        # With the end of its line, which is all that a blank one has.
        size += len(row.question) + 1
        if size > LARGEST_TEXT_FILE:
            raise AssistantError(f"{shown}: its questions are longer than what a chat takes; {_INSTEAD}")
        yield row
