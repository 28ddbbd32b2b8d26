"""The command palette's entries: the table of commands, the questions to try, and every other key."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Protocol

from textual.binding import Binding

from assistant.text import one_line
from assistant.tui.commands import commands_here
from assistant.tui.keys import key_name
from assistant.tui.word_search import WordSearch, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from assistant.tui.commands import Command
    from assistant.tui.keys import KeyGroup, KeyRow

# How surely an entry is meant of which a name was typed, or the beginning of one.
_NAMED, _NAME_BEGUN = 2, 1


class Commanded(Protocol):
    """A screen whose commands the palette offers."""

    @property
    def questions(self) -> tuple[str, ...]:
        """Questions worth offering."""

    async def ask(self, question: str) -> object:
        """Ask `question`."""

    async def run_action(self, action: str) -> None:
        """Run a command by its name."""


class Helpful(Protocol):
    """An app with keys that can be explained."""

    @property
    def is_web(self) -> bool:
        """Whether it is shown in a browser."""

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

    @property
    def words_of_names(self) -> frozenset[str]:
        """The words of its names."""
        return words_of(" ".join(self.names))

    def bears(self, typed: str) -> int:
        """How surely `typed` names this: a whole name more than the beginning of one."""
        asked = typed.strip().casefold()
        named = asked.removeprefix("/")
        if asked in self.names or named in self.names:
            return _NAMED
        return _NAME_BEGUN if named and any(name.startswith(named) for name in self.names) else 0


class Palette:
    """All there is to choose from in the `chat` of an `app`, and what of it is meant by what is typed."""

    def __init__(self, chat: Commanded, app: Helpful) -> None:
        self._chat = chat
        self._app = app

    def listed(self) -> list[Entry]:
        """The commands and the questions, in the order of the table: what is offered unasked."""
        return [entry for entry in self._offered() if entry.discoverable]

    def words_typed(self, typed: str) -> WordSearch:
        """What the words of `typed` mean among those of all entries."""
        # Where nothing is typed, those of all screens need not be loaded.
        return WordSearch(typed, self._vocabulary if typed.strip() else ())

    def search(self, typed: str) -> list[Entry]:
        """The entries that `typed` names, then those that hold each word of it, the whole words first."""
        sought = self.words_typed(typed)
        scores = {
            entry: (bears, sought.whole(held))
            for entry, held in self._held.items()
            if (bears := entry.bears(typed)) or (sought and sought.matches(held))
        }
        # Those that score the same stay in the order of the table.
        return sorted(scores, key=lambda entry: scores[entry], reverse=True)

    @cached_property
    def _held(self) -> Mapping[Entry, frozenset[str]]:
        """All entries, each with the words of its text and its names."""
        entries = [*self._offered(), *self._other_keys()]
        return {entry: words_of(entry.text) | entry.words_of_names for entry in entries}

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        return frozenset().union(*self._held.values())

    def _commands(self) -> list[Command]:
        return commands_here(in_browser=self._app.is_web)

    def _offered(self) -> Iterator[Entry]:
        for command in self._commands():
            keys = _keys(command)
            ways = [f"key: {', '.join(keys)}"] if keys else []
            ways += [f"type /{command.slash}"] if command.slash else []
            ways_in_words = ", or ".join(ways)
            yield Entry(
                command.about,
                f"{ways_in_words[:1].upper()}{ways_in_words[1:]}",
                _names(command),
                partial(self._chat.run_action, command.name),
                discoverable=not command.moves,
            )
        for question in self._chat.questions:
            ask = partial(self._chat.ask, question)
            yield Entry(f"Ask: {one_line(question)}", "A question to try", (), ask)

    def _other_keys(self) -> Iterator[Entry]:
        """The keys that are no commands; choosing one shows the help on it."""
        commands = {command.about for command in self._commands()}
        places: defaultdict[KeyRow, list[str]] = defaultdict(list)
        for group in self._app.keys_by_place():
            for row in group.rows:
                if row.meaning not in commands:
                    places[row].append(group.title)
        for row, titles in places.items():
            # What does the same in several places is one thing to know.
            where = f" ({titles[0]})" if len(titles) == 1 else ""
            run = partial(self._app.show_help, row.meaning)
            yield Entry(row.meaning, f"Key: {row.text}{where}", row.keys, run, discoverable=False)


def _names(command: Command) -> tuple[str, ...]:
    """What a person may call `command` by: what is typed for it, what the footer calls it, and its key."""
    names = (command.slash, command.label.casefold(), *command.keys.split(","), *_keys(command))
    return tuple(filter(None, names))


def _keys(command: Command) -> list[str]:
    """Its keys, as they are called."""
    if not command.keys:
        return []
    return [key_name(binding) for binding in Binding.make_bindings([command.binding()])]
