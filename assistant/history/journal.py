"""The present conversation: the one owner of what was said in it, which it keeps as it is said."""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.history.turns import HistoryError, Mark, Turn
from assistant.served import OWN_HISTORY
from assistant.text import replace_lone_surrogates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from assistant.history.store import History
    from assistant.knowledge.source import Source
    from assistant.reply import Reply


def key_of(sources: Iterable[Source]) -> str:
    """What tells conversations about one pack from those about another: its articles, which never change."""
    text = "\0".join(f"{source.name}\0{source.text}" for source in sources)
    # Nobody forges it, and a better sum would take longer to import than all of the history.
    return f"{zlib.crc32(text.encode('utf-8', 'surrogatepass')):08x}-{len(text)}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a turn stands: its `number`, from 0, in the conversation that was the journal's `talk`-th.

    So nothing that comes late is taken for a part of another conversation.
    """

    talk: int
    number: int


@dataclass(slots=True)
class _Entry:
    """A turn, and how much of it stands in the history."""

    turn: Turn
    placed: bool = False
    answered: bool = True
    marked: bool = True

    @classmethod
    def unwritten(cls, turn: Turn) -> _Entry:
        """All of `turn` has to be written."""
        return cls(turn, answered=turn.reply is None, marked=turn.mark is Mark.NONE)


class Journal:
    """What is said goes to the history at once; whatever becomes of the file, the conversation goes on.

    A damaged file gets another name and a new one begins; where none can be written, what is said is kept to
    the end of the process. `tell` is called with a line for the person then, once. What a busy file could not
    take is written with what is said next. Where the environment has `OWN_HISTORY`, the history knows of no
    conversation that was begun elsewhere.

    Args:
        pack: The `key_of` the pack's sources.
        keep: Whether to keep anything beyond the process.
        clock: Tells the moment.
        tell: Shows a notice.
    """

    def __init__(
        self, pack: str, *, keep: bool, clock: Callable[[], datetime], tell: Callable[[str], None]
    ) -> None:
        self._pack = pack
        self._keep = keep
        self._clock = clock
        self._tell = tell
        self._history: History | None = None
        self._conversation: int | None = None
        self._entries: list[_Entry] = []
        self._talk = 0

    @property
    def history(self) -> History:
        """Where conversations are kept, opened when it is first wanted."""
        if self._history is None:
            # SQLite and Pydantic are for the first question, not for the first frame.
            from assistant.history.opening import open_history  # noqa: PLC0415

            self._history = self._limited(open_history(keep=self._keep, clock=self._clock, tell=self._tell))
        return self._history

    def _limited(self, history: History, before: History | None = None) -> History:
        """`history`, which knows what was begun here, also in the one `before`, if it is to know no more."""
        if os.environ.get(OWN_HISTORY):
            history.begun = before.begun if before and history.is_of(before) else set()
        return history

    def open(self) -> None:
        """Open the history now, so that the first question need not wait for it."""
        self._history = self.history

    @property
    def kept(self) -> bool:
        """Whether what is said outlasts the process."""
        return self.history.path is not None

    @property
    def only_read(self) -> bool:
        """Whether what was kept before is there, but cannot be changed."""
        return self.history.copied

    @property
    def pack(self) -> str:
        """The key of the pack that is talked about."""
        return self._pack

    @property
    def conversation(self) -> int | None:
        """The number of this conversation in the history; None before its first question."""
        return self._conversation

    @property
    def turns(self) -> tuple[Turn, ...]:
        """All that was said."""
        return tuple(entry.turn for entry in self._entries)

    @property
    def talk(self) -> int:
        """Which of the conversations that were begun or gone on with here this is."""
        return self._talk

    @property
    def places(self) -> tuple[Place, ...]:
        """Where each of the `turns` stands."""
        return tuple(Place(self._talk, number) for number in range(len(self._entries)))

    def turn(self, place: Place) -> Turn | None:
        """What was said at `place`; None where that is in another conversation than this."""
        entry = self._entry(place)
        return entry.turn if entry else None

    def _entry(self, place: Place) -> _Entry | None:
        return self._entries[place.number] if place.talk == self._talk else None

    @property
    def last_answer(self) -> Place | None:
        """Where the latest answer that can be marked stands; small talk has nothing to be right in."""
        can_be_marked = (
            place
            for place, turn in zip(reversed(self.places), reversed(self.turns), strict=True)
            if turn.reply and turn.reply.status.traits.can_be_marked
        )
        return next(can_be_marked, None)

    @property
    def replies(self) -> tuple[Reply, ...]:
        """All that was answered."""
        return tuple(entry.turn.reply for entry in self._entries if entry.turn.reply)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What the person says of each of the `replies`."""
        return tuple(entry.turn.mark for entry in self._entries if entry.turn.reply)

    @property
    def name(self) -> str:
        """What the person called this conversation; empty where nobody did, or the file does not tell."""
        try:
            return self.history.name(self._conversation) if self._conversation is not None else ""
        except HistoryError:
            return ""

    # Saying

    def ask(self, question: str) -> Place:
        """Note a question before it is answered; where it stands."""
        self._entries.append(_Entry.unwritten(Turn(0, self._clock(), question, None)))
        self._write()
        return Place(self._talk, len(self._entries) - 1)

    def answer(self, place: Place, reply: Reply) -> None:
        """Note the reply to the question at `place`, unless that is in another conversation than this."""
        if entry := self._entry(place):
            entry.turn = replace(entry.turn, reply=reply)
            entry.answered = False
            self._write()

    def mark(self, place: Place, mark: Mark) -> None:
        """Note what the person says of the answer at `place`, unless that is in another conversation."""
        if entry := self._entry(place):
            entry.turn = replace(entry.turn, mark=mark)
            entry.marked = False
            self._write()

    # Another conversation

    def restart(self) -> None:
        """Begin a new conversation; it is kept from its first question on."""
        self._conversation = None
        self._entries.clear()
        self._talk += 1

    def resume(self, conversation: int, turns: Sequence[Turn]) -> None:
        """Go on with a conversation that was kept, in which `turns` were said."""
        self._conversation = conversation
        self._entries = [_Entry(turn, placed=True) for turn in turns]
        self._talk += 1

    def refile(self, pack: str) -> None:
        """File this conversation under another key: its pack's article was edited while it went on."""
        if pack == self._pack:
            return
        self._pack = pack
        if self._conversation is not None:
            try:
                self.history.refile(self._conversation, pack)
            except HistoryError as error:
                self.mend(error)

    def close(self) -> None:
        """Write what is left and let go of the file."""
        if self._history is not None:
            self._write()
            self._history.close()
            self._history = None

    # Keeping

    def mend(self, error: HistoryError) -> None:
        """Go on after `error`, in another history if that is what it takes."""
        from assistant.history.opening import open_instead, open_unkept  # noqa: PLC0415

        if error.busy:
            return
        before = self._history
        if before is not None:
            # First of all: its connection would take the neighbours of a new file for its own.
            before.close()
        self._history = self._limited(open_instead(error, self._clock, self._tell), before)
        try:
            self._take_up()
        except HistoryError as again:
            self._history.close()
            self._history = self._limited(open_unkept(again, self._tell))
            self._write_all_anew()

    def _take_up(self) -> None:
        """Go on in a history that was opened anew: what was deleted from it does not come back."""
        if self._stands():
            self._write_what_is_left()
        elif self._conversation is not None and self.history.has_deleted(self._conversation):
            self._tell("This conversation was deleted in another chat; from here on it is kept as a new one.")
            self._conversation = None
            self._write_what_is_left()
        else:
            self._write_all_anew()

    def _stands(self) -> bool:
        """Whether the history holds this conversation, and not another under its number."""
        if self._conversation is None or not self.history.holds(self._conversation):
            return False
        there = {turn.number: turn.question for turn in self.history.turns(self._conversation)}
        placed = [entry.turn for entry in self._entries if entry.placed]
        return all(there.get(turn.number) == replace_lone_surrogates(turn.question) for turn in placed)

    def _write(self) -> None:
        try:
            self._write_what_is_left()
        except HistoryError as error:
            self.mend(error)

    def _write_what_is_left(self) -> None:
        history = self.history
        if self._conversation is None and self._entries:
            self._conversation = history.begin(self._pack, self._clock())
        for entry in self._entries:
            if not entry.placed and not self._place(entry):
                # Deleted elsewhere, or the file is not what it was: only a fresh look at it tells.
                raise HistoryError("the conversation is gone", damaged=True)
            if entry.turn.reply and not entry.answered:
                history.answer(entry.turn.number, entry.turn.reply)
                entry.answered = True
            if not entry.marked:
                history.mark(entry.turn.number, entry.turn.mark)
                entry.marked = True

    def _place(self, entry: _Entry) -> bool:
        assert self._conversation is not None
        number = self.history.ask(self._conversation, entry.turn.question, entry.turn.asked)
        if number is not None:
            entry.turn = replace(entry.turn, number=number)
            entry.placed = True
        return number is not None

    def _write_all_anew(self) -> None:
        self._conversation = None
        self._entries = [_Entry.unwritten(entry.turn) for entry in self._entries]
        self._write_what_is_left()
