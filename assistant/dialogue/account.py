"""An account of every word of a question: what explains it, and which words nothing does."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from assistant.dialogue.clauses import asides
from assistant.dialogue.entities import ACTORS, figures
from assistant.dialogue.naming import Names, Naming, capitals_of
from assistant.knowledge.pack import IntentKind
from assistant.language import Commonness
from assistant.language.nouns import CONCRETE, noun
from assistant.lazy import lazy
from assistant.matching.analysis import Origin
from assistant.matching.lexicon import stem
from assistant.matching.spelling import within_one_edit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.matching.analysis import Analysis, Feature

# A term that otherwise gaps or other facts have is an intent's own if more than this share of its phrases do.
_OWN_ABOVE = 0.03


class Ground(StrEnum):
    """What accounts for a word of a question."""

    PHRASES = "phrases"
    """The phrases of the intent have it."""
    FACTS = "facts"
    """Its facts, or the sentences that they quote, have it."""
    LEXICON = "lexicon"
    """It is a form of a term that questions with an answer use."""
    GENERAL = "general"
    """It is a word that any question may have."""
    NO_NOUN = "no_noun"
    """It names nothing: a verb, an adjective, an adverb."""
    ASIDE = "aside"
    """It is told beside the question."""
    ELSEWHERE = "elsewhere"
    """The article has it, but neither the facts of the intent nor its phrases have."""
    DOUBT = "doubt"
    """It is a common noun, and may be another word for something that the answer has."""
    NOTHING = "nothing"
    """It is a stranger: a name, a number, a person, a group, a place or a thing that the answer has not."""


EXPLAINED = frozenset({Ground.PHRASES, Ground.FACTS, Ground.ASIDE})
# "The first thing" and "a second question" are of no order.
_EARLY = frozenset({"first", "second"})
UNEXPLAINED = frozenset({Ground.ELSEWHERE, Ground.DOUBT, Ground.NOTHING})
_OF_NAMES = {
    Names.SURELY: Ground.NOTHING,
    Names.PERHAPS: Ground.DOUBT,
    Names.IN_GENERAL: Ground.GENERAL,
    Names.NOTHING: Ground.NO_NOUN,
}


class Account:
    """What accounts for each of the features that a question is about, if it means one intent or another."""

    def __init__(self, compiled: CompiledPack, analysis: Analysis) -> None:
        self._compiled = compiled
        self._content = analysis.content
        self._asides = asides(analysis.text, compiled.english)
        places, capitals = _places(analysis), capitals_of(analysis.text, compiled.english)
        self._words = {
            each: _Word(compiled, each, Naming(compiled.analyzer, analysis, each, places[each], capitals))
            for each in analysis.content
        }
        english, words = compiled.english, analysis.words
        chooses = not english.alternatives.isdisjoint(words) or english.ends_with_tag(words)
        self._is_open = "yesno" not in analysis.question_types and not chooses
        self._strange = frozenset(_unknown_figures(compiled, analysis))
        self._late = frozenset(_late_ordinals(compiled, analysis))

    def of(self, intent: int, *, is_certain: bool = False) -> Mapping[Feature, Ground]:
        """The account if `intent` is meant; with `is_certain`, the question is a phrase of it."""
        if is_certain:
            return dict.fromkeys(self._content, Ground.PHRASES)
        names = [each.name for each in self._content]
        rates = self._compiled.matcher.index.rates_of(names, np.array([intent]))[:, 0].tolist()
        pairs = zip(self._content, rates, strict=True)
        return {each: self._ground(each, intent, own) for each, own in pairs}

    def _ground(self, feature: Feature, intent: int, own: float) -> Ground:
        word = self._words[feature]
        if not self._asides.isdisjoint(feature.surface.split()):
            return Ground.ASIDE
        # Such numbers as it has are what a gap is there for.
        of_gap = own and self._compiled.kinds[intent] is IntentKind.GAP
        is_unknown = (feature in self._strange and not of_gap) or (feature in self._late and not own)
        if is_unknown or word.is_misread_name():
            return Ground.NOTHING
        is_mentioned = bool(self._compiled.mentioning(feature.name)[intent]) and not (
            own == 0.0 and word.is_of_another_act
        )
        if (own > word.least_rate or is_mentioned) and not word.is_chance_likeness:
            explained = Ground.PHRASES if own else Ground.FACTS
            return Ground.NOTHING if word.is_refused_by(intent, is_open=self._is_open) else explained
        ground = word.ground
        return Ground.PHRASES if own and ground not in UNEXPLAINED else ground

    def unknown_names(self) -> tuple[Feature, ...]:
        """The names of the question that stand nowhere in the article."""
        known = self._compiled.in_article
        return tuple([each for each in self._content if each.name not in known and self._words[each].is_name])

    def by(self, names: frozenset[str]) -> Mapping[Feature, Ground]:
        """The account if a text answers the question that has features of these names."""
        return {each: self._ground_by(each, names) for each in self._content}

    def _ground_by(self, feature: Feature, names: frozenset[str]) -> Ground:
        if feature in self._strange:
            return Ground.NOTHING
        if feature.name in names:
            return Ground.FACTS
        word = self._words[feature]
        return Ground.NOTHING if word.is_term else word.ground


class _Word:
    """A word or a term of a question, and what accounts for it where the intent does not."""

    def __init__(self, compiled: CompiledPack, feature: Feature, naming: Naming) -> None:
        self._compiled, self._feature, self._naming = compiled, feature, naming
        concept = compiled.analyzer.lexicon.concept(feature.name)
        # An everyday word that has synonyms is accounted for as any other.
        self._concept = None if concept is None or concept.is_everyday else concept
        self._is_background = feature.name in compiled.background

    @property
    def is_term(self) -> bool:
        """Whether a curator has put it into the lexicon, or everyone knows it by name."""
        return self._concept is not None

    @lazy
    def least_rate(self) -> float:
        """The share of the phrases of an intent that is not enough to make the word its own."""
        name = self._feature.name
        if self._concept is None or (self._is_background and not self._naming.is_object()):
            return 0.0
        is_elsewhere = name in self._compiled.in_article or name not in self._compiled.answered
        return _OWN_ABOVE if is_elsewhere else 0.0

    @lazy
    def is_name(self) -> bool:
        """Whether it names somebody or something, and no kind of thing: "Peru", "Zorbak"."""
        if self._concept is not None:
            return self._concept.type in ACTORS
        is_new = self._compiled.english.commonness(self._feature.surface) is Commonness.UNKNOWN
        return self._naming.is_name() or (is_new and self._naming.is_capitalised())

    @lazy
    def is_of_another_act(self) -> bool:
        """Whether it is something done to something that all of the article is about: "approved the"."""
        return self._is_background and self._naming.governs()

    @lazy
    def ground(self) -> Ground:
        """What accounts for it."""
        if self._concept is None or self.is_chance_likeness:
            return self._by_what_it_names(as_asked=self._concept is not None)
        if self._compiled.analyzer.grammar.issuperset(self._feature.surface.split()):
            return Ground.GENERAL
        if self._concept.type:
            return self._of_entity(in_article=self._concept.in_article)
        if self._is_background and not self._is_general() and not self._is_poor_guess():
            return Ground.ELSEWHERE
        if self._feature.name not in self._compiled.answered:
            # What a term of gaps alone means is what is asked for.
            return self._by_what_it_names(as_asked=True)
        return Ground.ELSEWHERE if self._belongs_elsewhere() else Ground.LEXICON

    def _belongs_elsewhere(self) -> bool:
        """Whether another sentence of the article has it: in the same word, or as a certain thing."""
        is_there = self._feature.name in self._compiled.in_article and not self._is_background
        if not is_there or self._is_general():
            return False
        word = self._naming.word
        is_verbatim = (
            word not in self._compiled.analyzer.grammar and stem(word) in self._compiled.article_stems
        )
        return is_verbatim or self._naming.is_definite()

    def _of_entity(self, *, in_article: bool) -> Ground:
        if self._is_poor_guess() or self._is_background:
            return Ground.LEXICON
        if in_article and self._feature.surface.endswith("'s"):
            return Ground.LEXICON  # "The mayor's office" is no mayor.
        first, _, rest = self._feature.surface.partition(" ")
        if first in self._compiled.english.prepositions and rest.endswith("'s"):
            return Ground.GENERAL  # "In Paris's view" is in no place.
        return Ground.ELSEWHERE if in_article else Ground.NOTHING

    def _by_what_it_names(self, *, as_asked: bool) -> Ground:
        ground = _OF_NAMES[self._naming.names(as_asked=as_asked)]
        if ground is Ground.NOTHING and self._feature.name in self._compiled.in_article:
            return Ground.ELSEWHERE
        return Ground.GENERAL if ground is Ground.NO_NOUN and self._is_general() else ground

    def _is_general(self) -> bool:
        return self._naming.word in self._compiled.english.general_nouns

    @lazy
    def is_chance_likeness(self) -> bool:
        """Whether it has but the stem of a term's words: "engine" is none of "engineer"."""
        word, used = self._naming.word, noun(self._naming.word)
        if self._concept is None or used is None or used.kind not in CONCRETE:
            return False
        words = self._compiled.analyzer.lexicon.words_of.get(self._feature.name[1:], ())
        if word in words or self._feature.read_as:
            return False
        alike = [noun(other) for other in words if stem(other) == stem(word)]
        return bool(alike) and all(other and other.kind in CONCRETE - {used.kind} for other in alike)

    def is_refused_by(self, intent: int, *, is_open: bool) -> bool:
        """Whether it is a name that the article lacks, and that an intent is not there to correct.

        An answer corrects what wants a yes or a no, or offers a choice; one that `is_open` does neither.
        """
        if self._concept is None:
            is_lacking = self._feature.name not in self._compiled.in_article
            return is_lacking and self._compiled.kinds[intent] is IntentKind.ANSWER and self._naming.is_name()
        if self._concept.in_article:
            return False
        decides = self._compiled.pack.intents[self._compiled.matcher.intents[intent]].decides
        kind, is_answer = self._concept.type, self._compiled.kinds[intent] is IntentKind.ANSWER
        is_corrected = kind in self._compiled.corrects[intent] and not (is_answer and is_open)
        return kind in decides or not is_corrected

    def is_misread_name(self) -> bool:
        """Whether it is a name that was taken for another word, misspelt."""
        read_as = self._feature.read_as
        if not read_as or " " in read_as or read_as in self._compiled.capitalised:
            return False
        return self._is_poor_guess() and self._naming.is_capitalised()

    def _is_poor_guess(self) -> bool:
        """Whether it was taken for a misspelt word that is not all that like it."""
        read_as = self._feature.read_as
        return bool(read_as) and not within_one_edit(self._feature.surface, read_as)


def _places(analysis: Analysis) -> dict[Feature, int]:
    """Where each feature begins among the words as they were typed."""
    places: dict[Feature, int] = {}
    start = 0
    for feature in analysis.features:
        if feature.origin is Origin.QUESTION:
            continue
        first = feature.surface.partition(" ")[0]
        if first in analysis.words[start:]:
            start = analysis.words.index(first, start)
        places[feature] = start
    return places


def _unknown_figures(compiled: CompiledPack, analysis: Analysis) -> list[Feature]:
    """The figures that the article lacks."""
    numerals = compiled.english.numerals
    return [
        each
        for each in figures(analysis, compiled.english)
        if numerals.get(each.surface, each.surface.rstrip("sthndr")) not in compiled.figures
        and each.name not in compiled.in_article
    ]


def _late_ordinals(compiled: CompiledPack, analysis: Analysis) -> list[Feature]:
    """What says that something comes third or later, in an order that the article does not have."""
    ordinals = compiled.english.acts.telling_ordinals
    return [
        each
        for each in analysis.content
        if each.surface in ordinals
        and ordinals[each.surface].isdisjoint(_EARLY)
        and each.name not in compiled.in_article
    ]
