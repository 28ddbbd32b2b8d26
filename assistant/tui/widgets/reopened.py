"""What stands above a conversation that goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from assistant.text import counted
from assistant.tui.widgets.chip import Chip, chosen_by_enter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType

    from assistant.tui.reopening import Said

# So many turns are shown at a time: each takes a dozen widgets.
MOST_SHOWN: Final = 30


class ReopenedNote(Static):
    """That the conversation is an earlier one, and how many of its answers would change."""

    def __init__(self, changed: int) -> None:
        lines = ["An earlier conversation, as it was."]
        if changed:
            lines.append(f"The pack was edited since: {counted(changed, 'answer')} would differ now.")
        super().__init__(Content(" ".join(lines)))


class EarlierTurns(Chip):
    """Stands for the turns before those that are shown; choosing it posts `Chosen`."""

    BINDING_GROUP_TITLE = "Earlier turns"
    BINDINGS: ClassVar[list[BindingType]] = chosen_by_enter(
        "earlier", "Show earlier turns", "Show earlier turns"
    )

    class Chosen(Message):
        """The turns right before those that are shown are to be shown as well."""

        def __init__(self, turns: EarlierTurns) -> None:
            super().__init__()
            self.turns = turns

    def __init__(self, turns: Sequence[Said], talk: int) -> None:
        """`talk` is the conversation that the `turns` belong to."""
        super().__init__()
        self.talk = talk
        self._left = tuple(turns)
        self._tell()

    @property
    def left(self) -> int:
        """How many turns it still stands for."""
        return len(self._left)

    def take(self) -> tuple[Said, ...]:
        """The latest of them, which are to be shown: it stands for them no more."""
        taken = self._left[-MOST_SHOWN:]
        self._left = self._left[: -len(taken)]
        self._tell()
        return taken

    def _tell(self) -> None:
        more = f"show {MOST_SHOWN} more" if self.left > MOST_SHOWN else "show them"
        self.update(Content(f"{counted(self.left, 'earlier turn')}: {more if self.left > 1 else 'show it'}"))

    def action_choose(self) -> None:
        """Report it."""
        self.post_message(self.Chosen(self))
