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
        Binding("escape,f9,q,enter", "close", "Close", tooltip="Back to the chat", id="problems.close"),
    ]

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__()
        self._heading = Static(classes="problems--heading")
        # One text, for there may be thousands.
        self._list = Static()
        self.show(problems)

    def compose(self) -> ComposeResult:
        """How many, then each."""
        with VerticalScroll(id="problems"):
            yield self._heading
            yield self._list

    def show(self, problems: Sequence[str]) -> None:
        """Show these instead: the pack was saved again."""
        how_many = counted(len(problems), "problem") if problems else "No problems"
        self._heading.update(Content(f"{how_many} in the pack"))
        self._list.update(Content("\n\n".join(map(one_line, problems))))

    def action_close(self) -> None:
        """Back to the chat."""
        self.dismiss()
