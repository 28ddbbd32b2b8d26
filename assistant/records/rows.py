"""Records as the rows of a batch, each with its question, or with what is wrong with it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from assistant.records.reading import records
from assistant.records.record import QUESTION
from assistant.text import one_line, replace_lone_surrogates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from assistant.records.record import InputFormat, Record


@dataclass(frozen=True, slots=True)
class Row:
    """One input row; `problem` says why it could not be read, and is empty for a good one.

    `place` is where that stands, as ``file:line:column``, and empty where there are no lines. A row that is
    `recalled` was answered before, and is asked again for what its conversation remembers.
    """

    id: str
    question: str = ""
    conversation: str | None = None
    problem: str = ""
    place: str = ""
    recalled: bool = False

    @property
    def wrong(self) -> str:
        """The problem after its place."""
        return f"{self.place}: {self.problem}" if self.place else self.problem


class Told(NamedTuple):
    """What a record tells of its row, which gets its number later; without an `id` that stands for it.

    Where a problem has no `place`, the number is where it stands.
    """

    id: str | None
    conversation: str | None
    question: str
    problem: str
    place: str

    def row(self, number: int) -> Row:
        """The row of that number."""
        row_id = str(number) if self.id is None else self.id
        is_numbered = self.problem and not self.place
        problem = f"Row {number} {self.problem}." if is_numbered else self.problem
        return Row(row_id, self.question, self.conversation, problem, self.place)


def rows_of(
    stream: BinaryIO,
    name: str,
    input_format: InputFormat,
    guessed: Callable[[InputFormat], object] = lambda _: None,
) -> Iterator[Row]:
    """The rows of `stream`; `name` is its file name, or ``-``. Rows without an id get their 1-based number.

    `guessed` is called with a format that only the first line tells.

    Raises:
        AssistantError: when the input as a whole cannot be read; the rows before are given.
    """
    shown = "<stdin>" if name == "-" else name
    found = records(stream, name, input_format, guessed=guessed)
    return (told(record, shown).row(record.number) for record in found)


def told(record: Record, name: str) -> Told:
    """What `record` of the file `name` tells."""
    given = record.values.get("id")
    # An empty cell is none.
    row_id = None if given is None or (record.sheet and given == "") else _plain(given)
    conversation = _optional(record.values.get("conversation"))
    question = record.values.get("question")
    if not record.problem and not isinstance(question, str):
        kind = "key" if record.sheet is None else "cell"
        absent = f"has no {kind} “question”"
        problem = absent if question is None else "has a “question” that is not a string"
        record = replace(record, problem=problem, at=record.place((QUESTION,)))
    if not record.problem:
        return Told(row_id, conversation, str(question), "", "")
    if not record.has_lines:
        return Told(row_id, conversation, "", record.problem, "")
    line, column = record.problem_place
    return Told(row_id, conversation, "", record.told_problem, f"{one_line(name)}:{line}:{column}")


def _optional(value: object) -> str | None:
    return None if value is None or value == "" else _plain(value)


def _plain(value: object) -> str:
    of_json = isinstance(value, dict | list | bool | int | float)
    text = json.dumps(value, ensure_ascii=False, default=str) if of_json else str(value)
    return replace_lone_surrogates(text)
