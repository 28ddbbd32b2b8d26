"""Edits of a pack, as somebody who writes it makes them in an editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def edit(folder: Path, old: str, new: str, file: str = "intents/tower.yaml") -> None:
    """Write `new` for `old` wherever it stands in a file of the pack, in which it does."""
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def without_intent(folder: Path, intent: str, following: str) -> None:
    """Delete an intent of the tiny pack; `following` is the one after it."""
    path = folder / "intents/tower.yaml"
    text = path.read_text("utf-8")
    start, end = (text.index(f"  - id: {name}\n    kind:") for name in (intent, following))
    path.write_text(text[:start] + text[end:], "utf-8")
