"""An article as its intents cover it: sentence by sentence, word by word, and how often it was drawn on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from assistant.knowledge.reach import reach_of
from assistant.lazy import lazy
from assistant.markup import on_a_line
from assistant.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assistant.coverage.replies import Coverage
    from assistant.knowledge.pack import Pack
    from assistant.knowledge.reach import NameSpan, SentenceReach
    from assistant.knowledge.source import Source


class By(StrEnum):
    """What the words of an article are counted by."""

    INTENTS = "intents"
    QUESTIONS = "questions"
    """Those whose reply quotes the words: as an answer, or as a passage."""


class Scale(NamedTuple):
    """Three shades at most, the lightest first, of which each begins at a count; none has no shade."""

    least: tuple[int, ...]

    @classmethod
    def up_to(cls, most: int) -> Scale:
        """A scale whose steps are as many times greater each, as counts of what is asked need it."""
        return cls(tuple(sorted({1, round(most ** (1 / 3)), round(most ** (2 / 3))} - {0})))

    def shade(self, count: int) -> int:
        """From 0, for none, to as many as there are shades."""
        return sum(count >= least for least in self.least)

    def in_numbers(self, shade: int) -> str:
        """The counts that a shade, from 1, stands for: ``2 to 4``."""
        least = self.least[shade - 1]
        if shade == len(self.least):
            return f"{least:,} or more"
        most = self.least[shade] - 1
        return f"{least:,} to {most:,}" if least < most else f"{least:,}"


_BY_INTENTS: Final = Scale((1, 2, 5))


class Part(NamedTuple):
    """Words of a sentence on one line, which the same intents reach, or as many questions."""

    text: str
    reaching: int
    """How many they are."""
    intents: tuple[str, ...] = ()
    name: NameSpan | None = None
    """The name that they are, or are a part of, where no intent there mentions it."""

    @property
    def cut(self) -> tuple[str, str, str]:
        """The space before the words, the words, and the space behind them."""
        words = self.text.strip()
        before, _, after = self.text.partition(words)
        return before, words, after


@dataclass(frozen=True)
class CoveredArticle:
    """The sources of a pack, and what its intents reach of them; `replies` are what was asked, if known."""

    pack: Pack
    reached: tuple[SentenceReach, ...]
    replies: Coverage[Any] | None = None

    @classmethod
    def of(cls, pack: Pack, replies: Coverage[Any] | None = None) -> CoveredArticle:
        """Find out what the intents of a pack reach."""
        return cls(pack, reach_of(pack), replies)

    def of_source(self, source: Source) -> list[SentenceReach]:
        """The sentences of one of the sources."""
        return [each for each in self.reached if each.source == source.name]

    @property
    def views(self) -> tuple[By, ...]:
        """What there is to count by."""
        return tuple(By) if self.replies and self.replies.replies else (By.INTENTS,)

    def scale(self, by: By) -> Scale:
        """The shades of all that is counted."""
        return _BY_INTENTS if by is By.INTENTS else self._by_questions_scale

    @lazy
    def _by_questions_scale(self) -> Scale:
        parts = (part for reach in self.reached for part in self.parts(reach, By.QUESTIONS))
        return Scale.up_to(max((part.reaching for part in parts), default=0))

    def parts(self, reach: SentenceReach, by: By) -> Iterator[Part]:
        """All the words of a sentence, in order.

        They are parted where the count changes, or what is counted, and where an unreached name begins or
        ends. Marks alone are no part: they belong to the words before them, or where there are none, behind.
        """
        last: Part | None = None
        for part in self._by_intents(reach) if by is By.INTENTS else self._by_questions(reach):
            if last and (part[1:] == last[1:] or _is_mark(part)):
                last = last._replace(text=last.text + part.text)
            elif last and _is_mark(last):
                last = part._replace(text=last.text + part.text)
            else:
                if last:
                    yield last
                last = part
        if last:
            yield last

    def _by_intents(self, reach: SentenceReach) -> Iterator[Part]:
        names, spans = reach.unreached_names, reach.spans
        bounds = [(name.start, name.end) for name in names] + [(span.start, span.end) for span in spans]
        for start, end in _between(reach, bounds):
            intents = next((span.intents for span in spans if span.start <= start < span.end), ())
            name = next((name for name in names if name.start <= start < name.end), None)
            yield Part(self._words(reach, start, end), len(intents), intents, name)

    def _by_questions(self, reach: SentenceReach) -> Iterator[Part]:
        replies = self.replies
        quoted = list(replies.parts(reach.source, reach.sentence.number)) if replies else []
        for start, end in _between(reach, [(start, end) for start, end, _ in quoted]):
            count = next((times for first, last, times in quoted if first <= start < last), 0)
            yield Part(self._words(reach, start, end), count)

    def _words(self, reach: SentenceReach, start: int, end: int) -> str:
        return on_a_line(self.pack.sources[reach.source].text[start:end])

    def asked(self, reach: SentenceReach) -> str:
        """How many replies drew on a sentence, as in ``3 answers, 1 passage``; empty where none did."""
        if self.replies is None:
            return ""
        place = (reach.source, reach.sentence.number)
        answers, passages = self.replies.times(*place), self.replies.times_shown(*place)
        counts = ((answers, "answer"), (passages, "passage"))
        return ", ".join(counted(count, noun) for count, noun in counts if count)

    def questions(self, intents: tuple[str, ...]) -> list[str]:
        """What the intents are called where they are offered."""
        return [self.pack.intents[intent].question for intent in intents]

    @lazy
    def missed(self) -> tuple[SentenceReach, ...]:
        """The sentences that no intent reaches, though they are of a kind that needs a fact."""
        return tuple(each for each in self.reached if each.is_missed)

    @lazy
    def lacking(self) -> tuple[SentenceReach, ...]:
        """The sentences with names that no intent which reaches them mentions."""
        return tuple(each for each in self.reached if each.unreached_names)

    def numbers(self, sentences: tuple[SentenceReach, ...]) -> str:
        """The numbers of some sentences, as in ``sentences 3 and 7``; of several sources each is named."""
        several = len(self.pack.sources) > 1
        shown = [f"{each.sentence.number}{f' of {each.source}' if several else ''}" for each in sentences]
        *most, last = shown
        listed = f"{', '.join(most)} and {last}" if most else last
        return f"sentence{'s' if most else ''} {listed}"

    def in_words(self) -> Iterator[str]:
        """What it all comes to, a statement each."""
        needing = [each for each in self.reached if each.sentence.kind.needs_fact]
        intents = {intent for each in self.reached for intent in each.intents}
        reach = f"{counted(len(intents), 'intent')} reach{'es' if len(intents) == 1 else ''}"
        if self.missed:
            some = f"{len(needing) - len(self.missed):,} of {counted(len(needing), 'sentence')}"
            yield f"{reach} {some} that need a fact, and none reaches {self.numbers(self.missed)}."
        else:
            yield f"{reach} every sentence that needs a fact: {len(needing):,}."
        if self.lacking:
            count = sum(len(each.unreached_names) for each in self.lacking)
            names = (
                "stands 1 name, date or number" if count == 1 else f"stand {count:,} names, dates or numbers"
            )
            yield f"In {self.numbers(self.lacking)} {names} that no intent there mentions."
        else:
            yield "Every name, date and number in them is mentioned."
        if self.replies:
            if not self.replies.replies:
                yield "No question was asked of it."
                return
            rests = f"answers rest on {counted(self.replies.drawn_on, 'sentence')}"
            shows = f"passages show {counted(len(self.replies.passages), 'sentence')}"
            refused = f"{len(self.replies.refused):,} refused"
            yield f"{counted(self.replies.replies, 'question')}: {rests}, {shows}, {refused}."


def _is_mark(part: Part) -> bool:
    return not any(map(str.isalnum, part.text))


def _between(reach: SentenceReach, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The places of a sentence between the bounds of all the `spans`, without a gap."""
    sentence = reach.sentence
    inside = {bound for span in spans for bound in span if sentence.start < bound < sentence.end}
    yield from pairwise(sorted({sentence.start, sentence.end} | inside))
