"""What is wrong with the pack as it was saved last, above the prompt until it is mended."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from assistant.text import counted, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_SHOWN: Final = 3


class PackProblems(Static):
    """How many problems there are, and the first of them, a line each; a click posts `ListWanted`."""

    class ListWanted(Message):
        """All problems are to be listed."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: tuple[str, ...] = ()
        """All of them, as ``file:line:column: where: what is wrong``."""
        self.display = False

    def show(self, problems: Sequence[str], folder: str, *, answers: bool) -> None:
        """Show `problems`, or nothing where there are none; `answers` tells that an earlier version does.

        What all begin with, the `folder` of the pack, is left out of the lines.
        """
        self.problems = tuple(problems)
        self.display = bool(problems)
        state = "The version before answers." if answers else "The chat begins once it is mended."
        heading = f"✗ {counted(len(self.problems), 'problem')} in the pack: f9 lists all. {state}"
        place = f"{folder}{os.sep}"
        lines = [one_line(problem).removeprefix(place) for problem in self.problems[:MOST_SHOWN]]
        self.update(Content("\n".join([heading, *lines])))

    def on_click(self) -> None:
        """Report that all of them are wanted."""
        self.post_message(self.ListWanted())
