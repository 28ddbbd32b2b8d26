"""The command palette's entries: the table of commands, the questions to try, and every other key."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Final, Protocol, cast

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Provider
from textual.content import Content

from assistant.text import one_line
from assistant.tui.commands import commands_here
from assistant.tui.keys import key_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.command import Hits

    from assistant.tui.commands import Command
    from assistant.tui.keys import KeyGroup

# A name that was typed counts for more than any likeness of the text, which is less than 1.
_NAMED, _NAME_BEGUN = 2.0, 1.0
_MOST: Final = _NAMED + 1.0


class Commanded(Protocol):
    """A screen whose commands the palette offers."""

    @property
    def questions(self) -> tuple[str, ...]:
        """Questions worth offering."""

    async def ask(self, question: str) -> None:
        """Ask `question`."""

    async def run_action(self, action: str) -> None:
        """Run a command by its name."""


class Helpful(Protocol):
    """An app with keys that can be explained."""

    def keys_by_place(self) -> list[KeyGroup]:
        """The keys, and where they work."""

    def show_help(self, sought: str = "") -> None:
        """Show what the help says of `sought`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette, what stands beneath it, the names that it goes by, and what it does."""

    text: str
    help: str
    names: tuple[str, ...]
    run: Callable[[], object]
    discoverable: bool = True
    """Whether it is listed before anything is typed."""

    def bears(self, query: str) -> float:
        """How surely `query` names this: a whole name more than the beginning of one."""
        asked = query.strip().casefold()
        named = asked.removeprefix("/")
        if asked in self.names or named in self.names:
            return _NAMED
        if not named:
            return 0.0
        return _NAME_BEGUN if any(name.startswith(named) for name in self.names) else 0.0


class ChatCommands(Provider):
    """The same commands as on keys, by name, and the welcome's questions."""

    def _commands(self) -> list[Command]:
        return commands_here(in_browser=self.app.is_web)

    def _entries(self) -> Iterator[Entry]:
        screen = cast("Commanded", self.screen)
        for command in self._commands():
            keys = _keys(command)
            ways = [f"Key: {', '.join(keys)}"] if keys else []
            ways += [f"type /{command.slash}"] if command.slash else []
            run = partial(screen.run_action, command.name)
            yield Entry(command.about, ", or ".join(ways), _names(command), run, not command.moves)
        for question in screen.questions:
            run = partial(screen.ask, question)
            yield Entry(f"Ask: {one_line(question)}", "A question to try", (), run)

    def _other_keys(self) -> Iterator[Entry]:
        """The keys that are no commands; choosing one shows the help on it."""
        app = cast("Helpful", self.app)
        commands = {command.about for command in self._commands()}
        for group in app.keys_by_place():
            for row in group.rows:
                if row.meaning not in commands:
                    run = partial(app.show_help, row.meaning)
                    yield Entry(row.meaning, f"Key: {row.text} ({group.title})", row.keys, run, False)

    async def discover(self) -> Hits:
        """The commands and the questions, in the order of the table."""
        for entry in self._entries():
            if entry.discoverable:
                yield DiscoveryHit(Content(entry.text), entry.run, text=entry.text, help=entry.help)

    async def search(self, query: str) -> Hits:
        """The entries that go by `query`, then those whose text matches it, with its letters marked."""
        matcher = self.matcher(query)
        for entry in chain(self._entries(), self._other_keys()):
            alike, places = matcher.fuzzy_search.match(query, entry.text)
            # Textual's likeness has no upper bound.
            score = entry.bears(query) + alike / (1 + alike)
            if score > 0:
                shown = Content(entry.text)
                for place in places:
                    shown = shown.stylize(matcher.match_style, place, place + 1)
                yield Hit(score / _MOST, shown, entry.run, text=entry.text, help=entry.help)


def _names(command: Command) -> tuple[str, ...]:
    """What a person may call `command` by: what is typed for it, what the footer calls it, and its key."""
    names = (command.slash, command.label.casefold(), *command.keys.split(","), *_keys(command))
    return tuple(filter(None, names))


def _keys(command: Command) -> list[str]:
    """Its keys, as they are called."""
    if not command.keys:
        return []
    return [key_name(binding) for binding in Binding.make_bindings([command.binding()])]
