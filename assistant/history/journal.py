"""The present conversation: the one owner of what was said in it, which it keeps as it is said."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from assistant.history.entries import Conversation, Entry, Place
from assistant.history.turns import HistoryError, Mark, Turn
from assistant.served import OWN_HISTORY
from assistant.text import counted, replace_lone_surrogates

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from assistant.history.meanwhile import Opening
    from assistant.history.store import History, Identity
    from assistant.history.waiting import WaitingFile
    from assistant.reply import Reply

# So long what is said waits for the history to be opened, and at the end for another process.
_PATIENCE_SECONDS: Final = 0.03
_PATIENCE_AT_THE_END_SECONDS: Final = 1.5
_PAUSE_SECONDS: Final = 0.02
# Of a file that looks sound and is not, the second is another.
_ATTEMPTS: Final = 3


class Journal:
    """What is said goes to the history at once; whatever becomes of the file, the conversation goes on.

    A damaged file is exchanged for another with what could be saved; where none can be written, what is said
    is kept to the end of the process. `tell` is called with a line for the person then, once. What a busy
    file cannot take waits in a file beside it, and goes to the history with what is said next, or with
    `settle`. Where the environment has `OWN_HISTORY`, the history shows no conversation that was begun
    elsewhere.

    One thread at a time may use it; `tell` is called in that one.

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
        self._opening: Opening | None = None
        # The one that has led here, which may still be at work on the words.
        self._opened: Opening | None = None
        # The conversations that were begun here, for a history that is to know no others, and its file.
        self._own: set[int] | None = set() if os.environ.get(OWN_HISTORY) else None
        self._own_file = 0
        # Whether there is a screen that should not stand still.
        self._is_live = False
        self._waiting: WaitingFile | None = None
        self._is_told_of_waiting = False
        self._trouble = ""
        # A file in which something was wrong, although it looked sound.
        self._suspected: Identity | None = None
        self._conversation: int | None = None
        self._begun = ""
        # The history in which that number, and those of the entries, count.
        self._file = 0
        self._entries: list[Entry] = []
        self._talk = 0

    @property
    def history(self) -> History:
        """Where conversations are kept, opened when it is first wanted.

        Raises:
            HistoryError: when it cannot be opened now, but perhaps in a moment.
        """
        if self._history is None:
            # SQLite and Pydantic are for the first question, not for the first frame.
            from assistant.history.meanwhile import Opening  # noqa: PLC0415

            if self._opening is None:
                self._opening = Opening(keep=self._keep, clock=self._clock)
                if self._is_live:
                    self._opening.start()
                else:
                    self._opening.run()
            opening = self._opening
            try:
                self._use(opening.wait(_PATIENCE_SECONDS))
            finally:
                if opening.is_over:
                    self._opened, self._opening = opening, None
                for notice in opening.notices():
                    self._tell(notice)
        assert self._history is not None
        return self._history

    def _use(self, history: History) -> None:
        self._history = history
        if self._own is not None:
            if history.number != self._own_file:
                # There, the same numbers may mean others.
                self._own.clear()
            self._own_file = history.number
            history.own = self._own
        if history.number != self._file and self._conversation is None:
            self._file = history.number

    def open(self) -> None:
        """Open the history now, so that the first question need not wait for it."""
        with suppress(HistoryError):
            self._settle()

    def open_meanwhile(self) -> None:
        """Begin to open the history in a thread of its own; what is said before it is there waits.

        From here on no key waits for that.
        """
        self._is_live = True
        if self._history is None and self._opening is None:
            from assistant.history.meanwhile import Opening  # noqa: PLC0415

            self._opening = Opening(keep=self._keep, clock=self._clock)
            self._opening.start()

    def settle(self) -> None:
        """Take up what is ready by now: a history that was being opened, and what waits for one."""
        if self._opening is not None or self._waiting:
            self._write()

    @property
    def kept(self) -> bool:
        """Whether what is said outlasts the process, in the history or in the file in which it waits."""
        history = self._opened_history()
        return self._keep if history is None else history.path is not None

    @property
    def only_read(self) -> bool:
        """Whether what was kept before is there, but cannot be changed."""
        history = self._opened_history()
        return history is not None and history.copied

    def _opened_history(self) -> History | None:
        try:
            return self.history
        except HistoryError:
            return None

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

    def _entry(self, place: Place) -> Entry | None:
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
        self._entries.append(Entry.unwritten(Turn(0, self._clock(), question, None)))
        self._write()
        return Place(self._talk, len(self._entries) - 1)

    def answer(self, place: Place, reply: Reply) -> None:
        """Note the reply to the question at `place`, unless that is in another conversation than this."""
        if entry := self._entry(place):
            entry.turn = entry.turn._replace(reply=reply)
            entry.answered = False
            self._write()

    def mark(self, place: Place, mark: Mark) -> None:
        """Note what the person says of the answer at `place`, unless that is in another conversation."""
        if entry := self._entry(place):
            entry.turn = entry.turn._replace(mark=mark)
            entry.marked = False
            self._write()

    # Another conversation

    def restart(self) -> None:
        """Begin a new conversation; it is kept from its first question on."""
        self._conversation, self._begun = None, ""
        self._entries.clear()
        self._talk += 1

    def resume(self, conversation: int, turns: Sequence[Turn]) -> None:
        """Go on with a conversation that was kept, in which `turns` were said."""
        self.restart()
        self._conversation = conversation
        self._entries = [Entry(turn, placed=True) for turn in turns]
        with suppress(HistoryError):
            self._begun, self._file = self.history.begun(conversation), self.history.number

    def refile(self, pack: str) -> None:
        """File this conversation under another key: its pack's article was edited while it went on."""
        if pack == self._pack:
            return
        self._pack = pack
        self._write()
        if self._conversation is not None:
            try:
                self.history.refile(self._conversation, pack)
            except HistoryError as error:
                self.mend(error)

    def close(self) -> str:
        """Write what is left and let go of the file; once.

        Turns that only wait are kept: whoever opens the history next takes them in.

        Returns:
            What is kept nowhere beyond the process, in a line for the person; empty where nothing is.
        """
        if self._opening is not None or self._waiting:
            self._wait_for_the_history()
        if self._history is not None:
            if self._history.was_replaced():
                # What was said last may have gone to the file that was damaged.
                self.mend(HistoryError(f"{self._history.path}: it is not there any more", damaged=True))
            self._write()
        for opening in (self._opening, self._opened):
            if opening is not None:
                opening.stop()
        self._let_go()
        if self._waiting is None:
            return ""
        lost = self._waiting.unwritten
        self._waiting.leave()
        return f"{counted(lost, 'question')} could not be kept: {self._trouble}" if lost else ""

    def _wait_for_the_history(self) -> None:
        """Try for longer than a person at the prompt would notice to write what waits."""
        deadline = time.monotonic() + _PATIENCE_AT_THE_END_SECONDS
        while True:
            self._write()
            if not self._waiting or time.monotonic() > deadline:
                return
            time.sleep(_PAUSE_SECONDS)

    # Keeping

    def mend(self, error: HistoryError) -> None:
        """Go on after `error`, in another history if that is what it takes."""
        if error.may_pass:
            self._let_wait(error)
            return
        from assistant.history.opening import open_instead  # noqa: PLC0415

        if self._opened is not None:
            # It may be at work on the file in a thread of its own.
            self._opened.stop()
            self._opened = None
        for _ in range(_ATTEMPTS):
            identity = self._let_go()
            suspected = identity if identity == self._suspected else None
            self._suspected = identity
            try:
                self._use(open_instead(error, self._clock, self._tell, suspected))
                self._take_up(self.history)
            except HistoryError as again:
                if again.may_pass:
                    self._let_wait(again)
                    return
                error = again
            else:
                return
        self._go_on_unkept(error)

    def _let_go(self) -> Identity:
        """Close the history: its connection would take the neighbours of a new file for its own."""
        history, self._history = self._history, None
        if history is None:
            return None
        history.close()
        return history.identity

    def _go_on_unkept(self, error: HistoryError) -> None:
        from assistant.history.opening import open_unkept  # noqa: PLC0415
        from assistant.history.store import History  # noqa: PLC0415

        self._let_go()
        self._use(open_unkept(error, self._tell))
        try:
            self._write_all_anew()
        except HistoryError:
            # What can still be read of the file cannot be written to.
            self._let_go()
            self._use(History(None))
            self._write_all_anew()

    def _take_up(self, history: History) -> None:
        """Go on in a history that was opened anew: what was deleted from it does not come back."""
        if self._conversation is None or self._stands(history):
            self._own_up()
            self._write_what_is_left(history)
        elif history.number == self._file and history.has_deleted(self._conversation):
            self._leave_deleted()
            self._write_what_is_left(history)
        else:
            self._write_all_anew()

    def _own_up(self) -> None:
        """Have this conversation among those that may be seen, in a file that holds it under its number."""
        if self._own is not None and self._conversation is not None:
            self._own.add(self._conversation)

    def _leave_deleted(self) -> None:
        self._tell("This conversation was deleted in another chat; from here on it is kept as a new one.")
        self._conversation, self._begun = None, ""

    def _stands(self, history: History) -> bool:
        """Whether the history holds this conversation with all of it that was placed there."""
        assert self._conversation is not None
        return self._is_in(history) and self._placed() <= history.questions_of(self._conversation)

    def _is_in(self, history: History) -> bool:
        """Whether the conversation of this number is this one there, and not another's in another file."""
        begun = history.begun(self._conversation or 0)
        return bool(begun) and begun == self._begun

    def _placed(self) -> set[tuple[int, str]]:
        turns = (entry.turn for entry in self._entries if entry.placed)
        return {(turn.number, replace_lone_surrogates(turn.question)) for turn in turns}

    def _write(self) -> None:
        try:
            self._settle()
            self._write_what_is_left(self.history)
        except HistoryError as error:
            self.mend(error)

    def _settle(self) -> None:
        """Put what waits into the history; it comes before what is said now."""
        history, waiting = self.history, self._waiting
        if not waiting:
            return
        if self._file != history.number and self._conversation is not None:
            # Another file: what was placed in the one before may not be there.
            self._file = history.number
            self._take_up(history)
        turns = waiting.turns
        numbers = history.take_in(turns, waiting.name)
        waiting.discard()
        history.wait_longer()
        self._is_told_of_waiting = False
        here = [turn for turn in turns if turn.talk == self._talk and (turn.talk, turn.place) in numbers]
        for turn in here:
            conversation, number = numbers[turn.talk, turn.place]
            if self._conversation not in {None, conversation}:
                self._leave_deleted()
            self._conversation, self._file = conversation, history.number
            self._entries[turn.place].took(number, turn)
        if here and not self._begun:
            self._begun = history.begun(self._conversation or 0)

    def _let_wait(self, error: HistoryError) -> None:
        """Put what the history cannot take now where it is safe."""
        if not self._keep:
            return
        from assistant.history.values import stamp_of  # noqa: PLC0415

        self._trouble = str(error)
        if self._history is not None:
            # Once is enough, until the other process is done.
            self._history.wait_longer(0)
        if self._waiting is None:
            from assistant.history.opening import history_path  # noqa: PLC0415
            from assistant.history.waiting import WaitingFile  # noqa: PLC0415

            self._waiting = WaitingFile(history_path())
        for place, entry in enumerate(self._entries):
            if entry.is_written:
                continue
            conversation = Conversation(
                self._pack, self._begun or stamp_of(self._clock()), self._file, self._conversation or 0
            )
            self._begun = conversation.begun
            try:
                self._waiting.add(entry.waiting(Place(self._talk, place), conversation))
            except OSError as trouble:
                self._trouble = f"{error}; {trouble.strerror}"
                if not self._is_told_of_waiting:
                    self._is_told_of_waiting = True
                    self._tell(f"What is said cannot be kept at the moment: {self._trouble}")

    def _write_what_is_left(self, history: History) -> None:
        if self._conversation is None and self._entries:
            self._conversation = history.begin(self._pack, self._clock())
            self._begun, self._file = history.begun(self._conversation), history.number
        for entry in self._entries:
            if not entry.placed and not self._place(history, entry):
                # Deleted elsewhere, or the file is not what it was: only a fresh look at it tells.
                raise HistoryError("the conversation is gone", damaged=True)
            if entry.turn.reply and not entry.answered:
                history.answer(entry.turn.number, entry.turn.reply)
                entry.answered = True
            if not entry.marked:
                history.mark(entry.turn.number, entry.turn.mark)
                entry.marked = True

    def _place(self, history: History, entry: Entry) -> bool:
        assert self._conversation is not None
        number = history.ask(self._conversation, entry.turn.question, entry.turn.asked)
        if number is not None:
            entry.turn = entry.turn._replace(number=number)
            entry.placed = True
        return number is not None

    def _write_all_anew(self) -> None:
        history = self.history
        there = history.questions_of(self._conversation or 0)
        if self._conversation is not None and self._is_in(history) and there <= self._placed():
            # Some of its turns could not be saved, but all are here.
            history.clear(self._conversation)
            self._own_up()
        else:
            self._conversation, self._begun = None, ""
        self._entries = [Entry.unwritten(entry.turn) for entry in self._entries]
        self._write_what_is_left(history)
