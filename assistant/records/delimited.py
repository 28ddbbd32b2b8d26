"""Rows of a CSV file, whatever parts its cells; a row that is no CSV costs no other row."""

from __future__ import annotations

import csv
import re
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from assistant.errors import AssistantError
from assistant.records.lines import EncodingError, broken_byte
from assistant.records.places import line_and_column, open_quote
from assistant.records.record import QUESTION, Dialect, Record, Sheet
from assistant.text import counted, one_line

if TYPE_CHECKING:
    from _csv import Reader as _Reader  # The module `csv` names it only from Python 3.12 on.
    from collections.abc import Iterable, Iterator

# How far a quoted cell may go on; what goes on for longer was never closed.
_MOST_LINES: Final = 1_000
_MOST_CHARACTERS: Final = 2**20

_UNENDED: Final = "has a quote that is not closed; close it, or write it twice if it is part of the text"
_ENDLESS: Final = (
    f"has a quote that is not closed within {_MOST_LINES:,} lines or {_MOST_CHARACTERS:,} characters;"
    " close it, write it twice if it is part of the text, or write so long a cell as JSON Lines"
)

_SEP: Final = re.compile(r""""?sep=([^\r\n"'])"?\s*""", re.IGNORECASE)
# The likeliest first; then any sign of the header that is not part of a name.
_LIKELY: Final = ",;\t|:"
# Where there is one column nothing parts cells, and a comma in a question is a comma.
_NEVER: Final = "\U0010ffff"
_NO_DELIMITER: Final = re.compile(r"""[\w\s"'().\-/]""")
# What a column may be called in a header that is known by itself, and what parts them there: a sentence with
# a comma in it is no header.
_WORD: Final = r"[\w().\-/#]{1,40}"
_NAME: Final = re.compile(rf"(?:{_WORD}(?: {_WORD}){{0,2}})?")
_PLAIN_DELIMITERS: Final = ",;\t|"
# Where a space follows the comma, as it does in a sentence, one of these has to be there.
_KNOWN: Final = frozenset({"id", "conversation", "category", "expect"})


class _UnclosedError(Exception):
    """A quoted cell goes on without end; the message is what to say of its row."""


class _Lines:
    """The lines of a file, of which those that were taken for a row can be given back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._rest = iter(lines)
        self._held: deque[str] = deque()
        self._taken: list[str] = []
        self._size = 0
        # A row that goes on into this line, or one before it, is known not to end well.
        self._hopeless = 0
        self._why = ""
        self._broken: AssistantError | None = None
        self.line = 1

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        taken = len(self._taken)
        if taken and self.line + taken <= self._hopeless:
            raise _UnclosedError(self._why)
        if taken >= _MOST_LINES or (taken and self._size > _MOST_CHARACTERS):
            raise _UnclosedError(_ENDLESS)
        line = self._held.popleft() if self._held else self._read()
        self._taken.append(line)
        self._size += len(line)
        return line

    def _read(self) -> str:
        if self._broken is None:
            try:
                return next(self._rest)
            except AssistantError as error:
                self._broken = error
        if self._taken:
            # The lines before the one that cannot be read are rows all the same.
            raise _UnclosedError(_UNENDED)
        raise self._broken

    def open_quote(self, dialect: Dialect) -> tuple[int, int]:
        """The line and column of the quote that is not closed in the lines that were taken."""
        text = "".join(self._taken)
        return line_and_column(text, open_quote(text, dialect.delimiter, dialect.quote), self.line)

    @property
    def last(self) -> int:
        """The last line that was taken."""
        return self.line + len(self._taken) - 1

    def accept(self, lines: int | None = None) -> str:
        """Go on after the first `lines` of those that were taken, or after all; the text of them."""
        count = len(self._taken) if lines is None else lines
        text = "".join(self._taken[:count])
        self._held.extendleft(reversed(self._taken[count:]))
        self.line += count
        self._taken = []
        self._size = 0
        return text

    def give_up(self, problem: str) -> str:
        """Go on after the first of the lines that were taken, since they make no row; the text of it."""
        # In the same state the same lines come to the same end, so each is looked at only twice.
        if self.line + len(self._taken) > self._hopeless:
            self._hopeless, self._why = self.line + len(self._taken) - 1, problem
        return self.accept(1)


def csv_records(lines: Iterable[str], name: str) -> Iterator[Record]:
    """The rows beneath the header; blank lines are none.

    Raises:
        AssistantError: when the header does not name a column `question`, or is not UTF-8.
    """
    csv.field_size_limit(2**31 - 1)
    source = _Lines(lines)
    sheet = _header(source, name)
    reader = _reader(source, sheet.dialect)
    number = 0
    while True:
        line = source.line
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (_UnclosedError, csv.Error) as error:
            number += 1
            quote = source.open_quote(sheet.dialect)
            problem = _explained(error, goes_on=quote[0] < source.last)
            at = quote if problem in (_UNENDED, _ENDLESS) else None
            text = source.give_up(problem)
            yield Record(number, line, problem=problem, at=at, text=text, sheet=sheet)
            continue
        text = source.accept()
        if cells:
            number += 1
            values = dict(zip(sheet.names, cells, strict=False))
            found, expected = len(cells), len(sheet.names)
            fits = found <= expected and QUESTION in values
            problem = "" if fits else f"has {counted(found, 'cell')} where the header has {expected}"
            yield Record(number, line, values, problem, text=text, sheet=sheet)


def is_header(line: str) -> bool:
    """Whether `line` looks like a header: names of columns and nothing else, one of them `question`."""
    if _SEP.fullmatch(line):
        return True
    for dialect in _dialects(line, ""):
        cells = _cells([line], dialect)[0]
        names = [cell.strip().casefold() for cell in cells]
        if dialect.delimiter in _PLAIN_DELIMITERS and QUESTION in names:
            given = [name for name in names if name]
            is_plain = len(set(given)) == len(given) and all(map(_NAME.fullmatch, names))
            is_spaced = dialect.skips_spaces or any(cell.startswith(" ") for cell in cells[1:])
            return is_plain and (not is_spaced or not _KNOWN.isdisjoint(given))
    return False


def _reader(lines: Iterable[str], dialect: Dialect, *, strict: bool = True) -> _Reader:
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        skipinitialspace=dialect.skips_spaces,
        strict=strict,
    )


def _explained(error: Exception, *, goes_on: bool) -> str:
    what = str(error)
    if isinstance(error, _UnclosedError):
        return what
    if what == "unexpected end of data":
        return _UNENDED
    if what.startswith("new-line character"):
        return "has a carriage return outside of quotes"
    if goes_on:
        # The next quoted cell closed a quote that was left open lines before.
        return _UNENDED
    return f"is not valid CSV: {one_line(what)}"


def _header(source: _Lines, name: str) -> Sheet:
    first = _first(source)
    sep = _SEP.fullmatch(first)
    if sep:
        source.accept()
        first = _first(source)
    taken = [first]
    # A quoted cell may hold line ends.
    while "".join(taken).count('"') % 2:
        try:
            taken.append(next(source))
        except (StopIteration, _UnclosedError):
            break
    line = source.line
    for dialect in _dialects(first, sep[1] if sep else ""):
        cells, lines = _cells(taken, dialect)
        names = tuple(cell.strip().casefold() for cell in cells)
        if QUESTION in names:
            header = source.accept(lines)
            # What the columns are called is part of no row.
            if broken := broken_byte(header, line):
                byte, (at, column) = broken
                raise EncodingError(f"{name}:{at}:{column}: byte {byte} is not UTF-8; save the file as UTF-8")
            parted = dialect if sep or len(names) > 1 else replace(dialect, delimiter=_NEVER)
            return Sheet(names, line, header, parted)
    what = "line must name the columns, one of them “question”"
    if not first and not sep:
        raise AssistantError(f"{name}: this is empty; its first {what}")
    raise AssistantError(f"{name}:{line}:1: the first {what}")


def _first(source: _Lines) -> str:
    """The next line that is not blank, taken but not accepted."""
    for line in source:
        if line.strip():
            return line
        source.accept()
    return ""


def _dialects(header: str, delimiter: str) -> Iterator[Dialect]:
    """How `header` may be parted, the likeliest first."""
    others = sorted({sign for sign in header if not _NO_DELIMITER.match(sign)} - set(_LIKELY))
    for quote in ('"', "'"):
        for sign in [delimiter] if delimiter else [*_LIKELY, *others]:
            plain, _ = _cells([header], Dialect(sign, quote))
            # "id, question": the space belongs to the delimiter.
            spaced = len(plain) > 1 and all(cell.startswith(" ") for cell in plain[1:])
            yield Dialect(sign, quote, skips_spaces=spaced)


def _cells(lines: list[str], dialect: Dialect) -> tuple[list[str], int]:
    """The cells of the first row in `lines`, and how many lines it takes; none where that is no CSV."""
    reader = _reader(lines, dialect, strict=False)
    try:
        return next(reader, []), reader.line_num
    except csv.Error:
        return [], 0
