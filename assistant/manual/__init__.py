"""What the chats say of themselves: their commands, and how to ask. The files beside this one hold the words.

A line of a file is a name, a colon and a text; one that begins with # is a comment.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOLDER = Path(__file__).parent

Chat = Literal["screen", "plain"]
"""The chat that draws a screen, or the one line by line."""


def commands(chat: Chat) -> dict[str, str]:
    """What each command does in `chat`, by its name without the slash."""
    named = [(name.partition(" "), text) for name, text in _lines("commands.txt")]
    return {command: text for (command, _, only), text in named if only in ("", chat)}


def plain_keys() -> dict[str, str]:
    """What the keys of the plain chat do."""
    return dict(_lines("plain_keys.txt"))


def widget_keys() -> dict[str, str]:
    """What the actions of the library's widgets do, by their names."""
    return dict(_lines("widget_keys.txt"))


def how_to_ask(chat: Chat) -> tuple[str, ...]:
    """What to know about asking in `chat`, a paragraph each."""
    return tuple(text for name, text in _lines("how_to_ask.txt") if name in ("both", chat))


def _lines(file: str) -> Iterator[tuple[str, str]]:
    for line in (_FOLDER / file).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, text = line.partition(":")
            yield name, text.strip()
