"""What the chat can be told to do: the one table behind footer, help screen, palette and typed commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from textual.binding import Binding

from assistant.errors import AssistantError
from assistant.manual import commands
from assistant.typed import no_such_command

if TYPE_CHECKING:
    from textual.binding import BindingType


class Command(NamedTuple):
    """One command.

    `name` is its action, in the chat screen or with ``app.`` in front in the app; `label` stands in the
    footer, `about` in tooltips, help and palette. `slash` is what a person types for it after a ``/``, and
    `takes` what may follow, which the action gets as one string. Without `keys` it has no key. What `moves`
    scrolls, or moves the focus: the palette finds it, and does not list it unasked. What reads files of this
    machine is not `in_browser`.
    """

    name: str
    keys: str
    label: str
    about: str
    footer: bool = True
    moves: bool = False
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


_DOES: Final = commands("screen")

BATCH: Final = "batch"
"""What is typed, after the slash, to run a file of questions."""

# The footer shows them in this order, as many as there is room for.
COMMANDS: Final = (
    Command("app.help", "f1", "Help", _DOES["help"], slash="help"),
    Command("toggle_article", "f2", "Article", _DOES["article"], slash="article"),
    Command("toggle_why", "f3", "Why", _DOES["why"], slash="why"),
    Command("topics", "f4", "Topics", _DOES["topics"], slash="topics"),
    Command("coverage", "f5", "Coverage", _DOES["coverage"], footer=False, slash="coverage"),
    Command("sources", "", "Sources", _DOES["sources"], footer=False, slash="sources"),
    Command("copy_answer", "ctrl+y", "Copy", _DOES["copy"], footer=False, slash="copy"),
    Command(
        "mark_right",
        "f7",
        "Right",
        f"{_DOES['right']}, or take it back",
        footer=False,
        slash="right",
    ),
    Command(
        "mark_wrong",
        "f8",
        "Wrong",
        f"{_DOES['wrong']}, or take it back",
        footer=False,
        slash="wrong",
    ),
    # Ctrl+e, which the word suggests, goes to the end of the line at the prompt.
    Command(
        "export",
        "ctrl+s",
        "Export",
        _DOES["export"],
        footer=False,
        slash="export",
        takes="[md|html|json] [PATH]",
    ),
    Command(
        "batch",
        "",
        "Batch",
        _DOES["batch"],
        footer=False,
        slash=BATCH,
        takes="FILE",
        in_browser=False,
    ),
    Command("app.toggle_theme", "ctrl+t", "Theme", _DOES["theme"], footer=False, slash="theme"),
    Command("page_up", "pageup", "Page up", "Scroll up a page", footer=False, moves=True),
    Command("page_down", "pagedown", "Page down", "Scroll down a page", footer=False, moves=True),
    Command("line_up", "shift+up,ctrl+up", "Line up", "Scroll up a line", footer=False, moves=True),
    Command("line_down", "shift+down,ctrl+down", "Line down", "Scroll down a line", footer=False, moves=True),
    Command("to_beginning", "ctrl+home", "Beginning", "Scroll to the beginning", footer=False, moves=True),
    Command("to_end", "ctrl+end", "End", "Scroll to the end", footer=False, moves=True),
    Command(
        "focus_next",
        "tab",
        "Next",
        "Go to what can be chosen next, from the prompt to the first in view",
        footer=False,
        moves=True,
    ),
    Command(
        "focus_previous",
        "shift+tab",
        "Previous",
        "Go to what can be chosen before it, from the prompt to the last",
        footer=False,
        moves=True,
    ),
    Command("to_prompt", "escape", "To the prompt", "Return to the prompt", footer=False, moves=True),
    Command("app.command_palette", "ctrl+p", "Menu", "Search every command and key", priority=True),
    Command("app.quit", "ctrl+q", "Quit", _DOES["quit"], priority=True, slash="quit"),
    Command("new_conversation", "ctrl+l", "New", _DOES["new"], slash="new"),
    Command("history", "f6", "History", _DOES["history"], slash="history"),
    Command(
        "app.suspend_process",
        "ctrl+z",
        "Suspend",
        "Leave the chat for a while; fg in the shell returns to it",
        footer=False,
    ),
)

APP_KEYS: Final = frozenset(
    key
    for command in COMMANDS
    for key in command.keys.split(",")
    if command.name.startswith("app.") and command.name != "app.command_palette"
)
"""The keys of those that need no chat that has begun."""
COMMAND_KEYS: Final = (
    frozenset(key for each in COMMANDS for key in each.keys.split(",") if key and not each.moves) - APP_KEYS
)
"""The keys of those that need one, but for those that move about in it."""


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
