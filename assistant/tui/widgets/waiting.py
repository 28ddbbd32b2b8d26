"""What the conversation shows while there is no one yet to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.containers import VerticalGroup
from textual.content import Content
from textual.widgets import Static

from assistant.text import printable

if TYPE_CHECKING:
    from textual.app import ComposeResult

LOADING: Final = (
    "Loading the article and the questions that it answers. The first time this takes some seconds;"
    " what you ask meanwhile is answered then."
)
LOADING_DEMO: Final = (
    "Loading the article and the script. The first time this takes some seconds;"
    " then the demo begins by itself."
)


class LoadingNote(Static):
    """Says what there is to wait for."""

    def __init__(self, text: str) -> None:
        super().__init__(Content(text))


class WaitingEntry(VerticalGroup):
    """What was entered, as it is going to stand in the conversation."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """The question."""
        yield Static(Content(printable(self._text)), classes="exchange--question")
