"""The conversations that were kept, told line by line: listed by number, searched, and one called back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from assistant.errors import AssistantError
from assistant.history import HistoryError
from assistant.render import as_answer_lines, as_spoken_lines
from assistant.text import one_line
from assistant.typed import number_typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from assistant.history import Journal, Kept, Turn
    from assistant.history.store import History
    from assistant.reply import Reply
    from assistant.response import Response

T = TypeVar("T")

# No more are listed, for who listens cannot skip.
MOST_TOLD: Final = 10
# So many turns of a conversation that goes on are said again.
SAID_AGAIN: Final = 3
_LONGEST_TITLE: Final = 200


class Recalling:
    """What was kept beside the conversation of `journal`; a number means what was listed with it last."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._listed: list[Kept] | None = None

    def lines(self, text: str) -> Iterator[str]:
        """The latest conversations, or the latest that hold the words of `text`, a line each.

        Raises:
            AssistantError: when the history cannot be read.
        """
        self._listed = self._find(text)
        if not self._listed:
            yield f'No conversation holds "{one_line(text)}".' if text else "There is no conversation yet."
            return
        yield "Conversations, the latest first:"
        for number, kept in enumerate(self._listed, 1):
            yield f"{number}. {self._line(kept)}"
        yield "Type /open and a number to go on with one."

    def opened(self, words: str) -> tuple[Kept, list[Turn]]:
        """The conversation whose number is all of `words`, and what was said in it.

        Before anything was listed, the numbers are those of the latest.

        Raises:
            AssistantError: when there is none to go on with.
        """
        if not words:
            raise AssistantError("Type a number after /open: /history lists the conversations by number.")
        listed = self._find("") if self._listed is None else self._listed
        number = number_typed(words)
        if not number or number > len(listed):
            raise AssistantError("There is no conversation of that number. /history lists them by number.")
        kept = listed[number - 1]
        if kept.number == self._journal.conversation:
            raise AssistantError("That is this conversation.")
        before = self._journal.history
        turns = self._read(lambda history: history.turns(kept.number))
        if self._journal.history is not before:
            # The numbers of another history mean nothing there.
            self._listed, turns = None, []
        if not turns:
            raise AssistantError("That conversation is not there any more.")
        return kept, turns

    def _find(self, text: str) -> list[Kept]:
        return self._read(lambda history: history.conversations(self._journal.pack, text, MOST_TOLD))

    def _read(self, read: Callable[[History], T]) -> T:
        """What `read` finds, in another history if this one cannot be read."""
        try:
            return read(self._journal.history)
        except HistoryError as error:
            if error.may_pass:
                raise
            self._journal.mend(error)
        return read(self._journal.history)

    def _line(self, kept: Kept) -> str:
        present = " (this one)" if kept.number == self._journal.conversation else ""
        found = one_line("".join(text for text, _ in kept.snippet))
        where = f" - found in: {found}" if found else ""
        return f"{kept.touched.astimezone():%Y-%m-%d %H:%M}: {_title(kept)}{present}{where}"


def said_again(
    kept: Kept, turns: Sequence[Turn], replies: Sequence[Reply | Response], *, name_sources: bool
) -> Iterator[str]:
    """What a conversation that goes on is called and how it ended: its last turns, the very last in full."""
    yield f"Opened: {_title(kept)}"
    before = len(turns) - SAID_AGAIN
    if before > 0:
        yield f"{before} earlier question{'s' * (before > 1)} not said again."
    for turn, reply in list(zip(turns, replies, strict=True))[-SAID_AGAIN:]:
        yield f"Question: {one_line(turn.question)}"
        if turn.mark:
            yield f"Marked as {turn.mark}."
        if turn is turns[-1]:
            yield from as_spoken_lines(reply, name_sources=name_sources)
        else:
            yield from as_answer_lines(reply)


def _title(kept: Kept) -> str:
    return one_line(kept.title[:_LONGEST_TITLE]) or "no words"
