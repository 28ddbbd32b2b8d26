"""What both chats make of a typed line that is no question: a number, or a command that there is not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from assistant.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER: Final = re.compile(r"([0-9]{1,3})[.)]?")
_LONGEST_SHOWN: Final = 24


def number_typed(line: str) -> int | None:
    """The number that is all of `line`; a year, or a number in a sentence, is none."""
    found = _NUMBER.fullmatch(line)
    return int(found[1]) if found else None


def no_such_question(number: int, count: int) -> str:
    """What to say to a number that none of `count` questions, counted from 1, has."""
    numbers = f"from 1 to {count}" if count > 1 else "1"
    return f"There is no question {number}. Type a number {numbers}, or a question."


def no_such_command(name: str, names: Sequence[str]) -> str:
    """What to say to a command that there is not, without its slash; `names` are those that there are."""
    shown = one_line(name)
    if len(shown) > _LONGEST_SHOWN:
        shown = f"{shown[:_LONGEST_SHOWN]}…"
    near = nearest(name.casefold(), names) if name else None
    hint = f"; the nearest is /{near}" if near else ""
    return f"There is no command /{shown}{hint}. /help lists the commands."


def nearest(name: str, names: Sequence[str]) -> str | None:
    """The one of `names` that `name` begins or, failing that, is the fewest slips of the keyboard from.

    None where as many letters or more are slips as are not.
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415  (seldom needed)

    begun = [other for other in names if other.startswith(name)]
    if begun:
        return begun[0]
    near = min(names, key=lambda other: OSA.distance(name, other))
    return near if OSA.distance(name, near) * 2 <= len(name) else None
