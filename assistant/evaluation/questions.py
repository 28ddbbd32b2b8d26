"""Read a file of labelled questions; every problem in it is told with its line and column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from assistant.errors import AssistantError, Problem
from assistant.evaluation.cells import columns_at_fault, entry_of
from assistant.evaluation.known import Known
from assistant.evaluation.labels import ConversationRow, Expect, Label, QuestionRow, Row, misfit
from assistant.knowledge.wording import did_you_mean, listed, named
from assistant.records import InputFormat, records
from assistant.reply import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import BinaryIO

    from pydantic_core import ErrorDetails

    from assistant.knowledge.pack import Pack
    from assistant.records import Loc, Record, Sheet

_MEANINGS = {
    "string_type": "must be text",
    "string_pattern_mismatch": "is empty or not of the form that belongs here",
    "string_too_short": "is empty: write some text",
    "tuple_type": "must be a list",
    "too_short": "is an empty list",
    "model_type": "must be an object with keys",
}


class QuestionsError(AssistantError):
    """A file of questions that cannot be used; holds every problem that was found, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


def read_questions(
    stream: BinaryIO, name: str, pack: Pack, input_format: InputFormat = InputFormat.AUTO
) -> list[Row]:
    """The rows of a file, checked against the pack that they are asked of; `name` is its name, or ``-``.

    Raises:
        QuestionsError: Anything is wrong with the file; it holds every problem.
        AssistantError: The file as a whole cannot be read.
    """
    reading = _Reading("<stdin>" if name == "-" else name, pack)
    for record in records(stream, name, input_format, otherwise=InputFormat.JSONL):
        reading.add(record)
    return reading.rows()


class _Reading:
    """The rows so far, and what is wrong with them."""

    def __init__(self, path: str, pack: Pack) -> None:
        self._path = path
        self._known = Known(pack)
        self._rows: list[list[QuestionRow] | Row] = []
        self._conversations: dict[str, list[QuestionRow]] = {}
        self._lines: dict[str, int] = {}
        self._problems: list[Problem] = []
        self._sheet: Sheet | None = None

    def add(self, record: Record) -> None:
        """Take one more row."""
        if record.sheet is not None and self._sheet is None:
            self._sheet = record.sheet
            for column, what in columns_at_fault(record.sheet):
                self._tell(record.sheet.header_place(column), "", what)
        if self._sheet is not None and "expect" not in self._sheet.names:
            return
        if record.problem:
            self._tell(record.problem_place, "", record.told_problem)
            return
        values = record.values if record.sheet is None else entry_of(record.values)
        entry, wrong = _read(values, is_cell=record.sheet is not None)
        for place, label in _labels(values):
            wrong.extend(((*place, *loc), what) for loc, what in self._known.check(label))
        if entry is not None:
            wrong.extend(self._taken_twice(self._take(entry, record.line), record.line))
        for loc, what in wrong:
            self._tell(record.place(loc), _where(loc), what)

    def rows(self) -> list[Row]:
        """All rows, in the order in which they began."""
        if not self._rows and not self._problems:
            self._tell((1, 1), "", "there is no question here")
        if self._problems:
            raise QuestionsError(self._problems)
        return [row if isinstance(row, Row) else _conversation(row) for row in self._rows]

    def _tell(self, place: tuple[int, int], where: str, what: str) -> None:
        self._problems.append(Problem(self._path, *place, where, what))

    def _take(self, entry: QuestionRow | ConversationRow, line: int) -> set[str]:
        """Keep `entry`; the ids that its questions are known by."""
        if isinstance(entry, QuestionRow) and entry.conversation:
            if entry.conversation not in self._conversations:
                self._rows.append(self._conversations.setdefault(entry.conversation, []))
            turns = self._conversations[entry.conversation]
            turns.append(entry)
            return {entry.id or f"{entry.conversation}.{len(turns)}"}
        row = Row.of(entry, line)
        self._rows.append(row)
        return {row.id, *(name for name, _, _ in row.named())}

    def _taken_twice(self, names: set[str], line: int) -> Iterator[tuple[Loc, str]]:
        for name in sorted(names):
            first = self._lines.setdefault(name, line)
            if first != line:
                yield ("id",), f"the id {named(name)} stands in line {first} already"


def _conversation(turns: list[QuestionRow]) -> Row:
    name = turns[0].conversation or ""
    return Row(id=name, category=turns[0].category, turns=tuple(turns), conversation=True)


def _read(
    values: Mapping[str, object], *, is_cell: bool
) -> tuple[QuestionRow | ConversationRow | None, list[tuple[Loc, str]]]:
    model: type[QuestionRow | ConversationRow] = ConversationRow if "turns" in values else QuestionRow
    try:
        return model.model_validate(values), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        wrong = [_explained(model, detail, is_cell) for detail in details if not _follows(detail)]
        return None, [*wrong, *_misfits(values, details)]


def _labels(values: Mapping[str, object]) -> Iterator[tuple[Loc, Mapping[str, object]]]:
    """Each label of a row as it was read, with its place."""
    if "turns" not in values:
        yield (), values
    elif isinstance(turns := values["turns"], list):
        yield from ((("turns", index), turn) for index, turn in enumerate(turns) if isinstance(turn, dict))


def _misfits(values: Mapping[str, object], details: Iterable[ErrorDetails]) -> Iterator[tuple[Loc, str]]:
    """What does not belong together in labels of which single values are wrong too.

    The model is not asked for that then. A key that is misspelt may be the one that is missing.
    """
    wrong = {detail["loc"][:-1] for detail in details if detail["type"] == "extra_forbidden"}
    told = {detail["loc"] for detail in details if detail["type"] == "label"}
    for place, label in _labels(values):
        what = "" if place in wrong or place in told else misfit(label)
        if what:
            yield place, what


def _explained(model: type[BaseModel], detail: ErrorDetails, is_cell: bool) -> tuple[Loc, str]:
    loc, kind, value = detail["loc"], detail["type"], detail["input"]
    if kind == "missing":
        key = named(str(loc[-1]))
        return (loc, f"the cell {key} is empty") if is_cell else (loc[:-1], f"the key {key} is missing")
    if kind == "extra_forbidden":
        keys = list((Label if "turns" in loc else model).model_fields)
        hint = did_you_mean(str(loc[-1]), keys) or f"; the keys here are {listed(keys)}"
        return loc, f"there is no key {named(str(loc[-1]))}{hint}"
    if kind == "enum" and isinstance(value, str):
        choices = list(Status if "status" in loc else Expect)
        hint = did_you_mean(value, choices) or f"; there are {listed(choices)}"
        return loc, f"there is no {_key(loc)} {named(value)}{hint}"
    return loc, _MEANINGS.get(kind, detail["msg"])


def _key(loc: Loc) -> str:
    """The key that a place is in or under."""
    return next((part for part in reversed(loc) if isinstance(part, str)), "")


def _follows(detail: ErrorDetails) -> bool:
    """Whether a list is called too short only because items of it are wrong, which is told of each."""
    return detail["type"] == "too_short" and bool(detail["input"])


def _where(loc: Loc) -> str:
    where = ""
    for part in loc:
        where += f"[{part}]" if isinstance(part, int) else f".{part}"
    return where.lstrip(".")
