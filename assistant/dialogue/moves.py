"""Moves: what people say about the conversation itself ("say that again", "where does it say that?")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.dialogue.ellipsis import bare_wording
from assistant.dialogue.near import nearest
from assistant.language import Commonness

if TYPE_CHECKING:
    from assistant.language import English

_NEAR_ENOUGH = 84
_SAME_WORD = 70
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
        said = bare_wording(text, self._english)
        found = nearest(said, self._wordings, _NEAR_ENOUGH, 1)
        return self._moves[found[0][0]] if found and self._same_words(said, found[0][0]) else None

    def _same_words(self, said: str, wording: str) -> bool:
        """Whether every word that was said is one of the wording, or no word but a misspelling of one."""
        known = wording.split()
        return all(word in known or self._misspells(word, known) for word in said.split())

    def _misspells(self, word: str, known: list[str]) -> bool:
        unknown = self._english.commonness(word) is Commonness.UNKNOWN
        return unknown and bool(nearest(word, known, _SAME_WORD))
