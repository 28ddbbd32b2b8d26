"""The command palette's entries: the table of commands, and the questions to try."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol, cast

from textual.command import DiscoveryHit, Hit, Provider
from textual.content import Content

from assistant.text import one_line
from assistant.tui.commands import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.command import Hits


class Commanded(Protocol):
    """A screen whose commands the palette offers."""

    @property
    def questions(self) -> tuple[str, ...]:
        """Questions worth offering."""

    async def ask(self, question: str) -> None:
        """Ask `question`."""

    async def run_action(self, action: str) -> None:
        """Run a command by its name."""


class ChatCommands(Provider):
    """The same commands as on keys, by name, and the welcome's questions."""

    def _entries(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        screen = cast("Commanded", self.screen)
        for command in COMMANDS:
            if command.palette:
                ways = [f"Key: {command.keys}"] if command.keys else []
                ways += [f"type /{command.slash}"] if command.slash else []
                yield command.about, ", or ".join(ways), partial(screen.run_action, command.name)
        for question in screen.questions:
            yield f"Ask: {one_line(question)}", "A question to try", partial(screen.ask, question)

    async def discover(self) -> Hits:
        """Every entry, in the order of the table."""
        for text, about, run in self._entries():
            yield DiscoveryHit(Content(text), run, text=text, help=about)

    async def search(self, query: str) -> Hits:
        """The entries that match `query`, its letters marked."""
        matcher = self.matcher(query)
        for text, about, run in self._entries():
            score, places = matcher.fuzzy_search.match(query, text)
            if score > 0:
                shown = Content(text)
                for place in places:
                    shown = shown.stylize(matcher.match_style, place, place + 1)
                yield Hit(score, shown, run, text=text, help=about)
