"""Moves: what people say about the conversation itself ("say that again", "where does it say that?")."""

from __future__ import annotations

from dataclasses import replace

from assistant.language import load_english
from assistant.matching import IntentMatcher
from assistant.matching.analysis import Analyzer

_BELIEVED = 0.72
_LONGEST = 90


class Moves:
    """Finds the move that a text makes, if it makes one."""

    def __init__(self) -> None:
        # Here the words that wrap a question are its subject, so none of them is set aside.
        english = replace(load_english(), framing_words=frozenset())
        self._matcher = IntentMatcher.fit(english.moves, Analyzer(english=english))

    def find(self, text: str) -> str | None:
        """``repeat``, ``source``, ``more`` or None."""
        if len(text) > _LONGEST:
            return None
        best = self._matcher.rank(text, limit=1)
        return best[0].intent if best and best[0].score >= _BELIEVED else None
