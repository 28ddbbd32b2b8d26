"""The memory of a conversation: what a later question may lean on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.dialogue.next_questions import NOTHING_COVERED
from assistant.dialogue.referents import Telling

if TYPE_CHECKING:
    from assistant.dialogue.next_questions import Covered
    from assistant.dialogue.outcome import Part
    from assistant.response import Response

# How many replies are looked back upon.
_TELLINGS = 4


@dataclass
class Memory:
    """What a conversation remembers, which can be pickled; `Conversation` alone writes it."""

    features: dict[str, float] = field(default_factory=dict)
    """Features that were established, by name, each with a factor in 0..1."""
    subject: dict[int, float] = field(default_factory=dict)
    """What was talked of, as strengths of features by number."""
    topic: str = ""
    """The topic of the last intent that was meant."""
    question: str = ""
    """The last question that had a subject, as it was understood."""
    offered: tuple[str, ...] = ()
    """The questions that the last reply offered to choose from."""
    answered: set[str] = field(default_factory=set)
    """The facts that were answered with."""
    covered: Covered = NOTHING_COVERED
    """What need not be asked next."""
    unanswered: bool = False
    """Whether the article does not answer the last question."""
    pointed: str = ""
    """What was pointed at last in a list."""
    pending: list[Part] = field(default_factory=list)
    """The parts of the last turn, until a later question needs what it may lean on."""
    decided: list[Part] = field(default_factory=list)
    """What the last reply came of; empty where it came of no matching."""
    last: Response | None = None
    """The last reply that a later question may lean on."""
    replied: Response | None = None
    """The reply to the last question, whatever it was."""
    tellings: list[Telling] = field(default_factory=list)
    """The last replies that say what the article has on a question, or that it has nothing."""

    @property
    def latest(self) -> Response | None:
        """The last of them."""
        return self.tellings[-1].response if self.tellings else None

    def tell(self, question: str, response: Response) -> None:
        """Remember what was said about the article to `question`, as it was understood."""
        self.tellings = [*self.tellings, Telling(question, response)][-_TELLINGS:]
