"""Answers marked as right or wrong."""

from __future__ import annotations

from textual import on

from assistant.history import Mark
from assistant.tui.messages import AnswerMarked
from assistant.tui.talk.screen import TalkScreen


class Marking(TalkScreen):
    """The part of the chat that marks answers; the same mark once more takes it back."""

    @on(AnswerMarked)
    def _mark(self, message: AnswerMarked) -> None:
        turn = self._journal.turn(message.place)
        if turn is None:
            return
        mark = Mark.NONE if turn.mark is message.mark else message.mark
        self._journal.mark(message.place, mark)
        for exchange in self.exchanges:
            if exchange.place == message.place:
                exchange.show_mark(mark)

    def action_mark_right(self) -> None:
        """Mark the latest answer as right, or take that back."""
        self._mark_latest(Mark.RIGHT)

    def action_mark_wrong(self) -> None:
        """Mark the latest answer as wrong, or take that back."""
        self._mark_latest(Mark.WRONG)

    def _mark_latest(self, mark: Mark) -> None:
        place = self._journal.last_answer
        if place:
            self._mark(AnswerMarked(place, mark))
        else:
            self.notify("There is no answer to mark yet.", severity="warning", markup=False)
