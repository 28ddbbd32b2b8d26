"""What is to become of several lines that were pasted at once."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding
from textual.containers import VerticalGroup
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from assistant.text import one_line
from assistant.tui.widgets.hanging import HangingText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

_SHOWN: Final = 5
# More of a line than any terminal shows.
_LONGEST_SHOWN: Final = 300


class PasteUse(Enum):
    """What the lines are taken for."""

    BATCH = auto()
    LINE = auto()


class PasteOption(HangingText, can_focus=True):
    """A key and what it does, which a click does too, and enter where it has the focus."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"paste-option--key"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Choose", show=False, tooltip="Choose it", id="paste.choose"),
        Binding("up", "app.focus_previous", "Above", show=False, tooltip="The choice above", id="paste.up"),
        Binding("down", "app.focus_next", "Below", show=False, tooltip="The choice below", id="paste.down"),
    ]

    def __init__(self, key: str, action: str, meaning: str) -> None:
        super().__init__()
        self.key = key
        self.action = action
        self.meaning = meaning

    def lead(self) -> Content:
        """The key."""
        return Content.styled(f" {self.key:<7}", self.get_visual_style("paste-option--key"))

    def body(self) -> Content:
        """What it does."""
        return Content(self.meaning)

    async def on_click(self) -> None:
        """Choose by mouse."""
        await self.action_choose()

    async def action_choose(self) -> None:
        """Do what it says."""
        await self.screen.run_action(self.action)


class PasteScreen(ModalScreen[PasteUse | None]):
    """The first of the lines, and the choices; it is dismissed with the use that was chosen, or None."""

    CSS_PATH = "paste_screen.tcss"
    # No ClassVar: Textual types it as a plain attribute.
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "batch",
            "Batch",
            tooltip="Run them as a batch, each line a question of its own",
            id="paste.batch",
        ),
        Binding("o", "line", "One question", tooltip="Put them on the line as one question", id="paste.line"),
        Binding("escape", "leave", "Leave", tooltip="Do nothing with them", id="paste.leave"),
        Binding("ctrl+q", "app.quit", "Quit", tooltip="Leave the program", id="paste.quit"),
    ]

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        """How many lines, the first of them, what can be done."""
        lines = self._lines
        with VerticalGroup(id="paste") as box:
            box.border_title = f"{len(lines):,} lines were pasted"
            for line in lines[:_SHOWN]:
                yield Static(Content(one_line(line[:_LONGEST_SHOWN])), classes="paste--line")
            if len(lines) > _SHOWN:
                yield Static(Content(f"and {len(lines) - _SHOWN:,} more"), classes="paste--more")
            with VerticalGroup(id="paste-options"):
                for binding in Binding.make_bindings(self.BINDINGS):
                    key = self.app.get_key_display(binding)
                    yield PasteOption(key, binding.action, binding.tooltip)

    def action_batch(self) -> None:
        """Run them as a batch."""
        self.dismiss(PasteUse.BATCH)

    def action_line(self) -> None:
        """Make one question of them."""
        self.dismiss(PasteUse.LINE)

    def action_leave(self) -> None:
        """Do nothing with them."""
        self.dismiss(None)
