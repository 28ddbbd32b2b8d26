"""The pack edited while one talks about it: the conversation goes on with what it is now."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.containers import Horizontal

from assistant.history import key_of
from assistant.tui.daemon_thread import in_daemon_thread
from assistant.tui.talk.screen import TalkScreen, make_ready
from assistant.tui.widgets.article import ArticlePane
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.suggestions import Suggestions
from assistant.tui.widgets.title_bar import TitleBar
from assistant.tui.widgets.welcome import Welcome

if TYPE_CHECKING:
    from assistant.knowledge.pack import Pack
    from assistant.tui.ports import Assistant, Conversation


class Renewing(TalkScreen):
    """The part of the chat that goes on with another version of the pack."""

    @property
    def pack(self) -> Pack:
        """The pack that answers are made of."""
        return self._assistant.pack

    async def renew(self, assistant: Assistant) -> None:
        """Go on with `assistant`, which knows a newer version of the pack; all that was said stays."""
        await in_daemon_thread(make_ready, assistant)
        conversation = await self._moved_to(assistant)
        # In one go, so that no question is asked of one version in the conversation of the other.
        before, self._assistant, self._conversation = self.pack, assistant, conversation
        self._journal.refile(key_of(self.pack.sources.values()))
        with self.app.batch_update():
            self.query_one(TitleBar).show(self.pack.title)
            if self.pack.sources != before.sources:
                await self._show_article()
            await self._renew_welcome(before)
        suggestions = self.query_one(Suggestions)
        if suggestions.questions:
            suggestions.typed(self.query_one(Prompt).value)

    async def _moved_to(self, assistant: Assistant) -> Conversation:
        """A conversation with `assistant` in which was asked all that was asked in this one.

        What a question may lean on depends on the pack throughout, down to the numbers of its words, and is
        made anew within milliseconds; an intent that is gone leaves nothing behind.
        """
        while True:
            talk, conversation, asked = self._journal.talk, assistant.conversation(), 0
            # Meanwhile more may be asked, or another conversation begun.
            while self._journal.talk == talk:
                replies = self.replies
                if asked == len(replies):
                    return conversation
                conversation.ask(replies[asked].question)
                asked += 1
                await asyncio.sleep(0)

    async def _show_article(self) -> None:
        """Show the article as it is now, with the marks of what still stands in it."""
        before, pane = self.query_one(ArticlePane), ArticlePane(tuple(self.pack.sources.values()))
        # First in the order of the screen, so that a reply that comes meanwhile is shown in this one.
        await self.query_one("#body", Horizontal).mount(pane, before=before)
        await before.remove()
        for reply in self.replies:
            if reply.status.traits.is_answer:
                pane.use(reply.citations)
        pane.cite(self.replies[-1].citations if self.replies else ())

    async def _renew_welcome(self, before: Pack) -> None:
        """Show the welcome of the pack as it is now, if nothing was asked yet."""
        blocks, pack = self._transcript.children, self.pack
        is_alone = len(blocks) == 1 and isinstance(blocks[0], Welcome)
        if is_alone and (pack.title, pack.about, pack.welcome) != (
            before.title,
            before.about,
            before.welcome,
        ):
            await self._transcript.restart(self._welcome())
