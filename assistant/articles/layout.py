"""Paragraphs, headings, lists and tables from the lines of a page and where they stand.

A line break that a paragraph has only because the column is full is one newline. So is that between the items
of a list and the rows of a table; any other is an empty line.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from assistant.articles.columns import WORD_SPACE, Run, columns, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# A share of the height of a line.
_INDENT = 0.7
# A paragraph ends where the next line is so many times as far away as is usual.
_PARAGRAPH_SPACE = 1.3
# A line may end so much before the next word would not fit, as a share of the column.
_SLACK = 0.08
_MOST_FREE_BEFORE_SMALL = 0.5
# A heading is so many times as high as the text, and that of the article so many times.
_HEADING = 1.15
_TITLE = 1.5
_LONGEST_HEADING = 200
_BULLET = re.compile(r"[•‣◦▪●○■]\s*")
_ROW = re.compile(r"\| ")
_LIST_MARK = re.compile(r"(?:[•‣◦▪●○■*-]|\(?\d{1,3}[.)])\s")
_ENDS_SENTENCE = re.compile(r"[.!?:…][\"'”’»)\]]{0,3}\Z")


def body_height(pages: Iterable[Sequence[Run]]) -> float:
    """The height of most of the text; zero where there is none."""
    heights = sorted((run.height, len(run.text)) for page in pages for run in page)
    half = sum(length for _, length in heights) / 2
    for height, length in heights:
        half -= length
        if half <= 0:
            return height
    return 0.0


def page_text(page: Sequence[Run], body: float) -> str:
    """The text of a page whose text is `body` points high."""
    parts: list[str] = []
    for column in columns(page):
        lines = list(_with_rows(lines_of(column)))
        if parts:
            goes_on = lines[0].height < _HEADING * body and not _ENDS_SENTENCE.search(parts[-1])
            parts.append("\n" if goes_on and not parts[-1].startswith("#") else "\n\n")
        parts += _paragraphs(lines, body)
    return "".join(parts)


def _with_rows(lines: Sequence[Run]) -> Iterator[Run]:
    """The lines of a column; two or more with cells, one below the other, are rows of a table."""
    cells = [line.text.split("\t") for line in lines]
    for place, line in enumerate(lines):
        beside = [each for each in (place - 1, place + 1) if 0 <= each < len(lines)]
        is_row = len(cells[place]) > 1 and any(len(cells[each]) > 1 for each in beside)
        yield replace(line, text=f"| {' | '.join(cells[place])} |" if is_row else " ".join(cells[place]))


def _paragraphs(lines: Sequence[Run], body: float) -> Iterator[str]:
    steps = [line.bottom - below.bottom for line, below in pairwise(lines)]
    usual = median(steps) if steps else 0.0
    margins = min(line.left for line in lines), max(line.right for line in lines)
    yield _marked(lines[0], body)
    first = lines[0]
    for line, below in pairwise(lines):
        same_heading = _is_heading(line, body) and _is_alike(line, below)
        if same_heading and line.bottom - below.bottom < 2 * line.height:
            yield below.text if line.text.endswith("-") else f" {below.text}"
        elif _may_be_one(line, below, body) and _is_wrap(line, below, usual, margins):
            yield f"\n{below.text}"
        else:
            yield f"{_between(first, below)}{_marked(below, body)}"
            first = below


def _between(first: Run, below: Run) -> str:
    """What parts two paragraphs, by their first lines: items of a list and rows of a table stay together."""
    together = any(mark.match(first.text) and mark.match(below.text) for mark in (_LIST_MARK, _ROW))
    return "\n" if together else "\n\n"


def _is_alike(line: Run, below: Run) -> bool:
    return line.height < _HEADING * below.height and below.height < _HEADING * line.height


def _may_be_one(line: Run, below: Run, body: float) -> bool:
    """Whether two lines may be one paragraph by their fonts; that of code may be met within a sentence."""
    is_text = not (_is_heading(line, body) or _is_heading(below, body))
    return _is_alike(line, below) or (is_text and below.text[0].islower())


def _is_wrap(line: Run, below: Run, usual: float, margins: tuple[float, float]) -> bool:
    if any(mark.match(each.text) for mark, each in ((_LIST_MARK, below), (_ROW, below), (_ROW, line))):
        return False
    if line.bottom - below.bottom > _PARAGRAPH_SPACE * usual:
        return False
    if line.text.endswith("-"):
        return True
    is_item = _LIST_MARK.match(line.text) is not None
    if below.left > line.left + _INDENT * line.height and not is_item:
        return False
    left, right = margins
    needed = below.first_word_width + 2 * WORD_SPACE * line.height
    free = right - line.right
    if below.text[0].islower():
        return free < _MOST_FREE_BEFORE_SMALL * (right - left)
    return free < needed + _SLACK * (right - left)


def _is_heading(line: Run, body: float) -> bool:
    return line.height >= _HEADING * body and len(line.text) <= _LONGEST_HEADING


def _marked(line: Run, body: float) -> str:
    if _is_heading(line, body):
        return ("# " if line.height >= _TITLE * body else "## ") + line.text
    return _BULLET.sub("- ", line.text, count=1) if _BULLET.match(line.text) else line.text
