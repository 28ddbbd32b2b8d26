"""The chat: what stands where, what is typed, and moving about; the rest is in its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.containers import Horizontal
from textual.events import Paste
from textual.widgets import Input

from assistant.errors import AssistantError
from assistant.text import one_line
from assistant.tui.commands import COMMANDS, command_bindings, typed_action
from assistant.tui.focus import first_in_view
from assistant.tui.messages import (
    ChoicePicked,
    CitationChosen,
    LinesPasted,
    QuestionSubmitted,
    SuggestionPicked,
)
from assistant.tui.talk.batching import Batching
from assistant.tui.talk.going_on import GoingOn
from assistant.tui.talk.marking import Marking
from assistant.tui.talk.offering import Offering
from assistant.tui.talk.renewing import Renewing
from assistant.tui.talk.taking_away import TakingAway
from assistant.tui.widgets.article import ArticlePane
from assistant.tui.widgets.key_bar import KeyBar
from assistant.tui.widgets.notice import Notice
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.suggestions import Suggestions
from assistant.tui.widgets.title_bar import TitleBar
from assistant.tui.widgets.waiting import LOADING, LoadingNote, WaitingEntry
from assistant.typed import no_such_question, number_typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from assistant.tui.earlier import QuestionHistory
    from assistant.tui.ports import Assistant, Clock
    from assistant.tui.widgets.choices import Choice
    from assistant.tui.widgets.transcript import Transcript

# So many letters make a text worth a suggestion.
LEAST_LETTERS: Final = 2
# So often it is tried to keep what a busy history could not take.
SETTLED_EVERY_SECONDS: Final = 0.5
_MORE_BELOW: Final = "↓ more below: pgdn"


class ChatScreen(GoingOn, Offering, Marking, Renewing, TakingAway, Batching):
    """Conversation, article and prompt."""

    AUTO_FOCUS = "Prompt"
    BINDING_GROUP_TITLE = "Chat"
    BINDINGS: ClassVar[list[BindingType]] = command_bindings()
    # No ClassVar: Textual types these two as plain attributes.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (96, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]  # noqa: RUF012

    def __init__(self, assistant: Assistant | None, clock: Clock, *, keep: bool) -> None:
        """Without an `assistant`, one can type until `begin` is called with one."""
        super().__init__(clock, keep=keep)
        self._given = assistant
        self.loss = ""
        """What could not be kept of what was said, once the chat has ended."""
        self._begun = False
        self._is_loading = assistant is None
        # What was entered before there was anyone to answer, in order.
        self._waiting: list[tuple[QuestionSubmitted | LinesPasted, WaitingEntry]] = []

    @property
    def begun(self) -> bool:
        """Whether there is someone to answer."""
        return self._begun

    @property
    def is_loading(self) -> bool:
        """Whether there soon is someone to answer."""
        return self._is_loading

    @property
    def loading_text(self) -> str:
        """What there is to wait for until then."""
        return LOADING

    def compose(self) -> ComposeResult:
        """Title, room for conversation and article, suggestions, notice, prompt, keys."""
        suggestions = Suggestions(self._suggest, self.commands_begun)
        yield TitleBar()
        with Horizontal(id="body"):
            yield self._transcript
        yield suggestions
        yield Notice()
        yield self.make_prompt(self._earlier, suggestions)
        yield KeyBar(show_command_palette=False)

    def make_prompt(self, earlier: QuestionHistory, suggestions: Suggestions) -> Prompt:
        """The line at which a person asks; a subclass may take another."""
        return Prompt(earlier, suggestions, placeholder="Ask about the article")

    async def on_mount(self) -> None:
        """Keep an eye on what is beneath, and begin if there is someone to answer."""
        for what_it_depends_on in ("scroll_y", "virtual_size", "container_size", "is_shown"):
            self.watch(self._transcript, what_it_depends_on, self._mark_more_below, init=False)
        if self._given:
            await self.begin(self._given)

    async def begin(self, assistant: Assistant) -> None:
        """Chat with `assistant`; what was typed stays, and what was entered is done now, in order."""
        pack = assistant.pack
        self.take_on(assistant)
        with self.app.batch_update():
            self.query_one(TitleBar).show(pack.title)
            await self.hide_loading()
            await self._transcript.begin(self._welcome())
            await self.query_one("#body").mount(ArticlePane(tuple(pack.sources.values())))
        self._begun = True
        self.refresh_bindings()
        self.query_one(Suggestions).typed(self.query_one(Prompt).value)
        self.call_later(self._catch_up)
        self.call_after_refresh(self._journal.open_meanwhile)
        self.set_interval(SETTLED_EVERY_SECONDS, self._journal.settle)

    async def _catch_up(self) -> None:
        # All at once, so that what waits is seen to be asked and not to go.
        with self.app.batch_update():
            while self._waiting:
                entered, shown = self._waiting.pop(0)
                await shown.remove()
                if isinstance(entered, LinesPasted):
                    self.offer_lines(entered)
                else:
                    await self._do(entered.text)

    async def show_loading(self) -> None:
        """Say that there is no one yet to answer, unless there is, or that is over."""
        if self._is_loading:
            await self._transcript.begin(LoadingNote(self.loading_text))

    async def hide_loading(self) -> None:
        """Say it no more, also where it was going to be said."""
        self._is_loading = False
        await self.query(LoadingNote).remove()

    async def _wait(self, entered: QuestionSubmitted | LinesPasted, text: str) -> None:
        """Show what was entered as `text` at once, until there is someone to answer."""
        shown = WaitingEntry(text)
        self._waiting.append((entered, shown))
        await self._transcript.add(shown)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Until there is someone to answer, offer none of the chat's commands."""
        if not self._begun and any(command.name == action for command in COMMANDS):
            return False
        return super().check_action(action, parameters)

    def on_unmount(self) -> None:
        """Let go of the history."""
        if self._begun:
            self.loss = self._journal.close()

    def _mark_more_below(self) -> None:
        # While things are laid out their sizes do not fit together.
        self.call_after_refresh(self._mark_what_is_below)

    def _mark_what_is_below(self) -> None:
        """Say at the prompt where the conversation goes on beneath what is shown."""
        more = self._transcript.more_below
        self.query_one(Prompt).border_title = _MORE_BELOW if more else ""

    # What is entered

    @on(QuestionSubmitted)
    async def _do_submitted(self, message: QuestionSubmitted) -> None:
        if self._waiting or not self._begun:
            await self._wait(message, message.text)
        else:
            await self._do(message.text)

    async def _do(self, text: str) -> None:
        """What a line that was entered asks for."""
        if text.startswith("/"):
            await self._obey(text)
            return
        choices, number = self._choices(), number_typed(text)
        if choices is None or number is None:
            await self.ask(text)
        elif choice := choices.numbered(str(number)):
            await self.ask(choice.question)
        else:
            told = no_such_question(number, len(choices.questions))
            self.notify(told, severity="warning", markup=False)

    async def _obey(self, line: str) -> None:
        """Run a command that was typed."""
        self._earlier.add(line)
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
        prompt = self.query_one(Prompt)
        prompt.value = ""
        if message.question.endswith((" ", "/")):
            prompt.insert_text_at_cursor(message.question)
            prompt.focus()
        elif message.question.startswith("/"):
            await self._obey(message.question)
        else:
            await self.ask(message.question)

    @on(LinesPasted)
    async def _take_lines(self, message: LinesPasted) -> None:
        if self._waiting or not self._begun:
            await self._wait(message, f"{len(message.questions):,} pasted lines")
        else:
            self.offer_lines(message)

    def on_resize(self) -> None:
        """Suggest no more than there is room for."""
        self.query_one(Suggestions).fit()

    def _suggest(self, text: str, limit: int) -> Sequence[str]:
        """Questions for what stands at the prompt, none for the number of a choice."""
        typed = text.strip()
        if not self._begun or sum(map(str.isalnum, typed)) < LEAST_LETTERS:
            return ()
        if typed.isdecimal() and self._numbered(typed):
            return ()
        return self._assistant.suggest(text, limit)

    @on(Input.Changed)
    def _note_typed(self, message: Input.Changed) -> None:
        if message.value:
            self.query_one(Notice).typed()
        self.arm(message.value)

    def arm(self, typed: str) -> None:
        """Where all that was `typed` is the number of a question on offer, ask that one in a moment."""
        choices = self._choices()
        if choices:
            choices.typed(typed)

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
        # Had the prompt got the letter, it would have ended there.
        if event.is_printable and event.character:
            prompt = self.query_one(Prompt)
            event.stop()
            prompt.focus()
            prompt.insert_text_at_cursor(event.character)

    def on_paste(self, event: events.Paste) -> None:
        """So does what is pasted; a browser gives the focus to nothing at first."""
        prompt = self.query_one(Prompt)
        event.stop()
        prompt.focus()
        prompt.post_message(Paste(event.text))

    def action_toggle_article(self) -> None:
        """Show or hide the article: beside the conversation, or in its place on a narrow terminal."""
        self.toggle_class("-article-open" if self.has_class("-narrow") else "-article-closed")
        self.query_one(Prompt).focus()

    def _scrolling(self) -> Transcript | ArticlePane:
        transcript, article = self._transcript, self.query_one(ArticlePane)
        return transcript if transcript.display else article

    def action_page_up(self) -> None:
        """Scroll back a page."""
        self._scrolling().scroll_page_up()

    def action_page_down(self) -> None:
        """Scroll on a page."""
        self._scrolling().scroll_page_down()

    def action_line_up(self) -> None:
        """Scroll back a line."""
        self._scrolling().scroll_up(animate=False)

    def action_line_down(self) -> None:
        """Scroll on a line."""
        self._scrolling().scroll_down(animate=False)

    def action_to_beginning(self) -> None:
        """Scroll to the beginning."""
        self._scrolling().scroll_home(animate=False)

    def action_to_end(self) -> None:
        """Scroll to the end."""
        self._scrolling().scroll_end(animate=False)

    def action_focus_next(self) -> None:
        """Focus what comes next on the screen; from the prompt, what comes first among what is in view."""
        first = first_in_view(self, self._scrolling()) if self.query_one(Prompt).has_focus else None
        if first:
            first.focus()
        else:
            self.focus_next()

    def action_focus_previous(self) -> None:
        """Focus what comes before on the screen."""
        self.focus_previous()

    async def action_toggle_why(self) -> None:
        """Fold or unfold why the latest answer was given."""
        if exchanges := self.exchanges:
            await exchanges[-1].toggle_why()
            self._transcript.show(exchanges[-1])
