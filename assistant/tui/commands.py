"""What the chat can be told to do: the one table behind footer, help screen, palette and typed commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA
from textual.binding import Binding

from assistant.errors import AssistantError

if TYPE_CHECKING:
    from textual.binding import BindingType


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    `name` is its action, in the chat screen or with ``app.`` in front in the app; `label` stands in the
    footer, `about` in tooltips, help and palette. `slash` is what a person types for it after a ``/``, and
    `takes` what may follow, which the action gets as one string.
    """

    name: str
    keys: str
    label: str
    about: str
    footer: bool = True
    palette: bool = True
    priority: bool = False
    slash: str = ""
    takes: str = ""

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
    Command("app.help", "f1", "Help", "Show keys and how to ask", slash="help"),
    Command("toggle_article", "f2", "Article", "Show or hide the article", slash="article"),
    Command("toggle_why", "f3", "Why", "Show or hide why the last answer was given", slash="why"),
    Command("topics", "f4", "Topics", "Show what can be asked, by topic", footer=False, slash="topics"),
    Command("new_conversation", "ctrl+l", "New", "Start a new conversation", slash="new"),
    Command(
        "copy_answer", "ctrl+y", "Copy", "Copy the last answer with its citations", footer=False, slash="copy"
    ),
    # Ctrl+e, which the word suggests, goes to the end of the line at the prompt.
    Command(
        "export",
        "ctrl+s",
        "Export",
        "Export the conversation",
        footer=False,
        slash="export",
        takes="[md|html|json] [PATH]",
    ),
    Command(
        "app.toggle_theme", "ctrl+t", "Theme", "Switch between dark and light", footer=False, slash="theme"
    ),
    Command("page_up", "pageup", "Page up", "Scroll back a page", footer=False, palette=False),
    Command("page_down", "pagedown", "Page down", "Scroll on a page", footer=False, palette=False),
    Command("to_prompt", "escape", "To the prompt", "Return to the prompt", footer=False, palette=False),
    Command("app.command_palette", "ctrl+p", "Menu", "Search every command", palette=False, priority=True),
    Command("app.quit", "ctrl+q", "Quit", "Leave the chat", priority=True, slash="quit"),
)


def command_bindings() -> list[BindingType]:
    """The key bindings of the table, for a screen's ``BINDINGS``."""
    return [command.binding() for command in COMMANDS]


_LONGEST_SHOWN: Final = 24


def typed_commands() -> list[tuple[str, str]]:
    """What can be typed, and what it does."""
    return [
        (f"/{command.slash}", f"{command.about}: {command.takes}" if command.takes else command.about)
        for command in COMMANDS
        if command.slash
    ]


def typed_action(line: str) -> str:
    """The action that a line beginning with ``/`` asks for.

    Raises:
        AssistantError: when there is no such command, naming the nearest, or it takes no words.
    """
    name, _, words = line.removeprefix("/").partition(" ")
    table = {command.slash: command for command in COMMANDS if command.slash}
    command = table.get(name.casefold())
    if not name:
        raise AssistantError("/help lists what can be typed after a slash.")
    if command is None:
        shown = name if len(name) <= _LONGEST_SHOWN else f"{name[:_LONGEST_SHOWN]}…"
        nearest = _nearest(name.casefold(), list(table))
        raise AssistantError(f"There is no command /{shown}; the nearest is /{nearest}.")
    words = words.strip()
    if words and not command.takes:
        raise AssistantError(f"/{command.slash} takes no words after it.")
    return f"{command.name}({words!r})" if words else command.name


def _nearest(name: str, names: list[str]) -> str:
    """The one of `names` that `name` begins or, failing that, is the fewest slips of the keyboard from."""
    begun = [other for other in names if name and other.startswith(name)]
    return begun[0] if begun else min(names, key=lambda other: OSA.distance(name, other))
