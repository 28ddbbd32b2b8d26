"""A word that can be chosen, by mouse or by key."""

from __future__ import annotations

from textual.widgets import Static


class Chip(Static, can_focus=True):
    """A short label; a subclass binds a key to the action ``choose`` and says what choosing does."""

    def on_click(self) -> None:
        """Choose by mouse."""
        self.action_choose()

    def action_choose(self) -> None:
        """What choosing does."""
        raise NotImplementedError
