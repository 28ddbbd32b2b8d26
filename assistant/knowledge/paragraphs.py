"""Cut a text into paragraphs and tell what each is, by the marks of Markdown and by its form."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from assistant.knowledge.endings import CLOSERS
from assistant.knowledge.source import SentenceKind
from assistant.language.data_files import lines as data_lines
from assistant.language.data_files import wordings, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ATX_HEADING = re.compile(r"\ufeff?#{1,6}\s")
_LIST_MARK = re.compile(r"(?:[-*+•‣◦▪●–]|\d{1,3}[.)]|\(\d{1,3}\)|\(?[A-Za-z]\))\s+")
_SETEXT_UNDERLINE = re.compile(r"={2,}|-{3,}")
_DELIMITER_ROW = re.compile(r"\|?\s*+:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*+\|?")
_IMAGE = re.compile(r"\[?!\[[^\]]*+\]\([^)]*+\)")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_EMPHASIS = "*_"

_WRAPPED_WIDTHS = range(40, 161)
_LONGEST_HEADING = 100
_LONGEST_CAPTION_LABEL = 80
_HEADING_ENDS = ".!?…:;,-–—।॥。！？"
_PARTS_OF_A_DATELINE = re.compile(r"[,|·•–—()/:-]+|\s-\s")
_NUMERIC_DATE = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}")
_NUMBER_IN_DATE = re.compile(r"\d{1,4}(?:st|nd|rd|th)?(?:[:.h]\d{2})*(?:am|pm|z)?")
_MOST_WORDS_OF_A_PLACE = 3
_MOST_WORDS_OF_A_BYLINE = 8


class Paragraph(NamedTuple):
    """A paragraph, ``text[start:end]``, without white space around it.

    `words` is the offset where its words begin, behind a mark such as ``1.`` or "Figure 1."; a stop before it
    ends nothing. Where `whole` is true, no stop within it ends anything: it is one sentence.
    """

    start: int
    end: int
    kind: SentenceKind
    words: int
    whole: bool = False


class _Line(NamedTuple):
    """The content of a line, where it begins, and whether it is a row of a table."""

    start: int
    content: str
    row: bool

    @property
    def alone(self) -> bool:
        """Whether no other line belongs to its paragraph."""
        return self.row or bool(_ATX_HEADING.match(self.content))


def paragraphs(text: str) -> Iterator[Paragraph]:
    """Yield the paragraphs of `text` in order.

    A blank line ends a paragraph, and so does a line break, unless it only wraps the line.
    """
    lines = _lines(text)
    width = max((len(line.content) for line in lines if not line.row and " " in line.content), default=0)
    groups = list(_groups(lines, width))
    for index, group in enumerate(groups):
        yield _paragraph(text, group, index == 0, index + 1 < len(groups))


class _Group(NamedTuple):
    """The lines of a paragraph; whether a line of marks underlines it, and blank lines stand around it."""

    lines: Sequence[_Line]
    underlined: bool
    apart: bool


def _lines(text: str) -> list[_Line]:
    """The lines of `text`, a blank one with an empty content, and a blank one at the end."""
    offset = 0
    contents: list[tuple[int, str]] = []
    for line in text.splitlines(keepends=True):
        content = line.strip()
        contents.append((offset + len(line) - len(line.lstrip()), content))
        offset += len(line)
    rows = _rows([content for _, content in contents]) if "|" in text else set()
    lines = [_Line(start, content, number in rows) for number, (start, content) in enumerate(contents)]
    return [*lines, _Line(offset, "", row=False)]


def _rows(contents: Sequence[str]) -> set[int]:
    """The numbers of the lines that are rows of a table."""
    rows = {number for number, line in enumerate(contents) if line.startswith("|") and line.find("|", 1) >= 0}
    in_table = False
    for number, (line, following) in enumerate(pairwise((*contents, ""))):
        if "|" not in line:
            in_table = False
        elif in_table or _is_delimiter_row(following) or _is_delimiter_row(line):
            in_table = in_table or _is_delimiter_row(line)
            rows.add(number)
    return rows


def _is_delimiter_row(line: str) -> bool:
    return "|" in line and bool(_DELIMITER_ROW.fullmatch(line))


def _groups(lines: Sequence[_Line], width: int) -> Iterator[_Group]:
    """Put the lines of each paragraph together, in a text whose longest line is `width`."""
    group: list[_Line] = []
    after_blank = True
    for line, following in pairwise(lines):
        if not line.content:
            after_blank = True
            continue
        underlined = len(group) == 1 and _underlines(group[0], line)
        group.append(line)
        if len(group) == 1 and _underlines(line, following):
            continue
        if underlined or not _goes_on(line, following, width):
            yield _Group(group, underlined, after_blank and not following.content)
            group, after_blank = [], False


def _underlines(line: _Line, mark: _Line) -> bool:
    """Whether `mark` makes a heading of the line before it."""
    return (
        bool(_SETEXT_UNDERLINE.fullmatch(mark.content))
        and not line.alone
        and len(line.content) <= 2 * _LONGEST_HEADING
        and bool(_LETTER_OR_DIGIT.search(line.content))
    )


def _goes_on(line: _Line, following: _Line, width: int) -> bool:
    """Whether the break between two lines only wraps a paragraph."""
    if not following.content or line.alone or following.alone or _LIST_MARK.match(following.content):
        return False
    if following.content[0].islower():
        return True
    first_word = following.content.split(maxsplit=1)[0]
    return width in _WRAPPED_WIDTHS and len(line.content) + 1 + len(first_word) > width


def _paragraph(text: str, group: _Group, first: bool, more: bool) -> Paragraph:
    line, last = group.lines[0], group.lines[-1]
    start, end = line.start, last.start + len(last.content)
    if line.row:
        return Paragraph(start, end, SentenceKind.TABLE, start, whole=True)
    if group.underlined or _ATX_HEADING.match(line.content):
        return Paragraph(start, end, SentenceKind.HEADING, start, whole=True)
    if not _LETTER_OR_DIGIT.search(text, start, end):
        return Paragraph(start, end, SentenceKind.RULE, start)
    image = _IMAGE.match(line.content) or _caption_label().match(line.content, 0, _LONGEST_CAPTION_LABEL)
    if image:
        return Paragraph(start, end, SentenceKind.CAPTION, start + image.end())
    mark = _LIST_MARK.match(line.content)
    if mark:
        return Paragraph(start, end, SentenceKind.LIST_ITEM, start + mark.end())
    heading = group.apart and more and line is last and _looks_like_a_heading(line.content, first)
    return Paragraph(start, end, SentenceKind.HEADING if heading else SentenceKind.TEXT, start)


def _looks_like_a_heading(line: str, first: bool) -> bool:
    """Whether a line between blank ones is a heading by its form alone, in a text without marks."""
    bare = line.strip(CLOSERS + _EMPHASIS)
    return (
        0 < len(bare) <= _LONGEST_HEADING
        and not bare[0].islower()
        and bare[-1] not in _HEADING_ENDS
        and not _is_dateline(bare)
        and (first or not _is_byline(bare))
    )


def _is_dateline(line: str) -> bool:
    """Whether a line says when, and perhaps where: "London, 7 May 2015". That is worth a fact."""
    parts = [part.split() for part in _PARTS_OF_A_DATELINE.split(line)]
    others = [part for part in parts if not all(map(_is_of_a_date, part))]
    dated = _NUMERIC_DATE.search(line) or any(_plain(word) in _date_words() for word in line.split())
    return bool(dated) and all(
        len(part) <= _MOST_WORDS_OF_A_PLACE and all(word[0].isupper() for word in part) for part in others
    )


def _is_of_a_date(word: str) -> bool:
    plain = _plain(word)
    return (
        plain in _date_words()
        or plain in _dateline_words()
        or bool(_NUMBER_IN_DATE.fullmatch(plain) or _NUMERIC_DATE.fullmatch(plain))
    )


def _plain(word: str) -> str:
    return word.strip(".,;").casefold()


def _is_byline(line: str) -> bool:
    parts = line.split()
    return len(parts) <= _MOST_WORDS_OF_A_BYLINE and f"{line.casefold()} ".startswith(_byline_openers())


@cache
def _caption_label() -> re.Pattern[str]:
    """The pattern of what a caption begins with: "Figure 1.", "Photo:", "Photo by"."""
    openers: dict[str, list[str]] = {}
    for wording, kind in wordings("caption_words.txt"):
        openers.setdefault(kind, []).append(wording)
    number, colon, by = ("|".join(openers[kind]) for kind in ("number", "colon", "by"))
    return re.compile(
        rf"[{_EMPHASIS}]{{0,3}}(?:"
        rf"(?:{number})\.?\s?\d{{1,3}}[a-z]?(?:[.-]\d{{1,3}})*(?:\s?[.:)|]|\s[-–—])[{_EMPHASIS}]*(?!\S)"
        rf"|(?:{colon})(?:\sby\s[^:]{{1,60}})?:[{_EMPHASIS}]*(?!\S)"
        rf"|(?:{by})\s(?:by|courtesy)\s)",
        re.IGNORECASE,
    )


@cache
def _date_words() -> frozenset[str]:
    return frozenset(words("date_words.txt"))


@cache
def _dateline_words() -> frozenset[str]:
    return frozenset(words("dateline_words.txt"))


@cache
def _byline_openers() -> tuple[str, ...]:
    return tuple(
        f"{opener.strip()} " for line in data_lines("byline_openers.txt") for opener in line.split(",")
    )
