"""Take an exam: ask labelled questions and have each reply judged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from time import perf_counter
from typing import TYPE_CHECKING

from assistant.evaluation.judge import FALSE_ANSWERS, POINTS, Verdict, judge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assistant.dialogue import Assistant
    from assistant.evaluation.labels import Label, Row
    from assistant.reply import Reply


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, its reply and the verdict.

    It took `seconds`, and `is_single` if it is part of no conversation.
    """

    id: str
    category: str
    label: Label
    reply: Reply
    verdict: Verdict
    seconds: float = 0.0
    is_single: bool = True

    @property
    def points(self) -> float:
        """What the reply is worth, in 0..1."""
        return POINTS.get(self.verdict, 0.0)

    @property
    def is_false(self) -> bool:
        """Whether the reply is a false answer."""
        return self.verdict in FALSE_ANSWERS


def take(assistant: Assistant, rows: Iterable[Row]) -> Iterator[Asked]:
    """Ask every question in order; the turns of a conversation share their context."""
    ask = cache(assistant.ask)
    for row in rows:
        conversation = assistant.conversation()
        for name, category, label in row.named():
            begun = perf_counter()
            reply = conversation.ask(label.question)
            seconds = perf_counter() - begun
            verdict = judge(label, reply, assistant.pack.sources, ask)
            yield Asked(name, category, label, reply, verdict, seconds, is_single=not row.conversation)
