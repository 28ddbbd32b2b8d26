"""Labelled questions in a table: what a cell says, as the value that JSON would have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from assistant.evaluation.labels import QuestionRow
from assistant.knowledge.wording import did_you_mean, listed, named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from assistant.records import Sheet

COLUMNS: Final = tuple(QuestionRow.model_fields)

# A spreadsheet may write a whole number as 3.0.
_NUMBER: Final = re.compile(r"([0-9]{1,9})(?:\.0)?")


def columns_at_fault(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """The columns that are missing, unknown or there twice, and what to say of each."""
    if "expect" not in sheet.names:
        yield "", "there is no column “expect”"
    for name in dict.fromkeys(sheet.names):
        if name and name not in COLUMNS:
            hint = did_you_mean(name, COLUMNS) or f"; the columns are {listed(COLUMNS)}"
            yield name, f"there is no column {named(name)}{hint}"
        elif name and sheet.names.count(name) > 1:
            yield name, f"there are two columns {named(name)}"


def entry_of(values: Mapping[str, object]) -> dict[str, object]:
    """A row of a table as the object that JSON Lines would have; an empty cell is left out.

    In text, values are parted by ``|``, and groups of them by ``;``. Parquet may have lists instead.
    """
    return {
        column: _READ.get(column, _text)(value)
        for column, value in values.items()
        if column in COLUMNS and not _is_empty(value)
    }


def _is_empty(value: object) -> bool:
    # What is missing among numbers is no number: it differs from itself.
    return value is None or value != value or (isinstance(value, str) and not value.strip())  # noqa: PLR0124


def _as_it_is(value: object) -> object:
    return value


def _text(value: object) -> object:
    if isinstance(value, str):
        return value.strip()
    return str(_number(value)) if isinstance(value, int | float) else value


def _number(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _values(value: object) -> object:
    return [part.strip() for part in value.split("|")] if isinstance(value, str) else value


def _sentences(value: object) -> object:
    values = _values(value)
    return [_sentence(part) for part in (values if isinstance(values, list) else [values])]


def _sentence(part: object) -> object:
    number = _NUMBER.fullmatch(part) if isinstance(part, str) else None
    return int(number[1]) if number else _number(part)


def _groups(read: Callable[[object], object]) -> Callable[[object], object]:
    def groups(value: object) -> object:
        parts = value.split(";") if isinstance(value, str) else value
        return [read(part) for part in (parts if isinstance(parts, list) else [parts])]

    return groups


_READ: Final[Mapping[str, Callable[[object], object]]] = {
    "question": _as_it_is,
    "intent": _values,
    "status": _values,
    "sentences": _sentences,
    "sentences_all": _groups(_sentences),
    "words": _groups(_values),
}
