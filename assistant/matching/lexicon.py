"""The lexicon as matching needs it: stemmed forms, found longest first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import Stemmer

from assistant.text import normalise, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_PORTER2 = Stemmer.Stemmer("english")


@cache
def stem(word: str) -> str:
    """The Porter2 stem of a normalised word (snowballstem.org), a possessive 's left off."""
    stemmed: str = _PORTER2.stemWord(word.removesuffix("'s").replace("'", ""))
    return stemmed


@dataclass(frozen=True, slots=True)
class Concept:
    """What the forms of one entry of the lexicon mean. `type` and `foreign` are for entities.

    A foreign entity is one that people ask about although the texts behind the intents never mention it.
    """

    id: str
    type: str = ""
    foreign: bool = False


class Lexicon:
    """Forms of one or more words that stand for a concept; the longest form at a place wins."""

    def __init__(self, entries: Iterable[tuple[Concept, Iterable[str]]] = ()) -> None:
        self.concepts: dict[str, Concept] = {}
        self._forms: dict[tuple[str, ...], Concept] = {}
        self._longest: dict[str, int] = {}
        self.words: set[str] = set()
        for concept, forms in entries:
            self.concepts[concept.id] = concept
            for form in forms:
                self._add(form, concept)

    def _add(self, form: str, concept: Concept) -> None:
        surface = words(normalise(form))
        if not surface:
            return
        self.words.update(surface)
        stems = tuple(stem(word) for word in surface)
        self._forms.setdefault(stems, concept)
        self._longest[stems[0]] = max(self._longest.get(stems[0], 0), len(stems))

    def longest_at(self, stems: Sequence[str], index: int) -> tuple[Concept, int] | None:
        """The concept whose form begins at `index`, and how many words it takes."""
        for length in range(min(self._longest.get(stems[index], 0), len(stems) - index), 0, -1):
            concept = self._forms.get(tuple(stems[index : index + length]))
            if concept is not None:
                return concept, length
        return None

    @property
    def openers(self) -> Mapping[str, int]:
        """The stems that forms begin with, each with the length of its longest form."""
        return self._longest

    @property
    def forms(self) -> Mapping[tuple[str, ...], Concept]:
        """Every form as a tuple of stems."""
        return self._forms
