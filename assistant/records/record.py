"""A row as it was read, and where each of its values stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from assistant.records.places import cell_starts, column_in_json, line_and_column

if TYPE_CHECKING:
    from collections.abc import Mapping

Loc = tuple[str | int, ...]

# The column that every table of questions has; it is known by it.
QUESTION: Final = "question"


class InputFormat(StrEnum):
    """How rows are written."""

    AUTO = "auto"
    TEXT = "text"
    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the cells of a CSV file are parted and quoted."""

    delimiter: str = ","
    quote: str = '"'
    skips_spaces: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns of a table; `text` is its header as it stands, in the line `line`."""

    names: tuple[str, ...]
    line: int = 1
    text: str = ""
    dialect: Dialect = Dialect()

    def place(self, name: str, text: str, line: int) -> tuple[int, int]:
        """The line and column of the cell `name` in a row with `text`, which begins in `line`."""
        if not text or name not in self.names:
            return line, 1
        starts = cell_starts(text, self.dialect.delimiter, self.dialect.quote)
        index = self.names.index(name)
        return line_and_column(text, starts[index], line) if index < len(starts) else (line, 1)

    def header_place(self, name: str) -> tuple[int, int]:
        """The line and column of `name` in the header."""
        return self.place(name, self.text, self.line)


@dataclass(frozen=True, slots=True)
class Record:
    """One row, with its values by column or key.

    `number` counts the rows from 1, and `line` is where the row begins; both are the same where there are no
    lines, as `has_lines` tells. `problem` says what is wrong with a row that could not be read, as in “row 7
    `problem`”, and is empty for a good one; it stands `at` a line and column, or where the row begins. `text`
    is the row as it stands in the file. The rows of a table have its `sheet`.
    """

    number: int
    line: int
    values: Mapping[str, object] = field(default_factory=dict)
    problem: str = ""
    at: tuple[int, int] | None = None
    text: str = ""
    sheet: Sheet | None = None
    has_lines: bool = True

    @property
    def told_problem(self) -> str:
        """The problem as it is told after its place."""
        return f"this row {self.problem}"

    @property
    def problem_place(self) -> tuple[int, int]:
        """The line and column of the problem."""
        return self.at or (self.line, 1)

    def place(self, loc: Loc) -> tuple[int, int]:
        """The line and column of the value at `loc`, or of the nearest one above it."""
        if self.sheet is not None:
            return self.sheet.place(str(loc[0]), self.text, self.line) if loc else (self.line, 1)
        return self.line, column_in_json(self.text, loc) if self.text else 1
