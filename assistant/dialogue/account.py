"""An account of every word of a question: what explains it, and which words nothing does."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from assistant.dialogue.clauses import asides
from assistant.dialogue.entities import figures
from assistant.knowledge.pack import IntentKind
from assistant.language import Commonness
from assistant.language.nouns import CONCRETE, NounKind, noun
from assistant.matching.analysis import Origin
from assistant.matching.lexicon import stem
from assistant.matching.spelling import within_one_edit

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.language import English
    from assistant.matching.analysis import Analysis, Feature

# A word is a noun wherever it stands if so great a share of its uses are; and in the place of a noun, behind
# "the" or "of", from the second share on.
_NOUN_FROM, _NOUN_IN_PLACE_FROM = 0.6, 0.2
# A term that otherwise gaps or other facts have is an intent's own if more than this share of its phrases do.
_OWN_ABOVE = 0.03
# A noun of an act or a state that is as common as this is in too many questions to be a stranger in any.
_ACT_FROM = 0.75
# An unknown word of fewer letters is a slip rather than a name.
_SHORTEST_NAME = 4
# So many words may describe a noun before it.
_MOST_DESCRIBING = 2
# A text with so great a share of capitals says nothing by a capital.
_MANY_CAPITALS = 0.5
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


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
    """It stands in a clause that tells of who asks."""
    ELSEWHERE = "elsewhere"
    """The article has it, but neither the facts of the intent nor its phrases: it belongs to something else."""
    DOUBT = "doubt"
    """It is a common noun, and may be another word for something that the answer has."""
    NOTHING = "nothing"
    """It is a stranger: a name, a number, a person, a group, a place or a thing that the answer has not."""


UNEXPLAINED = frozenset({Ground.ELSEWHERE, Ground.DOUBT, Ground.NOTHING})


class Accounted(NamedTuple):
    """A word of a question, and what accounts for it."""

    feature: Feature
    ground: Ground


def account(
    compiled: CompiledPack, analysis: Analysis, intent: int, *, is_certain: bool = False
) -> tuple[Accounted, ...]:
    """What accounts for each of the features that a question is about, if `intent` is what it means.

    With `is_certain`, the question is a phrase of the intent.
    """
    places = _places(analysis)
    aside = asides(analysis.text, compiled.english)
    own = dict(zip(analysis.content, _rates(compiled, analysis, intent), strict=True))
    strange = set(_unknown_figures(compiled, analysis))
    if compiled.kinds[intent] is IntentKind.GAP:
        # Such numbers are what it is there for.
        strange -= {feature for feature, rate in own.items() if rate}
    grounds = []
    for feature in analysis.content:
        word = _Word(compiled, analysis, feature, places[feature])
        if is_certain:
            ground = Ground.PHRASES
        elif not aside.isdisjoint(feature.surface.split()):
            ground = Ground.ASIDE
        elif feature in strange or word.is_misread_name():
            ground = Ground.NOTHING
        elif word.is_chance_likeness():
            ground = word.ground()
        elif own[feature] > word.least_rate() or compiled.mentioning(feature.name)[intent]:
            explained = Ground.PHRASES if own[feature] else Ground.FACTS
            ground = Ground.NOTHING if word.is_refused_by(intent) else explained
        else:
            ground = word.ground()
            if own[feature] and ground not in UNEXPLAINED:
                ground = Ground.PHRASES
        grounds.append(Accounted(feature, ground))
    return tuple(grounds)


def account_by(compiled: CompiledPack, analysis: Analysis, names: frozenset[str]) -> tuple[Accounted, ...]:
    """What accounts for each of the features that a question is about, if a text with these `names` answers it."""
    places = _places(analysis)
    strange = set(_unknown_figures(compiled, analysis))
    grounds = []
    for feature in analysis.content:
        word = _Word(compiled, analysis, feature, places[feature])
        if feature.name in names and feature not in strange:
            ground = Ground.FACTS
        else:
            ground = Ground.NOTHING if feature in strange or feature.name[0] == "#" else word.ground()
        grounds.append(Accounted(feature, ground))
    return tuple(grounds)


def _rates(compiled: CompiledPack, analysis: Analysis, intent: int) -> list[float]:
    """The share of the phrases of an intent that have each feature of the content of a question."""
    names = [feature.name for feature in analysis.content]
    rates: list[float] = compiled.matcher.index.rates_of(names, np.array([intent]))[:, 0].tolist()
    return rates


def unexplained(compiled: CompiledPack, analysis: Analysis, intent: int) -> tuple[Feature, ...]:
    """The content of a question that no phrase of an intent holds."""
    rates = _rates(compiled, analysis, intent)
    return tuple([each for each, rate in zip(analysis.content, rates, strict=True) if not rate])


class _Word:
    """A word or a term of a question, where it stands."""

    def __init__(self, compiled: CompiledPack, analysis: Analysis, feature: Feature, place: int) -> None:
        self._compiled = compiled
        self._english: English = compiled.english
        self._feature = feature
        self._before = analysis.words[place - 1] if place else ""
        before = analysis.words[:place]
        self._acts = _acts(before, compiled.english, compiled.english.copulas)
        self._does = _acts(before, compiled.english)
        self._text = analysis.text
        self._word = (feature.read_as or feature.surface).rpartition(" ")[2].removesuffix("'s")

    def is_refused_by(self, intent: int) -> bool:
        """Whether it is a name that the article lacks, and that the intent is not there to correct."""
        concept = self._compiled.analyzer.lexicon.concept(self._feature.name)
        if concept is None or concept.in_article:
            return False
        return not _corrects(self._compiled, intent, self._feature)

    def is_chance_likeness(self) -> bool:
        """Whether it has but the stem of a term's words, and names another kind of thing: "engine", "engineer"."""
        word, used = self._word, noun(self._word)
        if self._feature.origin is not Origin.LEXICON or used is None or used.kind not in CONCRETE:
            return False
        words = self._compiled.analyzer.lexicon.words_of.get(self._feature.name[1:], ())
        if word in words or self._feature.read_as:
            return False
        alike = [noun(other) for other in words if stem(other) == stem(word)]
        return bool(alike) and all(other and other.kind in CONCRETE - {used.kind} for other in alike)

    def least_rate(self) -> float:
        """The share of the phrases of an intent that is not enough to make the word its own."""
        compiled, name = self._compiled, self._feature.name
        if self._feature.origin is not Origin.LEXICON or name in compiled.background:
            return 0.0
        is_elsewhere = name in compiled.in_article or name not in compiled.answered
        return _OWN_ABOVE if is_elsewhere else 0.0

    def ground(self) -> Ground:
        """What accounts for it where the intent does not."""
        if self._feature.origin is Origin.LEXICON and not self.is_chance_likeness():
            concept = self._compiled.analyzer.lexicon.concept(self._feature.name)
            if self._compiled.analyzer.grammar.issuperset(self._feature.surface.split()):
                return Ground.GENERAL
            if concept is not None and concept.type:
                if self._is_poor_guess() or self._feature.name in self._compiled.background:
                    return Ground.LEXICON
                if self._is_owner_of_another():
                    return Ground.GENERAL
                return Ground.ELSEWHERE if concept.in_article else Ground.NOTHING
            is_theme = self._feature.name in self._compiled.background
            if is_theme and self._word not in self._english.general_nouns and not self._is_poor_guess():
                return Ground.ELSEWHERE
            if self._feature.name in self._compiled.answered:
                return Ground.ELSEWHERE if self._is_of_another_answer() else Ground.LEXICON
        grounds = self._grounds()
        if not UNEXPLAINED.isdisjoint(grounds):
            return Ground.NOTHING if Ground.NOTHING in grounds else Ground.DOUBT
        return Ground.GENERAL if self._word in self._english.general_nouns else Ground.NO_NOUN

    def _grounds(self) -> set[Ground]:
        """What accounts for each of its words."""
        if not self._feature.surface[:1].isalpha() or self._before in self._english.first_person:
            return set()  # A figure is accounted for by its number, and "my sister" is nobody's business.
        said = (self._feature.read_as or self._feature.surface).split()
        befores = [self._before, *said]
        return {
            self._ground_of(word.removesuffix("'s"), before)
            for word, before in zip(said, befores, strict=False)
        }

    def _ground_of(self, word: str, before: str) -> Ground:
        english = self._english
        if word in english.general_nouns:
            return Ground.GENERAL
        if english.type_of_name(word):
            return Ground.NOTHING
        used, commonness = noun(word), english.commonness(word)
        in_place = before in english.determiners
        stands_out = self._is_in_place_of_noun(before) or self._is_capitalised()
        if used is None:
            is_name = commonness is Commonness.UNKNOWN and self._is_new_name(word, stands_out=stands_out)
            return Ground.NOTHING if is_name else Ground.NO_NOUN
        least = _NOUN_IN_PLACE_FROM if in_place or (stands_out and used.kind in CONCRETE) else _NOUN_FROM
        if used.share < least:
            return Ground.NO_NOUN
        if self._feature.origin is Origin.LEXICON:
            return Ground.NOTHING  # What a term of gaps alone means is what is asked for.
        acts = self._acts or self._is_capitalised()
        if used.kind in CONCRETE or (self._does and used.share >= _NOUN_FROM):
            return Ground.DOUBT if commonness is Commonness.COMMON and not acts else Ground.NOTHING
        if used.kind is NounKind.OTHER or commonness is Commonness.COMMON:
            return Ground.NO_NOUN
        if used.share < _ACT_FROM and not in_place:
            return Ground.NO_NOUN
        return Ground.DOUBT if commonness is Commonness.USUAL else Ground.NOTHING

    def _is_new_name(self, word: str, *, stands_out: bool) -> bool:
        """Whether a word that is no English and in no list is a name, rather than a slip."""
        if self._feature.read_as or not word.isalpha() or len(word) < _SHORTEST_NAME:
            return False
        return self._is_capitalised() or (stands_out and not self._compiled.analyzer.is_slip(word))

    def _is_owner_of_another(self) -> bool:
        """Whether a place is named by "in", and then owns something: "in Paris's view" is in no place."""
        first, _, rest = self._feature.surface.partition(" ")
        return first in self._english.prepositions and rest.endswith("'s")

    def _is_poor_guess(self) -> bool:
        """Whether it was taken for a misspelt word that is not all that like it."""
        read_as = self._feature.read_as
        return bool(read_as) and not within_one_edit(self._feature.surface, read_as)

    def _is_of_another_answer(self) -> bool:
        """Whether it names something that the article tells of elsewhere."""
        name, english = self._feature.name, self._english
        if name not in self._compiled.in_article or name in self._compiled.background:
            return False
        used = noun(self._word)
        if used is None or self._word in english.general_nouns:
            return False
        if used.kind not in CONCRETE:
            return self._before in english.definite  # "The ban" is one ban, "technologies" are any.
        least = _NOUN_IN_PLACE_FROM if self._is_in_place_of_noun(self._before) else _NOUN_FROM
        return used.share >= least

    def is_misread_name(self) -> bool:
        """Whether it is a name that was taken for another word, misspelt."""
        read_as = self._feature.read_as
        if (
            not read_as
            or " " in read_as
            or read_as in self._compiled.capitalised
            or not self._is_capitalised()
        ):
            return False
        return not within_one_edit(self._feature.surface, read_as)

    def _is_in_place_of_noun(self, before: str) -> bool:
        english = self._english
        return (
            not before
            or before in english.determiners
            or before in english.prepositions
            or before in english.auxiliaries
            or before in english.copulas
            or before.endswith("'s")
        )

    def _is_capitalised(self) -> bool:
        """Whether it has a capital that no sentence begins with, in a text where capitals say something."""
        words = _WORD.findall(self._text)
        if sum(word[0].isupper() for word in words[1:]) > _MANY_CAPITALS * len(words[1:]):
            return False
        surface = re.escape(self._feature.surface)
        matches = list(re.finditer(rf"(?<![^\W_]){surface}(?![^\W_])", self._text, re.IGNORECASE))
        capitals = [match for match in matches if match.group()[0].isupper()]
        # "Zorbak, who is he?" begins with a name, "Honestly, who is he?" does not.
        is_fronted = any(self._text[match.end() : match.end() + 1] == "," for match in capitals)
        is_word = self._english.commonness(self._feature.surface) is not Commonness.UNKNOWN
        return any(match.start() for match in capitals) or (is_fronted and not is_word)


def _acts(before: Sequence[str], english: English, copulas: Collection[str] = ()) -> bool:
    """Whether what follows these words acts: "did the", "by an old", or "the" that a text begins with.

    With `copulas`, also whether it is described: "who is the".
    """
    words = list(before)
    described = 0
    while words and described <= _MOST_DESCRIBING:
        word = words.pop()
        if word == "by" or word in english.auxiliaries or word in copulas:
            return True
        if word not in english.determiners:
            if word in english.stop_words:
                return False
            described += 1
    return bool(before) and before[0] in english.articles


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


def _corrects(compiled: CompiledPack, intent: int, stranger: Feature) -> bool:
    """Whether an intent is there to correct such names ("was it in …?"), and settles none of them."""
    kind = compiled.type_of(stranger)
    decides = compiled.pack.intents[compiled.matcher.intents[intent]].decides
    return kind not in decides and kind in compiled.corrects[intent]


def _unknown_figures(compiled: CompiledPack, analysis: Analysis) -> list[Feature]:
    """The figures that the article lacks."""
    numerals = compiled.english.numerals
    return [
        each
        for each in figures(analysis, compiled.english)
        if numerals.get(each.surface, each.surface.rstrip("sthndr")) not in compiled.figures
        and each.name not in compiled.in_article
    ]
