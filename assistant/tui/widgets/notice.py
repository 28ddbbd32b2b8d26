"""A line that tells how something went, above the prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.widgets import Static

from assistant.text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.notifications import SeverityLevel
    from textual.timer import Timer

STAYS: Final[Mapping[SeverityLevel, float]] = {"information": 4.0, "warning": 8.0, "error": 15.0}
"""Seconds for which a notice is shown; what went wrong takes longer to read and to act on."""
MARKS: Final[Mapping[SeverityLevel, str]] = {"information": "✓", "warning": "!", "error": "✗"}


class Notice(Static):
    """It has a place of its own and so covers nothing; the newest notice replaces the one before."""

    def __init__(self) -> None:
        super().__init__()
        self._end: Timer | None = None
        self._severity: SeverityLevel = "information"
        self.display = False

    def show(self, text: str, severity: SeverityLevel, seconds: float | None) -> None:
        """Show `text`, for so long as its severity asks for unless `seconds` says otherwise."""
        self.dismiss()
        self._severity = severity
        self.set_classes(f"-{severity}")
        self.update(Content(f"{MARKS[severity]} {one_line(text)}"))
        self.display = True
        self._end = self.set_timer(STAYS[severity] if seconds is None else seconds, self.dismiss)

    def typed(self) -> None:
        """Make room as soon as more is typed, unless something went wrong."""
        if self._severity == "information":
            self.dismiss()

    def dismiss(self) -> None:
        """Show nothing."""
        if self._end:
            self._end.stop()
            self._end = None
        self.display = False
