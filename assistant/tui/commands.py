"""What the chat can be told to do: the one table behind footer, help screen, palette and typed commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.binding import Binding

from assistant.errors import AssistantError
from assistant.typed import no_such_command

if TYPE_CHECKING:
    from textual.binding import BindingType


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    `name` is its action, in the chat screen or with ``app.`` in front in the app; `label` stands in the
    footer, `about` in tooltips, help and palette. `slash` is what a person types for it after a ``/``, and
    `takes` what may follow, which the action gets as one string. Without `keys` it has no key. What reads
    files of this machine is not `in_browser`.
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
    in_browser: bool = True

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


BATCH: Final = "batch"
"""What is typed, after the slash, to run a file of questions."""

# The footer shows them in this order, as many as there is room for.
COMMANDS: Final = (
    Command("app.help", "f1", "Help", "Show keys and how to ask", slash="help"),
    Command("toggle_article", "f2", "Article", "Show or hide the article", slash="article"),
    Command("toggle_why", "f3", "Why", "Show or hide why the last answer was given", slash="why"),
    Command("topics", "f4", "Topics", "Show what can be asked, by topic", slash="topics"),
    Command(
        "coverage",
        "f5",
        "Coverage",
        "Show the article tinted by what this conversation drew on",
        footer=False,
        slash="coverage",
    ),
    Command("sources", "", "Sources", "Repeat what the last answer quotes", footer=False, slash="sources"),
    Command(
        "copy_answer", "ctrl+y", "Copy", "Copy the last answer with its citations", footer=False, slash="copy"
    ),
    Command(
        "mark_right",
        "f7",
        "Right",
        "Mark the last answer as right, or take it back",
        footer=False,
        slash="right",
    ),
    Command(
        "mark_wrong",
        "f8",
        "Wrong",
        "Mark the last answer as wrong, or take it back",
        footer=False,
        slash="wrong",
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
        "batch",
        "",
        "Batch",
        "Answer all questions of a file",
        footer=False,
        slash=BATCH,
        takes="FILE",
        in_browser=False,
    ),
    Command(
        "app.toggle_theme", "ctrl+t", "Theme", "Switch between dark and light", footer=False, slash="theme"
    ),
    Command("page_up", "pageup", "Page up", "Scroll back a page", footer=False, palette=False),
    Command("page_down", "pagedown", "Page down", "Scroll on a page", footer=False, palette=False),
    Command("to_prompt", "escape", "To the prompt", "Return to the prompt", footer=False, palette=False),
    Command("app.command_palette", "ctrl+p", "Menu", "Search every command", palette=False, priority=True),
    Command("app.quit", "ctrl+q", "Quit", "Leave the chat", priority=True, slash="quit"),
    Command("new_conversation", "ctrl+l", "New", "Start a new conversation", slash="new"),
    Command(
        "history", "f6", "History", "Show earlier conversations, to search and to reopen", slash="history"
    ),
    Command(
        "app.suspend_process",
        "ctrl+z",
        "Suspend",
        "Leave the chat for a while; fg in the shell returns to it",
        footer=False,
        palette=False,
    ),
)

COMMAND_KEYS: Final = frozenset(
    command.keys
    for command in COMMANDS
    if command.name == "app.command_palette" or not command.name.startswith("app.")
)
"""The keys of those that need a chat that has begun."""


def command_bindings() -> list[BindingType]:
    """The key bindings of the table, for a screen's ``BINDINGS``."""
    return [command.binding() for command in COMMANDS if command.keys]


def commands_here(*, in_browser: bool) -> list[Command]:
    """The commands that there are in a terminal, or in a browser."""
    return [command for command in COMMANDS if command.in_browser or not in_browser]


def typed_commands(*, in_browser: bool = False) -> list[tuple[str, str]]:
    """What can be typed, and what it does."""
    return [
        (f"/{command.slash}", f"{command.about}: {command.takes}" if command.takes else command.about)
        for command in _slashed(in_browser=in_browser)
    ]


def _slashed(*, in_browser: bool = False) -> list[Command]:
    return [command for command in commands_here(in_browser=in_browser) if command.slash]


def commands_begun(line: str, *, in_browser: bool = False) -> dict[str, str]:
    """The commands that a line beginning with ``/`` may become, and what each does.

    One that takes words ends with a space: there is more to type.
    """
    begun = line.strip().casefold()
    if " " in line.lstrip():
        return {}
    return {
        f"/{command.slash} " if command.takes else f"/{command.slash}": about
        for command, (typed, about) in zip(
            _slashed(in_browser=in_browser), typed_commands(in_browser=in_browser), strict=True
        )
        if typed.startswith(begun)
    }


def typed_action(line: str) -> str:
    """The action that a line beginning with ``/`` asks for.

    Raises:
        AssistantError: when there is no such command, naming the nearest, or it takes no words.
    """
    name, _, words = line.removeprefix("/").partition(" ")
    table = {command.slash: command for command in _slashed()}
    command = table.get(name.casefold())
    if not name:
        raise AssistantError("/help lists what can be typed after a slash.")
    if command is None:
        raise AssistantError(no_such_command(name, list(table)))
    words = words.strip()
    if words and not command.takes:
        raise AssistantError(f"/{command.slash} takes no words after it.")
    return f"{command.name}({words!r})" if words else command.name
