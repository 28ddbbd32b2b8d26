"""The keys at the bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.app import ComposeResult
    from textual.widget import Widget

# The spaces about a key and its label.
_BLANKS = 3
# Those after the last key of a compact bar, which need no room.
_LAST_BLANKS = 2


class KeyBar(Footer):
    """As many keys as there is room for, the first before the last, and none in part; the way out always."""

    def compose(self) -> ComposeResult:
        """The keys that fit."""
        keys = list(super().compose())
        room = self.size.width + _LAST_BLANKS * self.compact - sum(map(_width, filter(_leaves, keys)))
        for key in keys:
            if isinstance(key, FooterKey):
                room -= 0 if _leaves(key) else _width(key)
                if room < 0 and not _leaves(key):
                    continue
                # Said at once, for each change of mind would have all its styles looked up again.
                key.set_reactive(FooterKey.compact, self.compact)
                key.set_class(self.compact, "-compact", update=False)
            yield key

    async def recompose(self) -> None:
        """Set up the keys anew where they differ; mostly the focus moves and the keys are the same."""
        # One after the other, lest one looks at what another has half removed.
        async with self.lock:
            if self.is_attached and _said(self.compose()) != _said(self.children):
                await super().recompose()

    async def on_resize(self, _event: events.Resize) -> None:
        """Another width takes other keys."""
        await self.recompose()


def _leaves(key: Widget) -> bool:
    """Whether it is the key that leaves the program."""
    return isinstance(key, FooterKey) and key.action == "app.quit"


def _width(key: Widget) -> int:
    """The columns that a key and its label take."""
    if not isinstance(key, FooterKey):
        return 0
    return cell_len(key.key_display) + cell_len(key.description) + _BLANKS


def _said(keys: Iterable[Widget]) -> list[tuple[object, ...]]:
    """What a person gets from `keys`."""
    return [
        (key.key, key.key_display, key.description, key.action, key.classes, key.tooltip)
        if isinstance(key, FooterKey)
        else (key,)
        for key in keys
    ]
