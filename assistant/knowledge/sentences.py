"""Split a text into sentences by code-point offsets, always in the same way and in linear time."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.knowledge.source import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLOSERS = "\"'”’»›)]}」』）】〉》"
_OPENERS = "\"'“‘„«‹([{「『（【〈《¿¡$€£¥₹#@"
_ENDS_WITHOUT_SPACE = frozenset("。！？｡")

# Possessive, so that a megabyte of full stops is read once and not once per stop.
_END = re.compile(rf"[.!?…।॥。！？｡]++[{re.escape(_CLOSERS)}]*+")
_SPACE = re.compile(r"\s*+")

_LIST_ITEM = re.compile(r"(?:[-*•‣–]|\d+[.)]|#+)\s")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]|[A-Z]")

_STARTERS = frozenset(
    """
    a after also although an and as at because before but by despite during each every few first for
    from he her here his however i if in instead it its later many meanwhile most my now on one
    other our she since so some such that the their then there these they this those though to today
    two under until we what when where which while who why with yesterday yet you
    """.split()  # noqa: SIM905
)

_LONGEST_ABBREVIATION = 24
_WRAPPED_WIDTHS = range(40, 161)


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Split `text` into numbered sentences.

    A blank line ends a sentence, and so does a line break, unless it only wraps the line. Within a paragraph
    a sentence ends at ``. ! ? …`` with any closing quotes or brackets, then white space, then something that
    can begin a sentence; an abbreviation's full stop does not count. CJK full stops need no space after.

    Args:
        text: Any string.

    Returns:
        Sentences in reading order, numbered from 1. They do not overlap, begin and end with a character that
        is not white space, and hold every such character of `text`.
    """
    spans = (span for start, end in _paragraphs(text) for span in _cut(text, start, end))
    return tuple(
        Sentence(number, start, end, text[start:end]) for number, (start, end) in enumerate(spans, start=1)
    )


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of each paragraph, without white space around it."""
    lines = text.splitlines(keepends=True)
    width = max((len(line.rstrip()) for line in lines), default=0)
    offset = 0
    start = end = -1
    last = ""
    for line in lines:
        content = line.strip()
        if content:
            first = offset + len(line) - len(line.lstrip())
            if start >= 0 and not _wraps(last, content, width):
                yield start, end
                start = -1
            start = first if start < 0 else start
            end = first + len(content)
        elif start >= 0:
            yield start, end
            start = -1
        last = content
        offset += len(line)
    if start >= 0:
        yield start, end


def _wraps(line: str, following: str, width: int) -> bool:
    """Whether the break between two lines only wraps a paragraph, in a text whose longest line is `width`."""
    if _LIST_ITEM.match(following):
        return False
    if following[0].islower():
        return True
    first_word = following.split(maxsplit=1)[0]
    return width in _WRAPPED_WIDTHS and len(line) + 1 + len(first_word) > width


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of each sentence of the paragraph ``text[start:end]``."""
    for ending in _END.finditer(text, start, end):
        after = ending.end()
        following = _after_space(text, after, end)
        if following >= end:
            break
        if ending[0].rstrip(_CLOSERS)[-1:] not in _ENDS_WITHOUT_SPACE and (
            following == after
            or not _can_begin(text[following])
            or (ending[0] == "." and _is_abbreviation(text, start, ending.start(), following))
        ):
            continue
        yield start, after
        start = following
    yield start, end


def _after_space(text: str, start: int, end: int) -> int:
    space = _SPACE.match(text, start, end)
    return space.end() if space else start


def _can_begin(character: str) -> bool:
    return character in _OPENERS or (character.isalnum() and not character.islower())


def _is_abbreviation(text: str, start: int, stop: int, following: int) -> bool:
    """Whether the full stop at `stop`, in a sentence that begins at `start`, ends an abbreviation alone."""
    tail = text[max(start, stop - _LONGEST_ABBREVIATION) : stop]
    word = tail.split()[-1:] or [""]
    token = word[0].lstrip(_OPENERS)
    if token.isdigit():
        return stop - len(token) == start
    kind = _abbreviations().get(token.casefold())
    if kind is None and _INITIALS.fullmatch(token):
        kind = "starter"
    if kind == "starter":
        return _next_word(text, following) not in _STARTERS
    return kind == "never" or (kind == "number" and text[following].isdigit())


def _next_word(text: str, start: int) -> str:
    letters = text[start : start + _LONGEST_ABBREVIATION].lstrip(_OPENERS).split(maxsplit=1)
    return letters[0].rstrip(",;:").casefold() if letters else ""


@cache
def _abbreviations() -> dict[str, str]:
    """The entries of abbreviations.txt: case-folded abbreviation to ``never``, ``number`` or ``starter``."""
    lines = Path(__file__).with_name("abbreviations.txt").read_text("utf-8").splitlines()
    pairs = (line.split() for line in lines if line and not line.startswith("#"))
    return {word.casefold(): kind for word, kind in pairs}
