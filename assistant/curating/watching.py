"""Questions that a change of a pack is tried on: all of them or, of many, the nearest and a sample."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

from assistant.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.curating.asking import Talk
    from assistant.evaluation import Row
    from assistant.matching.analysis import Analyzer

MOST_WATCHED: Final = 500
"""Of more labelled questions than so many, and of more that people asked, not all are asked again."""
_SEED: Final = 0

T = TypeVar("T")


class Share(NamedTuple, Generic[T]):
    """Some conversations of many."""

    conversations: Sequence[T]
    asked: int
    """How many questions they have."""
    total: int
    """How many questions all have."""


class Watched:
    """Labelled questions and conversations that people had, whose replies a change may move."""

    def __init__(
        self,
        analyzer: Analyzer,
        labelled: Iterable[Row] = (),
        talks: Iterable[Talk] = (),
        most: float = MOST_WATCHED,
    ) -> None:
        """`most` questions of either kind are chosen for a change, or a few more."""
        rows = [(row, tuple([turn.question for turn in row.turns])) for row in labelled]
        self._labelled = _Choice(analyzer, rows, most)
        self._talks = _Choice(analyzer, [(talk, talk) for talk in dict.fromkeys(talks)], most)

    def labelled(self, taught: Sequence[str]) -> Share[Row]:
        """The labelled questions to ask where `taught` is taught."""
        return self._labelled.near(taught)

    def talks(self, taught: Sequence[str]) -> Share[Talk]:
        """The conversations to have again where `taught` is taught."""
        return self._talks.near(taught)


class _Choice(Generic[T]):
    """Conversations, of which those are chosen that are about what is taught, and a sample of the others."""

    def __init__(self, analyzer: Analyzer, conversations: Sequence[tuple[T, Talk]], most: float) -> None:
        self._analyzer = analyzer
        self._conversations = [conversation for conversation, _ in conversations]
        self._talks = [talk for _, talk in conversations]
        self._most = most
        self._total = sum(map(len, self._talks))

    @lazy
    def _subjects(self) -> list[frozenset[str]]:
        return [self._subject(talk) for talk in self._talks]

    @lazy
    def _times(self) -> Counter[str]:
        return Counter(name for subject in self._subjects for name in subject)

    @lazy
    def _shuffled(self) -> list[int]:
        return random.Random(_SEED).sample(range(len(self._talks)), len(self._talks))

    def _subject(self, questions: Iterable[str]) -> frozenset[str]:
        return frozenset(
            feature.name for question in questions for feature in self._analyzer.analyse(question).content
        )

    def near(self, taught: Sequence[str]) -> Share[T]:
        """At most half of what is chosen is near: the rarer the words that it shares, the nearer."""
        if self._total <= self._most:
            return Share(self._conversations, self._total, self._total)
        subject = self._subject(taught)

        def nearness(place: int) -> float:
            return sum(1 / self._times[name] for name in self._subjects[place] & subject)

        near = [place for place in range(len(self._talks)) if self._subjects[place] & subject]
        near.sort(key=nearness, reverse=True)
        chosen = self._first(near, self._most / 2, set())
        chosen |= self._first(self._shuffled, self._most, chosen)
        asked = sum(len(self._talks[place]) for place in chosen)
        return Share([self._conversations[place] for place in sorted(chosen)], asked, self._total)

    def _first(self, places: Sequence[int], most: float, chosen: set[int]) -> set[int]:
        """`chosen` and the first of `places` behind it, up to so many questions."""
        taken = set(chosen)
        asked = sum(len(self._talks[place]) for place in taken)
        for place in places:
            if asked >= most:
                break
            if place not in taken:
                taken.add(place)
                asked += len(self._talks[place])
        return taken
