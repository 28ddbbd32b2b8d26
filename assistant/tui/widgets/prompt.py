"""The line at which a person asks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding
from textual.geometry import Size
from textual.reactive import Reactive

from assistant.text import LONGEST_QUESTION, printable
from assistant.tui.messages import LinesPasted, QuestionSubmitted
from assistant.tui.pasted import pasted_command, pasted_questions
from assistant.tui.upstream import Line

if TYPE_CHECKING:
    from textual import events
    from textual.binding import BindingType

    from assistant.tui.earlier import QuestionHistory
    from assistant.tui.widgets.suggestions import Suggestions

_WHITE_SPACE: Final = re.compile(r"\s+")


def _as_typed(text: str) -> str:
    """`text` as it may stand on the line: printable, and with runs of white space as one space."""
    return _WHITE_SPACE.sub(" ", printable(text))


class Prompt(Line):
    """A single line; up and down walk through `history`, enter posts `QuestionSubmitted`.

    Of several lines pasted at once nothing is put on the line; `LinesPasted` is posted instead.
    A file dropped on an empty line enters the command that runs it.
    Whatever is typed is told to `suggestions`; while they are open, keys choose among them.
    """

    BINDING_GROUP_TITLE = "Prompt"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "submit", "Ask", show=False, tooltip="Ask what was typed or chosen", id="prompt.ask"
        ),
        Binding(
            "up",
            "earlier",
            "Earlier question",
            show=False,
            tooltip="Earlier question, or the suggestion above",
            id="prompt.earlier",
        ),
        Binding(
            "down",
            "later",
            "Later question",
            show=False,
            tooltip="Later question, or the suggestion below",
            id="prompt.later",
        ),
        Binding(
            "tab",
            "complete",
            "Complete",
            show=False,
            tooltip="Take over the suggestion, chosen or first",
            id="prompt.complete",
        ),
        Binding(
            "escape",
            "close_suggestions",
            "Close suggestions",
            show=False,
            tooltip="Close the suggestions",
            id="prompt.close-suggestions",
        ),
    ]

    # The line is as wide as the screen, whatever stands on it: a letter more moves nothing.
    virtual_size = Reactive(Size(0, 0), layout=False)

    def __init__(self, history: QuestionHistory, suggestions: Suggestions, *, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, select_on_focus=False)
        self._history = history
        self._suggestions = suggestions

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

    def watch_value(self, value: str) -> None:
        """Suggest questions for the line, at once: a key that follows finds those of this text."""
        self._suggestions.typed(value)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave tab and escape to others while nothing is suggested."""
        if action in ("complete", "close_suggestions") and not self._suggestions.questions:
            return False
        return super().check_action(action, parameters)

    def _on_paste(self, event: events.Paste) -> None:
        # Input keeps the first line alone.
        event.stop()
        event.prevent_default()
        command = "" if self.value.strip() else pasted_command(event.text, in_browser=self.app.is_web)
        if command:
            self.value = ""
            self.post_message(QuestionSubmitted(command))
            return
        questions = pasted_questions(event.text)
        if len(questions) > 1:
            self.post_message(LinesPasted(event.text, questions))
        else:
            self.replace(event.text, *self.selection)

    async def action_submit(self) -> None:
        """Hand over the chosen or typed question and clear the line; a blank line stays as it is."""
        text = self._suggestions.chosen or self.value.strip()
        if text.endswith(" ") or (self._suggestions.chosen and text.endswith("/")):
            # A command that takes words, or a folder: more is still to be typed.
            self._show(text)
        elif text:
            self.value = ""
            self.post_message(QuestionSubmitted(text))

    def action_earlier(self) -> None:
        """Choose the suggestion above; from where none is chosen, show the question before the one shown."""
        if self._suggestions.chosen:
            self._suggestions.previous()
            return
        self._show(self._history.earlier(self.value))

    def action_later(self) -> None:
        """Choose the suggestion below; without any, show the question after the one shown, then the draft."""
        if self._suggestions.questions:
            self._suggestions.next()
            return
        self._show(self._history.later())

    def action_complete(self) -> None:
        """Put the chosen suggestion, or the first, on the line."""
        self._show(self._suggestions.chosen or self._suggestions.questions[0])

    def action_close_suggestions(self) -> None:
        """Close the suggestions and stay at the prompt."""
        self._suggestions.close()

    def _show(self, text: str | None) -> None:
        if text is not None:
            self.value = text
            self.cursor_position = len(self.value)
            # What was put there whole needs none; of a folder it is shown what is in it.
            if not text.endswith("/"):
                self._suggestions.close()
