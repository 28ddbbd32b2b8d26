"""An article as its intents cover it: sentence by sentence, word by word, and how often it was drawn on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from assistant.knowledge.reach import reach_of
from assistant.lazy import lazy
from assistant.markup import on_a_line
from assistant.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.coverage.replies import Coverage
    from assistant.knowledge.pack import Pack
    from assistant.knowledge.reach import NameSpan, SentenceReach
    from assistant.knowledge.source import Source

SHADES: Final = (1, 2, 5)
"""From how many intents on words have each shade, the lightest first; of none they have no shade."""


def in_numbers(shade: int) -> str:
    """How many intents a shade, from 1, stands for: ``2 to 4``."""
    least = SHADES[shade - 1]
    if shade == len(SHADES):
        return f"{least} or more"
    most = SHADES[shade] - 1
    return f"{least} to {most}" if least < most else f"{least}"


class Part(NamedTuple):
    """Words of a sentence on one line, which the same intents reach."""

    text: str
    intents: tuple[str, ...]
    name: NameSpan | None
    """The name that they are, or are a part of, where no intent there mentions it."""

    @property
    def cut(self) -> tuple[str, str, str]:
        """The space before the words, the words, and the space behind them."""
        words = self.text.strip()
        before, _, after = self.text.partition(words)
        return before, words, after

    @property
    def shade(self) -> int:
        """From 0, for what no intent reaches, to as many as there are `SHADES`."""
        return sum(len(self.intents) >= least for least in SHADES)


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

    def parts(self, reach: SentenceReach) -> Iterator[Part]:
        """All the words of a sentence, in order.

        They are parted where the intents change, and where an unreached name begins or ends. Marks alone are
        no part: they belong to the words before them, or where there are none, behind them.
        """
        text = self.pack.sources[reach.source].text
        sentence = reach.sentence
        named = {bound for name in reach.unreached_names for bound in (name.start, name.end)}
        quoted = {bound for span in reach.spans for bound in (span.start, span.end)}
        inside = {bound for bound in named | quoted if sentence.start < bound < sentence.end}
        bounds = sorted({sentence.start, sentence.end} | inside)
        last: Part | None = None
        for start, end in pairwise(bounds):
            part = Part(on_a_line(text[start:end]), _intents(reach, start), _name(reach, start))
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
            rests = f"answers rest on {counted(self.replies.drawn_on, 'sentence')}"
            shows = f"passages show {counted(len(self.replies.passages), 'sentence')}"
            refused = f"{len(self.replies.refused):,} refused"
            yield f"{counted(self.replies.replies, 'question')}: {rests}, {shows}, {refused}."


def _is_mark(part: Part) -> bool:
    return not any(map(str.isalnum, part.text))



def _intents(reach: SentenceReach, place: int) -> tuple[str, ...]:
    return next((span.intents for span in reach.spans if span.start <= place < span.end), ())


def _name(reach: SentenceReach, place: int) -> NameSpan | None:
    return next((name for name in reach.unreached_names if name.start <= place < name.end), None)
