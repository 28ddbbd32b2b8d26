"""Mend the characters of a text: wrong encodings, ligatures, and what nobody sees."""

from __future__ import annotations

import re
from functools import cache

from assistant.articles.change import Mended, added_up, data_lines, substituted
from assistant.articles.decoding import WINDOWS
from assistant.articles.marks import are_code

# What is often seen through the wrong encoding: quotation marks, dashes, signs, and letters with accents.
_OFTEN_MISREAD = "“”‘’‚„–—…•€™†\u00a0" + "".join(map(chr, range(0xA1, 0x100)))
_LINE_BREAKS = re.compile("\r\n?|[\x0b\u2028]")
_INVISIBLE = re.compile(
    # A soft hyphen at a line's end tells how the lines are to be joined.
    "\u00ad(?![ \t]*\n)|[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffc]"
    # Other scripts are joined by these two.
    "|(?<=[\\sA-Za-z])[\u200c\u200d]|[\u200c\u200d](?=[\\sA-Za-z])"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f]")
_NONE: frozenset[int] = frozenset()
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
# Four spaces are no slip, but a column.
_DOUBLED = re.compile(r"(?<=\S) {2,3}(?=\S)")


def with_plain_line_ends(text: str) -> str:
    """`text` with the plain line break for every other; no reader sees the change."""
    return _LINE_BREAKS.sub("\n", text).replace("\u2029", "\n\n")


def without_mojibake(text: str) -> Mended:
    """Mend UTF-8 that was read as Windows-1252, and the control characters that stand for its signs."""
    return substituted(text, _misread(), lambda match: _meant()[match[0]], "mojibake", show_before=True)


def without_ligatures(text: str) -> Mended:
    """Write out the letters that are drawn as one."""
    letters = _ligatures()
    return substituted(text, re.compile(f"[{''.join(letters)}]"), lambda match: letters[match[0]], "ligature")


def without_invisible(text: str) -> Mended:
    """Remove soft hyphens within lines, characters without a width, and marks of direction."""
    return substituted(text, _INVISIBLE, "", "invisible")


def without_controls(text: str) -> Mended:
    """Remove control characters; tabs, line breaks and form feeds stay."""
    return substituted(text, _CONTROL, "", "control")


def with_plain_spaces(text: str) -> Mended:
    """Make a plain space of every other that is as wide as one or less, such as one that does not break."""
    return substituted(text, _SPACE, " ", "space")


def without_doubled_spaces(text: str) -> Mended:
    """Make one space of several within a line, unless they align the columns of a table."""
    if "  " not in text:
        return Mended(text)
    lines = text.split("\n")
    columns = [frozenset(gap.end() for gap in _GAP.finditer(line)) for line in lines]
    around = zip([_NONE, *columns], columns, [*columns[1:], _NONE], are_code(lines), strict=False)
    loose = [
        bool(own) and not (own & before or own & after or is_code) for before, own, after, is_code in around
    ]
    mended = [
        substituted(line, _DOUBLED, " ", "doubled_space") if free and line[0] != "|" else Mended(line)
        for line, free in zip(lines, loose, strict=True)
    ]
    return Mended(
        "\n".join(line.text for line in mended),
        added_up(change for line in mended for change in line.changes),
    )


@cache
def _ligatures() -> dict[str, str]:
    return dict(wording.split(maxsplit=1) for wording in data_lines("ligatures.txt"))


@cache
def _meant() -> dict[str, str]:
    """What was meant, by what it became."""
    signs = {chr(code): _as_windows(bytes([code])) for code in range(0x80, 0xA0)}
    by_windows = {_as_windows(sign.encode()): sign for sign in _OFTEN_MISREAD}
    by_latin = {sign.encode().decode("latin-1"): sign for sign in _OFTEN_MISREAD}
    # The last byte of a closing quotation mark is nothing in Windows-1252, and is often gone.
    meant = signs | {"â€": "”"} | by_latin | by_windows
    return {each: sign for each, sign in meant.items() if each != sign}


@cache
def _misread() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_meant(), key=len, reverse=True))))


def _as_windows(data: bytes) -> str:
    return data.decode("latin-1").translate(WINDOWS)
