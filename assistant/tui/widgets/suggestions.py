"""The questions, or the commands, that what is being typed may be meant for, above the prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.containers import VerticalGroup
from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Static

from assistant.text import one_line
from assistant.tui.messages import SuggestionPicked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


MOST_SUGGESTIONS: Final = 5
MOST_COMMANDS: Final = 16
# So many lines of the screen are not for commands: title, prompt and footer.
_LINES_LEFT: Final = 5
# One line of suggestions for so many lines of the screen.
LINES_EACH: Final = 6


class Suggestion(Static):
    """One question or command on one line; a click posts `SuggestionPicked`."""

    # As in the list.
    virtual_size = Reactive(Size(0, 0), layout=False, repaint=False)

    def __init__(self) -> None:
        super().__init__()
        self.question = ""
        self.display = False

    def show(self, question: str, about: str) -> None:
        """Stand for `question`, or where it is empty for none; `about` stands behind a command."""
        if question != self.question:
            self.question = question
            shown = one_line(question)
            self.update(Content(f"{shown:<12} {about}" if about else shown), layout=False)

    def on_click(self) -> None:
        """Pick by mouse."""
        if self.question:
            self.post_message(SuggestionPicked(self.question))


class Suggestions(VerticalGroup, can_focus=False):
    """A list that opens and closes as the text at the prompt changes; the focus stays at the prompt.

    It lies over the conversation, which therefore never moves, and its lines are there from the start: a key
    changes what they say, and how many are shown. They are filled from the bottom, so that those that stay
    have their place at the prompt before the others are gone.
    """

    # Nothing scrolls here: a list that was laid out need not be laid out, nor painted, again for its size.
    virtual_size = Reactive(Size(0, 0), layout=False, repaint=False)

    def __init__(
        self, find: Callable[[str, int], Sequence[str]], commands: Callable[[str], Mapping[str, str]]
    ) -> None:
        """`find` tells at most so many questions for a text, best first.

        `commands` tells the commands that a text beginning with a slash may become, and what each does; one
        that ends with a space takes words.
        """
        super().__init__()
        self._find = find
        self._commands = commands
        self._lines: list[Suggestion] = []
        self._text = ""
        self._questions: tuple[str, ...] = ()
        self._chosen: int | None = None
        self.visible = False

    def on_mount(self) -> None:
        """Have the lines there before the first key, but not before the first frame, which shows none."""
        self.call_after_refresh(self._lay_lines)

    def _lay_lines(self) -> None:
        if not self._lines:
            self._lines = [Suggestion() for _ in range(MOST_COMMANDS)]
            self.mount_all(self._lines)

    @property
    def questions(self) -> tuple[str, ...]:
        """What is suggested, best first; empty when the list is closed."""
        return self._questions

    @property
    def chosen(self) -> str | None:
        """The question that was chosen by key."""
        return None if self._chosen is None else self._questions[self._chosen]

    def typed(self, text: str) -> None:
        """Suggest questions for `text`, or where it begins with a slash commands."""
        self._text = text
        if text.lstrip().startswith("/"):
            most = max(0, min(MOST_COMMANDS, self.app.size.height - _LINES_LEFT))
            commands = self._commands(text)
            self._show(tuple(commands)[:most], commands)
        else:
            most = min(MOST_SUGGESTIONS, self.app.size.height // LINES_EACH)
            self._show(tuple(self._find(text, most)), {})

    def fit(self) -> None:
        """Show as many as there is room for, after the screen got another size."""
        if self._questions:
            chosen = self.chosen
            self.typed(self._text)
            if chosen in self._questions:
                self._choose(self._questions.index(chosen))

    def close(self) -> None:
        """Suggest nothing until more is typed."""
        self._show((), {})

    def next(self) -> None:
        """Choose the question below, stopping at the last."""
        self._choose(0 if self._chosen is None else min(self._chosen + 1, len(self._questions) - 1))

    def previous(self) -> None:
        """Choose the question above; above the first none is chosen."""
        self._choose(self._chosen - 1 if self._chosen else None)

    def _show(self, questions: tuple[str, ...], about: Mapping[str, str]) -> None:
        self._choose(None)
        self._questions = questions
        self.visible = bool(questions)
        if not questions:
            # The lines of a closed list stay as they are: often it opens with as many.
            return
        self._lay_lines()
        for line in self._lines[: -len(questions)]:
            line.display = False
        for line, question in zip(self._lines_of(questions), questions, strict=True):
            line.display = True
            line.show(question, about.get(question, ""))

    def _lines_of(self, questions: Sequence[str]) -> Sequence[Suggestion]:
        """The lines that show `questions`, which are not none."""
        return self._lines[-len(questions) :]

    def _choose(self, number: int | None) -> None:
        if self._chosen is not None:
            self._lines_of(self._questions)[self._chosen].remove_class("-chosen")
        self._chosen = number
        if number is not None:
            self._lines_of(self._questions)[number].add_class("-chosen")
