"""Runs, columns and lines of a page, from where its characters stand.

Positions are in points, from the lower left corner of the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Shares of the height of a line.
WORD_SPACE = 0.12
_SAME_LINE = 0.5
_COLUMN_SPACE = 0.9
_CELL_SPACE = 2.0
_EDGE_SPACE = 0.6
# Of the runs of a page with columns, so many may lie across the gutter, and so many lie on either side of it.
_MOST_ACROSS = 0.2
_LEAST_BESIDE = 0.2
# In points.
_GUTTER_STEP = 2.0
# In code points: shorter runs side by side are a table.
_LEAST_PROSE = 15


class Glyph(NamedTuple):
    """A character of a page, and the box of its font around it; white space has none that counts."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Run:
    """Characters side by side on one line."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """The height of its font, more or less."""
        return self.top - self.bottom

    @property
    def first_word_width(self) -> float:
        """How wide the first word is, if all characters are."""
        return (self.right - self.left) * len(self.text.split(maxsplit=1)[0]) / len(self.text)


def runs(glyphs: Iterable[Glyph]) -> list[Run]:
    """The runs of a page, in the order of its glyphs."""
    found: list[list[Glyph]] = []
    space = False
    for glyph in glyphs:
        if glyph.text.isspace():
            space = True
            continue
        last = found[-1][-1] if found else None
        if last and _goes_on(last, glyph):
            gap = space or glyph.left - last.right > WORD_SPACE * 2 * (last.top - last.bottom)
            found[-1].append(glyph._replace(text=" " + glyph.text) if gap else glyph)
        else:
            found.append([glyph])
        space = False
    return [_run(each) for each in found]


def columns(page: Sequence[Run]) -> Iterator[list[Run]]:
    """The columns of a page in reading order, each from top to bottom; what lies across them parts them."""
    down = sorted(page, key=lambda run: -run.top)
    head, rest, foot = _without_edges(down)
    yield from head
    if rest:
        yield from _split(rest)
    yield from foot


def _without_edges(down: list[Run]) -> tuple[list[list[Run]], list[Run], list[list[Run]]]:
    """The head and the foot of a page, which stand apart from what is between them."""
    first, last = 0, len(down)
    above = [run.bottom for run in down]
    for place in range(1, len(down)):
        above[place] = min(above[place], above[place - 1])
    gaps = [
        place
        for place in range(1, len(down))
        if above[place - 1] - down[place].top > _EDGE_SPACE * down[place].height
    ]
    if gaps and _is_row(down[: gaps[0]]):
        first = gaps[0]
    if gaps and gaps[-1] >= first and _is_row(down[gaps[-1] :]):
        last = gaps[-1]
    head, foot = down[:first], down[last:]
    return [head] if head else [], down[first:last], [foot] if foot else []


def _is_row(some: Sequence[Run]) -> bool:
    return bool(some) and max(run.bottom for run in some) - min(run.bottom for run in some) < some[0].height


def _split(down: list[Run]) -> Iterator[list[Run]]:
    gutter = _gutter(down)
    if gutter is None:
        yield down
        return
    band: list[Run] = []
    for run in down:
        if run.left < gutter < run.right:
            yield from _beside(band, gutter)
            yield [run]
            band = []
        else:
            band.append(run)
    yield from _beside(band, gutter)


def _beside(band: Sequence[Run], gutter: float) -> Iterator[list[Run]]:
    for side in ([run for run in band if run.right <= gutter], [run for run in band if run.left >= gutter]):
        if side:
            yield from _split(side)


def _gutter(down: Sequence[Run]) -> float | None:
    """Where the space between two columns is; None where there are none."""
    left, right = min(run.left for run in down), max(run.right for run in down)
    steps = int((right - left) / _GUTTER_STEP)
    best: tuple[int, float] | None = None
    for step in range(steps // 5, steps * 4 // 5):
        place = left + step * _GUTTER_STEP
        before = [run for run in down if run.right <= place]
        after = [run for run in down if run.left >= place]
        across = len(down) - len(before) - len(after)
        fits = across <= _MOST_ACROSS * len(down) and _is_prose(before, down) and _is_prose(after, down)
        if fits and (best is None or across < best[0]):
            best = across, place
    return best[1] if best else None


def _is_prose(side: Sequence[Run], down: Sequence[Run]) -> bool:
    letters = sum(len(run.text) for run in side)
    return len(side) >= max(2, _LEAST_BESIDE * len(down)) and letters >= _LEAST_PROSE * len(side)


def lines_of(column: Sequence[Run]) -> list[Run]:
    """The lines of a column, from top to bottom."""
    lines: list[list[Run]] = []
    for run in sorted(column, key=lambda run: -run.bottom):
        if lines and abs(lines[-1][0].bottom - run.bottom) < _SAME_LINE * min(
            run.height, lines[-1][0].height
        ):
            lines[-1].append(run)
        else:
            lines.append([run])
    return [_line(sorted(line, key=lambda run: run.left)) for line in lines]


def _line(parts: Sequence[Run]) -> Run:
    """The parts of a line as one, with tabs between the cells of a table."""
    largest = max(parts, key=lambda run: len(run.text))
    text = parts[0].text
    for part, following in pairwise(parts):
        gap = (following.left - part.right) / largest.height
        text += ("\t" if gap > _CELL_SPACE else " " if gap > WORD_SPACE else "") + following.text
    return Run(text, parts[0].left, largest.bottom, parts[-1].right, largest.top)


def _goes_on(last: Glyph, glyph: Glyph) -> bool:
    height = last.top - last.bottom
    return (
        abs(glyph.bottom - last.bottom) < _SAME_LINE * height
        and -height < glyph.left - last.right < _COLUMN_SPACE * height
    )


def _run(glyphs: Sequence[Glyph]) -> Run:
    return Run(
        "".join(glyph.text for glyph in glyphs),
        glyphs[0].left,
        median(glyph.bottom for glyph in glyphs),
        glyphs[-1].right,
        median(glyph.top for glyph in glyphs),
    )
