"""The conversation as it scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll

if TYPE_CHECKING:
    from textual import events
    from textual.widget import Widget


class Transcript(VerticalScroll, can_focus=False):
    """Blocks one under the other, the latest in view; all before it have the class ``-past``."""

    def __init__(self, first: Widget) -> None:
        super().__init__(first)
        self._settled_at = 0.0

    @property
    def latest(self) -> Widget:
        """The block at the end."""
        return self.children[-1]

    async def add(self, block: Widget) -> None:
        """Put `block` at the end and show it."""
        for child in self.children:
            child.add_class("-past")
        await self.mount(block)
        self.show_latest()

    async def restart(self, block: Widget) -> None:
        """Begin again with `block`."""
        await self.remove_children()
        await self.mount(block)
        self.scroll_home(animate=False)

    def show_latest(self) -> None:
        """Show the end of the latest block, or its beginning where it does not fit."""
        self.call_after_refresh(self._settle)

    def on_resize(self, _event: events.Resize) -> None:
        """Keep the latest block in view when the lines break anew, unless the person scrolled away."""
        if self.scroll_y in (self._settled_at, self.max_scroll_y):
            self.show_latest()

    def _settle(self) -> None:
        if self.latest.outer_size.height > self.size.height:
            self.scroll_to_widget(self.latest, top=True, animate=False, immediate=True)
        else:
            self.scroll_end(animate=False, immediate=True)
        self._settled_at = self.scroll_y
