"""The app: themes, the keys that work everywhere, and the chat."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events, on
from textual.binding import Binding
from textual.driver import Driver

from assistant.clock import local_time
from assistant.tui.chat_screen import ChatScreen
from assistant.tui.commands import COMMAND_KEYS, typed_commands
from assistant.tui.themed_app import ThemedApp
from assistant.tui.upstream import InOrder
from assistant.tui.widgets.notice import Notice

if TYPE_CHECKING:
    from textual.binding import BindingType
    from textual.notifications import SeverityLevel

    from assistant.tui.keys import KeyGroup
    from assistant.tui.ports import Assistant, Clock

_IN_WORDS: Final = {"⏎": "enter", "⌫": "backspace"}


class ChatApp(ThemedApp, InOrder[None]):
    """A chat with `assistant`; `keep` tells whether what is said, and the theme, outlast the process.

    Without an `assistant` one can type, and nothing is answered until the chat is begun with one.
    """

    TITLE = "assistant"
    BINDINGS: ClassVar[list[BindingType]] = [
        # Of priority, so that it works over dialogs as well.
        Binding("f1", "help", "Help", priority=True, tooltip="Show the help", id="app.help"),
    ]
    # Absolute, so that a subclass elsewhere finds them too.
    CSS_PATH: ClassVar = [
        Path(__file__).parent / name
        for name in (
            "app.tcss",
            "chat_screen.tcss",
            "focus.tcss",
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
        if self.screen is not self.chat or not isinstance(event, events.Key):
            return super().must_wait(event)
        # Whoever leaves, or gives up what is read, waits for nothing.
        if event.key in ("escape", "ctrl+q") or self.is_waiting("escape") or self.is_waiting("ctrl+q"):
            return False
        return self.chat.is_reading or (self.chat.is_loading and event.key in COMMAND_KEYS)

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
        """Show the help over whatever is in front, the keys of that first, or close it."""
        from assistant.tui.help_screen import HelpScreen  # noqa: PLC0415

        if isinstance(self.screen, HelpScreen):
            self.screen.action_close()
        else:
            self.show_help()

    def action_command_palette(self) -> None:
        """Show every command and key, and do what is chosen."""
        from assistant.tui.palette import Entry, Palette  # noqa: PLC0415
        from assistant.tui.palette_screen import PaletteScreen  # noqa: PLC0415

        def run(entry: Entry | None) -> None:
            if entry:
                self.call_later(entry.run)

        self.push_screen(PaletteScreen(Palette(self.chat, self)), run)

    def show_help(self, sought: str = "") -> None:
        """Show the help, or only what of it holds the words that are `sought`."""
        from assistant.tui.help_screen import HelpScreen  # noqa: PLC0415

        here = type(self.screen)
        groups = sorted(self.keys_by_place(), key=lambda group: group.screen is not here)
        self.push_screen(HelpScreen(groups, typed_commands(in_browser=self.is_web), sought))

    def keys_by_place(self) -> list[KeyGroup]:
        """The keys, and where they work."""
        from assistant.tui.keys import chat_keys  # noqa: PLC0415

        return chat_keys()
