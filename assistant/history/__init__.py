"""What was said in the chat, kept in the user's data folder."""

from __future__ import annotations

from assistant.history.entries import Place, key_of
from assistant.history.journal import Journal
from assistant.history.turns import HistoryError, Kept, Mark, Turn

__all__ = ["HistoryError", "Journal", "Kept", "Mark", "Place", "Turn", "key_of"]
