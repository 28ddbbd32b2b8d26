"""The chat: it owns the conversation and everything that was asked in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Footer, Input

from assistant.errors import AssistantError
from assistant.export import FORMATS, Talk
from assistant.knowledge.contents import QuestionGroup, answered_by, by_topic
from assistant.reply import Status
from assistant.text import one_line, printable
from assistant.tui.commands import command_bindings, typed_action
from assistant.tui.history import QuestionHistory
from assistant.tui.messages import (
    ChoicePicked,
    CitationChosen,
    QuestionSubmitted,
    SentenceChosen,
    SuggestionPicked,
)
from assistant.tui.palette import ChatCommands
from assistant.tui.questions_screen import QuestionsScreen
from assistant.tui.saving import save, wanted
from assistant.tui.widgets.article import ArticlePane
from assistant.tui.widgets.choices import Choices
from assistant.tui.widgets.exchange import Exchange
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.suggestions import Suggestions
from assistant.tui.widgets.title_bar import TitleBar
from assistant.tui.widgets.transcript import Transcript
from assistant.tui.widgets.welcome import Welcome
from assistant.tui.widgets.why import WhyView

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from assistant.reply import Reply
    from assistant.tui.ports import Assistant, Clock
    from assistant.tui.widgets.choices import Choice

# So many letters make a text worth a suggestion.
LEAST_LETTERS: Final = 2
# A text with a misspelt word: with it, all that suggesting needs is made ready.
_WARM_UP: Final = "aa misspelld word"


class ChatScreen(Screen[None]):
    """Conversation, article and prompt."""

    AUTO_FOCUS = "Prompt"
    BINDING_GROUP_TITLE = "Chat"
    BINDINGS: ClassVar[list[BindingType]] = command_bindings()
    COMMANDS: ClassVar = {ChatCommands}
    # No ClassVar: Textual types these two as plain attributes.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (96, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]  # noqa: RUF012

    def __init__(self, assistant: Assistant, clock: Clock) -> None:
        super().__init__()
        self._assistant = assistant
        self._clock = clock
        self._conversation = assistant.conversation()
        self._history = QuestionHistory()
        self._replies: list[Reply] = []

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that the pack proposes to begin with."""
        return self._assistant.pack.welcome

    @property
    def replies(self) -> tuple[Reply, ...]:
        """The replies of this conversation so far."""
        return tuple(self._replies)

    def compose(self) -> ComposeResult:
        """Title, conversation and article, suggestions, prompt, keys."""
        pack = self._assistant.pack
        suggestions = Suggestions(self._suggest)
        yield TitleBar(pack.title)
        with Horizontal(id="body"):
            yield Transcript(self._welcome())
            yield ArticlePane(tuple(pack.sources.values()))
        yield suggestions
        yield Prompt(self._history, suggestions, placeholder="Ask about the article")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Make suggesting ready as soon as the chat is shown, not at the first key."""
        self.call_after_refresh(self._assistant.suggest, _WARM_UP)

    def _welcome(self) -> Welcome:
        pack = self._assistant.pack
        return Welcome(pack.title, pack.about, pack.welcome)

    # Asking

    async def ask(self, question: str) -> None:
        """Echo `question` at once, then reply to it."""
        choices = self._choices()
        if choices:
            choices.disarm()
        self.query_one(Suggestions).close()
        self._history.add(question)
        exchange = Exchange(question)
        await self.query_one(Transcript).add(exchange)
        self.remove_class("-article-open")
        self.query_one(Prompt).focus()
        self.call_after_refresh(self._reply, exchange)

    async def _reply(self, exchange: Exchange) -> None:
        if not exchange.is_attached:
            return
        reply = self._conversation.ask(exchange.question)
        self._replies.append(reply)
        await exchange.show(reply, self._assistant.pack.sources, self._why())
        pane = self.query_one(ArticlePane)
        pane.cite(reply.citations)
        if reply.status is Status.ANSWERED:
            pane.use(reply.citations)
        self.query_one(Transcript).show_latest()

    def _why(self) -> WhyView:
        intents = self._assistant.pack.intents
        return WhyView(self._conversation.why(), lambda intent: intents[intent].question)

    @on(QuestionSubmitted)
    async def _ask_submitted(self, message: QuestionSubmitted) -> None:
        if message.text.startswith("/"):
            await self._obey(message.text)
            return
        choice = self._numbered(message.text)
        await self.ask(choice.question if choice else message.text)

    async def _obey(self, line: str) -> None:
        """Run a command that was typed."""
        self._history.add(line)
        try:
            action = typed_action(line)
        except AssistantError as error:
            self.notify(one_line(str(error)), severity="warning", markup=False)
            return
        await self.run_action(action)

    @on(ChoicePicked)
    async def _ask_picked(self, message: ChoicePicked) -> None:
        prompt = self.query_one(Prompt)
        if self._numbered(prompt.value):
            prompt.value = ""
        await self.ask(message.question)

    @on(SuggestionPicked)
    async def _ask_suggested(self, message: SuggestionPicked) -> None:
        self.query_one(Prompt).value = ""
        await self.ask(message.question)

    def _suggest(self, text: str, limit: int) -> Sequence[str]:
        """Questions for what stands at the prompt, none for a command or the number of a choice."""
        typed = text.strip()
        if sum(map(str.isalnum, typed)) < LEAST_LETTERS or typed.startswith("/"):
            return ()
        if typed.isdecimal() and self._numbered(typed):
            return ()
        return self._assistant.suggest(text, limit)

    @on(Input.Changed)
    def _note_typed(self, message: Input.Changed) -> None:
        choices = self._choices()
        if choices:
            choices.typed(message.value)

    def _choices(self) -> Choices | None:
        """The questions on offer: those of the latest block."""
        # The prompt takes keys even before the conversation is there.
        blocks = [block for transcript in self.query(Transcript) for block in transcript.children]
        return next(iter(blocks[-1].query(Choices)), None) if blocks else None

    def _numbered(self, text: str) -> Choice | None:
        choices = self._choices()
        return choices.numbered(text) if choices else None

    # Moving about

    @on(CitationChosen)
    def _show_citation(self, message: CitationChosen) -> None:
        if self.has_class("-narrow"):
            self.add_class("-article-open")
            self.query_one(Prompt).focus()
        self.remove_class("-article-closed")
        self.query_one(ArticlePane).cite(message.citations)

    def on_key(self, event: events.Key) -> None:
        """Typing goes to the prompt, wherever the focus is."""
        prompt = self.query_one(Prompt)
        if event.is_printable and event.character and not prompt.has_focus:
            event.stop()
            prompt.focus()
            prompt.insert_text_at_cursor(event.character)

    def action_to_prompt(self) -> None:
        """Return to the prompt, and from an article that fills the screen to the conversation."""
        self.remove_class("-article-open")
        self.query_one(Prompt).focus()

    def action_toggle_article(self) -> None:
        """Show or hide the article: beside the conversation, or in its place on a narrow terminal."""
        self.toggle_class("-article-open" if self.has_class("-narrow") else "-article-closed")
        self.query_one(Prompt).focus()

    def _scrolling(self) -> Transcript | ArticlePane:
        transcript, article = self.query_one(Transcript), self.query_one(ArticlePane)
        return transcript if transcript.display else article

    def action_page_up(self) -> None:
        """Scroll back a page."""
        self._scrolling().scroll_page_up()

    def action_page_down(self) -> None:
        """Scroll on a page."""
        self._scrolling().scroll_page_down()

    async def action_toggle_why(self) -> None:
        """Fold or unfold why the latest answer was given."""
        latest = self.query_one(Transcript).latest
        if isinstance(latest, Exchange):
            await latest.toggle_why()
            self.query_one(Transcript).show_latest()

    async def action_new_conversation(self) -> None:
        """Forget what was said and begin again; earlier questions stay within reach of the prompt."""
        self._conversation = self._assistant.conversation()
        self._replies.clear()
        await self.query_one(Transcript).restart(self._welcome())
        self.query_one(ArticlePane).forget()
        self.action_to_prompt()

    # What can be asked

    def action_topics(self) -> None:
        """Show what can be asked, by topic."""
        self._offer("What can be asked", by_topic(self._assistant.pack))

    @on(SentenceChosen)
    def _offer_its_questions(self, message: SentenceChosen) -> None:
        """Show what a sentence of the article answers."""
        questions = answered_by(self._assistant.pack, message.source, message.number)
        if questions:
            title = f"What sentence {message.number} answers"
            self._offer(title, [QuestionGroup(f"Sentence {message.number}", questions)])
        else:
            self.notify(f"No question rests on sentence {message.number}.", markup=False)

    def _offer(self, title: str, groups: Iterable[QuestionGroup]) -> None:
        self.app.push_screen(QuestionsScreen(title, groups), self._ask_chosen)

    async def _ask_chosen(self, question: str | None) -> None:
        if question is not None:
            await self.ask(question)

    def action_copy_answer(self) -> None:
        """Copy the last answer and the sentences that it rests on."""
        if not self._replies:
            self.notify("There is no answer to copy yet.", severity="warning", markup=False)
            return
        reply = self._replies[-1]
        quotes = [f"“{citation.quote}” (sentence {citation.sentence})" for citation in reply.citations]
        self.app.copy_to_clipboard(printable("\n\n".join([reply.answer, *quotes])))
        self.notify("Copied the last answer.", timeout=2, markup=False)

    def action_export(self, words: str = "") -> None:
        """Write the conversation to a file; `words` may name its format and its path."""
        if not self._replies:
            self.notify("There is no conversation to export yet.", severity="warning", markup=False)
            return
        pack, now = self._assistant.pack, self._clock()
        talk = Talk(pack.title, tuple(pack.sources.values()), self.replies, now)
        try:
            ending, name = wanted(words)
            path = save(FORMATS[ending](talk), name, ending, now)
        except AssistantError as error:
            self.notify(one_line(str(error)), severity="error", markup=False)
            return
        self.notify(f"Exported to {one_line(str(path))}", markup=False)
