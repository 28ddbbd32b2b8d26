"""Clauses: who does what in a sentence, and the phrases that name something, by the tags of its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.knowledge.drafting.subjects import ENDS_SUBJECT, subject_of
from assistant.knowledge.drafting.tokens import DESCRIBES, Tag
from assistant.language import load_english

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.knowledge.drafting.tokens import Token
    from assistant.language.verbs import Verb

Span = tuple[int, int]
"""The places of some neighbouring tokens: the first, and one behind the last."""

_QUOTATION_MARKS = frozenset("\"”’'»")
# The auxiliary that says something by itself: "has a roof".
_MAIN_VERB_TOO = "have"
_IN_GROUP = frozenset({Tag.AUXILIARY, Tag.ADVERB, Tag.VERB})


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """Words that name something: "the start of a public process"."""

    span: Span
    head: int
    """The place of the noun that it is all about."""


@dataclass(frozen=True, slots=True)
class Clause:
    """What is said of a subject."""

    subject: Span
    group: Span
    """Its auxiliaries and its verb."""
    rest: Span
    verb: Verb | None
    """None where its only verb is an auxiliary: "is", "has"."""
    auxiliaries: tuple[int, ...]


def noun_phrases(tokens: Sequence[Token]) -> list[NounPhrase]:
    """The phrases that name something, each with the "of" that follows it."""
    phrases: list[NounPhrase] = []
    for first, last in _chunks(tokens):
        head = last - 1
        before = phrases[-1] if phrases else None
        if before and before.span[1] + 1 == first and tokens[first - 1].plain == "of":
            phrases[-1] = NounPhrase((before.span[0], last), before.head)
        else:
            phrases.append(NounPhrase((first, last), head))
    return phrases


def _chunks(tokens: Sequence[Token]) -> Iterator[Span]:
    start = 0
    while start < len(tokens):
        end = start
        while end < len(tokens) and tokens[end].tag in DESCRIBES:
            # A determiner begins a phrase of its own.
            if (
                end > start
                and tokens[end].tag is Tag.DETERMINER
                and tokens[end - 1].tag is not Tag.DETERMINER
            ):
                break
            end += 1
        if _names_something(tokens[start:end]):
            yield start, end
        start = max(end, start + 1)


def _names_something(tokens: Sequence[Token]) -> bool:
    """Whether words can be a noun phrase: an adjective alone is none, but "the rich" are."""
    tags = {token.tag for token in tokens}
    is_described = bool(tokens) and tokens[0].tag is Tag.DETERMINER and Tag.DESCRIBING in tags
    return is_described or not tags.isdisjoint({Tag.NAME, Tag.NOUN, Tag.NUMBER})


def clauses(tokens: Sequence[Token]) -> list[Clause]:
    """The clauses of a sentence, in order; those without a subject have that of the one before."""
    groups = list(_verb_groups(tokens))
    made: list[Clause] = []
    for number, (first, last) in enumerate(groups):
        floor = groups[number - 1][1] if number else 0
        verbs = [
            tokens[place].verb
            for place in range(first, last)
            if tokens[place].tag in (Tag.VERB, Tag.PARTICIPLE)
        ]
        subject = _speaker(tokens, first, last, verbs) or subject_of(tokens, floor, first)
        if subject[0] == subject[1] and made:
            subject = made[-1].subject
        ceiling = groups[number + 1][0] if number + 1 < len(groups) else len(tokens)
        rest = (last, _end_of_rest(tokens, last, ceiling, is_last=ceiling == len(tokens)))
        auxiliaries = tuple([place for place in range(first, last) if tokens[place].tag is Tag.AUXILIARY])
        lone = tokens[auxiliaries[-1]].verb if auxiliaries and not verbs else None
        if lone and lone.lemma == _MAIN_VERB_TOO:
            verbs, auxiliaries = [lone], auxiliaries[:-1]
        made.append(Clause(subject, (first, last), rest, verbs[-1] if verbs else None, auxiliaries))
    return made


def _speaker(tokens: Sequence[Token], first: int, last: int, verbs: Sequence[Verb | None]) -> Span | None:
    """Who says what stands in quotation marks before: "..., said the mayor"; None where nobody does."""
    says = any(used and used.lemma in load_english().saying_verbs for used in verbs)
    if not says or first < 1 or tokens[first - 1].text not in _QUOTATION_MARKS:
        return None
    end = last
    while end < len(tokens) and tokens[end].tag in DESCRIBES:
        end += 1
    return (last, end) if end > last else None


def _verb_groups(tokens: Sequence[Token]) -> Iterator[Span]:
    place = 0
    while place < len(tokens):
        if tokens[place].tag not in (Tag.AUXILIARY, Tag.VERB):
            place += 1
            continue
        end = place + 1
        is_whole = tokens[place].tag is Tag.VERB
        while end < len(tokens) and not is_whole:
            token = tokens[end]
            is_before = token.plain == "before" and end + 1 < len(tokens) and tokens[end + 1].tag in _IN_GROUP
            infinitive = is_before or (token.tag is Tag.TO and tokens[end - 1].tag is Tag.AUXILIARY)
            after_to = tokens[end - 1].tag is Tag.TO
            if token.tag in _IN_GROUP or infinitive or (after_to and token.tag is Tag.PARTICIPLE):
                is_whole = token.tag in (Tag.VERB, Tag.PARTICIPLE)
                end += 1
            else:
                break
        while tokens[end - 1].tag in (Tag.ADVERB, Tag.TO) and end - 1 > place:
            end -= 1
        yield place, end
        place = end


def _end_of_rest(tokens: Sequence[Token], start: int, ceiling: int, *, is_last: bool) -> int:
    """Where what follows a verb ends: at a strong mark, or where the next clause begins."""
    end = start
    while end < ceiling and tokens[end].text not in (";", ":", "."):
        end += 1
    if is_last:
        return end
    # The subject of the next clause is no part of this one.
    cut = end
    while cut > start and tokens[cut - 1].tag not in ENDS_SUBJECT:
        cut -= 1
    return max(cut - 1, start) if cut > start else end
