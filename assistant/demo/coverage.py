"""What a demo drew on: how often each sentence of the article, and the questions that were refused."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assistant.response import Status
from assistant.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assistant.knowledge.source import Source
    from assistant.reply import Reply

MOST_TINTED: Final = 3
"""From so many times on, a sentence is tinted no more strongly."""


@dataclass(frozen=True)
class Coverage:
    """For each sentence, by its source and number, how many answers rest on it; and what was refused.

    A sentence that no answer rests on is not among the `counts`.
    """

    sources: tuple[Source, ...]
    counts: Mapping[tuple[str, int], int]
    refused: tuple[Reply, ...]

    @classmethod
    def of(cls, sources: Iterable[Source], replies: Iterable[Reply]) -> Coverage:
        """What `replies` drew on; an answer counts once for a sentence, however many quotes it takes of it.

        What was quoted of another article, or as the nearest thing to a question that it does not answer,
        does not count.
        """
        known, said = tuple(sources), tuple(replies)
        places = {(source.name, sentence.number) for source in known for sentence in source.sentences}
        drawn_on = Counter(
            place
            for reply in said
            if reply.status.traits.is_answer
            for place in dict.fromkeys((citation.source, citation.sentence) for citation in reply.citations)
            if place in places
        )
        refused = tuple(reply for reply in said if reply.status is Status.NOT_IN_ARTICLE)
        return cls(known, drawn_on, refused)

    def times(self, source: str, sentence: int) -> int:
        """How many answers rest on a sentence."""
        return self.counts.get((source, sentence), 0)

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
