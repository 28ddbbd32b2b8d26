"""What a person sees of a program in a pseudo-terminal: its output, drawn by a terminal emulator."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyte

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.terminal import Terminal

# Pyte takes the private sequences of newer terminals (`CSI > … u`, `CSI ? … $ p`) for text.
_UNKNOWN = re.compile(rb"\x1b\[(?:[<>=][0-9;]*u|[?>][0-9;]*\$?[pq])")


class Screen:
    """The screen of a `Terminal`; to wait for something on it reads what the program writes."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self._screen = pyte.Screen(*terminal.size)
        self._stream = pyte.ByteStream(self._screen)
        self._drawn = 0

    @property
    def lines(self) -> list[str]:
        """The text of each line."""
        return ["".join(cell.data for cell in line) for line in self.cells()]

    @property
    def text(self) -> str:
        """All lines."""
        return "\n".join(self.lines)

    def cells(self, left: int = 0, top: int = 0) -> list[list[pyte.screens.Char]]:
        """The letters, with their styles, from a column on and from a line down."""
        self._draw()
        columns, rows = self.terminal.size
        return [
            [self._screen.buffer[row][column] for column in range(left, columns)] for row in range(top, rows)
        ]

    def resize(self, columns: int, rows: int) -> None:
        """Change the size, as a window does; what is drawn anew is on a blank screen."""
        self._draw()
        self._screen.resize(rows, columns)
        self._screen.reset()
        self.terminal.resize(columns, rows)

    def wait(self, until: Callable[[], bool], what: str) -> None:
        """Wait until the condition holds; it fails with what is on the screen instead."""
        try:
            self.terminal.wait(until, what)
        except AssertionError:
            raise AssertionError(f"no {what} on\n{self.text}") from None

    def shows(self, *texts: str) -> None:
        """Wait until all `texts` are on the screen, each on one line."""
        self.wait(lambda: all(text in self.text for text in texts), " and ".join(map(repr, texts)))

    def shows_no_more(self, text: str) -> None:
        """Wait until `text` has gone."""
        self.wait(lambda: text not in self.text, f"end of {text!r}")

    def _draw(self) -> None:
        # What follows the last escape may be half a sequence or half a letter.
        last = self.terminal.output.rfind(b"\x1b")
        ended = self.terminal.process.poll() is not None
        end = len(self.terminal.output) if ended else max(last, self._drawn)
        self._stream.feed(_UNKNOWN.sub(b"", bytes(self.terminal.output[self._drawn : end])))
        self._drawn = end
