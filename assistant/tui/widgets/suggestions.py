"""The questions that what is being typed may be meant for, above the prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.containers import VerticalGroup
from textual.content import Content
from textual.widgets import Static

from assistant.text import one_line
from assistant.tui.messages import SuggestionPicked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

MOST_SUGGESTIONS: Final = 5
# One line of suggestions for so many lines of the screen.
LINES_EACH: Final = 6


class Suggestion(Static):
    """One question on one line; a click posts `SuggestionPicked`."""

    def __init__(self) -> None:
        super().__init__()
        self.question = ""

    def show(self, question: str) -> None:
        """Stand for `question`, or where it is empty for none."""
        self.display = bool(question)
        if question != self.question:
            self.question = question
            self.update(Content(one_line(question)), layout=False)

    def on_click(self) -> None:
        """Pick by mouse."""
        self.post_message(SuggestionPicked(self.question))


class Suggestions(VerticalGroup, can_focus=False):
    """A list that opens and closes as the text at the prompt changes; the focus stays at the prompt.

    It lies over the conversation, which therefore never moves, and its lines are there from the start: a key
    changes what they say, and nothing flickers.
    """

    def __init__(self, find: Callable[[str, int], Sequence[str]]) -> None:
        """`find` tells at most so many questions for a text, best first."""
        super().__init__()
        self._find = find
        self._lines = [Suggestion() for _ in range(MOST_SUGGESTIONS)]
        self._questions: tuple[str, ...] = ()
        self._chosen: int | None = None
        self.display = False

    def compose(self) -> ComposeResult:
        """One line for each question."""
        yield from self._lines

    @property
    def questions(self) -> tuple[str, ...]:
        """What is suggested, best first; empty when the list is closed."""
        return self._questions

    @property
    def chosen(self) -> str | None:
        """The question that was chosen by key."""
        return None if self._chosen is None else self._questions[self._chosen]

    def typed(self, text: str) -> None:
        """Suggest questions for `text`."""
        most = min(MOST_SUGGESTIONS, self.app.size.height // LINES_EACH)
        self._show(tuple(self._find(text, most)))

    def close(self) -> None:
        """Suggest nothing until more is typed."""
        self._show(())

    def next(self) -> None:
        """Choose the question below, stopping at the last."""
        self._choose(0 if self._chosen is None else min(self._chosen + 1, len(self._questions) - 1))

    def previous(self) -> None:
        """Choose the question above; above the first none is chosen."""
        self._choose(self._chosen - 1 if self._chosen else None)

    def _show(self, questions: tuple[str, ...]) -> None:
        self._questions = questions
        self._choose(None)
        for number, line in enumerate(self._lines):
            line.show(questions[number] if number < len(questions) else "")
        self.display = bool(questions)

    def _choose(self, number: int | None) -> None:
        self._chosen = number
        for place, line in enumerate(self._lines):
            line.set_class(place == number, "-chosen")
