"""Dialogue acts: what people say about the conversation itself ("say that again", "source?")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.dialogue.ellipsis import Wordings, bare_wording
from assistant.language import Commonness
from assistant.text import phrase_key

if TYPE_CHECKING:
    from assistant.language import English

_NEAR = 84
_NEAR_WORD = 70
_LONGEST = 90
_LONGEST_PICK = 5


class DialogueActs:
    """Recognises the act of an utterance that is about the conversation.

    Such an utterance is made of words that any question may hold, so its wording must be met nearly whole.
    """

    def __init__(self, english: English) -> None:
        self._english = english
        self._acts = {bare_wording(wording, english): act for wording, act in english.moves}
        self._wordings = Wordings(self._acts, _NEAR)
        self._words = frozenset(word for wording in self._acts for word in wording.split())

    def act(self, text: str) -> str | None:
        """``repeat``, ``source``, ``more`` or None."""
        if len(text) > _LONGEST:
            return None
        wording = bare_wording(text, self._english)
        if not all(word in self._words or self._is_unknown(word) for word in wording.split()):
            return None  # It says more than any act, as most questions do.
        near = self._wordings.nearest(wording)
        return self._acts[near[0][0]] if near and self._has_same_words(wording, near[0][0]) else None

    def _has_same_words(self, wording: str, known: str) -> bool:
        """Whether every word of `wording` is one of the known wording, or a misspelling of one."""
        words = known.split()
        return all(word in words or self._misspells(word, words) for word in wording.split())

    def _misspells(self, word: str, words: list[str]) -> bool:
        return self._is_unknown(word) and bool(Wordings(words, _NEAR_WORD).nearest(word))

    def _is_unknown(self, word: str) -> bool:
        return self._english.commonness(word) is Commonness.UNKNOWN

    def pick(self, text: str, options: int) -> int | None:
        """Which of some options a text picks, counted from 0; it may be one that is not there."""
        picks = self._english.picks
        words = phrase_key(text).split()
        if len(words) > _LONGEST_PICK or not all(word in picks for word in words):
            return None
        named = [picks[word] for word in words if picks[word] != "around"]
        if len(named) > 1 and words[-1] == "one":
            named.pop()
        if len(set(named)) != 1:
            return None
        return options - 1 if named[0] == "last" else int(named[0]) - 1
