"""What every part of the chat builds on: the conversation, and how a question is asked in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.screen import Screen

from assistant.history import Journal, key_of
from assistant.text import one_line
from assistant.tui.earlier import QuestionHistory
from assistant.tui.widgets.article import ArticlePane
from assistant.tui.widgets.choices import Choices
from assistant.tui.widgets.notice import Notice
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.suggestions import Suggestions
from assistant.tui.widgets.transcript import Transcript
from assistant.tui.widgets.welcome import Welcome

if TYPE_CHECKING:
    from assistant.reply import Reply
    from assistant.tui.ports import Assistant, Clock, Conversation
    from assistant.tui.widgets.exchange import Exchange

# With a misspelt word, so that what looks for others is made ready, too.
_ANYTHING: Final = "aa misspelld word"


def make_ready(assistant: Assistant) -> None:
    """Do beforehand, in a thread of its own, what the next key and the next question need."""
    assistant.suggest(_ANYTHING)
    assistant.conversation().ask(_ANYTHING)


class TalkScreen(Screen[None]):
    """It owns the conversation and everything that was asked in it."""

    # These are there from `take_on` on.
    _assistant: Assistant
    _conversation: Conversation
    _journal: Journal

    def __init__(self, clock: Clock, *, keep: bool) -> None:
        super().__init__()
        self._clock = clock
        self._keep = keep
        self._earlier = QuestionHistory()
        self._transcript = Transcript()

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that the pack proposes to begin with."""
        return self._assistant.pack.welcome

    @property
    def replies(self) -> tuple[Reply, ...]:
        """The replies of this conversation so far."""
        return self._journal.replies

    @property
    def exchanges(self) -> list[Exchange]:
        """The questions on the screen, each with its reply, in order."""
        from assistant.tui.widgets.exchange import Exchange  # noqa: PLC0415  (not for the first frame)

        return list(self.query(Exchange))

    def take_on(self, assistant: Assistant) -> None:
        """Let `assistant` answer, in a new conversation."""
        self._assistant = assistant
        self._conversation = assistant.conversation()
        self._journal = Journal(
            key_of(assistant.pack.sources.values()),
            keep=self._keep,
            clock=self._clock,
            tell=lambda notice: self.notify(one_line(notice), severity="warning", timeout=12, markup=False),
        )

    async def ask(self, question: str) -> Exchange:
        """Echo `question` at once, then reply to it beneath."""
        choices = self._choices()
        if choices:
            choices.disarm()
        self.query_one(Suggestions).close()
        self.drop_notice()
        self._earlier.add(question)
        from assistant.tui.widgets.exchange import Exchange  # noqa: PLC0415  (not for the first frame)

        exchange = Exchange(question, self._journal.ask(question))
        await self._transcript.add(exchange)
        self.remove_class("-article-open")
        self.query_one(Prompt).focus()
        self.call_after_refresh(self._reply, exchange)
        return exchange

    def drop_notice(self) -> None:
        """What was told is over with the next question."""
        self.query_one(Notice).dismiss()

    async def _reply(self, exchange: Exchange) -> Reply | None:
        """Reply beneath `exchange`; None where its conversation was left before the reply came."""
        # A question of a conversation that was left may be on the screen for a moment still.
        if not exchange.is_attached or not self._journal.turn(exchange.place):
            return None
        from assistant.tui.widgets.why import WhyView  # noqa: PLC0415  (not for the first frame)

        reply = self._conversation.ask(exchange.question)
        self._journal.answer(exchange.place, reply)
        await exchange.show(reply, self._assistant.pack.sources, WhyView(self._conversation.why()))
        if not self._journal.turn(exchange.place):
            return reply
        pane = self.query_one(ArticlePane)
        pane.cite(reply.citations, again=reply.act is not None)
        if reply.status.traits.is_answer:
            pane.use(reply.citations)
        self._transcript.show_latest()
        return reply

    async def _ask_chosen(self, question: str | None) -> None:
        """Ask what another screen was left with, if that is a question."""
        if question is not None:
            await self.ask(question)

    def _choices(self) -> Choices | None:
        """The questions on offer: those of the latest block."""
        # The prompt takes keys even before the conversation is there.
        blocks = self._transcript.children
        return next(iter(blocks[-1].query(Choices)), None) if blocks else None

    def _welcome(self) -> Welcome:
        pack = self._assistant.pack
        return Welcome(pack.about, pack.welcome)

    def action_to_prompt(self) -> None:
        """Return to the prompt, and from an article that fills the screen to the conversation."""
        self.remove_class("-article-open")
        self.query_one(Prompt).focus()

    async def action_new_conversation(self) -> None:
        """Forget what was said and begin again; earlier questions stay within reach of the prompt."""
        self._conversation = self._assistant.conversation()
        self._journal.restart()
        await self._transcript.restart(self._welcome())
        self.query_one(ArticlePane).forget()
        self.action_to_prompt()
