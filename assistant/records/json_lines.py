"""Rows of JSON Lines: an object a line."""

from __future__ import annotations

import json
import re
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from assistant.records.record import Record
from assistant.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


# How deep Python itself reads depends on what else it is doing; a row is to be one thing wherever it is read.
DEEPEST: Final = 100
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


def _depth(line: str) -> int:
    """How deep the values of a line stand in each other, reckoned where it may be too deep."""
    if line.count("[") + line.count("{") <= DEEPEST:
        return 0
    signs = _STRING.sub("", line)
    return max(accumulate((sign in "[{") - (sign in "]}") for sign in signs), default=0)


def json_records(lines: Iterable[str]) -> Iterator[Record]:
    """A row for each line that is not blank."""
    number = 0
    for place, line in enumerate(lines, 1):
        if line.strip():
            number += 1
            yield _record(line, number, place)


def _record(line: str, number: int, place: int) -> Record:
    if _depth(line) > DEEPEST:
        return Record(number, place, problem="is nested too deeply", text=line)
    try:
        values = json.loads(line)
    except json.JSONDecodeError as error:
        # What is missing at the end of a line is not missing on the next.
        column = min(error.pos, len(line.rstrip("\r\n"))) + 1
        problem = f"is not valid JSON: {one_line(error.msg)}"
        return Record(number, place, problem=problem, at=(place, column), text=line)
    except (ValueError, RecursionError) as error:
        return Record(number, place, problem=f"is not valid JSON: {one_line(str(error))}", text=line)
    if not isinstance(values, dict):
        problem = "is not a JSON object with a key “question”"
        return Record(number, place, problem=problem, text=line)
    return Record(number, place, values, text=line)
