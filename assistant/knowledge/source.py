"""A source: one article as it was published, and its sentences by code-point offsets."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; ``source.text[start:end] == text`` and `number` counts from 1."""

    number: int
    start: int
    end: int
    text: str


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

    def with_openings(self) -> Iterator[tuple[Sentence, bool]]:
        """Each sentence, and whether a paragraph opens with it: the line breaks before it."""
        end = 0
        for sentence in self.sentences:
            yield sentence, end == 0 or "\n" in self.text[end : sentence.start]
            end = sentence.end
