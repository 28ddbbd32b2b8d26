"""A source: one article as it was published, and its sentences by code-point offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from assistant.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

# A quote of so many words is of one sentence alone: items of a list, which may be named twice, have fewer.
_FEWEST_WORDS: Final = 5


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

    def find(self, quote: str, start: int, number: int) -> int | None:
        """At which code point `quote` stands, that was quoted before the source was edited; None if nowhere.

        It was quoted from the code point `start` on, in sentence `number`. Where it does not stand there any
        more, the nearest place in that sentence counts. Another counts only if it is the only one, and the
        quote is too long for two sentences to share: "the roof" may stand in one that was never quoted.
        """
        if self.text.startswith(quote, start):
            return start
        places = [match.start() for match in re.finditer(re.escape(quote), self.text)]
        within = [place for place in places if self._is_in(place, number)]
        if within:
            return min(within, key=lambda place: abs(place - start))
        is_of_one_sentence = len(places) == 1 and len(quote.split()) >= _FEWEST_WORDS
        return places[0] if is_of_one_sentence else None

    def _is_in(self, offset: int, number: int) -> bool:
        sentence = self.sentence_at(offset)
        return sentence is not None and sentence.number == number

    def with_openings(self) -> Iterator[tuple[Sentence, bool]]:
        """Each sentence, and whether a paragraph opens with it: the line breaks before it."""
        end = 0
        for sentence in self.sentences:
            yield sentence, end == 0 or "\n" in self.text[end : sentence.start]
            end = sentence.end
