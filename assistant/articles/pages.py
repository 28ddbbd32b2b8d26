"""Take the pages out of a text: their heads, feet and numbers, and the breaks between them."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from assistant.articles.change import Change, Mended
from assistant.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

PAGE_BREAK = "\f"
# So many lines at the top of a page may be its head, and so many at the bottom its foot.
_ZONE = 2
# A line is a head or a foot if it stands on this share of the pages: left ones and right ones may differ.
_LEAST_SHARE = 0.4
_LEAST_PAGES = 2
_DIGITS = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(
    r"[^\w|]{0,4}(?:page\s{1,3})?(\d{1,4})(?:\s?(?:of|/)\s?\d{1,4})?[^\w|]{0,4}", re.IGNORECASE
)
# Where no form feed tells the pages, only a line that says what it is can be trusted.
_SAYS_PAGE = re.compile(
    r"[^\w|]{0,4}page\s{1,3}(\d{1,4})(?:\s?(?:of|/)\s?\d{1,4})?[^\w|]{0,4}", re.IGNORECASE
)
_ENDS_SENTENCE = re.compile(r"[.!?:…][\"'”’»)\]]{0,3}\Z")


class _Edge(NamedTuple):
    """A line at the top or at the bottom of a page."""

    page: int
    line: int
    at_top: bool
    text: str

    @property
    def key(self) -> tuple[bool, str]:
        """What it has in common with the lines at the same edge of other pages."""
        return self.at_top, _DIGITS.sub("#", one_line(self.text).casefold())

    @property
    def ahead(self) -> int | None:
        """How far the number on it is ahead of the page's own; None where it is no number."""
        number = _NUMBER.fullmatch(self.text.strip())
        return int(number[1]) - self.page if number else None


def without_pages(text: str) -> Mended:
    """Remove the heads, feet and numbers of pages, and close the breaks between them.

    Pages end with a form feed. A head that is the same on all pages stays once, on the first: it may be the
    only place that names the paper and the day.
    """
    if PAGE_BREAK not in text:
        return _without_page_lines(text)
    pages = [page.split("\n") for page in text.split(PAGE_BREAK)]
    edges = [edge for number, page in enumerate(pages) for edge in _edges(number, page)]
    least = max(_LEAST_PAGES, _LEAST_SHARE * len(pages))
    numbers, lines = _numbers(edges, least), _repeated(edges, least)
    gone = {(edge.page, edge.line) for edge in (*numbers, *lines)}
    left = [
        [line for place, line in enumerate(page) if (number, place) not in gone]
        for number, page in enumerate(pages)
    ]
    breaks = Change("page_break", len(pages) - 1, "")
    return Mended(_closed(left), (*_removed("page_number", numbers), *_removed("page_line", lines), breaks))


def _edges(number: int, page: Sequence[str]) -> Iterator[_Edge]:
    lines = [place for place, line in enumerate(page) if line.strip()]
    yield from (_Edge(number, place, True, page[place]) for place in lines[:_ZONE])
    yield from (_Edge(number, place, False, page[place]) for place in lines[_ZONE:][-_ZONE:])


def _numbers(edges: Sequence[_Edge], least: float) -> list[_Edge]:
    """The lines that number the pages: the numbers go up by one."""
    aheads = Counter({(edge.ahead, edge.page) for edge in edges if edge.ahead is not None})
    on_pages = Counter(ahead for ahead, _ in aheads)
    return [edge for edge in edges if edge.ahead is not None and on_pages[edge.ahead] >= least]


def _repeated(edges: Sequence[_Edge], least: float) -> list[_Edge]:
    """The heads and feet, whatever the numbers in them; not the first of a head that is always the same."""
    on_pages = Counter(key for key, _ in {(edge.key, edge.page) for edge in edges})
    repeated = [
        edge
        for edge in edges
        if on_pages[edge.key] >= least and _LETTER.search(edge.text) and not edge.text.startswith("|")
    ]
    wordings = Counter(key for key, _ in {(edge.key, one_line(edge.text)) for edge in repeated})
    return [edge for edge in repeated if edge.page or not edge.at_top or wordings[edge.key] > 1]


def _removed(kind: str, edges: Sequence[_Edge]) -> tuple[Change, ...]:
    return (Change(kind, len(edges), one_line(edges[0].text)),) if edges else ()


def _closed(pages: Iterable[Sequence[str]]) -> str:
    """The pages as one text; a paragraph goes on where a page ends within a sentence."""
    texts = [page for page in ("\n".join(lines).strip("\n") for lines in pages) if page.strip()]
    parts = texts[:1]
    for page, following in pairwise(texts):
        parts += ["\n\n" if _ENDS_SENTENCE.search(page.rstrip()[-8:]) else "\n", following]
    return "".join(parts) + "\n" if parts else ""


def _without_page_lines(text: str) -> Mended:
    """Remove lines such as “Page 3 of 12” that go up by one."""
    lines = text.split("\n")
    said = [
        (place, int(match[1])) for place, line in enumerate(lines) if (match := _SAYS_PAGE.fullmatch(line))
    ]
    numbers = [number for _, number in said]
    if len(said) < _LEAST_PAGES or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return Mended(text)
    gone = {place for place, _ in said}
    left = [line for place, line in enumerate(lines) if place not in gone]
    return Mended("\n".join(left), (Change("page_number", len(said), one_line(lines[said[0][0]])),))
