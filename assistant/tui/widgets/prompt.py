"""The line at which a person asks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding
from textual.widgets import Input

from assistant.text import LONGEST_QUESTION, printable
from assistant.tui.messages import QuestionSubmitted

if TYPE_CHECKING:
    from textual import events
    from textual.binding import BindingType

    from assistant.tui.history import QuestionHistory

_WHITE_SPACE: Final = re.compile(r"\s+")


def _as_typed(text: str) -> str:
    """`text` as it may stand on the line: printable, and with runs of white space as one space."""
    return _WHITE_SPACE.sub(" ", printable(text))


class Prompt(Input):
    """A single line; up and down walk through `history`, enter posts `QuestionSubmitted`."""

    BINDING_GROUP_TITLE = "Prompt"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Ask", show=False, tooltip="Ask what was typed", id="prompt.ask"),
        Binding(
            "up",
            "earlier",
            "Earlier question",
            show=False,
            tooltip="Back in what was asked",
            id="prompt.earlier",
        ),
        Binding(
            "down", "later", "Later question", show=False, tooltip="Forward, to the draft", id="prompt.later"
        ),
    ]

    def __init__(self, history: QuestionHistory, *, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, select_on_focus=False)
        self._history = history

    def replace(self, text: str, start: int, end: int) -> None:
        """Put `text`, made fit for one line and cut to what a question may hold, in place of a range."""
        start, end = sorted((max(0, start), min(len(self.value), end)))
        fitting = _as_typed(text)
        room = LONGEST_QUESTION - len(self.value) + end - start
        if len(fitting) > room:
            fitting = fitting[:room]
            self.notify(f"Cut to {LONGEST_QUESTION:,} characters.", severity="warning", markup=False)
        super().replace(fitting, start, end)

    def validate_value(self, value: str) -> str:
        """Keep the line printable, whoever sets it."""
        return _as_typed(value)[:LONGEST_QUESTION]

    def _on_paste(self, event: events.Paste) -> None:
        # Input keeps the first line alone.
        event.stop()
        event.prevent_default()
        self.replace(event.text, *self.selection)

    async def action_submit(self) -> None:
        """Hand over the question and clear the line; a blank line stays as it is."""
        text = self.value.strip()
        if text:
            self.value = ""
            self.post_message(QuestionSubmitted(text))

    def action_earlier(self) -> None:
        """Show the question before the one shown."""
        self._show(self._history.earlier(self.value))

    def action_later(self) -> None:
        """Show the question after the one shown, and in the end the draft."""
        self._show(self._history.later())

    def _show(self, text: str | None) -> None:
        if text is not None:
            self.value = text
            self.cursor_position = len(self.value)
