"""The app: themes, the keys that work everywhere, and the chat screen."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Input

from assistant.tui.chat_screen import ChatScreen
from assistant.tui.commands import command_bindings, typed_commands
from assistant.tui.help_screen import HelpScreen
from assistant.tui.questions_screen import QuestionsScreen
from assistant.tui.theme import DARK, LIGHT
from assistant.tui.widgets.choices import Choice
from assistant.tui.widgets.exchange import CitationChip
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.why import WhyChip

if TYPE_CHECKING:
    from assistant.tui.ports import Assistant, Clock


def local_time() -> datetime:
    """The present moment where the person is."""
    return datetime.now(UTC).astimezone()


class ChatApp(App[None]):
    """A chat with `assistant`."""

    TITLE = "assistant"
    COMMANDS: ClassVar = set()
    # Absolute, so that a subclass elsewhere finds them too.
    CSS_PATH: ClassVar = [
        Path(__file__).parent / name
        for name in (
            "app.tcss",
            "chat_screen.tcss",
            "help_screen.tcss",
            "questions_screen.tcss",
            "widgets/article.tcss",
            "widgets/chip.tcss",
            "widgets/choices.tcss",
            "widgets/exchange.tcss",
            "widgets/prompt.tcss",
            "widgets/suggestions.tcss",
            "widgets/welcome.tcss",
            "widgets/why.tcss",
        )
    ]

    def __init__(self, assistant: Assistant, clock: Clock = local_time) -> None:
        super().__init__()
        self._assistant = assistant
        self._clock = clock
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        self.theme = DARK.name

    def get_default_screen(self) -> ChatScreen:
        """The chat itself."""
        return ChatScreen(self._assistant, self._clock)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keep the palette, whose commands are the chat's, from opening over another screen."""
        if action == "command_palette" and not isinstance(self.screen, ChatScreen):
            return False
        return super().check_action(action, parameters)

    def action_toggle_theme(self) -> None:
        """Switch between dark and light."""
        self.theme = LIGHT.name if self.current_theme.dark else DARK.name

    def action_help(self) -> None:
        """Show the help over the chat."""
        self.push_screen(
            HelpScreen(
                [
                    ("Everywhere", [*command_bindings(), *Screen.BINDINGS]),
                    ("At the prompt", Prompt.BINDINGS),
                    ("On a listed question", Choice.BINDINGS),
                    ("On a citation", CitationChip.BINDINGS),
                    ("On “why”", WhyChip.BINDINGS),
                    ("In the list of questions", QuestionsScreen.BINDINGS),
                    ("In the article", VerticalScroll.BINDINGS),
                    ("Editing a question", Input.BINDINGS),
                ],
                typed_commands(),
            )
        )


def run_chat(assistant: Assistant) -> None:
    """Chat in the terminal until the person leaves."""
    ChatApp(assistant).run()
