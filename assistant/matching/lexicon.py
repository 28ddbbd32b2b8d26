"""The lexicon as matching needs it: concepts by the stems of their forms, the longest form first."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import Stemmer

from assistant.language import load_english
from assistant.text import normalise, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

STEMMER_VERSION: str = Stemmer.version()
_PORTER2 = Stemmer.Stemmer("english", 0)  # Without a cache of its own.
# No stem: marks, in the tree of forms by their stems, the concept of a form that ends there.
_END = ""


# No word of a language is longer; a longer one is read as it stands, and not remembered.
LONGEST_WORD = 64


def _spelt_out(form: str, single_words: Collection[str] | None = None) -> list[str]:
    """The words of a form, contractions spelt out as they are in texts.

    So are the spellings of chats, but for `single_words`, which are forms by themselves; or all with None.
    """
    english, cut = load_english(), words(normalise(form))
    spelt_out = [english.contractions.get(word, (word,)) for word in cut]
    if single_words is not None:
        chat = english.chat_spellings
        spelt_out = [
            parts if word in single_words or word in english.contractions else chat.get(word, parts)
            for word, parts in zip(cut, spelt_out, strict=True)
        ]
    return [english.one_spelling(part) for parts in spelt_out for part in parts]


def form_stems(form: str) -> tuple[str, ...]:
    """What forms are compared by: the stems of the words."""
    return tuple(map(stem, _spelt_out(form)))


def stem(word: str) -> str:
    """The Porter2 stem of a normalised word (snowballstem.org), a possessive 's left off."""
    return _stem(word) if len(word) <= LONGEST_WORD else word


@lru_cache(2**13)
def _stem(word: str) -> str:
    stemmed: str = _PORTER2.stemWord(word.removesuffix("'s").replace("'", ""))
    return stemmed


class Concept(NamedTuple):
    """What the forms of one entry of the lexicon mean."""

    id: str
    """The id of the entry."""
    type: str = ""
    """The type of an entity (person, country ...); empty for a plain set of synonyms."""
    in_article: bool = True
    """False for an entity that people ask about although no text behind the intents mentions it."""
    is_everyday: bool = False
    """Whether its forms are everyday words that have synonyms, and no curator's."""


class Lexicon:
    """Forms of one or more words that stand for a concept; the longest form at a place wins."""

    def __init__(self, entries: Iterable[tuple[Concept, Iterable[str]]] = ()) -> None:
        self.concepts: dict[str, Concept] = {}
        """The concepts by id."""
        self.words: set[str] = set()
        """The words of all forms."""
        self.single_words: set[str] = set()
        """The forms of one word."""
        self.words_of: dict[str, set[str]] = {}
        """The words of the forms of each concept, by its id."""
        self._trie: dict[str, Any] = {}
        every = [(concept, list(forms)) for concept, forms in entries]
        cut = (words(normalise(form)) for _, forms in every for form in forms)
        self.single_words.update(*[form for form in cut if len(form) == 1])
        for concept, forms in every:
            self.concepts[concept.id] = concept
            for form in filter(None, [_spelt_out(each, self.single_words) for each in forms]):
                self.words.update(form)
                self.words_of.setdefault(concept.id, set()).update(form)
                branch = self._trie
                for word in form:
                    branch = branch.setdefault(stem(word), {})
                branch.setdefault(_END, concept.id)

    def marked(self, lacking: Iterable[str]) -> Lexicon:
        """The same lexicon, with the concepts of these ids as ones that no text behind the intents has."""
        lexicon = Lexicon()
        lexicon.words, lexicon.single_words = self.words, self.single_words
        lexicon.words_of, lexicon._trie = self.words_of, self._trie
        ids = set(lacking)
        lexicon.concepts = {
            each.id: each._replace(in_article=False) if each.id in ids else each
            for each in self.concepts.values()
        }
        return lexicon

    def to_tree(self) -> dict[str, Any]:
        """The lexicon as plain data."""
        return {
            "concepts": [list(concept) for concept in self.concepts.values()],
            "trie": self._trie,
            "single_words": sorted(self.single_words),
            "words_of": {concept: sorted(words) for concept, words in self.words_of.items()},
        }

    @classmethod
    def from_tree(cls, tree: Mapping[str, Any]) -> Lexicon:
        """The lexicon that `to_tree` was asked of."""
        lexicon = cls()
        lexicon.concepts = {row[0]: Concept(*row) for row in tree["concepts"]}
        lexicon._trie = tree["trie"]
        lexicon.words_of = {concept: set(words) for concept, words in tree["words_of"].items()}
        lexicon.words = set().union(*lexicon.words_of.values())
        lexicon.single_words = set(tree["single_words"])
        return lexicon

    def longest_at(self, stems: Sequence[str], index: int) -> tuple[Concept, int] | None:
        """The concept whose form begins at `index`, and how many words it takes."""
        branch = self._trie.get(stems[index])
        longest, place = None, index
        while branch is not None:
            place += 1
            concept = branch.get(_END)
            if concept is not None:
                longest = self.concepts[concept], place - index
            branch = branch.get(stems[place]) if place < len(stems) else None
        return longest

    def entities_in(self, stems: Sequence[str]) -> Iterator[str]:
        """The names of the entities whose forms are in a text, within longer forms too."""
        for index in range(len(stems)):
            place, branch = index, self._trie.get(stems[index])
            while branch is not None:
                concept = branch.get(_END)
                if concept is not None and self.concepts[concept].type:
                    yield "#" + concept
                place += 1
                branch = branch.get(stems[place]) if place < len(stems) else None

    def concept(self, name: str) -> Concept | None:
        """The concept that a feature stands for, by the name of the feature; None for any other feature."""
        return self.concepts.get(name[1:]) if name[:1] == "#" else None

    def type_of(self, name: str) -> str:
        """The type of the entity that a feature names, empty for any other feature."""
        concept = self.concept(name)
        return concept.type if concept else ""
