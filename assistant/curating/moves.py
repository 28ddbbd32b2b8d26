"""Moves: the questions that a change of the pack answers otherwise than before."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from assistant.evaluation import take
from assistant.knowledge.pack import IntentKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from assistant.curating.asking import Outcome, Outcomes, Talk
    from assistant.dialogue import Assistant
    from assistant.evaluation import Row
    from assistant.knowledge.pack import Intent, Pack


class Direction(StrEnum):
    """Whether a move is for the better; `OTHER` where nothing tells."""

    BETTER = "better"
    WORSE = "worse"
    OTHER = "other"


class Move(NamedTuple):
    """A question whose reply has another status, or other intents, than before."""

    question: str
    origin: str
    """What the question is to the pack: ``phrase``, ``labelled``, ``asked`` ..."""
    before: Outcome
    after: Outcome
    direction: Direction


class Comparison:
    """The pack as it is, and as it would be."""

    def __init__(
        self,
        before: Outcomes,
        after: Outcomes,
        progress: Callable[[int, int], object] = lambda *_: None,
    ) -> None:
        """`progress` is as for `ask_all`."""
        self._before, self._after, self._progress = before, after, progress
        self._assistants = (before.assistant, after.assistant)

    def of_phrases(self) -> Iterator[Move]:
        """The phrases of the pack as it would be that move; those that are new are left out."""
        own = {
            phrase: intent.id
            for intent in movable(self._before.assistant.pack, self._after.assistant.pack)
            for phrase in intent.phrases
        }
        for question, before, after in self._moved([(phrase,) for phrase in own]):
            goal = (own[question],)
            direction = _by_worth(before.intents == goal, after.intents == goal)
            yield Move(question, "phrase", before, after, direction)

    def of_asked(self, talks: Iterable[Talk], origin: str, goals: Mapping[str, str]) -> Iterator[Move]:
        """The questions of conversations that move.

        Args:
            talks: The conversations.
            origin: What the questions are to the pack.
            goals: The intents that questions are meant to lead to, as far as that is known.
        """
        for question, before, after in self._moved(list(talks)):
            goal = goals.get(question)
            direction = _by_worth(self._is_due(before, goal), self._is_due(after, goal))
            yield Move(question, origin, before, after, direction)

    def _is_due(self, outcome: Outcome, goal: str | None) -> bool:
        return goal in outcome.intents if goal else outcome.is_settled(self._after.assistant.pack)

    def of_labelled(self, rows: Sequence[Row]) -> Iterator[Move]:
        """The labelled questions that move, by what their labels say is right."""
        talks = [tuple([turn.question for turn in row.turns]) for row in rows]
        before, after = self._both(talks)
        moved = [place for place in range(len(rows)) if _differ(before[place], after[place])]
        for place in moved:
            points = [self._worth(assistant, rows[place]) for assistant in self._assistants]
            turns = zip(talks[place], before[place], after[place], *points, strict=True)
            for question, was, will_be, worth, will_be_worth in turns:
                if was.substance != will_be.substance:
                    yield Move(question, "labelled", was, will_be, _by_worth(worth, will_be_worth))

    def _worth(self, assistant: Assistant, row: Row) -> list[float]:
        """What the reply to each question of a row is worth; below 0 for a false answer."""
        return [-1.0 if each.is_false else each.points for each in take(assistant, [row])]

    def _moved(self, talks: Sequence[Talk]) -> Iterator[tuple[str, Outcome, Outcome]]:
        """Each question that moves, once, with what became of it before and after."""
        seen: set[tuple[object, ...]] = set()
        for talk, *outcomes in zip(talks, *self._both(talks), strict=True):
            for question, before, after in zip(talk, *outcomes, strict=True):
                move = (question, before.substance, after.substance)
                if before.substance != after.substance and move not in seen:
                    seen.add(move)
                    yield question, before, after

    def _both(self, talks: Sequence[Talk]) -> tuple[list[tuple[Outcome, ...]], list[tuple[Outcome, ...]]]:
        return self._before.of(talks, self._progress), self._after.of(talks, self._progress)


def movable(before: Pack, after: Pack) -> list[Intent]:
    """The intents of `before` whose own phrases a change to `after` can move.

    A phrase that is asked word for word leads to its intent, whatever other intents there are: only an intent
    that is itself changed can lose it, and small talk and drafts, which give way to what the article has on a
    question. With other facts or words, the article is read otherwise, and anything can move.
    """
    intents = list(before.intents.values())
    if (before.facts, before.terms, before.stop_words) != (after.facts, after.terms, after.stop_words):
        return intents
    gives_way = [each.kind is IntentKind.CHAT or before.is_draft(each.id) for each in intents]
    pairs = zip(intents, gives_way, strict=True)
    return [intent for intent, weak in pairs if weak or after.intents.get(intent.id) != intent]


def _differ(before: Sequence[Outcome], after: Sequence[Outcome]) -> bool:
    return [each.substance for each in before] != [each.substance for each in after]


def _by_worth(before: float, after: float) -> Direction:
    if before == after:
        return Direction.OTHER
    return Direction.BETTER if after > before else Direction.WORSE
