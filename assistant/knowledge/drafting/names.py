"""Names: what the noun phrases of a sentence name, by kind: people, bodies, places, times, sums ..."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.knowledge.drafting.clauses import NounPhrase, noun_phrases
from assistant.knowledge.drafting.tokens import Tag
from assistant.language import Commonness, load_english
from assistant.language.nouns import NounKind, is_noun, noun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.knowledge.drafting.tokens import Token

_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_MONEY = re.compile(r"[A-Z]{0,3}[$€£¥₹]")
_ADDRESS = re.compile(r"https?://|www\.|.+@.+")
_MONTH_OR_VERB = "may"
# A person's name has two or three words, as a rule.
_LONGEST_PERSON = 3


class Kind(StrEnum):
    """What a noun phrase names."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    TIME = "time"
    DURATION = "duration"
    MONEY = "money"
    SHARE = "share"
    MEASURE = "measure"
    COUNT = "count"
    ADDRESS = "address"
    THING = "thing"


# How the names of peoples end, which no person is called: "African", "Finnish".
_OF_PEOPLES = ("an", "ish", "ese")
_KINDS = {
    "person": Kind.PERSON,
    "organisation": Kind.ORGANISATION,
    "place": Kind.PLACE,
    "country": Kind.PLACE,
}


@dataclass(frozen=True, slots=True)
class Named:
    """A noun phrase, and what it names."""

    kind: Kind
    phrase: NounPhrase
    text: str
    """As the sentence has it, with "the" for any determiner."""


def named(tokens: Sequence[Token]) -> list[Named]:
    """What the noun phrases of a sentence name, in order."""
    return [
        Named(_kind(tokens, phrase), phrase, _called(tokens, phrase))
        for phrase in noun_phrases(tokens)
        if _called(tokens, phrase)
    ]


def is_time(token: Token) -> bool:
    """Whether a word tells when."""
    english, word = load_english(), token.plain
    if word in english.months_and_days or word in english.time_words:
        return True
    if token.tag is Tag.NAME and word == _MONTH_OR_VERB:
        return True
    return token.tag is Tag.NUMBER and bool(_YEAR.fullmatch(word))


def text_of(tokens: Sequence[Token]) -> str:
    """The words of some tokens, without marks; the first in small letters unless it is a name."""
    words = [token for token in tokens if token.tag is not Tag.MARK]
    if not words:
        return ""
    first, *rest = words
    is_name = first.tag is Tag.NAME or (first.text.isupper() and len(first.text) > 1)
    begins = first.text if is_name else first.text[0].lower() + first.text[1:]
    return " ".join([begins, *[token.text for token in rest]])


def kind_of_name(tokens: Sequence[Token]) -> Kind | None:
    """What a run of words with capitals names, as far as its words tell."""
    english = load_english()
    run = [token.plain.removesuffix("'s") for token in tokens]
    if not english.organisation_words.isdisjoint(run):
        return Kind.ORGANISATION
    if not english.titles.isdisjoint(run[:-1]):
        return Kind.PERSON
    if " ".join(run) in english.cities:
        return Kind.PLACE
    if len(run) > 1 and english.type_of_name(run[0]) == "person" and not run[0].endswith(_OF_PEOPLES):
        return Kind.PERSON
    known = [_KINDS[kind] for kind in map(english.type_of_name, run) if kind in _KINDS]
    if known and not is_noun(run[-1]):
        return known[-1]
    are_new = [english.commonness(word) is Commonness.UNKNOWN and noun(word) is None for word in run]
    is_like_person = 1 < len(run) <= _LONGEST_PERSON and any(are_new) and not is_noun(run[-1])
    return Kind.PERSON if is_like_person else None


def _kind(tokens: Sequence[Token], phrase: NounPhrase) -> Kind:
    english, words = load_english(), tokens[slice(*phrase.span)]
    plain = {token.plain for token in words}
    has_number = any(token.tag is Tag.NUMBER for token in words)
    counts_years = any(_YEAR.fullmatch(token.plain) for token in words)
    units = {token.plain for token in words if token.tag is Tag.NOUN}
    is_money = has_number and not english.money_words.isdisjoint(plain)
    is_share = not english.share_words.isdisjoint(plain) or any(word.endswith("%") for word in plain)
    lasts = has_number and not counts_years and not english.duration_words.isdisjoint(units)
    kinds = {
        Kind.ADDRESS: any(map(_ADDRESS.match, plain)),
        Kind.MONEY: is_money or any(_MONEY.match(token.text) for token in words),
        Kind.SHARE: is_share,
        Kind.DURATION: lasts,
        Kind.TIME: any(map(is_time, words)),
        Kind.MEASURE: has_number and not english.measure_words.isdisjoint(plain),
    }
    return next((kind for kind, holds in kinds.items() if holds), None) or _kind_of_head(
        tokens, phrase, words
    )


def _kind_of_head(tokens: Sequence[Token], phrase: NounPhrase, words: Sequence[Token]) -> Kind:
    """What a phrase names by the noun or the name that it is all about."""
    (first, _), head = phrase.span, tokens[phrase.head]
    if head.tag is Tag.NAME:
        run = [token for token in tokens[first : phrase.head + 1] if token.tag is Tag.NAME]
        titles = [token.plain for token in tokens[first : phrase.head] if token.tag is Tag.NOUN]
        if not load_english().titles.isdisjoint(titles):
            return Kind.PERSON
        before = tokens[first - 1].plain if first else ""
        is_place = before in load_english().locating_prepositions and not is_noun(head.plain)
        return kind_of_name(run) or (Kind.PLACE if is_place else Kind.THING)
    if head.tag is Tag.NOUN and any(token.tag is Tag.NUMBER for token in words):
        return Kind.COUNT
    used = noun(head.plain)
    return Kind.PERSON if used and used.kind is NounKind.PERSON else Kind.THING


def _called(tokens: Sequence[Token], phrase: NounPhrase) -> str:
    """The words of a phrase, with "the" for whatever determiner it has; empty where it has no other word."""
    first, last = phrase.span
    start = first
    while start < last and tokens[start].tag is Tag.DETERMINER:
        start += 1
    text = text_of(tokens[start:last])
    return f"the {text}" if text and start > first else text
