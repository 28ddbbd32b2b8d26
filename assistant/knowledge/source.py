"""A source: one article as it was published, and its sentences by code-point offsets."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator


class SentenceKind(StrEnum):
    """What a sentence is, by its form."""

    TEXT = "text"
    HEADING = "heading"
    LIST_ITEM = "list item"
    TABLE = "table"
    CAPTION = "caption"
    RULE = "rule"
    """A line without a letter or a digit, such as ``* * *``."""

    @property
    def needs_fact(self) -> bool:
        """Whether a curator misses something if no fact quotes such a sentence."""
        return self in (SentenceKind.TEXT, SentenceKind.LIST_ITEM)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; ``source.text[start:end] == text`` and `number` counts from 1.

    `unsure` has the offsets, of code points, behind each stop that the rules cannot judge: at `end` the
    sentence may not end, and at any other it may.
    """

    number: int
    start: int
    end: int
    text: str
    kind: SentenceKind = SentenceKind.TEXT
    unsure: tuple[int, ...] = ()


@dataclass(frozen=True)
class Source:
    """A source file, decoded but otherwise unchanged; sentences are in reading order and do not overlap."""

    name: str
    text: str
    sentences: tuple[Sentence, ...]

    @lazy
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that covers the code point at `offset`, or None between sentences."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset >= self.sentences[index].end:
            return None
        return self.sentences[index]

    def find(self, quote: str, start: int) -> int | None:
        """At which code point `quote` stands, that was quoted from `start` on before the source was edited.

        Elsewhere than there it counts only where nothing else has the same words; None where that is nowhere.
        """
        if self.text.startswith(quote, start):
            return start
        return self.text.index(quote) if self.text.count(quote) == 1 else None

    def with_openings(self) -> Iterator[tuple[Sentence, bool]]:
        """Each sentence, and whether a paragraph opens with it: the line breaks before it."""
        end = 0
        for sentence in self.sentences:
            yield sentence, end == 0 or "\n" in self.text[end : sentence.start]
            end = sentence.end
