"""Nouns and names: what a word names, and how surely it is a noun at all, by tables made of WordNet."""

from __future__ import annotations

from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from assistant.language.data_files import looked_up, read

# Words recur: so many are remembered.
_REMEMBERED = 2**12
# The share of the uses of a word above which it is mostly a noun.
_NOUN_FROM = 0.5


class NounKind(StrEnum):
    """What most uses of a noun are of."""

    PERSON = "p"
    GROUP = "g"
    THING = "t"
    """A thing, an animal or a substance."""
    PLACE = "l"
    EVENT = "e"
    """An event, an act, or a message: what is done, said or written."""
    OTHER = "a"
    """Anything that cannot be met or touched: a quality, a state, a time ..."""


CONCRETE = frozenset({NounKind.PERSON, NounKind.GROUP, NounKind.THING, NounKind.PLACE})


class Noun(NamedTuple):
    """How a word is used as a noun."""

    kind: NounKind
    share: float
    """The share of its uses that are nouns, in 0..1."""


@lru_cache(_REMEMBERED)
def noun(word: str) -> Noun | None:
    """How `word`, normalised, is used as a noun; None where it is none, or no word of the lists."""
    value = looked_up(_sorted("nouns.txt"), word)
    return Noun(NounKind(value[0]), int(value[1]) / 9) if value else None


def is_noun(word: str) -> bool:
    """Whether `word`, normalised, is a noun in more than half of its uses."""
    used = noun(word)
    return used is not None and used.share > _NOUN_FROM


@lru_cache(_REMEMBERED)
def name(word: str) -> NounKind | None:
    """What a `word`, normalised, names that is nothing but a name; None where it is none or not known."""
    value = looked_up(_sorted("names.txt"), word)
    return NounKind(value) if value else None


@cache
def _sorted(name: str) -> str:
    # Read when the first word is asked for: most questions ask for none.
    return read(name)
