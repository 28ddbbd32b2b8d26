"""Quantities: what a text says of how many there are, and whether another text contradicts it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from assistant.language import Commonness
from assistant.language.nouns import noun

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assistant.language import English
    from assistant.matching.analysis import Analysis

# How many of the words behind a number may be what it counts.
_REACH = 3
# A word is a noun if so great a share of its uses are.
_NOUN_FROM = 0.6
_LONGEST_COMPARATIVE = 4


class Quantity(NamedTuple):
    """A range of whole numbers, and the names of the features that may be what is counted."""

    least: float
    most: float
    counted: frozenset[str]

    def settles(self, other: Quantity) -> str:
        """Whether what this says makes another quantity true or false: "yes", "no", or "" for neither."""
        if self.counted.isdisjoint(other.counted):
            return ""
        if self.least > other.most or self.most < other.least:
            return "no"
        return "yes" if self.least >= other.least and self.most <= other.most else ""


def quantities(analysis: Analysis, english: English) -> Iterator[Quantity]:
    """The quantities of a text."""
    words = analysis.words
    for place, word in enumerate(words):
        digits = english.numerals.get(word, word)
        is_day = not english.months.isdisjoint(words[max(place - 1, 0) : place + 2])
        is_pronoun = words[place : place + 2] == ("one", "of")
        if digits.isdecimal() and not is_day and not is_pronoun:
            following = set(_counted(words[place + 1 : place + 1 + _REACH], english))
            counted = [each.name for each in analysis.content if following.intersection(each.surface.split())]
            least, most = _range(words[:place], float(digits), english)
            yield Quantity(least, most, frozenset(counted))


def _counted(following: Sequence[str], english: English) -> Iterator[str]:
    """The words behind a number up to the first noun, which is what it counts: "mobile apps"."""
    for word in following:
        yield word
        used = noun(word)
        is_new = used is None and english.commonness(word) is Commonness.UNKNOWN
        if is_new or (used is not None and used.share >= _NOUN_FROM):
            return


def _range(before: tuple[str, ...], value: float, english: English) -> tuple[float, float]:
    words = [word for word in before if word not in english.articles or word == "a"]
    for length in range(_LONGEST_COMPARATIVE, 0, -1):
        match english.comparatives.get(tuple(words[-length:])):
            case "below":
                return 0.0, value - 1
            case "above":
                return value + 1, math.inf
            case "at most":
                return 0.0, value
            case "at least":
                return value, math.inf
            case "exactly":
                return value, value
    return value, value


def settled(facts: Iterable[Analysis], question: Analysis, english: English) -> str:
    """Whether facts make the quantity of a question true or false: "yes", "no", or "" for neither."""
    known = [quantity for fact in facts for quantity in quantities(fact, english)]
    asked = list(quantities(question, english))
    verdicts = {each.settles(quantity) for quantity in asked for each in known} - {""}
    return verdicts.pop() if len(verdicts) == 1 and len(asked) == 1 else ""
