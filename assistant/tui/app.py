"""The app: themes, the keys that work everywhere, and the chat."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events, on
from textual.containers import VerticalScroll
from textual.driver import Driver
from textual.screen import Screen
from textual.widgets import Input

from assistant.clock import local_time
from assistant.tui.chat_screen import ChatScreen
from assistant.tui.commands import COMMAND_KEYS, command_bindings, typed_commands
from assistant.tui.themed_app import ThemedApp
from assistant.tui.upstream import InOrder
from assistant.tui.widgets.choices import Choice
from assistant.tui.widgets.exchange import CitationChip
from assistant.tui.widgets.marks import MarkChip
from assistant.tui.widgets.notice import Notice
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.reopened import EarlierTurns
from assistant.tui.widgets.why import WhyChip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import Binding, BindingType
    from textual.notifications import SeverityLevel

    from assistant.tui.ports import Assistant, Clock

_IN_WORDS: Final = {"⏎": "enter", "⌫": "backspace"}


class ChatApp(ThemedApp, InOrder[None]):
    """A chat with `assistant`; `keep` tells whether what is said, and the theme, outlast the process.

    Without an `assistant` one can type, and nothing is answered until the chat is begun with one.
    """

    TITLE = "assistant"
    COMMANDS: ClassVar = set()
    # Absolute, so that a subclass elsewhere finds them too.
    CSS_PATH: ClassVar = [
        Path(__file__).parent / name
        for name in (
            "app.tcss",
            "chat_screen.tcss",
            "widgets/article.tcss",
            "widgets/chip.tcss",
            "widgets/choices.tcss",
            "widgets/exchange.tcss",
            "widgets/notice.tcss",
            "widgets/marks.tcss",
            "widgets/prompt.tcss",
            "widgets/reopened.tcss",
            "widgets/suggestions.tcss",
            "widgets/welcome.tcss",
            "widgets/why.tcss",
            "no_colour.tcss",
        )
    ]

    def __init__(self, assistant: Assistant | None, clock: Clock = local_time, *, keep: bool = False) -> None:
        super().__init__()
        self._keep = keep
        self.chat = self.make_chat(assistant, clock, keep=keep)

    def make_chat(self, assistant: Assistant | None, clock: Clock, *, keep: bool) -> ChatScreen:
        """The chat; a subclass may take another."""
        return ChatScreen(assistant, clock, keep=keep)

    def get_default_screen(self) -> ChatScreen:
        """The chat itself."""
        return self.chat

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keep the palette, whose commands are the chat's, from opening over another screen, or too soon.

        Nor can the chat be suspended in a browser.
        """
        if action == "command_palette" and not (self.screen is self.chat and self.chat.begun):
            return False
        if action == "suspend_process" and not (self._driver and self._driver.can_suspend):
            return False
        return super().check_action(action, parameters)

    def must_wait(self, event: events.Event) -> bool:
        """Let a key wait for what it is meant for: the chat that it commands, or the batch of a file."""
        is_early = not self.chat.begun and isinstance(event, events.Key) and event.key in COMMAND_KEYS
        return is_early or self.chat.is_reading or super().must_wait(event)

    def get_key_display(self, binding: Binding) -> str:
        """What a key is called, in words where few fonts have the glyph that Textual has for it."""
        shown = super().get_key_display(binding)
        for glyph, word in _IN_WORDS.items():
            shown = shown.replace(glyph, word)
        return shown

    @on(Driver.SignalResume)
    def draw_anew(self) -> None:
        """Draw all of it: while this was suspended the screen was the shell's."""
        self.refresh(layout=True)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Tell `message` on the line that the screen has for it; without one by a toast, and in the chat."""
        lines = (self.screen if self.screen_stack else self.chat).query(Notice)
        # A toast that a screen does not show would come up over the next dialog.
        if not lines:
            lines = self.chat.query(Notice)
            super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)
        for notice in lines:
            notice.show(message, severity, timeout)

    def action_help_quit(self) -> None:
        """Say how to leave to whoever presses ctrl+c, which leaves other programs."""
        self.notify("ctrl+q leaves the chat.", severity="warning", markup=False)

    def action_toggle_theme(self) -> None:
        """Switch between dark and light, and begin so the next time."""
        super().action_toggle_theme()
        if self._keep:
            from assistant.tui.kept_theme import keep_theme  # noqa: PLC0415  (seldom needed)

            keep_theme(self.theme)

    def action_help(self) -> None:
        """Show the help over the chat."""
        from assistant.tui.help_screen import HelpScreen  # noqa: PLC0415

        self.push_screen(HelpScreen(self.keys_by_place(), typed_commands(in_browser=self.is_web)))

    def keys_by_place(self) -> list[tuple[str, Sequence[BindingType]]]:
        """The keys, and where they work."""
        # What only some conversations come to is not loaded for the first frame of all.
        from assistant.tui.batch_screen import BatchScreen  # noqa: PLC0415
        from assistant.tui.coverage_screen import CoverageScreen  # noqa: PLC0415
        from assistant.tui.history_screen import HistoryScreen  # noqa: PLC0415
        from assistant.tui.paste_screen import PasteScreen  # noqa: PLC0415
        from assistant.tui.questions_screen import QuestionsScreen  # noqa: PLC0415

        return [
            ("Everywhere", [*command_bindings(), *Screen.BINDINGS]),
            ("At the prompt", Prompt.BINDINGS),
            ("On a listed question", Choice.BINDINGS),
            ("On a citation", CitationChip.BINDINGS),
            ("On “why”", WhyChip.BINDINGS),
            ("On “right” and “wrong”", MarkChip.BINDINGS),
            ("On “earlier turns”", EarlierTurns.BINDINGS),
            ("In the list of questions", QuestionsScreen.BINDINGS),
            ("When several lines were pasted", PasteScreen.BINDINGS),
            ("In a batch", BatchScreen.BINDINGS),
            ("Where the article is tinted", CoverageScreen.BINDINGS),
            ("In the history", HistoryScreen.BINDINGS),
            ("In the article", VerticalScroll.BINDINGS),
            ("Editing a question", Input.BINDINGS),
        ]
