"""What an empty conversation shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.containers import VerticalGroup
from textual.content import Content
from textual.widgets import Static

from assistant.text import one_line
from assistant.tui.widgets.choices import Choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


PROMISE: Final = "Ask in your own words. Every answer quotes the article; what it does not say stays unsaid."


class Welcome(VerticalGroup):
    """What the pack is about, what to expect, and questions to try."""

    def __init__(self, about: str, questions: Sequence[str]) -> None:
        super().__init__()
        self._about = about
        self._questions = questions

    def compose(self) -> ComposeResult:
        """About, promise, questions."""
        yield Static(Content(one_line(self._about)), classes="welcome--about")
        yield Static(Content(PROMISE), classes="welcome--promise")
        if self._questions:
            yield Static(Content("Try asking"), classes="welcome--label")
            yield Choices(self._questions)
