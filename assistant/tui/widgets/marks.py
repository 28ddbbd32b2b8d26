"""What a person says of an answer: that it is right, or wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.message import Message

from assistant.history import Mark
from assistant.tui.widgets.chip import Chip, chosen_by_enter

if TYPE_CHECKING:
    from textual.binding import BindingType

_SHOWN = {Mark.RIGHT: "right", Mark.WRONG: "wrong"}
_TOOLTIPS = {Mark.RIGHT: "Mark this answer as right", Mark.WRONG: "Mark this answer as wrong"}


class MarkChip(Chip):
    """Marks an answer, or takes the mark away; choosing it posts `Chosen`."""

    BINDING_GROUP_TITLE = "Right or wrong"
    BINDINGS: ClassVar[list[BindingType]] = chosen_by_enter("mark", "Mark", "Mark it, or take the mark away")

    class Chosen(Message):
        """The answer is to be marked so, or the mark taken away."""

        def __init__(self, mark: Mark) -> None:
            super().__init__()
            self.mark = mark

    def __init__(self, mark: Mark) -> None:
        super().__init__(Content(_SHOWN[mark]), classes=f"-{mark.value}")
        self.mark = mark
        self.tooltip = _TOOLTIPS[mark]

    def show(self, mark: Mark) -> None:
        """Look chosen if `mark` is this one."""
        chosen = mark is self.mark
        self.set_class(chosen, "-chosen")
        self.update(Content(f"✓ {_SHOWN[self.mark]}" if chosen else _SHOWN[self.mark]))

    def action_choose(self) -> None:
        """Report it."""
        self.post_message(self.Chosen(self.mark))
