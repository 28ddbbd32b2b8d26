"""The line at the top."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from assistant.text import one_line


class TitleBar(Static):
    """The title of what can be asked about."""

    def __init__(self, title: str = "") -> None:
        super().__init__(Content(one_line(title)))

    def show(self, title: str) -> None:
        """Show another title."""
        self.update(Content(one_line(title)))
