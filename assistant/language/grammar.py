"""Sets of wordings, made of one another: they are counted, listed and drawn from, and matched by a pattern.

A set is counted without a list of it, so that one with a million million wordings costs no more than another.
"""

from __future__ import annotations

import math
import re
from itertools import product
from typing import TYPE_CHECKING, Protocol

from assistant.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


class Wordings(Protocol):
    """A set of wordings, as texts whose white space does not matter."""

    @property
    def count(self) -> int:
        """In how many ways they are made: one that is made in two ways counts twice."""

    @property
    def longest(self) -> int:
        """How many code points a wording has at most."""

    @property
    def depth(self) -> int:
        """How deep choices stand in one another."""

    @property
    def can_be_empty(self) -> bool:
        """Whether a wording has no letter and no digit."""

    def every(self) -> Sequence[str]:
        """All wordings, in reading order."""

    def at(self, index: int) -> str:
        """One of `every`, without a list of the others."""

    def draw(self, number: int, chance: Callable[[], float]) -> list[str]:
        """So many wordings in any order, the same ones more than once.

        Of the alternatives of a choice each is drawn as often as the others, however many wordings it has.
        `chance` gives numbers from 0 to below 1.
        """

    def pattern(self, slots: Mapping[str, str]) -> str:
        """What matches each wording with a space behind every word; a word in `slots` is a pattern itself."""


class Text:
    """A set of one wording."""

    count = 1
    depth = 0

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def longest(self) -> int:
        """Its length."""
        return len(self.text)

    @property
    def can_be_empty(self) -> bool:
        """Whether there is nothing but space and signs in it."""
        return not any(map(str.isalnum, self.text))

    def every(self) -> Sequence[str]:
        """The one wording."""
        return [self.text]

    def at(self, index: int) -> str:  # noqa: ARG002  (there is one alone)
        """The one wording."""
        return self.text

    def draw(self, number: int, chance: Callable[[], float]) -> list[str]:  # noqa: ARG002
        """The one wording so many times."""
        return [self.text] * number

    def pattern(self, slots: Mapping[str, str]) -> str:
        """The words, each with a space behind it."""
        return "".join([slots.get(word) or f"{re.escape(word)} " for word in self.text.split()])


class Choice:
    """The wordings of some alternatives and, where the choice is `optional`, one that is empty."""

    def __init__(self, alternatives: Sequence[Wordings], *, optional: bool = False) -> None:
        self._alternatives = alternatives
        self._optional = optional

    @lazy
    def _all(self) -> Sequence[Wordings]:
        return [*self._alternatives, Text("")] if self._optional else self._alternatives

    @lazy
    def count(self) -> int:
        """The sum of those of the alternatives."""
        return sum(each.count for each in self._all)

    @lazy
    def longest(self) -> int:
        """That of the longest alternative."""
        return max(each.longest for each in self._all)

    @lazy
    def depth(self) -> int:
        """One more than that of the deepest alternative."""
        return 1 + max(each.depth for each in self._all)

    @lazy
    def can_be_empty(self) -> bool:
        """Whether an alternative can be."""
        return any(each.can_be_empty for each in self._all)

    def every(self) -> Sequence[str]:
        """The wordings of each alternative in turn."""
        return [text for each in self._all for text in each.every()]

    def at(self, index: int) -> str:
        """That wording of the alternative that it falls to."""
        for each in self._all:
            if index < each.count:
                return each.at(index)
            index -= each.count
        raise IndexError

    def draw(self, number: int, chance: Callable[[], float]) -> list[str]:
        """As many of each alternative; chance tells which have one more where there is a remainder."""
        among = len(self._all)
        first = int(chance() * among)
        shares = [(number + (place - first) % among) // among for place in range(among)]
        return [
            text
            for each, share in zip(self._all, shares, strict=True)
            if share
            for text in each.draw(share, chance)
        ]

    def pattern(self, slots: Mapping[str, str]) -> str:
        """The pattern of any alternative, or of none."""
        choices = "|".join([each.pattern(slots) for each in self._alternatives])
        return f"(?:{choices})?" if self._optional else f"(?:{choices})"


class Row:
    """The wordings that have one of each part, in order."""

    def __init__(self, parts: Sequence[Wordings]) -> None:
        self._parts = parts

    @lazy
    def count(self) -> int:
        """The product of those of the parts."""
        return math.prod([each.count for each in self._parts])

    @lazy
    def longest(self) -> int:
        """The sum of those of the parts."""
        return sum(each.longest for each in self._parts)

    @lazy
    def depth(self) -> int:
        """That of the deepest part."""
        return max((each.depth for each in self._parts), default=0)

    @lazy
    def can_be_empty(self) -> bool:
        """Whether all parts can be."""
        return all(each.can_be_empty for each in self._parts)

    def every(self) -> Sequence[str]:
        """The wordings in reading order: the last part changes first."""
        return ["".join(texts) for texts in product(*[each.every() for each in self._parts])]

    def at(self, index: int) -> str:
        """The wording whose parts are the digits of `index`, each part in its own base."""
        texts: list[str] = []
        for each in reversed(self._parts):
            index, digit = divmod(index, each.count)
            texts.append(each.at(digit))
        return "".join(reversed(texts))

    def draw(self, number: int, chance: Callable[[], float]) -> list[str]:
        """So many of each part, put together at random."""
        columns = [shuffled(each.draw(number, chance), chance) for each in self._parts]
        return ["".join(texts) for texts in zip(*columns, strict=True)]

    def pattern(self, slots: Mapping[str, str]) -> str:
        """The patterns of the parts in a row."""
        return "".join([each.pattern(slots) for each in self._parts])


def shuffled(texts: Sequence[str], chance: Callable[[], float]) -> list[str]:
    """`texts` in another order."""
    keys = [chance() for _ in texts]
    return [texts[place] for place in sorted(range(len(texts)), key=keys.__getitem__)]


def tidy(texts: Iterable[str]) -> list[str]:
    """`texts` with single spaces between words, in order, each once."""
    return list(dict.fromkeys([" ".join(text.split()) for text in texts]))
