"""Words that are typed to narrow a list down: which words of its entries they mean, and where these stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from assistant.dialogue.suggestions import words_like
from assistant.text import normalise, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

# What is less like a word, such as one of four letters with another in it, is another word.
_LEAST_LIKE: Final = 0.7
# As a text shows them; what `words` finds is in a normalised text, which may have other places.
_SHOWN_WORD: Final = re.compile(r"\w+(?:['’]\w+)*")


def words_of(text: str) -> frozenset[str]:
    """The words of `text`, by which it can be searched for."""
    return frozenset(words(normalise(text)))


class WordSearch:
    """The words of `typed`, and for each those of a `vocabulary` that it means.

    These are the words that begin with it; where none does, those that are most like it.
    """

    def __init__(self, typed: str, vocabulary: Collection[str]) -> None:
        self._meanings = [(word, _meant(word, vocabulary)) for word in words(normalise(typed))]

    def __bool__(self) -> bool:
        """Whether there is any word."""
        return bool(self._meanings)

    def matches(self, held: Collection[str]) -> bool:
        """Whether each word means one of those that are `held`."""
        return all(not meant.isdisjoint(held) for _, meant in self._meanings)

    def whole(self, held: Collection[str]) -> int:
        """How many of the words are `held` just as they were typed."""
        return sum(word in held for word, _ in self._meanings)

    def places(self, text: str, among: Collection[str] | None = None) -> Iterator[tuple[int, int]]:
        """Where what was typed stands in `text`: the beginnings of words, or whole words that are like it.

        Of the words that are meant, only those `among` some count, where these are given.
        """
        for shown in _SHOWN_WORD.finditer(text):
            normal = normalise(shown.group())
            held = {word for word in words(normal) if among is None or word in among}
            begun = [word for word, meant in self._meanings if not meant.isdisjoint(held)]
            if begun:
                typed = max((word for word in begun if normal.startswith(word)), key=len, default=normal)
                yield shown.start(), min(shown.start() + len(typed), shown.end())


def _meant(word: str, vocabulary: Collection[str]) -> frozenset[str]:
    """The words that begin with `word`, or else those most like it."""
    like = words_like(word, vocabulary, half=True)
    begun = frozenset(other for other in like if other.startswith(word))
    nearest = max([_LEAST_LIKE, *like.values()])
    return begun or frozenset(other for other, likeness in like.items() if likeness >= nearest)
