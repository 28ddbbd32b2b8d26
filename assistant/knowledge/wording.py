"""Small helpers on wording: equal wordings, nearest spellings, and text made fit to be shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from assistant.text import one_line, phrase_key

if TYPE_CHECKING:
    from collections.abc import Iterable

_NEAR = 60.0
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
    near = nearest(name, valid)
    return f"; did you mean {named(near)}?" if near else ""


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
