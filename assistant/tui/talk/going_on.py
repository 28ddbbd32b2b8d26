"""Earlier conversations, and going on with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from assistant.history import HistoryError, Place
from assistant.text import one_line
from assistant.tui.talk.screen import TalkScreen
from assistant.tui.widgets.article import ArticlePane
from assistant.tui.widgets.reopened import MOST_SHOWN, EarlierTurns, ReopenedNote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.history import Kept
    from assistant.tui.reopening import Said
    from assistant.tui.widgets.exchange import Exchange


class GoingOn(TalkScreen):
    """The part of the chat that shows the conversations that were kept, and reopens one."""

    def action_history(self) -> None:
        """Show the conversations that were kept."""
        from assistant.tui.history_screen import HistoryScreen  # noqa: PLC0415

        screen = HistoryScreen(self._journal, self._clock, self._leave_deleted)
        self.app.push_screen(screen, self._reopen_chosen)

    def _leave_deleted(self, conversation: int) -> None:
        if conversation == self._journal.conversation:
            self.call_later(self.action_new_conversation)

    def _reopen_chosen(self, kept: Kept | None) -> None:
        if kept and kept.number != self._journal.conversation:
            self.run_worker(self.reopen(kept.number), exclusive=True, group="reopening")

    async def reopen(self, conversation: int) -> None:
        """Go on with an earlier conversation."""
        from assistant.tui.reopening import reopen  # noqa: PLC0415

        try:
            turns = self._journal.history.turns(conversation)
        except HistoryError as error:
            self._journal.mend(error)
            self.notify(one_line(f"It cannot be opened: {error}"), severity="warning", markup=False)
            return
        talk = self._journal.talk
        assistant = None
        while assistant is not self._assistant:
            # Again, where the pack was reloaded meanwhile.
            assistant = self._assistant
            reopened = await reopen(assistant, turns)
        if self._journal.talk != talk:
            # Meanwhile the person began another.
            return
        self._conversation = reopened.conversation
        self._journal.resume(conversation, turns)
        talk = self._journal.talk
        # Also those that are not shown yet: they are exported like all others.
        for said in reopened.said:
            if said.turn.reply is None:
                self._journal.answer(Place(talk, said.number), said.reply)
        transcript, pane = self._transcript, self.query_one(ArticlePane)
        pane.forget()
        await transcript.restart(ReopenedNote(reopened.changed))
        earlier, shown = reopened.said[:-MOST_SHOWN], reopened.said[-MOST_SHOWN:]
        if earlier and self._journal.talk == talk:
            await transcript.add(EarlierTurns(earlier, talk))
        exchanges = _exchanges(shown, talk)
        if self._journal.talk == talk:
            await transcript.add(*exchanges)
        if not await self._fill(exchanges, shown):
            return
        for reply in self.replies:
            if reply.status.traits.is_answer:
                pane.use(reply.citations)
        pane.cite(self.replies[-1].citations if self.replies else ())
        self.action_to_prompt()
        transcript.show_latest()

    @on(EarlierTurns.Chosen)
    async def _show_earlier(self, message: EarlierTurns.Chosen) -> None:
        """Show more of what was said before; what is in view stays there."""
        chip, transcript = message.turns, self._transcript
        if not chip.is_attached or not chip.left or chip.talk != self._journal.talk:
            return
        shown = transcript.children[transcript.children.index(chip) + 1]
        hold = transcript.hold(shown)
        turns = chip.take()
        exchanges = _exchanges(turns, chip.talk)
        with self.app.batch_update():
            await transcript.insert(exchanges, before=shown)
            if not await self._fill(exchanges, turns):
                return
            if not chip.left:
                self.action_to_prompt()
                await chip.remove()
        self.call_after_refresh(hold)

    async def _fill(self, exchanges: Sequence[Exchange], turns: Sequence[Said]) -> bool:
        """Show the replies of `turns`, each beneath its question; False if another conversation was begun."""
        from assistant.tui.widgets.why import WhyView  # noqa: PLC0415  (not for the first frame)

        for said, exchange in zip(turns, exchanges, strict=True):
            if self._journal.turn(exchange.place):
                await exchange.show(said.reply, self._assistant.pack.sources, WhyView(said.why))
            # The person may have marked it, or begun another conversation, meanwhile.
            turn = self._journal.turn(exchange.place)
            if turn is None:
                return False
            exchange.show_mark(turn.mark)
        return True


def _exchanges(turns: Sequence[Said], talk: int) -> list[Exchange]:
    from assistant.tui.widgets.exchange import Exchange  # noqa: PLC0415  (not for the first frame)

    return [Exchange(said.turn.question, Place(talk, said.number)) for said in turns]
