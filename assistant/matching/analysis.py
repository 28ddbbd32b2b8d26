"""From a text to the features that matching compares: concepts, stems and what the question asks for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from assistant.language import Commonness, English, load_english
from assistant.matching.lexicon import Concept, Lexicon, stem
from assistant.matching.spelling import Speller
from assistant.text import normalise, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

YES_NO = "?yesno"


class Origin(StrEnum):
    """How a feature was found in the text."""

    WORD = "word"
    LEXICON = "lexicon"
    QUESTION = "question"


class Feature(NamedTuple):
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
    def names(self) -> tuple[str, ...]:
        """The names of all features, each once, in order."""
        return tuple(dict.fromkeys([feature.name for feature in self.features]))

    @cached_property
    def content(self) -> tuple[Feature, ...]:
        """The features that carry the subject of the text."""
        return tuple(f for f in self.features if not f.grammar and f.origin is not Origin.QUESTION)

    @property
    def asks(self) -> frozenset[str]:
        """The question types, without their mark."""
        return frozenset(f.name[1:] for f in self.features if f.origin is Origin.QUESTION)


class _Token(NamedTuple):
    surface: str
    word: str
    read_as: str = ""


class Analyzer:
    """Reads texts against a lexicon and a vocabulary.

    The vocabulary holds the words of the phrases: a word that is neither there, nor in the lexicon, nor
    English is taken for a misspelling of one that is.
    """

    def __init__(
        self, lexicon: Lexicon | None = None, english: English | None = None, stop_words: Iterable[str] = ()
    ) -> None:
        self.lexicon = lexicon or Lexicon()
        self.english = english or load_english()
        self.grammar = self.english.stop_words | self.english.framing_words | frozenset(stop_words)
        self._longest_wording: dict[str, int] = {}
        for wording in self.english.question_types:
            self._longest_wording[wording[0]] = max(self._longest_wording.get(wording[0], 0), len(wording))
        question_words = {word for wording in self.english.question_types for word in wording}
        self._known = self.grammar | self.lexicon.words | question_words
        self._vocabulary: Counter[str] = Counter()
        self._stems: set[str] = set()
        self._forget()

    def state(self) -> dict[str, Any]:
        """What `restore` takes, as plain data."""
        return {
            "lexicon": self.lexicon.state(),
            "grammar": set(self.grammar),
            "vocabulary": dict(self._vocabulary),
            "stems": self._stems,
        }

    @classmethod
    def restore(cls, state: Mapping[str, Any]) -> Analyzer:
        """The analyzer whose state it is."""
        analyzer = cls(Lexicon.restore(state["lexicon"]), stop_words=state["grammar"])
        analyzer._vocabulary = Counter(state["vocabulary"])
        analyzer._stems = state["stems"]
        return analyzer

    def learn(self, texts: Iterable[Iterable[str]]) -> None:
        """Add the words of texts, already normalised and cut, to the vocabulary."""
        self._vocabulary.update(chain.from_iterable(texts))
        self._stems = {stem(word) for word in self._vocabulary}
        self._forget()

    def _forget(self) -> None:
        self._speller: Speller | None = None
        self._read_words: dict[str, tuple[_Token, ...]] = {}
        self._word_features: dict[_Token, Feature] = {}

    @property
    def _spelling(self) -> Speller:
        if self._speller is None:
            counts = dict.fromkeys(self._known, 1)
            for word, count in self._vocabulary.items():
                counts[word] = counts.get(word, 0) + count
            self._speller = Speller(counts, self.english.common_words)
        return self._speller

    def analyse(self, text: str, cut: Iterable[str] | None = None) -> Analysis:
        """The features of any `text`; `cut` is it normalised and cut into words, if that is at hand."""
        cut = words(normalise(text)) if cut is None else cut
        tokens = [token for word in cut for token in self._read(word)]
        stems = [stem(token.word) for token in tokens]
        features, asked = self._question_types(tokens)
        index = 0
        while index < len(tokens):
            found = self.lexicon.longest_at(stems, index) if stems[index] in self.lexicon.openers else None
            if found is not None:
                concept, length = found
                features.append(_concept_feature(concept, tokens[index : index + length]))
                index += length
                continue
            if index not in asked:
                features.append(self._word_feature(tokens[index], stems[index]))
            index += 1
        return Analysis(text, tuple(features), tuple([token.word for token in tokens]))

    def read(self, cut: Iterable[str]) -> tuple[str, ...]:
        """The words of a text, normalised and cut, as they were meant."""
        return tuple([token.word for word in cut for token in self._read(word)])

    def _question_types(self, tokens: list[_Token]) -> tuple[list[Feature], set[int]]:
        """What the text asks for, and the indexes of the words that ask for it."""
        features: list[Feature] = []
        taken: set[int] = set()
        for index, token in enumerate(tokens):
            longest = self._longest_wording.get(token.word, 0)
            if not longest or index in taken:
                continue
            for length in range(min(longest, len(tokens) - index), 0, -1):
                wording = tokens[index : index + length]
                kind = self.english.question_types.get(tuple([part.word for part in wording]))
                if kind is not None:
                    surface = " ".join([part.surface for part in wording])
                    features.append(Feature("?" + kind, surface, Origin.QUESTION))
                    taken.update(range(index, index + length))
                    break
        if tokens and tokens[0].word in self.english.yes_no_openers:
            features.append(Feature(YES_NO, tokens[0].surface, Origin.QUESTION))
        return features, taken

    def _word_feature(self, token: _Token, stemmed: str) -> Feature:
        feature = self._word_features.get(token)
        if feature is None:
            feature = self._word_features[token] = Feature(
                name=stemmed,
                surface=token.surface,
                origin=Origin.WORD,
                read_as=token.read_as,
                grammar=token.word in self.grammar,
                commonness=self.english.commonness(token.word),
            )
        return feature

    def _read(self, word: str) -> tuple[_Token, ...]:
        read = self._read_words.get(word)
        if read is None:
            if len(self._read_words) > 100_000:
                self._forget()
            read = self._read_words[word] = self._make_out(word)
        return read

    def _make_out(self, word: str) -> tuple[_Token, ...]:
        """The word or words that a word of the text stands for."""
        spelt_out = self.english.chat_spellings.get(word)
        if spelt_out is not None and word not in self.lexicon.words:
            return tuple(_Token(word, meant, meant) for meant in spelt_out)
        if word in self._vocabulary or word in self._known:
            return (_Token(word, word),)
        if stem(word) in self._stems:
            return (_Token(word, word),)
        if self.english.commonness(word.removesuffix("'s")) is not Commonness.UNKNOWN:
            meant = self._spelling.kin(word)
        else:
            meant = self._spelling.repair(word)
        return (_Token(word, meant, meant),) if meant else self._taken_apart(word)

    def _taken_apart(self, word: str) -> tuple[_Token, ...]:
        """The two words that a strange word runs together, or the word itself."""
        if self.english.commonness(word.removesuffix("'s")) is Commonness.UNKNOWN:
            halves = self._spelling.split(word)
            if halves is not None:
                return tuple(_Token(word, half, half) for half in halves)
        return (_Token(word, word),)


def _concept_feature(concept: Concept, tokens: list[_Token]) -> Feature:
    return Feature(
        name="#" + concept.id,
        surface=" ".join([token.surface for token in tokens]),
        origin=Origin.LEXICON,
        read_as=" ".join([token.read_as for token in tokens if token.read_as]),
    )
