"""The questions in a text that was pasted: a line each, without the marks of a list."""

from __future__ import annotations

import re
from typing import Final

from assistant.text import replace_lone_surrogates

# A terminal sends the ends of lines as they were copied, or as the return key.
_LINE_END: Final = re.compile(r"\r\n?|\n")
# A bullet or a number before something else: "- ", "• ", "12. ", "(3) ", "a) ".
_LIST_MARK: Final = re.compile(r"(?:[-*+–—•‣◦▪·]|\d+[.:)]|\(\d+\)|\(?[A-Za-z]\))\s+(?=\S)")


def pasted_questions(text: str) -> tuple[str, ...]:
    """The lines of `text` that are not blank; where each has the mark of a list, without the marks.

    A mark on some lines alone may be part of what they ask.
    """
    stripped = (line.strip() for line in _LINE_END.split(replace_lone_surrogates(text)))
    lines = [line for line in stripped if line]
    marks = [_LIST_MARK.match(line) for line in lines]
    if all(marks):
        return tuple(line[mark.end() :] for line, mark in zip(lines, marks, strict=True) if mark)
    return tuple(lines)
