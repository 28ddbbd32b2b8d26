"""A word that can be chosen, by mouse or by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.widgets import Static

if TYPE_CHECKING:
    from textual.binding import BindingType


def chosen_by_enter(name: str, description: str, tooltip: str) -> list[BindingType]:
    """The key that chooses a chip, which goes by `name` among all keys."""
    return [Binding("enter", "choose", description, show=False, tooltip=tooltip, id=f"{name}.choose")]


class Chip(Static, can_focus=True):
    """A short label; a subclass has the key that `chosen_by_enter` gives, and says what choosing does."""

    def on_click(self) -> None:
        """Choose by mouse."""
        self.action_choose()

    def action_choose(self) -> None:
        """What choosing does."""
        raise NotImplementedError
