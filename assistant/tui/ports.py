"""What the chat needs from outside, and nothing more; `assistant.dialogue` fits it as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from assistant.dialogue.explanation import Explanation
    from assistant.knowledge.pack import Pack
    from assistant.reply import Reply


class Conversation(Protocol):
    """Turns that share context."""

    def ask(self, question: str) -> Reply:
        """Reply to `question` in the light of the turns before it, within a few milliseconds."""

    def why(self) -> Explanation:
        """Why the last question got its reply."""


class Assistant(Protocol):
    """Something that knows a pack and holds conversations about it."""

    @property
    def pack(self) -> Pack:
        """The pack that answers are made of."""

    def conversation(self) -> Conversation:
        """A new conversation, with no turns yet."""

    def suggest(self, text: str, limit: int = 5) -> tuple[str, ...]:
        """At most `limit` questions for a text typed half, best first, within a few milliseconds."""


class Clock(Protocol):
    """Tells the time."""

    def __call__(self) -> datetime:
        """The present moment, in the person's time zone."""
