"""What an app of a test told so far on the chat's own line."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from textual.app import App

TOLD: WeakKeyDictionary[App[object], list[str]] = WeakKeyDictionary()


def told(app: App[object]) -> list[str]:
    """All of it, in order."""
    return TOLD.get(app, [])
