"""What the server of chats and the chats that it starts agree on."""

from __future__ import annotations

from typing import Final

DRIVER: Final = "assistant.tui.served_driver:ServedDriver"
"""What a chat in a browser draws through, in the form that Textual's variable takes."""

OWN_HISTORY: Final = "ASSISTANT_OWN_HISTORY"
"""The environment variable that, when set, keeps a chat to the conversations that were begun in it."""

MOST_COLUMNS: Final = 400
MOST_ROWS: Final = 150
"""A larger terminal than any screen shows takes memory by its area and nothing else."""


def clamped(columns: int, rows: int) -> tuple[int, int]:
    """The nearest size, in cells, that a chat is drawn at."""
    return min(max(columns, 1), MOST_COLUMNS), min(max(rows, 1), MOST_ROWS)
