"""From a text to the features that matching compares: concepts, stems and what the question asks for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.language import Commonness, English, load_english
from assistant.matching.lexicon import Concept, Lexicon, stem
from assistant.matching.spelling import Speller
from assistant.text import normalise, words

if TYPE_CHECKING:
    from collections.abc import Iterable

_YES_NO_OPENERS = frozenset(
    "is are was were do does did has have had can could will would shall should am isn't aren't wasn't weren't don't "
    "doesn't didn't hasn't haven't hadn't can't couldn't won't wouldn't shouldn't isnt arent wasnt dont doesnt didnt".split()
)


class Origin(StrEnum):
    """How a feature was found in the text."""

    WORD = "word"
    LEXICON = "lexicon"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing that a text says.

    `name` is what features are compared by: a stem, ``#concept`` or ``?question_type``. `surface` is what
    stands in the text, `read_as` the known word that a misspelt one was taken for. `grammar` marks the words
    that belong to the sentence and not to its subject.
    """

    name: str
    surface: str
    origin: Origin
    read_as: str = ""
    grammar: bool = False
    commonness: Commonness = Commonness.COMMON


@dataclass(frozen=True)
class Analysis:
    """The features of a text in order, and the words as they were read."""

    text: str
    features: tuple[Feature, ...]
    tokens: tuple[str, ...]

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all features."""
        return frozenset(feature.name for feature in self.features)

    @cached_property
    def content(self) -> tuple[Feature, ...]:
        """The features that carry the subject of the text."""
        return tuple(f for f in self.features if not f.grammar and f.origin is not Origin.QUESTION)

    @property
    def asks(self) -> frozenset[str]:
        """The question types, without their mark."""
        return frozenset(f.name[1:] for f in self.features if f.origin is Origin.QUESTION)


@dataclass(frozen=True, slots=True)
class _Token:
    surface: str
    word: str
    read_as: str = ""


class Analyzer:
    """Reads texts against a lexicon and a vocabulary.

    `vocabulary` holds the words of the phrases: a word that is neither there, nor in the lexicon, nor
    English is taken for a misspelling of one that is.
    """

    def __init__(
        self, lexicon: Lexicon | None = None, english: English | None = None, stop_words: Iterable[str] = ()
    ) -> None:
        self.lexicon = lexicon or Lexicon()
        self.english = english or load_english()
        self._grammar = self.english.stop_words | self.english.framing_words | frozenset(stop_words)
        self._question_words = {word for wording in self.english.question_types for word in wording}
        self._longest_wording = max(map(len, self.english.question_types), default=0)
        self._vocabulary: Counter[str] = Counter()
        self._stems: set[str] = set()
        self._speller: Speller | None = None

    def learn(self, texts: Iterable[str]) -> None:
        """Add the words of `texts` to the vocabulary."""
        for text in texts:
            self._vocabulary.update(word.text for word in words(normalise(text)))
        self._stems = {stem(word) for word in self._vocabulary}
        self._speller = None

    @cached_property
    def _known(self) -> frozenset[str]:
        return self._grammar | self.lexicon.words | self._question_words

    @property
    def _spelling(self) -> Speller:
        if self._speller is None:
            counts = Counter(dict.fromkeys(self._known, 1)) + self._vocabulary
            self._speller = Speller(counts, self.english.common_words)
        return self._speller

    def analyse(self, text: str) -> Analysis:
        """The features of `text`; any string will do."""
        tokens = self._read(normalise(text))
        stems = [stem(token.word) for token in tokens]
        features: list[Feature] = []
        asks, asked = self._question_type(tokens)
        features.extend(asks)
        index = 0
        while index < len(tokens):
            found = self.lexicon.longest_at(stems, index)
            if found is not None:
                concept, length = found
                features.append(_concept_feature(concept, tokens[index : index + length]))
                index += length
                continue
            if index not in asked:
                features.append(self._word_feature(tokens[index], stems[index]))
            index += 1
        return Analysis(text, tuple(features), tuple(token.word for token in tokens))

    def _word_feature(self, token: _Token, stemmed: str) -> Feature:
        return Feature(
            name=stemmed,
            surface=token.surface,
            origin=Origin.WORD,
            read_as=token.read_as,
            grammar=token.word in self._grammar,
            commonness=self.english.commonness(token.word),
        )

    def _question_type(self, tokens: list[_Token]) -> tuple[list[Feature], set[int]]:
        features: list[Feature] = []
        taken: set[int] = set()
        for index in range(len(tokens)):
            if index in taken:
                continue
            for length in range(min(self._longest_wording, len(tokens) - index), 0, -1):
                wording = tuple(token.word for token in tokens[index : index + length])
                kind = self.english.question_types.get(wording)
                if kind is not None:
                    surface = " ".join(token.surface for token in tokens[index : index + length])
                    features.append(Feature("?" + kind, surface, Origin.QUESTION))
                    taken.update(range(index, index + length))
                    break
        if tokens and tokens[0].word in _YES_NO_OPENERS:
            features.append(Feature("?yesno", tokens[0].surface, Origin.QUESTION))
        return features, taken

    def _read(self, normalised: str) -> list[_Token]:
        tokens: list[_Token] = []
        for word in words(normalised):
            tokens.extend(self._read_word(word.text))
        return tokens

    def _read_word(self, word: str) -> list[_Token]:
        if word in self._vocabulary or word in self._known:
            return [_Token(word, word)]
        spelt_out = self.english.chat_spellings.get(word)
        if spelt_out is not None:
            return [_Token(word, meant, meant) for meant in spelt_out]
        if stem(word) in self._stems:
            return [_Token(word, word)]
        if self.english.commonness(word.removesuffix("'s")) is not Commonness.UNKNOWN:
            kin = self._spelling.kin(word)
            return [_Token(word, kin, kin) if kin else _Token(word, word)]
        repaired = self._spelling.repair(word)
        if repaired is not None:
            return [_Token(word, repaired, repaired)]
        halves = self._spelling.split(word)
        if halves is not None:
            return [_Token(word, half, half) for half in halves]
        return [_Token(word, word)]


def _concept_feature(concept: Concept, tokens: list[_Token]) -> Feature:
    return Feature(
        name="#" + concept.id,
        surface=" ".join(token.surface for token in tokens),
        origin=Origin.LEXICON,
        read_as=" ".join(token.read_as for token in tokens if token.read_as),
    )
