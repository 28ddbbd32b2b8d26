"""Moves: what people say about the conversation itself ("say that again", "where does it say that?")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from assistant.text import phrase_key

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
        self._moves = {self._key(wording): move for wording, move in english.moves}
        self._wordings = list(self._moves)

    def find(self, text: str) -> str | None:
        """``repeat``, ``source``, ``more`` or None."""
        if len(text) > _LONGEST:
            return None
        found = process.extractOne(
            self._key(text), self._wordings, scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH
        )
        return self._moves[found[0]] if found else None

    def _key(self, text: str) -> str:
        spelt = self._english.chat_spellings
        words = [part for word in phrase_key(text).split() for part in spelt.get(word, (word,))]
        while len(words) > 1 and words[0] in self._english.fillers:
            words.pop(0)
        while len(words) > 1 and words[-1] in self._english.fillers:
            words.pop()
        return " ".join(words).replace("'s ", " is ")
