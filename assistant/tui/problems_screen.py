"""Everything that is wrong with the pack, over the chat."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from assistant.text import counted, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType


class ProblemsScreen(ModalScreen[None]):
    """The `problems` in the order of the files, each in full."""

    CSS_PATH = "problems_screen.tcss"
    AUTO_FOCUS = "#problems"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f9,q", "close", "Close", tooltip="Back to the chat", id="problems.close"),
    ]

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__()
        self._problems = problems

    def compose(self) -> ComposeResult:
        """How many, then each."""
        with VerticalScroll(id="problems"):
            heading = f"{counted(len(self._problems), 'problem')} in the pack"
            yield Static(Content(heading), classes="problems--heading")
            # One text, for there may be thousands.
            yield Static(Content("\n\n".join(map(one_line, self._problems))))

    def action_close(self) -> None:
        """Back to the chat."""
        self.dismiss()
