"""Take the pages out of a text: their heads, feet and numbers, and the breaks between them."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from assistant.articles.change import Change, Mended
from assistant.articles.marks import LIST_ITEM, OWN_LINE
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
_ALONE = r"[^\w|]{0,4}%s(\d{1,4})(?:\s?(?:of|/)\s?\d{1,4})?[^\w|]{0,4}"
_NUMBER = re.compile(_ALONE % r"(?:page\s{1,3})?", re.IGNORECASE)
# Where no form feed tells the pages, only a line that says what it is can be trusted.
_SAYS_PAGE = re.compile(_ALONE % r"page\s{1,3}", re.IGNORECASE)
# A head that changes from chapter to chapter has the number of the page beside it.
_NUMBER_BESIDE = re.compile(r"\A\d{1,4}(?=\s+\D)|(?<=\D\s)\d{1,4}\Z")
_LONGEST_HEAD = 80
_ENDS_SENTENCE = re.compile(r"[.!?:…][\"'”’»)\]]{0,3}\Z")


class _Edge(NamedTuple):
    """A line at the top or at the bottom of a page."""

    page: int
    line: int
    at_top: bool
    is_outermost: bool
    text: str

    @property
    def key(self) -> tuple[bool, str]:
        """What it has in common with the lines at the same edge of other pages."""
        return self.at_top, _DIGITS.sub("#", one_line(self.text).casefold())

    @property
    def ahead(self) -> int | None:
        """How far the number that it is, or that it begins or ends with, is ahead of the page's own."""
        line = self.text.strip()
        if number := _NUMBER.fullmatch(line):
            return int(number[1]) - self.page
        is_head = self.is_outermost and len(line) <= _LONGEST_HEAD
        number = _NUMBER_BESIDE.search(line) if is_head else None
        return int(number[0]) - self.page if number else None


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
    numbers = _numbers(edges, least)
    numbered = set(numbers)
    lines = _repeated([edge for edge in edges if edge not in numbered], least)
    gone = {(edge.page, edge.line) for edge in (*numbers, *lines)}
    left = [
        [line for place, line in enumerate(page) if (number, place) not in gone]
        for number, page in enumerate(pages)
    ]
    breaks = Change("page_break", len(pages) - 1, "")
    return Mended(_closed(left), (*_removed("page_number", numbers), *_removed("page_line", lines), breaks))


def _edges(number: int, page: Sequence[str]) -> Iterator[_Edge]:
    lines = [place for place, line in enumerate(page) if line.strip()]
    top, bottom = lines[:_ZONE], lines[_ZONE:][-_ZONE:]
    yield from (_Edge(number, place, True, place == top[0], page[place]) for place in top)
    yield from (_Edge(number, place, False, place == bottom[-1], page[place]) for place in bottom)


def _numbers(edges: Sequence[_Edge], least: float) -> list[_Edge]:
    """The lines that number the pages: their numbers go up by one from page to page."""
    aheads = {edge: edge.ahead for edge in edges}
    on_pages = Counter(ahead for ahead, _ in {(ahead, edge.page) for edge, ahead in aheads.items()})
    return [edge for edge, ahead in aheads.items() if ahead is not None and on_pages[ahead] >= least]


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
    return (Change(kind, len(edges), edges[0].text),) if edges else ()


def _closed(pages: Iterable[Sequence[str]]) -> str:
    """The pages as one text; a paragraph goes on where a page ends within a sentence."""
    texts = [page for page in ("\n".join(lines).strip("\n") for lines in pages) if page.strip()]
    parts = texts[:1]
    for page, following in pairwise(texts):
        parts += ["\n" if _goes_on(page, following) else "\n\n", following]
    return "".join(parts) + "\n" if parts else ""


def _goes_on(page: str, following: str) -> bool:
    """Whether a paragraph goes on from one page to the next, or a list or a table does."""
    last = page[page.rfind("\n") + 1 :]
    first = following.partition("\n")[0]
    if _ENDS_SENTENCE.search(last.rstrip()[-8:]):
        return False
    for mark in (LIST_ITEM, OWN_LINE):
        if mark.match(last) or mark.match(first):
            return first[:1].islower() or (mark.match(last) and mark.match(first)) is not None
    return True


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
    return Mended("\n".join(left), (Change("page_number", len(said), lines[said[0][0]]),))
