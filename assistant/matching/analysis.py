"""From a text to the features that matching compares: concepts, stems and what the question asks for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
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


@dataclass(frozen=True, slots=True)
class Analysis:
    """The features of a text in order, its words as they stand there, and as they were read (`tokens`).

    `names` are those of all features, each once, in order; `content` are the features that carry the subject
    of the text, and `asks` the question types, without their mark.
    """

    text: str
    features: tuple[Feature, ...]
    words: tuple[str, ...]
    tokens: tuple[str, ...]
    names: tuple[str, ...]
    content: tuple[Feature, ...]
    asks: frozenset[str]


class _Token(NamedTuple):
    surface: str
    word: str
    read_as: str
    stem: str


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
        # The same words are always the same concept: the longest form of the lexicon that they begin.
        self._concept_features: dict[tuple[_Token, ...], Feature] = {}

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
        cut = tuple(words(normalise(text)) if cut is None else cut)
        tokens = self._read_all(cut)
        stems = [token.stem for token in tokens]
        features, asked = self._question_types(tokens)
        openers = self.lexicon.openers
        index = 0
        while index < len(tokens):
            found = self.lexicon.longest_at(stems, index) if stems[index] in openers else None
            if found is not None:
                concept, length = found
                features.append(self._concept_feature(concept, tuple(tokens[index : index + length])))
                index += length
                continue
            if index not in asked:
                token = tokens[index]
                features.append(self._word_features.get(token) or self._word_feature(token))
            index += 1
        return Analysis(
            text,
            features=tuple(features),
            words=cut,
            tokens=tuple([token.word for token in tokens]),
            names=tuple(dict.fromkeys([feature.name for feature in features])),
            content=tuple([f for f in features if not f.grammar and f.origin is not Origin.QUESTION]),
            asks=frozenset([f.name[1:] for f in features if f.origin is Origin.QUESTION]),
        )

    def read(self, cut: Iterable[str]) -> tuple[str, ...]:
        """The words of a text, normalised and cut, as they were meant."""
        return tuple([token.word for token in self._read_all(cut)])

    def _read_all(self, cut: Iterable[str]) -> list[_Token]:
        tokens: list[_Token] = []
        for word in cut:
            tokens += self._read_words.get(word) or self._read(word)
        return tokens

    def _question_types(self, tokens: list[_Token]) -> tuple[list[Feature], set[int]]:
        """What the text asks for, and the indexes of the words that ask for it."""
        features: list[Feature] = []
        taken: set[int] = set()
        read = [token.word for token in tokens]
        for index, word in enumerate(read):
            longest = self._longest_wording.get(word, 0)
            if not longest or index in taken:
                continue
            for length in range(min(longest, len(tokens) - index), 0, -1):
                kind = self.english.question_types.get(tuple(read[index : index + length]))
                if kind is not None:
                    surface = " ".join([token.surface for token in tokens[index : index + length]])
                    features.append(Feature("?" + kind, surface, Origin.QUESTION))
                    taken.update(range(index, index + length))
                    break
        if tokens and tokens[0].word in self.english.yes_no_openers:
            features.append(Feature(YES_NO, tokens[0].surface, Origin.QUESTION))
        return features, taken

    def _concept_feature(self, concept: Concept, tokens: tuple[_Token, ...]) -> Feature:
        found = self._concept_features.get(tokens)
        if found is None:
            found = self._concept_features[tokens] = Feature(
                name="#" + concept.id,
                surface=" ".join([token.surface for token in tokens]),
                origin=Origin.LEXICON,
                read_as=" ".join([token.read_as for token in tokens if token.read_as]),
            )
        return found

    def _word_feature(self, token: _Token) -> Feature:
        feature = self._word_features[token] = Feature(
            name=token.stem,
            surface=token.surface,
            origin=Origin.WORD,
            read_as=token.read_as,
            grammar=token.word in self.grammar,
            commonness=self.english.commonness(token.word),
        )
        return feature

    def _read(self, word: str) -> tuple[_Token, ...]:
        """The word or words that a word of the text stands for; remembered, as words recur."""
        if len(self._read_words) > 100_000:
            self._forget()
        read = self._read_words[word] = self._make_out(word)
        return read

    def _make_out(self, word: str) -> tuple[_Token, ...]:
        """The word or words that a word of the text stands for."""
        spelt_out = self.english.chat_spellings.get(word)
        if spelt_out is not None and word not in self.lexicon.words:
            return tuple(_taken_for(word, meant) for meant in spelt_out)
        if word in self._vocabulary or word in self._known:
            return (_as_it_stands(word),)
        if stem(word) in self._stems:
            return (_as_it_stands(word),)
        if self.english.commonness(word.removesuffix("'s")) is not Commonness.UNKNOWN:
            meant = self._spelling.kin(word)
        else:
            meant = self._spelling.repair(word)
        return (_taken_for(word, meant),) if meant else self._taken_apart(word)

    def _taken_apart(self, word: str) -> tuple[_Token, ...]:
        """The two words that a strange word runs together, or the word itself."""
        if self.english.commonness(word.removesuffix("'s")) is Commonness.UNKNOWN:
            halves = self._spelling.split(word)
            if halves is not None:
                return tuple(_taken_for(word, half) for half in halves)
        return (_as_it_stands(word),)


def _as_it_stands(word: str) -> _Token:
    return _Token(word, word, "", stem(word))


def _taken_for(word: str, meant: str) -> _Token:
    return _Token(word, meant, meant, stem(meant))
