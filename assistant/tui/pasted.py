"""What a text that was pasted holds: questions, a line each, or files that were dropped on the window."""

from __future__ import annotations

import re
from typing import Final

from assistant.text import replace_lone_surrogates
from assistant.tui.commands import BATCH

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


def pasted_command(text: str, *, in_browser: bool) -> str:
    """The command that runs the files which were dropped, where `text` says where they are; else empty.

    In a browser it names no file, and none is looked for: which files this machine has is none of a
    visitor's business.
    """
    from assistant.records.named_files import as_words, dropped_paths, names_files  # noqa: PLC0415

    if in_browser:
        return f"/{BATCH}" if names_files(text) else ""
    paths = dropped_paths(text)
    return f"/{BATCH} {as_words(paths)}" if paths else ""
