"""The chat on stage: the real one, in which a script may type."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from textual.containers import Horizontal

from assistant.tui.chat_screen import ChatScreen
from assistant.tui.stage.keys import BINDINGS, KEYS, WHEN
from assistant.tui.stage.player import Player, State
from assistant.tui.stage.prompt import StagePrompt
from assistant.tui.stage.widgets import CardView, NoteView, StatusLine
from assistant.tui.widgets.article import ArticlePane
from assistant.tui.widgets.choices import Choices
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.title_bar import TitleBar
from assistant.tui.widgets.waiting import LOADING_DEMO

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import ActiveBinding, BindingType

    from assistant.demo.script import Script, Step
    from assistant.reply import Reply
    from assistant.tui.earlier import QuestionHistory
    from assistant.tui.ports import Assistant, Clock
    from assistant.tui.stage.pace import Pace
    from assistant.tui.widgets.exchange import CitationChip, Exchange
    from assistant.tui.widgets.suggestions import Suggestions

# So many columns it takes for chat and article side by side with the wider spaces for a projector.
_BROAD: Final = 116
_SECOND: Final = 1.0
_WAYS_BACK: Final = frozenset({"stage_return", "stage_replay"})
THE_END: Final = "That was the demo. Now ask anything yourself; ctrl+r plays again."


class Showing(NamedTuple):
    """What to play and how: for a projector or not, from the step `first` on, counted from 0.

    Without a script, what to play comes with `DemoScreen.open`.
    """

    script: Script | None
    pace: Pace
    projector: bool = False
    first: int = 0


class DemoScreen(ChatScreen):
    """The chat that a `Player` plays in.

    Args:
        assistant: Who answers; without one, nothing is played until `open`.
        clock: Tells the time.
        showing: What to play, and how.
    """

    BINDING_GROUP_TITLE = "Demo"
    BINDINGS: ClassVar[list[BindingType]] = [*BINDINGS]

    def __init__(self, assistant: Assistant | None, clock: Clock, showing: Showing) -> None:
        super().__init__(assistant, clock, keep=False)
        self.player = Player(showing.script, showing.pace, self, first=showing.first)
        self.on_step: Callable[[Step, Reply | None], Awaitable[None]] | None = None
        self.on_live: Callable[[Reply], None] | None = None
        self.on_end: Callable[[], Awaitable[None]] | None = None
        self.on_progress: Callable[[Player], object] | None = None
        self._pace = showing.pace
        self._projector = showing.projector
        self._keys_for: State | None = None
        # What the script has asked, until it is answered.
        self._waited_for: dict[Exchange, asyncio.Future[Reply | None]] = {}
        if showing.projector:
            self.add_class("-stage")
            self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_BROAD, "-wide")]

    def compose(self) -> ComposeResult:
        """The chat, with how far the script is beside the title."""
        for widget in super().compose():
            if isinstance(widget, TitleBar):
                with Horizontal(id="stage-top"):
                    yield widget
                    yield StatusLine(hints=self._projector)
            else:
                yield widget

    def make_prompt(self, earlier: QuestionHistory, suggestions: Suggestions) -> Prompt:
        """A prompt that gives way to the script."""
        return StagePrompt(
            earlier, suggestions, placeholder="Ask about the article", player=lambda: self.player
        )

    @property
    def loading_text(self) -> str:
        """Nothing is typed before the curtain rises."""
        return LOADING_DEMO

    async def on_mount(self) -> None:
        """Say who has the say from the first frame on; Textual calls the base class as well."""
        self.query_one(StatusLine).show(self.player)

    async def open(self, assistant: Assistant, script: Script) -> None:
        """Play `script`, with `assistant` to answer."""
        self.player.script = script
        await self.begin(assistant)

    async def begin(self, assistant: Assistant) -> None:
        """Play as soon as the chat stands."""
        # A card to begin with is not preceded by the chat.
        first = self.player.step
        self.set_class(bool(first and first.covers_chat) and not self._pace.paused, "-carded")
        await super().begin(assistant)
        self.player.ready()
        self.show_progress()
        if self._pace.fast:
            self._pace.frame = self._show_frame
        else:
            self.set_interval(_SECOND, self.show_progress)
        self.run_worker(self.player.run(), name="player")

    async def _show_frame(self) -> None:
        self.show_progress()
        await self.wait_for_refresh()

    # Who has the say

    def on_screen_suspend(self) -> None:
        """What lies over the chat is not to be missed."""
        self._hold(True)

    def on_screen_resume(self) -> None:
        """Go on."""
        self._hold(False)

    def _hold(self, held: bool) -> None:
        self.player.hold(held)
        if self.begun:
            self.show_progress()

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys of the demo before those of the chat, as the footer has no room for all."""
        active = super().active_bindings
        ours = {key: active[key] for key in KEYS if key in active}
        return ours | active

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Take a key for the script only as long as it plays or is paused."""
        if action in ("focus_next", "focus_previous") and self.has_class("-carded"):
            # What lies under a card is not to be pressed unseen.
            return False
        states = WHEN.get(action)
        if states is None:
            return super().check_action(action, parameters)
        if action in _WAYS_BACK and (action == "stage_replay") is not self.player.is_over:
            return False
        return self.begun and self.player.state in states

    def action_stage_pause(self) -> None:
        """Pause the script."""
        self._pace.pause()
        self.show_progress()

    def action_stage_go_on(self) -> None:
        """Go on with it."""
        self._pace.go_on()
        self.show_progress()

    def action_stage_skip(self) -> None:
        """Be done with the present step."""
        self._pace.skip()

    def action_stage_back(self) -> None:
        """Go back a step."""
        self.player.back()

    def action_stage_faster(self) -> None:
        """Play faster."""
        self._pace.faster()
        self.show_progress()

    def action_stage_slower(self) -> None:
        """Play slower."""
        self._pace.slower()
        self.show_progress()

    def action_stage_return(self) -> None:
        """Return to the script."""
        self.player.come_back()
        self.show_progress()

    def action_stage_replay(self) -> None:
        """Play it again."""
        self.action_stage_return()

    async def ask(self, question: str) -> Exchange:
        """Ask; whoever picks a question with the mouse, or from a list, takes over."""
        self.player.take_over()
        return await super().ask(question)

    async def action_new_conversation(self) -> None:
        """Begin again: the script does not go on in a conversation that it does not know."""
        self.player.take_over()
        await super().action_new_conversation()

    async def reopen(self, conversation: int) -> None:
        """Go on with an earlier conversation, in which the script has no part either."""
        self.player.take_over()
        await super().reopen(conversation)

    def arm(self, typed: str) -> None:
        """What the script types is sent by the script."""
        if not self.player.staged:
            super().arm(typed)

    def drop_notice(self) -> None:
        """What the presenter is told stays for its time: the script asks on its own."""
        if not self.player.staged:
            super().drop_notice()

    async def _reply(self, exchange: Exchange) -> Reply | None:
        reply = await super()._reply(exchange)
        answered = self._waited_for.pop(exchange, None)
        if answered is None:
            if self.on_live and reply:
                self.on_live(reply)
        elif not answered.done():
            answered.set_result(reply)
        return reply

    def _suggest(self, text: str, limit: int) -> Sequence[str]:
        """Nothing for what the script types: it knows what it asks, and the audience reads what is there."""
        return () if self.player.staged else super()._suggest(text, limit)

    def _choices(self) -> Choices | None:
        # A note to the audience does not end the choice.
        blocks = [block for block in self._transcript.children if not isinstance(block, NoteView)]
        return next(iter(blocks[-1].query(Choices)), None) if blocks else None

    # What the script does

    def type(self, text: str) -> None:
        """Type `text` at the end of what stands at the prompt, wherever a click has put the cursor."""
        prompt = self.query_one(Prompt)
        prompt.cursor_position = len(prompt.value)
        prompt.insert_text_at_cursor(text)

    async def submit(self) -> Reply | None:
        """Send what stands at the prompt, and wait for the reply."""
        prompt = self.query_one(Prompt)
        question, prompt.value = prompt.value.strip(), ""
        return await self._say(question)

    async def _say(self, question: str) -> Reply | None:
        # As the chat does it: the presenter takes over nothing.
        exchange = await super().ask(question)
        answered: asyncio.Future[Reply | None] = asyncio.get_running_loop().create_future()
        self._waited_for[exchange] = answered
        return await answered

    def show_armed(self, number: int) -> None:
        """Show the option as chosen."""
        choices = self._choices()
        choice = choices.numbered(str(number)) if choices else None
        if choice:
            choice.add_class("-armed")

    async def pick(self, number: int) -> Reply | None:
        """Take an option of the last reply."""
        from assistant.tui.stage.remaking import option  # noqa: PLC0415  (not for the first frame)

        question = option(number, self.replies[-1] if self.replies else None)
        if question is None:
            self.notify(f"There is no option {number}.", severity="warning", markup=False)
            return None
        return await self._say(question)

    def _last_citation(self) -> CitationChip | None:
        from assistant.tui.widgets.exchange import CitationChip  # noqa: PLC0415  (not for the first frame)

        exchanges = self.exchanges
        return next(iter(exchanges[-1].query(CitationChip)), None) if exchanges else None

    def point_at_source(self) -> None:
        """Put the focus on the citation of the last answer."""
        if chip := self._last_citation():
            chip.focus()

    def show_source(self) -> None:
        """Choose it."""
        if chip := self._last_citation():
            chip.action_choose()

    async def unfold_why(self) -> None:
        """Unfold the reasons of the last answer, unless they are."""
        if exchanges := self.exchanges:
            if not exchanges[-1].shows_why:
                await exchanges[-1].toggle_why()
            self._transcript.show(exchanges[-1])

    async def show_note(self, text: str) -> None:
        """Put a note under the last block, which stays the one to choose from."""
        await self._transcript.mount(NoteView(text))
        self._transcript.show_latest()
        # What stands before it may yet get another height.
        await self.wait_for_refresh()
        self._transcript.show_latest()

    async def show_card(self, title: str, text: str) -> None:
        """Show a card over the chat."""
        self.add_class("-carded")
        await self.mount(CardView(title, text))

    def tidy(self) -> None:
        """Take away what was begun, and return to the prompt."""
        self.query(CardView).remove()
        self.remove_class("-carded")
        self.query_one(Prompt).value = ""
        if choices := self._choices():
            choices.disarm()
        self.action_to_prompt()

    async def rebuild(self, steps: Sequence[Step]) -> Reply | None:
        """Make the conversation anew, as it is after `steps`."""
        with self.app.batch_update():
            self.tidy()
            await super().action_new_conversation()
            await self._redo(steps)
        self._transcript.show_latest()
        return self.replies[-1] if self.replies else None

    async def _redo(self, steps: Sequence[Step]) -> None:
        """Show what there is to see after `steps`."""
        from assistant.tui.stage.remaking import remake  # noqa: PLC0415  (not for the first frame)

        made = remake(steps, self._conversation, self._journal)
        if made.said:
            last = made.blocks.index(made.said[-1][0])
            for block in (*self._transcript.children, *made.blocks[:last]):
                block.add_class("-past")
        await self._transcript.mount(*made.blocks)
        sources, pane = self._assistant.pack.sources, self.query_one(ArticlePane)
        await asyncio.gather(*(exchange.show(reply, sources, why) for exchange, reply, why in made.said))
        for exchange, reply, _ in made.said:
            if exchange in made.unfolded:
                await exchange.toggle_why()
            if reply.status.traits.is_answer:
                pane.use(reply.citations)
            # Each, for the article stays where the last one that cited anything has put it.
            pane.cite(reply.citations, again=reply.act is not None)

    def show_progress(self) -> None:
        """Tell how far the script is."""
        self.query_one(StatusLine).show(self.player)
        if self.player.state is not self._keys_for:
            self._keys_for = self.player.state
            self.refresh_bindings()
        if self.on_progress:
            self.on_progress(self.player)

    async def after_step(self, step: Step, reply: Reply | None) -> None:
        """Let whoever wants see the step."""
        if self.on_step:
            await self.on_step(step, reply)

    async def after_script(self) -> None:
        """Say that it is over, and stay open."""
        await self.show_note(THE_END)
        if self.on_end:
            await self.on_end()
