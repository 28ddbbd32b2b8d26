"""What was changed in an article, in words for whoever keeps its pack."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from assistant.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_FOLDER = Path(__file__).parent
# In code points to either side of what was changed.
_CONTEXT = 24
_LONGEST_EXAMPLE = 80
_WORD_END = re.compile(r"\S*\Z")
_WORD_START = re.compile(r"\S*")


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change.

    `kind` is a name in ``changes.txt``, `count` how often it was made, from 1 on, and `example` a piece of
    the text that shows it; it may be empty.
    """

    kind: str
    count: int
    example: str

    def __str__(self) -> str:
        one, many = _wordings()[self.kind]
        example = one_line(self.example[:_LONGEST_EXAMPLE])
        if self.count == 1:
            return f"{one}: “{example}”" if example else one
        wording = many.replace("{count}", f"{self.count:,}")
        return f"{wording}, such as “{example}”" if example else wording


class Mended(NamedTuple):
    """A text after mending, and what mending it took."""

    text: str
    changes: tuple[Change, ...] = ()


def substituted(
    text: str,
    pattern: re.Pattern[str],
    by: str | Callable[[re.Match[str]], str],
    kind: str,
    show_before: bool = False,
) -> Mended:
    """`text` with every match of `pattern` replaced, which is a change of a `kind`.

    The first match is the example: as it becomes, or with `show_before` as it was.
    """
    first = pattern.search(text)
    if first is None:
        return Mended(text)
    mended, count = pattern.subn(by, text)
    example = _surroundings(text, *first.span())
    if not show_before:
        example = pattern.sub(by, example)
    return Mended(mended, (Change(kind, count, example),))


def added_up(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes of each kind as one, with the first example there is."""
    kinds: dict[str, Change] = {}
    for change in changes:
        so_far = kinds.get(change.kind, Change(change.kind, 0, ""))
        kinds[change.kind] = Change(
            change.kind, so_far.count + change.count, so_far.example or change.example
        )
    return tuple(kinds.values())


def _surroundings(text: str, start: int, end: int) -> str:
    """``text[start:end]`` with the rest of the word before it and of the word behind it."""
    before = _WORD_END.search(text, max(0, start - _CONTEXT), start)
    after = _WORD_START.match(text, end, end + _CONTEXT)
    return (before[0] if before else "") + text[start:end] + (after[0] if after else "")


@cache
def _wordings() -> dict[str, tuple[str, str]]:
    pairs = (line.partition(": ")[::2] for line in data_lines("changes.txt"))
    return {kind: (one, many) for kind, wording in pairs for one, many in [wording.split(" | ")]}


def data_lines(name: str) -> list[str]:
    """The lines of a data file of this package that are no comments and not empty."""
    lines = (_FOLDER / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
