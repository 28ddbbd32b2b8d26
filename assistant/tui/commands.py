"""What the chat can be told to do: the one table behind the footer, the help screen and the palette."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.binding import Binding

if TYPE_CHECKING:
    from textual.binding import BindingType


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    `name` is its action, in the chat screen or with ``app.`` in front in the app; `label` stands in the
    footer, `about` in tooltips, help and palette.
    """

    name: str
    keys: str
    label: str
    about: str
    footer: bool = True
    palette: bool = True
    priority: bool = False

    def binding(self) -> Binding:
        """The key binding of this command."""
        return Binding(
            self.keys,
            self.name,
            self.label,
            show=self.footer,
            priority=self.priority,
            tooltip=self.about,
            id=self.name.removeprefix("app.").replace("_", "-"),
        )


COMMANDS: Final = (
    Command("app.help", "f1", "Help", "Show keys and how to ask"),
    Command("toggle_article", "f2", "Article", "Show or hide the article"),
    Command("topics", "f4", "Topics", "Show what can be asked, by topic", footer=False),
    Command("toggle_why", "f3", "Why", "Show or hide why the last answer was given"),
    Command("new_conversation", "ctrl+l", "New", "Start a new conversation"),
    Command("copy_answer", "ctrl+y", "Copy", "Copy the last answer with its citations", footer=False),
    Command("app.toggle_theme", "ctrl+t", "Theme", "Switch between dark and light", footer=False),
    Command("page_up", "pageup", "Page up", "Scroll back a page", footer=False, palette=False),
    Command("page_down", "pagedown", "Page down", "Scroll on a page", footer=False, palette=False),
    Command("to_prompt", "escape", "To the prompt", "Return to the prompt", footer=False, palette=False),
    Command("app.command_palette", "ctrl+p", "Menu", "Search every command", palette=False, priority=True),
    Command("app.quit", "ctrl+q", "Quit", "Leave the chat", priority=True),
)


def command_bindings() -> list[BindingType]:
    """The key bindings of the table, for a screen's ``BINDINGS``."""
    return [command.binding() for command in COMMANDS]
