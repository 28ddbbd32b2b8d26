"""Split a text into sentences by code-point offsets, always in the same way and in linear time."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from assistant.knowledge.endings import END, judge
from assistant.knowledge.paragraphs import paragraphs
from assistant.knowledge.source import Sentence, SentenceKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from assistant.knowledge.paragraphs import Paragraph


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a person knows better of a text; offsets are code points, in order.

    `abbreviations`, without their last stop, end no sentence; one without a capital stands for the same with
    capitals too. `splits` has, for each, where one sentence ends and the next begins; `joins` the start and
    end of words within which no sentence ends. What they say is sure, where the rules say the same too.
    """

    abbreviations: frozenset[str] = frozenset()
    splits: tuple[tuple[int, int], ...] = ()
    joins: tuple[tuple[int, int], ...] = ()


class _Span(NamedTuple):
    start: int
    end: int
    kind: SentenceKind
    unsure: tuple[int, ...] = ()


_NONE = Corrections()
_SPACE = re.compile(r"\s*+")


def split_sentences(text: str, corrections: Corrections = _NONE) -> tuple[Sentence, ...]:
    """Split `text` into numbered sentences.

    A blank line ends a sentence, and so does a line break, unless it only wraps the line. Within a paragraph
    a sentence ends at ``. ! ? …`` with any closing quotes or brackets, then white space, then something that
    can begin a sentence; an abbreviation's full stop does not count. CJK full stops need no space after.

    Args:
        text: Any string.
        corrections: Where the rules are wrong about it.

    Returns:
        Sentences in reading order, numbered from 1. They do not overlap, begin and end with a character that
        is not white space, and hold every such character of `text`.
    """
    spans: Iterable[_Span] = (
        span for paragraph in paragraphs(text) for span in _spans(text, paragraph, corrections.abbreviations)
    )
    if corrections.joins or corrections.splits:
        joins = _merged(corrections.joins)
        spans = _settled(_split(_joined(spans, joins), corrections.splits), joins, corrections.splits)
    return tuple(
        Sentence(number, start, end, text[start:end], kind, unsure)
        for number, (start, end, kind, unsure) in enumerate(spans, start=1)
    )


def _spans(text: str, paragraph: Paragraph, abbreviations: Collection[str]) -> list[_Span]:
    """The sentences of a paragraph; what has several, and is a heading by its form alone, is text."""
    if paragraph.whole:
        return [_Span(paragraph.start, paragraph.end, paragraph.kind)]
    spans = list(_cut(text, paragraph, abbreviations))
    if paragraph.kind is SentenceKind.HEADING and len(spans) > 1:
        return [span._replace(kind=SentenceKind.TEXT) for span in spans]
    return spans


def _cut(text: str, paragraph: Paragraph, abbreviations: Collection[str]) -> Iterator[_Span]:
    """Yield each sentence of a paragraph."""
    start, end, kind = paragraph.start, paragraph.end, paragraph.kind
    words = paragraph.words
    unsure: list[int] = []
    for stop in END.finditer(text, words, end):
        following = _after_space(text, stop.end(), end)
        if following >= end:
            break
        ending = judge(text, words, stop, following, abbreviations)
        if not ending.sure:
            unsure.append(stop.end())
        if ending.ends:
            yield _Span(start, stop.end(), kind, tuple(unsure))
            start = words = following
            unsure = []
    yield _Span(start, end, kind, tuple(unsure))


def _after_space(text: str, start: int, end: int) -> int:
    space = _SPACE.match(text, start, end)
    return space.end() if space else start


def _merged(joins: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The `joins` with those that overlap made one, in order."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(joins):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _joined(spans: Iterable[_Span], joins: Iterable[tuple[int, int]]) -> Iterator[_Span]:
    """Put sentences together that share one of the `joins`, which are in order and apart."""
    waiting = iter(joins)
    join = next(waiting, None)
    last: _Span | None = None
    for span in spans:
        while join and join[1] <= span.start:
            join = next(waiting, None)
        if last and join and join[0] < last.end:
            last = _together(last, span)
            continue
        if last:
            yield last
        last = span
    if last:
        yield last


def _together(one: _Span, other: _Span) -> _Span:
    kind = one.kind if one.kind is other.kind else SentenceKind.TEXT
    return _Span(one.start, other.end, kind, (*one.unsure, *other.unsure))


def _split(spans: Iterable[_Span], splits: Iterable[tuple[int, int]]) -> Iterator[_Span]:
    """Cut sentences in two at each of the `splits`, which are in order."""
    waiting = iter(splits)
    split = next(waiting, None)
    for span in spans:
        start, end, kind, unsure = span
        while split and split[1] < end:
            if start < split[0] and split[1] > start:
                yield _Span(start, split[0], kind, tuple(each for each in unsure if each <= split[0]))
                start = split[1]
                unsure = tuple(each for each in unsure if each > start)
            split = next(waiting, None)
        yield _Span(start, end, kind, unsure)


def _settled(
    spans: Iterable[_Span], joins: Sequence[tuple[int, int]], splits: Iterable[tuple[int, int]]
) -> Iterator[_Span]:
    """Call no stop unsure that a correction decides."""
    ends = {end for end, _ in splits}
    starts = [start for start, _ in joins]
    for span in spans:
        unsure = tuple(at for at in span.unsure if at not in ends and not _within(at, joins, starts))
        yield span._replace(unsure=unsure)


def _within(offset: int, joins: Sequence[tuple[int, int]], starts: Sequence[int]) -> bool:
    """Whether `offset` is within one of the `joins`, which begin at `starts`."""
    index = bisect_left(starts, offset) - 1
    return index >= 0 and offset < joins[index][1]
