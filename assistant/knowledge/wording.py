"""Small helpers on wording: equal wordings, nearest spellings, and text made fit to be shown."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from assistant.text import one_line, phrase_key

if TYPE_CHECKING:
    from collections.abc import Iterable

_NEAR = 60.0
# So many comparisons take about a second.
_MOST_COMPARISONS = 20_000_000
# In code points; nothing is nearly as long by a slip.
_LONGEST_COMPARED = 500
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def same_wording(text: str) -> str:
    """Return a form of `text` that is equal for wordings that differ in case, punctuation or spaces alone."""
    words = text.split()
    # Most phrases are their own key; a pack has many thousands of them.
    if text.isascii() and text.islower() and "".join(words).isalnum():
        return " ".join(words)
    return phrase_key(text) or " ".join(text.casefold().split())


def nearest(name: str, valid: Iterable[str]) -> str | None:
    """Return the spelling in `valid` that is nearest to `name`, or None where none is near."""
    best = process.extractOne(
        name, list(valid), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=_NEAR
    )
    return best[0] if best else None


def did_you_mean(name: str, valid: Iterable[str]) -> str:
    """Return ``; did you mean “...”?`` for the nearest valid spelling, or nothing."""
    return suggestion(nearest(name, valid))


def suggestion(near: str | None) -> str:
    """Return ``; did you mean “...”?`` for a spelling, or nothing where there is none."""
    return f"; did you mean {named(near)}?" if near else ""


class Spellings:
    """Many valid names, of which the nearest is suggested for each of many that are not valid.

    The effort has a bound: where thousands of names are compared with thousands, the first few hundred get a
    suggestion, and what comes after them gets none.
    """

    def __init__(self, valid: Iterable[str]) -> None:
        """Take the valid names in an order of their own: of two that are as near, the first is suggested."""
        self._valid = valid
        self._suggested: dict[str, str] = {}
        self._left = _MOST_COMPARISONS

    def did_you_mean(self, name: str) -> str:
        """Return ``; did you mean “...”?`` for the nearest valid spelling, or nothing."""
        if name not in self._suggested:
            self._suggested[name] = self._suggestion(name)
        return self._suggested[name]

    def _suggestion(self, name: str) -> str:
        if self._left <= 0 or len(name) > _LONGEST_COMPARED:
            return ""
        names, folded = self._names
        self._left -= len(names)
        best = process.extractOne(name.casefold(), folded, scorer=fuzz.ratio, score_cutoff=_NEAR)
        return suggestion(names[best[2]] if best else None)

    @cached_property
    def _names(self) -> tuple[list[str], list[str]]:
        """The valid names, and the same as they are compared."""
        names = list(self._valid)
        return names, [name.casefold() for name in names]


def named(text: str, limit: int = 120) -> str:
    """Return `text` in “ ”, on one line, and cut to about `limit` characters."""
    line = one_line(text)
    return f"“{line if len(line) <= limit else line[:limit].rstrip() + '…'}”"


def pasteable(text: str) -> str:
    r"""Return `text` as a double-quoted YAML scalar on one line, with ``\`` escapes where they are needed."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{_UNSHOWABLE.sub(_escape, escaped)}"'


def listed(names: Iterable[str]) -> str:
    """Return ``“a”, “b” and “c”``."""
    *most, last = [named(name) for name in names]
    return f"{', '.join(most)} and {last}" if most else last


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
