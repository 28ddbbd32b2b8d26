"""Naming: whether a word of a question names somebody or something, by its kind, place and capitals."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

from assistant.language import Commonness
from assistant.language.nouns import CONCRETE, NounKind, noun
from assistant.matching.spelling import within_one_edit

if TYPE_CHECKING:
    from collections.abc import Collection

    from assistant.language import English
    from assistant.language.nouns import Noun
    from assistant.matching.analysis import Analysis, Analyzer, Feature

# A word is a noun wherever it stands if so great a share of its uses are; a noun of an act or a state is one
# for sure from the second share on; and in the place of a noun, behind "the" or "of", the third is enough.
_NOUN_FROM, _ACT_FROM, _NOUN_IN_PLACE_FROM = 0.6, 0.75, 0.2
# An unknown word of fewer letters is a slip rather than a name, unless it looks like an acronym.
_SHORTEST_NAME, _SHORTEST_ACRONYM = 4, 2
# A shorter word is a letter away from many.
_LONG_ENOUGH = 5
# So many words may describe a noun before it.
_MOST_DESCRIBING = 2
_ASKING = frozenset({"what", "which"})
_WITHIN = re.compile(r"\w[,;)]?\s\Z")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


Capitals = Mapping[str, Sequence[tuple[int, int]]]
"""Where each word that has a capital in a text stands, by the word in lower case: starts and ends."""


def capitals_of(text: str, english: English) -> Capitals:
    """The capitals of a text, none where they say nothing: in a title, or where all words have them."""
    matches = list(_WORD.finditer(text))
    capitals = [match for match in matches if match.group()[0].isupper()]
    if len(capitals) == len(matches) or any(_is_in_title(each, text, english) for each in capitals):
        return {}
    places: dict[str, list[tuple[int, int]]] = {}
    for match in capitals:
        places.setdefault(match.group().casefold(), []).append(match.span())
    return places


def _is_in_title(capital: re.Match[str], text: str, english: English) -> bool:
    """Whether a word of grammar has a capital within a sentence, as in "Who Leads The Choir"."""
    word, start = capital.group().casefold(), capital.start()
    is_grammar = word in english.articles or word in english.prepositions or word in english.copulas
    return is_grammar and capital.group().istitle() and bool(_WITHIN.search(text[max(start - 3, 0) : start]))


class Names(IntEnum):
    """How surely a word names somebody or something."""

    NOTHING = 0
    """It is a verb, an adjective, an adverb, a slip."""
    IN_GENERAL = 1
    """It is a noun that any question may have."""
    PERHAPS = 2
    """It is a common noun, which may be another word for something known."""
    SURELY = 3


class Naming:
    """A feature of a question, where it stands."""

    def __init__(
        self, analyzer: Analyzer, analysis: Analysis, feature: Feature, place: int, capitals: Capitals
    ) -> None:
        """`place` is that of its first word among the words of the question; `capitals` are its capitals."""
        self._analyzer = analyzer
        self._capitals = capitals
        self._english: English = analyzer.english
        self._text = analysis.text
        self._feature = feature
        self._before = analysis.words[:place]
        self.before = self._before[-1] if self._before else ""
        """The word before it, empty where it is the first."""
        self._said = (feature.read_as or feature.surface).split()
        after = analysis.words[place + len(feature.surface.split()) :]
        self._after = after[0] if after else ""
        self._befores = [self.before, *self._said[:-1]]
        self.word = self._said[-1].removesuffix("'s")
        """Its last word, as it was read."""

    def is_object(self) -> bool:
        """Whether something is done to it: "banned the …", but not "of the …" nor "does the …"."""
        if self.before not in self._english.definite:
            return False
        doing = [word for word in self._before if word not in self._english.determiners][-1:]
        return bool(doing) and self._english.stop_words.isdisjoint(doing)

    def governs(self) -> bool:
        """Whether it does something to what follows: "banned" before "the apps"."""
        return self._after in self._english.definite

    def names(self, *, as_asked: bool) -> Names:
        """How surely any of its words names something; a noun that is `as_asked` does, however common."""
        if not self._feature.surface[:1].isalpha() or self.before in self._english.first_person:
            return (
                Names.NOTHING
            )  # A figure is accounted for by its number, and "my sister" is nobody's business.
        said = [word.removesuffix("'s") for word in self._said]
        pairs = zip(said, self._befores, strict=True)
        return max([self._names(word, before, as_asked=as_asked) for word, before in pairs])

    def _names(self, word: str, before: str, *, as_asked: bool) -> Names:
        if word in self._english.general_nouns:
            return Names.IN_GENERAL
        if self._english.type_of_name(word) or self.is_called():
            return Names.SURELY
        used = noun(word)
        if used is None:
            return Names.SURELY if self._is_new_name(word, before) else Names.NOTHING
        if self._is_slip_of_general(word):
            return Names.IN_GENERAL
        if used.share < self._least_share(used, before):
            return Names.NOTHING
        return Names.SURELY if as_asked else self._of_noun(word, before, used)

    def _least_share(self, used: Noun, before: str) -> float:
        """How great a share of its uses make a word a noun here."""
        in_place = before in self._english.determiners or self._is_subject()
        may_stand = used.kind in CONCRETE and (self.is_capitalised() or self.is_in_place_of_noun(before))
        return _NOUN_IN_PLACE_FROM if in_place or may_stand else _NOUN_FROM

    def _of_noun(self, word: str, before: str, used: Noun) -> Names:
        """How surely a noun names something: whoever acts does, and a rare noun rather than a common one."""
        commonness, is_capitalised = self._english.commonness(word), self.is_capitalised()
        if used.kind in CONCRETE or (self._acts() and used.share >= _NOUN_FROM):
            stands_out = is_capitalised or self._acts(self._english.copulas)
            return Names.PERHAPS if commonness is Commonness.COMMON and not stands_out else Names.SURELY
        if self._is_asked_for(before):
            return Names.PERHAPS
        is_in_place = before in self._english.determiners or self._is_subject()
        is_sure = used.share >= _ACT_FROM or is_in_place
        if used.kind is NounKind.OTHER or commonness is Commonness.COMMON or not is_sure:
            return Names.NOTHING
        return Names.PERHAPS if commonness is Commonness.USUAL else Names.SURELY

    def is_called(self) -> bool:
        """Whether something is called so: "an item called the knitting circle"."""
        naming = [word for word in self._before if word not in self._english.articles][-2:]
        if len(naming) < 2 or naming[1] not in self._english.naming_words:
            return False
        return naming[0] in self._english.general_nouns or noun(naming[0]) is not None

    def _is_subject(self) -> bool:
        """Whether it is an act that a question begins with: "is fishing one of", and not "is he fishing"."""
        return self.word.endswith("ing") and len(self._before) == 1 and self.before in self._english.copulas

    def _is_asked_for(self, before: str) -> bool:
        """Whether it is what a question asks for: "what is the weather", "what is the price of"."""
        english, words = self._english, self._before
        asks = len(words) >= 3 and words[-3] in _ASKING and words[-2] in english.copulas
        is_whole = not self._after or self._after in english.prepositions
        return asks and is_whole and before in english.articles

    def _is_slip_of_general(self, word: str) -> bool:
        """Whether a rare noun is but a letter away from a word of grammar: "tings", "things"."""
        if self._english.commonness(word) is not Commonness.KNOWN or len(word) < _LONG_ENOUGH:
            return False
        return any(within_one_edit(word, general) for general in self._english.stop_words)

    def _is_new_name(self, word: str, before: str) -> bool:
        """Whether a word is no English and in no list, and yet no slip."""
        if self._feature.read_as or not word.isalpha() or len(word) < self._least_length(before):
            return False
        if self._english.commonness(word) is not Commonness.UNKNOWN:
            return False
        return self.is_capitalised() or (
            self.is_in_place_of_noun(before) and not self._analyzer.is_slip(word)
        )

    def _least_length(self, before: str) -> int:
        """How many letters a name has at least: a slip is rarely all in capitals, or right behind "the"."""
        is_acronym = self._feature.surface.upper() in _WORD.findall(self._text) and self.is_capitalised()
        return _SHORTEST_ACRONYM if is_acronym or before in self._english.articles else _SHORTEST_NAME

    def is_name(self) -> bool:
        """Whether it is a known name, or one that a preposition and a capital give away: "in Zembla"."""
        if self._english.type_of_name(self.word):
            return True
        is_word = noun(self.word) or self._english.commonness(self.word) is not Commonness.UNKNOWN
        return not is_word and self.before in self._english.prepositions and self.is_capitalised()

    def is_definite(self) -> bool:
        """Whether it names a certain thing, or one that can be met: "the ban", "soldiers"."""
        said = [word.removesuffix("'s") for word in self._said]
        return any(self._is_definite(word, before) for word, before in zip(said, self._befores, strict=True))

    def _is_definite(self, word: str, before: str) -> bool:
        used = noun(word)
        if used is None or word in self._english.general_nouns:
            return False
        if used.kind not in CONCRETE:
            # "The ban" is one ban, "bans" are any, and "name the bans" asks for them.
            is_asked_for = self._english.demands.issuperset(self._before[-2:-1] or [""])
            return before in self._english.definite and not is_asked_for
        return used.share >= (_NOUN_IN_PLACE_FROM if self.is_in_place_of_noun(before) else _NOUN_FROM)

    def is_in_place_of_noun(self, before: str) -> bool:
        """Whether what follows the word `before`, or begins the question, is likely a noun."""
        english = self._english
        leading = english.determiners, english.prepositions, english.auxiliaries, english.copulas
        return not before or before.endswith("'s") or any(before in words for words in leading)

    def is_capitalised(self) -> bool:
        """Whether it has a capital that no sentence begins with, in a text where capitals say something."""
        places = self._capitals.get(self._feature.surface.partition(" ")[0], ())
        # "Zorbak, who is he?" begins with a name, "Honestly, who is he?" does not.
        is_fronted = any(self._text[end : end + 1] == "," for _, end in places)
        is_word = self._english.commonness(self._feature.surface) is not Commonness.UNKNOWN
        return any(start for start, _ in places) or (is_fronted and not is_word)

    def _acts(self, copulas: Collection[str] = ()) -> bool:
        """Whether it acts: behind "did the", "by an old", or "the" that a text begins with.

        With `copulas`, also whether it is described: "who is the".
        """
        words: Sequence[str] = self._before
        described = 0
        for word in reversed(words):
            if word == "by" or word in self._english.auxiliaries or word in copulas:
                return True
            if word not in self._english.determiners:
                described += 1
                if word in self._english.stop_words:
                    return False
            if described > _MOST_DESCRIBING:
                break
        return bool(words) and words[0] in self._english.articles
