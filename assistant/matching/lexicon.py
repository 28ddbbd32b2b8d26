"""The lexicon as matching needs it: stemmed forms, found longest first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import Stemmer

from assistant.matching.packed import Packed
from assistant.text import normalise, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

STEMMER_VERSION: str = Stemmer.version()
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


class _Branch:
    """The forms that begin with the same stems: the concept that these alone stand for, and further stems."""

    __slots__ = ("concept", "further")

    def __init__(self) -> None:
        self.concept: Concept | None = None
        self.further: dict[str, _Branch] = {}


class Lexicon:
    """Forms of one or more words that stand for a concept; the longest form at a place wins."""

    def __init__(self, entries: Iterable[tuple[Concept, Iterable[str]]] = ()) -> None:
        self.concepts: dict[str, Concept] = {}
        self._longest: dict[str, int] = {}
        self.words: set[str] = set()
        by_opener: dict[str, dict[tuple[str, ...], str]] = {}
        for concept, forms in entries:
            self.concepts[concept.id] = concept
            for form in forms:
                self._add(form, concept, by_opener)
        self._forms = Packed(by_opener)
        self._branches: dict[str, _Branch] = {}

    def _add(self, form: str, concept: Concept, by_opener: dict[str, dict[tuple[str, ...], str]]) -> None:
        """Enter the form, as a tuple of stems, under its first stem with the id of its concept."""
        surface = words(normalise(form))
        if not surface:
            return
        self.words.update(surface)
        stems = tuple(stem(word) for word in surface)
        by_opener.setdefault(stems[0], {}).setdefault(stems, concept.id)
        self._longest[stems[0]] = max(self._longest.get(stems[0], 0), len(stems))

    def state(self) -> dict[str, Any]:
        """What `restore` takes, as plain data."""
        return {
            "concepts": [(each.id, each.type, each.foreign) for each in self.concepts.values()],
            "forms": self._forms.encoded(),
            "longest": self._longest,
            "words": self.words,
        }

    @classmethod
    def restore(cls, state: Mapping[str, Any]) -> Lexicon:
        """The lexicon whose state it is."""
        lexicon = cls()
        lexicon.concepts = {row[0]: Concept(*row) for row in state["concepts"]}
        lexicon._forms = Packed(encoded=state["forms"])
        lexicon._longest = state["longest"]
        lexicon.words = state["words"]
        return lexicon

    def longest_at(self, stems: Sequence[str], index: int) -> tuple[Concept, int] | None:
        """The concept whose form begins at `index`, and how many words it takes."""
        branch: _Branch | None = self._branches.get(stems[index])
        if branch is None:
            if stems[index] not in self._longest:
                return None
            branch = self._branch(stems[index])
        found = None
        place = index
        while branch is not None:
            place += 1
            if branch.concept is not None:
                found = branch.concept, place - index
            branch = branch.further.get(stems[place]) if place < len(stems) else None
        return found

    def _branch(self, opener: str) -> _Branch:
        """The forms that begin with `opener`, stem by stem; made when a text first has it."""
        first = self._branches[opener] = _Branch()
        for stems, name in self._forms[opener].items():
            branch = first
            for each in stems[1:]:
                branch = branch.further.setdefault(each, _Branch())
            branch.concept = self.concepts[name]
        return first

    @property
    def openers(self) -> Mapping[str, int]:
        """The stems that forms begin with, each with the length of its longest form."""
        return self._longest
