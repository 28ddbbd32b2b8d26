"""What replies drew on: how often each sentence of the article, and the questions that were refused."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from assistant.response import Status
from assistant.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assistant.knowledge.source import Source

MOST_TINTED: Final = 3
"""From so many times on, a sentence is tinted no more strongly."""
TINTS: Final = Path(__file__).with_name("tints.css")
"""The style of the tints on a page: ``tint-1`` to ``tint-3``."""


class Replied(Protocol):
    """What is counted of a reply."""

    @property
    def status(self) -> Status:
        """How the question was dealt with."""

    @property
    def places(self) -> Sequence[tuple[str, int]]:
        """The sentences that are cited, each once: their source and number."""


R = TypeVar("R", bound=Replied)


@dataclass(frozen=True)
class Coverage(Generic[R]):
    """For each sentence, by its source and number, how many answers rest on it; and what was refused.

    A sentence that no answer rests on is not among the `counts`, and one that was never shown as it stands,
    for want of an answer, is not among the `passages`. `replies` is how many there were of all kinds.
    """

    sources: tuple[Source, ...]
    counts: Mapping[tuple[str, int], int]
    refused: tuple[R, ...]
    passages: Mapping[tuple[str, int], int]
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
        refused: list[R] = []
        total = 0
        for reply in replies:
            total += 1
            if reply.status.traits.is_answer:
                drawn_on.update(place for place in reply.places if place in places)
            elif reply.status is Status.PASSAGE:
                passages.update(place for place in reply.places if place in places)
            elif reply.status is Status.NOT_IN_ARTICLE:
                refused.append(reply)
        return cls(known, drawn_on, tuple(refused), passages, total)

    def times(self, source: str, sentence: int) -> int:
        """How many answers rest on a sentence."""
        return self.counts.get((source, sentence), 0)

    def times_shown(self, source: str, sentence: int) -> int:
        """How often a sentence was shown as it stands, with no claim that it answers."""
        return self.passages.get((source, sentence), 0)

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
        times = counted(sum(self.counts.values()), "time")
        refused = counted(len(self.refused), "question")
        return f"{self.drawn_on:,} of {sentences}, drawn on {times}; {refused} refused"
