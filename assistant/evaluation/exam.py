"""Take an exam: ask labelled questions and have each reply judged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from assistant.evaluation.judge import FALSE_ANSWERS, POINTS, Verdict, judge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assistant.dialogue import Assistant
    from assistant.evaluation.labels import Label, Row
    from assistant.reply import Reply


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, its reply and the verdict; a turn of a conversation has the id ``row.turn``."""

    id: str
    category: str
    label: Label
    reply: Reply
    verdict: Verdict

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
        for number, label in enumerate(row.turns, 1):
            reply = conversation.ask(label.question)
            verdict = judge(label, reply, assistant.pack.sources, ask)
            name = f"{row.id}.{number}" if row.conversation else row.id
            yield Asked(name, row.category, label, reply, verdict)
