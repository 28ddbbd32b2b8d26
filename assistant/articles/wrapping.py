"""Join the lines of a paragraph that were broken to fit a page, and no others.

Poems, addresses, lists, tables, headings and code have line breaks that mean something.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from assistant.articles.change import Change, Mended, added_up
from assistant.articles.hyphens import SOFT_HYPHEN, Hyphens, ends_in_hyphen
from assistant.articles.marks import LIST_ITEM, OWN_LINE, are_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# In code points: what a page may be wide.
_WIDTHS = range(40, 161)
# A line may fall short of the width by so much more than the next word explains: not all programs fill lines.
_SLACK = 0.1
# A text is wrapped if its widths explain this share of its line breaks ...
_LEAST_EXPLAINED = 0.5
# ... and so many of these are followed by a small letter, as few verses are.
_LEAST_SMALL = 0.35
# Of three lines or more that all begin with a capital, or mostly end with a stop, none is wrapped.
_LEAST_VERSES = 3
_MOST_STOPS = 0.7

_COLUMNS = re.compile(r"\S(?: {3,}|\t+)\S")
_HARD_BREAK = re.compile(r"(?: {2,}|\\)\Z")
_STOP = re.compile(r"[.,;:!?…—–][\"'”’)\]]?\Z")
_DASH = re.compile(r"\S[—–]\Z")


class _Break(NamedTuple):
    """A line break within a paragraph: the lines on both sides of it, without space at their ends."""

    place: int
    line: str
    following: str

    @property
    def needed(self) -> int:
        """How wide the page would have to be for the next word to stand on the line."""
        return len(self.line) + 1 + len(self.following.split(maxsplit=1)[0])

    @property
    def is_followed_small(self) -> bool:
        return self.following[0].islower()

    def is_explained_by(self, width: int) -> bool:
        """Whether the next word had no place on a page of a `width`."""
        return len(self.line) <= width < self.needed + _SLACK * len(self.line)


def without_wraps(text: str, all_wrap: bool = False) -> Mended:
    """Join the lines of each paragraph where only the width of the page parted them.

    Args:
        text: Any text with plain line ends.
        all_wrap: Whether every line break within a paragraph is known to be one of these.
    """
    lines = text.split("\n")
    paragraphs = list(_paragraphs(lines))
    prose = [each for paragraph in paragraphs if not _is_verse(paragraph) for each in paragraph]
    width = None if all_wrap else _width(prose)
    wraps = {
        each.place
        for paragraph in paragraphs
        for each in (paragraph if all_wrap else _wraps(paragraph, width))
    }
    return _joined(lines, wraps) if wraps else Mended(text)


def _paragraphs(lines: Sequence[str]) -> Iterator[list[_Break]]:
    """The breaks of each paragraph and list item that has several lines."""
    breaks: list[_Break] = []
    codes = are_code(lines)
    for place, (line, following) in enumerate(pairwise(lines)):
        if not (codes[place] or codes[place + 1]) and _may_go_on(line, following):
            breaks.append(_Break(place, line.rstrip(), following.strip()))
        elif breaks:
            yield breaks
            breaks = []
    if breaks:
        yield breaks


def _may_go_on(line: str, following: str) -> bool:
    if not line.strip() or not following.strip() or _HARD_BREAK.search(line[-4:]):
        return False
    if OWN_LINE.match(line) or _COLUMNS.search(line) or _COLUMNS.search(following):
        return False
    if LIST_ITEM.match(following):
        return False
    if LIST_ITEM.match(line):
        return not following.lstrip().startswith(("#", "|", ">"))
    return not OWN_LINE.match(following) and _indent(following) <= _indent(line) + 1


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _width(breaks: Sequence[_Break]) -> int | None:
    """The width that most of the breaks have in common; None where they have none, as in a poem."""
    changes: Counter[int] = Counter()
    for each in breaks:
        changes[max(len(each.line), _WIDTHS.start)] += 1
        changes[max(round(each.needed + _SLACK * len(each.line)), _WIDTHS.start)] -= 1
    explained = list(accumulate(changes[width] for width in range(_WIDTHS.stop)))
    width = max(_WIDTHS, key=lambda each: explained[each])
    if not breaks or explained[width] < _LEAST_EXPLAINED * len(breaks):
        return None
    small = [each.is_followed_small for each in breaks if each.is_explained_by(width)]
    return width if small and sum(small) >= _LEAST_SMALL * len(small) else None


def _wraps(paragraph: Sequence[_Break], width: int | None) -> Iterator[_Break]:
    """The breaks of a paragraph that only wrap it."""
    is_verse = _is_verse(paragraph)
    for each in paragraph:
        if ends_in_hyphen(each.line):
            is_wrap = each.is_followed_small or (not is_verse and each.following[0].isalnum())
        else:
            is_wrap = width is not None and not is_verse and _is_wrap(each, width)
        if is_wrap:
            yield each


def _is_wrap(each: _Break, width: int) -> bool:
    return each.is_explained_by(width) or (each.is_followed_small and len(each.line) >= width / 2)


def _is_verse(paragraph: Sequence[_Break]) -> bool:
    if len(paragraph) + 1 < _LEAST_VERSES:
        return False
    stops = sum(_STOP.search(each.line) is not None for each in paragraph)
    has_capitals = not any(each.is_followed_small for each in paragraph)
    return has_capitals or stops > _MOST_STOPS * len(paragraph)


def _joined(lines: Sequence[str], wraps: set[int]) -> Mended:
    hyphens = Hyphens(lines)
    parts: list[str] = []
    changes: list[Change] = []
    for place, line in enumerate(lines):
        part = line if place - 1 not in wraps else line.lstrip()
        if place not in wraps:
            parts += [part, "\n"]
            continue
        end, change = _joint(part.rstrip(), lines[place + 1].lstrip(), hyphens)
        parts += end
        changes.append(change)
    return Mended("".join(parts[:-1]), added_up(changes))


def _joint(line: str, following: str, hyphens: Hyphens) -> tuple[list[str], Change]:
    """A line as it goes on into the next, and the change that this is."""
    left, right = line.rsplit(maxsplit=1)[-1], following.split(maxsplit=1)[0]
    if not ends_in_hyphen(line):
        space = "" if _DASH.search(line[-2:]) else " "
        return [line, space], Change("wrap", 1, f"{left}{space}{right}")
    mark = hyphens.joined(line, following)
    kind = "kept_hyphen" if mark else "hyphen"
    shown = left.replace(SOFT_HYPHEN, "-") if not mark else left[:-1] + mark
    return [line[:-1], mark], Change(kind, 1, f"{shown}{right}")
