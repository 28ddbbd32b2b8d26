"""What replies drew on: how often each sentence of the article, and the questions that were refused."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from assistant.response import Status
from assistant.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from assistant.knowledge.source import Source

MOST_TINTED: Final = 3
"""From so many times on, a sentence is tinted no more strongly."""
TINTS: Final = Path(__file__).with_name("tints.css")
"""The style of the tints on a page: ``tint-1`` to ``tint-3``."""

_FEW_TIMES: Final = {1: "once", 2: "twice"}


class Cited(Protocol):
    """Words of a sentence that a reply quotes, with their place in the source in code points."""

    @property
    def source(self) -> str:
        """The name of the source."""

    @property
    def sentence(self) -> int:
        """The number of the sentence."""

    @property
    def start(self) -> int:
        """Where the words begin."""

    @property
    def end(self) -> int:
        """Where they end."""


class Replied(Protocol):
    """What is counted of a reply."""

    @property
    def status(self) -> Status:
        """How the question was dealt with."""

    @property
    def citations(self) -> Sequence[Cited]:
        """What it quotes."""


R = TypeVar("R", bound=Replied)


@dataclass(frozen=True)
class Coverage(Generic[R]):
    """For each sentence, by its source and number, how many answers rest on it; and what was refused.

    A sentence that no answer rests on is not among the `counts`, and one that was never shown as it stands,
    for want of an answer, is not among the `passages`. `spans` are the words, by sentence, that answers or
    passages quote: their start, their end, and how many replies quote just those. `replies` is how many
    there were of all kinds.
    """

    sources: tuple[Source, ...]
    counts: Mapping[tuple[str, int], int]
    refused: tuple[R, ...]
    passages: Mapping[tuple[str, int], int]
    spans: Mapping[tuple[str, int], Mapping[tuple[int, int], int]]
    replies: int

    @classmethod
    def of(cls, sources: Iterable[Source], replies: Iterable[R]) -> Coverage[R]:
        """What `replies` drew on; an answer counts once for a sentence, however many quotes it takes of it.

        What was quoted of another article, or as the nearest thing to a question that it does not answer,
        does not count. `replies` are gone through once, and of those that are not refused none stays.
        """
        known = tuple(sources)
        places = {(source.name, sentence.number) for source in known for sentence in source.sentences}
        drawn_on: Counter[tuple[str, int]] = Counter()
        passages: Counter[tuple[str, int]] = Counter()
        spans: defaultdict[tuple[str, int], Counter[tuple[int, int]]] = defaultdict(Counter)
        refused: list[R] = []
        total = 0
        for reply in replies:
            total += 1
            if reply.status is Status.NOT_IN_ARTICLE:
                refused.append(reply)
            if not (reply.status.traits.is_answer or reply.status is Status.PASSAGE):
                continue
            quoted: defaultdict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
            for cited in reply.citations:
                if (cited.source, cited.sentence) in places:
                    quoted[cited.source, cited.sentence].append((cited.start, cited.end))
            (drawn_on if reply.status.traits.is_answer else passages).update(quoted.keys())
            for place, quotes in quoted.items():
                spans[place].update(_united(quotes))
        return cls(known, drawn_on, tuple(refused), passages, spans, total)

    def times(self, source: str, sentence: int) -> int:
        """How many answers rest on a sentence."""
        return self.counts.get((source, sentence), 0)

    def times_shown(self, source: str, sentence: int) -> int:
        """How often a sentence was shown as it stands, with no claim that it answers."""
        return self.passages.get((source, sentence), 0)

    def parts(self, source: str, sentence: int) -> Iterator[tuple[int, int, int]]:
        """What was quoted of a sentence, cut where it was more or less: a start, an end, and by how many."""
        quoted = self.spans.get((source, sentence), {})
        bounds = sorted({bound for span in quoted for bound in span})
        for start, end in pairwise(bounds):
            times = sum(count for (first, last), count in quoted.items() if first <= start and end <= last)
            if times:
                yield start, end, times

    def tint(self, source: str, sentence: int) -> int:
        """How strongly a sentence is tinted, from 0 to `MOST_TINTED`."""
        return min(self.times(source, sentence), MOST_TINTED)

    @property
    def sentences(self) -> int:
        """How many sentences there are."""
        return sum(len(source.sentences) for source in self.sources)

    @property
    def drawn_on(self) -> int:
        """How many of them some answer rests on."""
        return len(self.counts)

    @property
    def share(self) -> float:
        """Which part of the sentences that is, from 0 to 1."""
        return self.drawn_on / self.sentences if self.sentences else 0.0

    @property
    def in_words(self) -> str:
        """All of it in a line, as in ``9 of 14 sentences, drawn on 12 times; 2 questions refused``."""
        sentences = counted(self.sentences, "sentence")
        total = sum(self.counts.values())
        times = _FEW_TIMES.get(total, f"{total:,} times")
        refused = counted(len(self.refused), "question")
        return f"{self.drawn_on:,} of {sentences}, drawn on {times}; {refused} refused"


def _united(quotes: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places that overlap or touch as one, so that a reply counts once for a word."""
    united: list[tuple[int, int]] = []
    for start, end in sorted(quotes):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united
