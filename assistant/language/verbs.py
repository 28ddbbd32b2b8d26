"""Verbs: what a word is a form of, and how surely it is a verb at all, by tables made of WordNet."""

from __future__ import annotations

from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from assistant.language.data_files import lines, looked_up, read, words

if TYPE_CHECKING:
    from collections.abc import Iterator

# Words recur: so many are remembered.
_REMEMBERED = 2**12
_PRESENT_PARTICIPLE = "ing"


class VerbForm(StrEnum):
    """A form of a verb, as far as its spelling tells."""

    BASE = "base"
    """As in "they vote" and "to vote"."""
    THIRD = "third"
    """As in "she votes"."""
    PAST = "past"
    """As in "she voted", and, for most verbs, "it was voted on"."""
    PARTICIPLE = "participle"
    """As in "it was written", where the past is another form."""
    ING = "ing"


class Verb(NamedTuple):
    """A form of a verb."""

    lemma: str
    form: VerbForm
    share: float
    """The share of the uses of the lemma that are verbs, in 0..1."""


@lru_cache(_REMEMBERED)
def verb(word: str) -> Verb | None:
    """What verb `word`, normalised, is a form of; None where it is none, or no word of the lists."""
    irregular = _irregular().get(word)
    if irregular:
        return _verb(irregular, _irregular_form(word))
    return next(filter(None, (_verb(lemma, form) for lemma, form in _stripped(word))), None)


def is_light(word: str) -> bool:
    """Whether `word`, normalised, is a form of a verb that says little by itself: "take" in "take a vote"."""
    used = verb(word)
    return used is not None and used.lemma in _light()


def irregular_forms(lemma: str) -> list[str]:
    """The forms of a verb that no rule gives: "held" of "hold"."""
    return [form for form, of in _irregular().items() if of == lemma]


def _verb(lemma: str, form: VerbForm) -> Verb | None:
    share = looked_up(_table(), lemma)
    return Verb(lemma, form, int(share) / 9) if share else None


def _stripped(word: str) -> Iterator[tuple[str, VerbForm]]:
    """The lemmas that `word` may be a regular form of, likeliest first."""
    yield word, VerbForm.BASE
    for ending, form in (("ed", VerbForm.PAST), (_PRESENT_PARTICIPLE, VerbForm.ING)):
        if not word.endswith(ending):
            continue
        rest = word.removesuffix(ending)
        if rest.endswith("i"):
            yield rest[:-1] + "y", form
        if rest[-1:] == rest[-2:-1]:
            yield rest, form
            yield rest[:-1], form
        yield rest + "e", form
        yield rest, form
    if word.endswith("s"):
        if word.endswith("ies"):
            yield word[:-3] + "y", VerbForm.THIRD
        yield word[:-1], VerbForm.THIRD
        if word.endswith("es"):
            yield word[:-2], VerbForm.THIRD


def _irregular_form(word: str) -> VerbForm:
    if word.endswith(_PRESENT_PARTICIPLE):
        return VerbForm.ING
    if word.endswith("s"):
        return VerbForm.THIRD
    return VerbForm.PARTICIPLE if word.endswith("n") or word in _participles() else VerbForm.PAST


@cache
def _irregular() -> dict[str, str]:
    """The lemmas of irregular forms."""
    return dict(map(str.split, lines("irregular_verbs.txt")))


@cache
def _participles() -> frozenset[str]:
    """The participles that the end of the word does not tell."""
    return frozenset(words("irregular_participles.txt"))


@cache
def _light() -> frozenset[str]:
    return frozenset(words("light_verbs.txt"))


@cache
def _table() -> str:
    return read("verbs.txt")
