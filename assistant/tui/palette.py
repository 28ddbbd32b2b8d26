"""The command palette's entries: the table of commands, and the questions to try."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol, cast

from textual.command import DiscoveryHit, Hit, Provider
from textual.content import Content

from assistant.text import one_line
from assistant.tui.commands import commands_here

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.command import Hits

    from assistant.tui.commands import Command

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


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette, what stands beneath it, the names that it goes by, and what it does."""

    text: str
    help: str
    names: tuple[str, ...]
    run: Callable[[], object]

    def bears(self, query: str) -> float:
        """How surely `query` names this: a whole name more than the beginning of one."""
        named = query.strip().removeprefix("/").casefold()
        if not named:
            return 0.0
        if named in self.names:
            return _NAMED
        return _NAME_BEGUN if any(name.startswith(named) for name in self.names) else 0.0


class ChatCommands(Provider):
    """The same commands as on keys, by name, and the welcome's questions."""

    def _entries(self) -> Iterator[Entry]:
        screen = cast("Commanded", self.screen)
        for command in commands_here(in_browser=self.app.is_web):
            if command.palette:
                ways = [f"Key: {command.keys}"] if command.keys else []
                ways += [f"type /{command.slash}"] if command.slash else []
                run = partial(screen.run_action, command.name)
                yield Entry(command.about, ", or ".join(ways), _names(command), run)
        for question in screen.questions:
            run = partial(screen.ask, question)
            yield Entry(f"Ask: {one_line(question)}", "A question to try", (), run)

    async def discover(self) -> Hits:
        """Every entry, in the order of the table."""
        for entry in self._entries():
            yield DiscoveryHit(Content(entry.text), entry.run, text=entry.text, help=entry.help)

    async def search(self, query: str) -> Hits:
        """The entries that go by `query`, then those whose text matches it, with its letters marked."""
        matcher = self.matcher(query)
        for entry in self._entries():
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
    return tuple(filter(None, (command.slash, command.label.casefold(), command.keys)))
