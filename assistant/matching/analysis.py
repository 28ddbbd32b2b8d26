"""From a text to the features that matching compares: concepts, stems and question types."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from assistant.arrays import StringTable
from assistant.language import Commonness, load_english
from assistant.lazy import lazy
from assistant.matching.lexicon import LONGEST_WORD, Concept, Lexicon, stem
from assistant.matching.spelling import Speller
from assistant.text import normalise, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

YES_NO = "?yesno"
# How many words are remembered as they were read: words recur.
_REMEMBERED = 2**13
_shared_set: Any = lru_cache(_REMEMBERED)(frozenset)


class Origin(StrEnum):
    """What a feature was made of."""

    WORD = "word"
    LEXICON = "lexicon"
    QUESTION = "question"


class Feature(NamedTuple):
    """One thing that a text says."""

    name: str
    """What features are compared by: a stem, ``#concept`` or ``?question_type``."""
    surface: str
    """The words of the text."""
    origin: Origin
    read_as: str = ""
    """The known word that a misspelt one was taken for."""
    grammar: bool = False
    """Whether it belongs to the sentence and not to its subject."""
    commonness: Commonness = Commonness.COMMON


class Analysis(NamedTuple):
    """A text, read."""

    text: str
    features: tuple[Feature, ...]
    """The question types, then the concepts and words in the order of the text."""
    words: tuple[str, ...]
    """The words as they stand in the text, normalised."""
    tokens: tuple[str, ...]
    """The words as they were read: repaired, spelt out and split."""
    names: tuple[str, ...]
    """The names of all features, each once."""
    content: tuple[Feature, ...]
    """The features that carry the subject of the text."""
    question_types: frozenset[str]
    """What the text asks for, without the mark: ``who``, ``yesno`` ..."""


class _Token(NamedTuple):
    """A word, as the analyzer reads it."""

    word: str
    """The word that it was read as."""
    feature: Feature
    """What it says by itself."""
    longest_wording: int
    """The words of the longest wording of a question type that begins with it, 0 where none does."""


class Analyzer:
    """Reads texts against a lexicon and a vocabulary.

    The vocabulary holds the words of the phrases: a word that is neither there, nor in the lexicon, nor
    English is taken for a misspelling of one that is. An analyzer never changes.
    """

    def __init__(
        self,
        lexicon: Lexicon | None = None,
        stop_words: Iterable[str] = (),
        vocabulary: Mapping[str, int] | None = None,
    ) -> None:
        """`stop_words` are grammar beside those of English; `vocabulary` tells how often a word is used."""
        self.lexicon = lexicon or Lexicon()
        self.english = load_english()
        self.grammar = self.english.stop_words | self.english.framing_words | frozenset(stop_words)
        self._vocabulary: Mapping[str, int] = vocabulary or {}
        self._longest_wording: dict[str, int] = {}
        for wording in self.english.question_types:
            self._longest_wording[wording[0]] = max(self._longest_wording.get(wording[0], 0), len(wording))
        self._known = self.grammar.union(self.lexicon.words, *self.english.question_types)
        self._read = lru_cache(_REMEMBERED)(self._read_word)

    def learn(self, texts: Iterable[Iterable[str]]) -> Analyzer:
        """An analyzer whose vocabulary has the words of texts besides, already normalised and cut."""
        vocabulary = Counter(self._vocabulary)
        vocabulary.update(map(self.english.one_spelling, chain.from_iterable(texts)))
        return Analyzer(self.lexicon, self.grammar, vocabulary)

    def to_tree(self) -> dict[str, Any]:
        """The analyzer as plain data and arrays."""
        return {
            "lexicon": self.lexicon.to_tree(),
            "grammar": sorted(self.grammar),
            "words": StringTable.of(self._vocabulary).to_tree(),
            "counts": np.array(list(self._vocabulary.values()), np.uint32),
            "stems": StringTable.of(sorted(self._stems)).to_tree(),
        }

    @classmethod
    def from_tree(cls, tree: Mapping[str, Any]) -> Analyzer:
        """The analyzer that `to_tree` was asked of."""
        words_used = StringTable.from_tree(tree["words"]).all()
        vocabulary = dict(zip(words_used, tree["counts"].tolist(), strict=True))
        lexicon = Lexicon.from_tree(tree["lexicon"])
        analyzer = cls(lexicon, stop_words=tree["grammar"], vocabulary=vocabulary)
        # It is costly to find out again, and unlike the rest needed by the first word that nobody knows.
        analyzer.__dict__["_stems"] = frozenset(StringTable.from_tree(tree["stems"]).all())
        return analyzer

    @lazy
    def _stems(self) -> frozenset[str]:
        return frozenset(map(stem, self._vocabulary))

    @lazy
    def _speller(self) -> Speller:
        return Speller(Counter(self._known) + Counter(self._vocabulary), self.english.common_words)

    def is_slip(self, word: str) -> bool:
        """Whether a word, normalised, that is no English is a misspelling, by its likeness to known words."""
        return (
            self._speller.is_near_another(word)
            if word in self._vocabulary
            else self._speller.repair(word) is not None
        )

    def analyse(self, text: str, cut: Iterable[str] | None = None) -> Analysis:
        """The features of any `text`; `cut` is it normalised and cut into words, if that is at hand."""
        as_typed = tuple(words(normalise(text)) if cut is None else cut)
        are_short = max(map(len, as_typed), default=0) <= LONGEST_WORD
        read = self._read if are_short else self._read_word
        tokens = [token for word in as_typed for token in read(word)]
        features, asking = self._question_types(tokens)
        stems = [token.feature.name for token in tokens]
        index = 0
        while index < len(tokens):
            form = self.lexicon.longest_at(stems, index)
            if form is not None:
                concept, length = form
                features.append(_concept_feature(concept, tokens[index : index + length]))
                index += length
                continue
            if index not in asking:
                features.append(tokens[index].feature)
            index += 1
        names = dict.fromkeys([feature.name for feature in features])
        return Analysis(
            text,
            features=tuple(features),
            words=as_typed,
            tokens=tuple([token.word for token in tokens]),
            names=tuple(names),
            content=tuple([f for f in features if not f.grammar and f.origin is not Origin.QUESTION]),
            question_types=_shared_set(tuple([name[1:] for name in names if name[0] == "?"])),
        )

    def _question_types(self, tokens: list[_Token]) -> tuple[list[Feature], set[int]]:
        """What the text asks for, and the indexes of the words that ask for it."""
        features: list[Feature] = []
        asking: set[int] = set()
        read = [token.word for token in tokens]
        for index in [index for index, token in enumerate(tokens) if token.longest_wording]:
            if index in asking:
                continue
            for length in range(min(tokens[index].longest_wording, len(tokens) - index), 0, -1):
                kind = self.english.question_types.get(tuple(read[index : index + length]))
                if kind is not None:
                    features.append(_question_feature(kind, tokens[index : index + length]))
                    asking.update(range(index, index + length))
                    break
        if tokens and tokens[0].word in self.english.yes_no_openers:
            features.append(_question_feature(YES_NO[1:], tokens[:1]))
        return features, asking

    def _read_word(self, word: str) -> tuple[_Token, ...]:
        """The word or words that a word of a text is read as."""
        spelt = self.english.one_spelling(word)
        meant = self._meant(spelt)
        if not meant:
            return (self._token(word, spelt),)
        return tuple([self._token(word, each, read_as=each) for each in meant])

    def _meant(self, word: str) -> tuple[str, ...]:
        """The words that a short, misspelt or unused word stands for; none where it stands for itself."""
        if word in self.english.contractions:
            return self.english.contractions[word]
        spelt_out = self.english.chat_spellings.get(word)
        if spelt_out is not None and word not in self.lexicon.single_words:
            return spelt_out
        if word in self._vocabulary or word in self._known or stem(word) in self._stems:
            return ()
        if self.english.commonness(word.removesuffix("'s")) is not Commonness.UNKNOWN:
            relative = self._speller.relative(word)
            return (relative,) if relative else ()
        if self.english.type_of_name(word):
            return ()  # A name is no misspelling of another word.
        repaired = self._speller.repair(word)
        return (repaired,) if repaired else self._speller.split(word) or ()

    def _token(self, surface: str, word: str, read_as: str = "") -> _Token:
        grammar, commonness = word in self.grammar, self.english.commonness(word)
        feature = Feature(stem(word), surface, Origin.WORD, read_as, grammar, commonness)
        return _Token(word, feature, self._longest_wording.get(word, 0))


def _concept_feature(concept: Concept, tokens: list[_Token]) -> Feature:
    read_as = [token.feature.read_as for token in tokens if token.feature.read_as]
    return Feature("#" + concept.id, _surface(tokens), Origin.LEXICON, " ".join(read_as))


def _question_feature(kind: str, tokens: list[_Token]) -> Feature:
    return Feature("?" + kind, _surface(tokens), Origin.QUESTION)


def _surface(tokens: Iterable[_Token]) -> str:
    return " ".join([token.feature.surface for token in tokens])
