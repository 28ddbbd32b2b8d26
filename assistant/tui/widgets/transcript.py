"""The conversation as it scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.reactive import reactive

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.geometry import Size
    from textual.widget import Widget


class Transcript(VerticalScroll, can_focus=False):
    """Blocks one under the other, the latest in view; all before it have the class ``-past``."""

    is_shown: reactive[bool] = reactive(True, init=False)
    """Whether nothing else has its place on the screen."""

    def __init__(self) -> None:
        super().__init__()
        self._settled_at = 0.0
        # Whether the latest block was in view when the person last had a say in it.
        self._at_latest = True
        self._laid_out: tuple[Size, Size] | None = None

    @property
    def latest(self) -> Widget:
        """The block at the end."""
        return self.children[-1]

    @property
    def more_below(self) -> bool:
        """Whether there is more than is shown, beneath it, than blank lines."""
        if not (self.is_shown and self.size and self.children):
            return False
        blank = self.virtual_size.height - self.latest.virtual_region.bottom
        return self.max_scroll_y - self.scroll_y >= 1 + max(blank, 0)

    def on_hide(self) -> None:
        """Something else has its place."""
        self.is_shown = False

    def on_show(self) -> None:
        """It is back."""
        self.is_shown = True

    async def add(self, *blocks: Widget) -> None:
        """Put `blocks` at the end and show the last."""
        for block in (*self.children, *blocks[:-1]):
            block.add_class("-past")
        await self.mount(*blocks)
        self.show_latest()

    async def begin(self, block: Widget) -> None:
        """Put `block` before all that is there, and show the last."""
        if self.children:
            block.add_class("-past")
        await self.mount(block, before=0 if self.children else None)
        self.show_latest()

    async def insert(self, blocks: Sequence[Widget], *, before: Widget) -> None:
        """Put `blocks`, which are not the latest, before another."""
        for block in blocks:
            block.add_class("-past")
        await self.mount_all(blocks, before=before)

    def hold(self, block: Widget) -> Callable[[], None]:
        """What keeps `block` in its place on the screen, to be called when there is more above it."""
        shown_at = block.virtual_region.y - self.scroll_y

        def settle() -> None:
            if block.parent is self:
                self.scroll_to(y=block.virtual_region.y - shown_at, animate=False, immediate=True, force=True)

        return settle

    async def restart(self, block: Widget) -> None:
        """Begin again with `block`."""
        before = list(self.children)
        # In this order, so that there is a latest block at any moment.
        await self.mount(block)
        await self.remove_children(before)
        self.scroll_home(animate=False)

    def show_latest(self) -> None:
        """Show the end of the latest block, or its beginning where it does not fit."""
        self.call_after_refresh(self._settle)

    def show(self, block: Widget) -> None:
        """Show `block`: the latest as ever, an earlier one from its beginning."""
        if block is self.latest:
            self.show_latest()
        else:
            self._at_latest = False
            self.call_after_refresh(self.scroll_to_widget, block, top=True, animate=False)

    def on_resize(self, _event: events.Resize) -> None:
        """Keep the latest block in view when the lines break anew, unless the person scrolled away."""
        self._note_layout()
        if self._at_latest:
            self.show_latest()

    def watch_virtual_size(self) -> None:
        """Take what is scrolled from now on for the person's doing: only a change of size is an event."""
        self.call_after_refresh(self._note_layout)

    def _note_layout(self) -> None:
        self._laid_out = (self.size, self.virtual_size)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Note where the person scrolls to; a layout, which may take several steps, scrolls as well."""
        super().watch_scroll_y(old_value, new_value)
        if self._laid_out == (self.size, self.virtual_size):
            self._at_latest = new_value in (self._settled_at, self.max_scroll_y)

    def _settle(self) -> None:
        if not self.children:
            return
        # With the blank lines beneath it, which are scrolled to as well.
        if self.latest.virtual_region.y < self.max_scroll_y:
            self.scroll_to_widget(self.latest, top=True, animate=False, immediate=True)
        else:
            self.scroll_end(animate=False, immediate=True)
        self._settled_at = self.scroll_y
        self._at_latest = True
