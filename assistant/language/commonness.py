"""How common words are in general English: three sorted lists, read when the first word is asked for."""

from __future__ import annotations

from enum import IntEnum
from functools import cache

from assistant.language.data_files import looked_up, read
from assistant.lazy import lazy

# From so many words on, a table of all words is worth its making.
_WORTH_A_TABLE = 200


class Commonness(IntEnum):
    """How common a word is in general English; a rarer word tells more about what a question is about."""

    UNKNOWN = 0
    KNOWN = 1
    USUAL = 2
    COMMON = 3


_LEVELS = {
    "words_common.txt": Commonness.COMMON,
    "words_usual.txt": Commonness.USUAL,
    "words_known.txt": Commonness.KNOWN,
}


class _Levels:
    """How common words are: looked up in the sorted word lists, or in a table once many were asked for."""

    def __init__(self) -> None:
        self._lists = [(read(name), level) for name, level in _LEVELS.items()]
        self._asked = 0

    @lazy
    def _table(self) -> dict[str, Commonness]:
        return {word: level for text, level in self._lists for word in text.split()}

    def of(self, word: str) -> Commonness:
        """How common `word` is."""
        self._asked += 1
        if self._asked > _WORTH_A_TABLE:
            return self._table.get(word, Commonness.UNKNOWN)
        return next(
            (level for text, level in self._lists if looked_up(text, word) is not None), Commonness.UNKNOWN
        )


def how_common(word: str) -> Commonness:
    """How common `word`, normalised, is."""
    return _levels().of(word)


@cache
def _levels() -> _Levels:
    return _Levels()
