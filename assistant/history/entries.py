"""The turns of the present conversation, and how much of each stands in the history."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from assistant.history.turns import Mark, Turn
from assistant.text import replace_lone_surrogates

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.history.waiting import WaitingTurn
    from assistant.knowledge.source import Source


def key_of(sources: Iterable[Source]) -> str:
    """What tells conversations about one pack from those about another: its articles, which never change."""
    text = "\0".join(f"{source.name}\0{source.text}" for source in sources)
    # Nobody forges it, and a better sum would take longer to import than all of the history.
    return f"{zlib.crc32(text.encode('utf-8', 'surrogatepass')):08x}-{len(text)}"


class Place(NamedTuple):
    """Where a turn stands: its `number`, from 0, in the conversation that was the journal's `talk`-th.

    So nothing that comes late is taken for a part of another conversation.
    """

    talk: int
    number: int


class Conversation(NamedTuple):
    """What a turn that waits belongs to."""

    pack: str
    begun: str
    """The stamp of when it was begun."""
    file: int
    """The `History.number` of the file in which its number counts; 0 where there was none yet."""
    number: int
    """Its number; 0 where it has none yet."""


@dataclass(slots=True)
class Entry:
    """A turn, and how much of it stands in the history."""

    turn: Turn
    placed: bool = False
    answered: bool = True
    marked: bool = True

    @classmethod
    def unwritten(cls, turn: Turn) -> Entry:
        """All of `turn` has to be written."""
        return cls(turn, answered=turn.reply is None, marked=turn.mark is Mark.NONE)

    @property
    def is_written(self) -> bool:
        """Whether there is nothing to write of it."""
        return self.placed and self.answered and self.marked

    def took(self, number: int, waited: WaitingTurn) -> None:
        """Note that what `waited` of it stands in the history, under `number`."""
        self.turn = self.turn._replace(number=number)
        self.placed = True
        self.answered = bool(waited.reply) or self.turn.reply is None
        self.marked = waited.mark == self.turn.mark.value

    def waiting(self, place: Place, conversation: Conversation) -> WaitingTurn:
        """The turn as it waits for the history."""
        from assistant.history.values import reply_as_json, stamp_of  # noqa: PLC0415
        from assistant.history.waiting import WaitingTurn  # noqa: PLC0415

        return WaitingTurn(
            talk=place.talk,
            place=place.number,
            pack=conversation.pack,
            begun=conversation.begun,
            file=conversation.file,
            conversation=conversation.number,
            turn=self.turn.number if self.placed else 0,
            asked=stamp_of(self.turn.asked),
            question=replace_lone_surrogates(self.turn.question),
            reply=reply_as_json(self.turn.reply) if self.turn.reply else "",
            mark=self.turn.mark.value,
        )
