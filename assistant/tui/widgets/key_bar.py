"""The keys at the bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

# The spaces about a key and its label.
_BLANKS = 3


class KeyBar(Footer):
    """As many keys as there is room for, the first before the last, and none in part."""

    def compose(self) -> ComposeResult:
        """The keys that fit."""
        room = self.app.size.width - self.gutter.width
        for key in super().compose():
            if isinstance(key, FooterKey):
                room -= cell_len(key.key_display) + cell_len(key.description) + _BLANKS
                if room < 0:
                    return
            yield key

    async def on_resize(self, _event: events.Resize) -> None:
        """Another width takes other keys."""
        await self.recompose()
