"""Where a value stands in the text of its row; looked for only when there is something to tell."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\n\r]*")


def column_in_json(text: str, loc: Sequence[str | int]) -> int:
    """The column, from 1, of the value at `loc` in the JSON `text`, or of the nearest one above it."""
    at = _skip(text, 0)
    for part in loc:
        child = next((value for key, value in _children(text, at) if key == part), None)
        if child is None:
            break
        at = child
    return at + 1


def _children(text: str, at: int) -> Iterator[tuple[str | int, int]]:
    """The key or index, and the offset of the value, of each child of the JSON value at the offset `at`."""
    if text[at] not in "{[":
        return
    has_keys = text[at] == "{"
    at = _skip(text, at + 1)
    index = 0
    while text[at] not in "}]":
        key: Any = index
        if has_keys:
            key, at = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        yield key, at
        _, at = _DECODER.raw_decode(text, at)
        at = _skip(text, at)
        if text[at] == ",":
            at = _skip(text, at + 1)
        index += 1


def _skip(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


def cell_starts(text: str, delimiter: str, quote: str) -> list[int]:
    """The offset of each cell in the `text` of a CSV row."""
    starts = [0]
    quoted = inside = False
    for at, character in enumerate(text):
        if at == starts[-1]:
            quoted = inside = character == quote
        elif quoted and character == quote:
            inside = not inside
        if character == delimiter and not inside:
            starts.append(at + 1)
    return starts


def open_quote(text: str, delimiter: str, quote: str) -> int:
    """The offset of the quote that is not closed in the `text` of a CSV row, or not before a delimiter."""
    sign = re.escape(quote)
    closed = re.compile(rf"{sign}[^{sign}]*+(?:{sign}{sign}[^{sign}]*+)*+{sign}")
    at = 0
    while at < len(text):
        # A space after the delimiter may belong to it.
        start = _skip(text, at) if text.startswith(" ", at) else at
        if text.startswith(quote, start):
            cell = closed.match(text, start)
            if cell is None or not text.startswith((delimiter, "\n", "\r"), cell.end()):
                return start
            at = cell.end()
        at = text.find(delimiter, at) + 1 or len(text)
    return 0


def line_and_column(text: str, offset: int, line: int) -> tuple[int, int]:
    """The line and column, from 1, of `offset` in a `text` that begins in `line`."""
    before = text[:offset]
    return line + before.count("\n"), offset - before.rfind("\n")
