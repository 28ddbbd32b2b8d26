"""Moves: what people say about the conversation itself ("say that again", "where does it say that?")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.dialogue.ellipsis import bare_wording
from assistant.dialogue.near import nearest

if TYPE_CHECKING:
    from assistant.language import English

_NEAR_ENOUGH = 84
_LONGEST = 90


class Moves:
    """Finds the move that a text makes, if it makes one.

    A move is made of words that any question may hold, so its wording must be met nearly whole.
    """

    def __init__(self, english: English) -> None:
        self._english = english
        self._moves = {bare_wording(wording, english): move for wording, move in english.moves}
        self._wordings = list(self._moves)

    def find(self, text: str) -> str | None:
        """``repeat``, ``source``, ``more`` or None."""
        if len(text) > _LONGEST:
            return None
        found = nearest(bare_wording(text, self._english), self._wordings, _NEAR_ENOUGH)
        return self._moves[found[0][0]] if found else None
