"""Moves: what people say about the conversation itself ("say that again", "where does it say that?")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.dialogue.ellipsis import bare_wording
from assistant.dialogue.near import Wordings
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
        self._wordings = Wordings(self._moves, _NEAR_ENOUGH)
        self._words = frozenset(word for wording in self._moves for word in wording.split())

    def find(self, text: str) -> str | None:
        """``repeat``, ``source``, ``more`` or None."""
        if len(text) > _LONGEST:
            return None
        said = bare_wording(text, self._english)
        if not all(word in self._words or self._is_unknown(word) for word in said.split()):
            return None  # It says more than any move, as most questions do.
        found = self._wordings.nearest(said)
        return self._moves[found[0][0]] if found and self._same_words(said, found[0][0]) else None

    def _same_words(self, said: str, wording: str) -> bool:
        """Whether every word that was said is one of the wording, or no word but a misspelling of one."""
        known = wording.split()
        return all(word in known or self._misspells(word, known) for word in said.split())

    def _misspells(self, word: str, known: list[str]) -> bool:
        return self._is_unknown(word) and bool(Wordings(known, _SAME_WORD).nearest(word))

    def _is_unknown(self, word: str) -> bool:
        return self._english.commonness(word) is Commonness.UNKNOWN
