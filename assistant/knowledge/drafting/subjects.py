"""Subjects: the words before a verb that say who or what does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.knowledge.drafting.tokens import DESCRIBES, Tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.knowledge.drafting.tokens import Token

    Span = tuple[int, int]

ENDS_SUBJECT = frozenset({Tag.MARK, Tag.CONJUNCTION, Tag.ASKING, Tag.TO})
_ASIDES = frozenset({",", "-", "–", "—"})
# A noun, a participle and a preposition stand before what describes a noun.
_SHORTEST_DESCRIPTION = 2
_ENDS_CLAUSE = frozenset({";", ":", "“", "”", '"'})


def subject_of(tokens: Sequence[Token], floor: int, verb: int) -> Span:
    """The places of the words before the verb at a place, back to where a clause may begin.

    Empty where the verb shares the subject of the clause before it: "they met and agreed".

    Args:
        tokens: The sentence.
        floor: The place behind the verb before.
        verb: The place of the verb, or of its first auxiliary.
    """
    end = verb
    while end > 0 and tokens[end - 1].tag is Tag.ADVERB:
        end -= 1
    if end > 0 and tokens[end - 1].tag is Tag.TO:
        end -= 1
    if end > 0 and tokens[end - 1].tag is Tag.CONJUNCTION:
        return end, end
    if end > 0 and tokens[end - 1].tag is Tag.ASKING:
        return _antecedent(tokens, end - 1)
    before = _before_aside(tokens, end)
    if before != (end, end):
        first, end = before
        if first < end:
            return first, end
        floor = 0
    start = _reach(tokens, floor, end)
    # "Through a ship built in May": nothing but an adjunct is left, and its noun is what is built.
    is_adjunct = start == end and end > floor and tokens[end - 1].is_nominal
    return (_phrase_before(tokens, end), end) if is_adjunct else (start, end)


def _antecedent(tokens: Sequence[Token], end: int) -> Span:
    """What "which" and "who" at a place stand for: "a ship" in "a ship built in May, which"."""
    while end > 0 and tokens[end - 1].text in _ASIDES:
        end -= 1
    start = _phrase_before(tokens, end)
    while start > _SHORTEST_DESCRIPTION and tokens[start - 1].tag is Tag.PREPOSITION:
        before = start - 1
        if tokens[before - 1].tag is Tag.VERB and tokens[before - 2].is_nominal:
            end = before - 1
            start = _phrase_before(tokens, end)
        elif tokens[before].plain == "of" and tokens[before - 1].is_nominal:
            start = _phrase_before(tokens, before)
        else:
            break
    return start, end


def _phrase_before(tokens: Sequence[Token], end: int) -> int:
    """Where the noun phrase begins that ends at a place."""
    start = end
    while start > 0 and tokens[start - 1].tag in DESCRIBES:
        start -= 1
    return start


def _before_aside(tokens: Sequence[Token], end: int) -> Span:
    """Where the words before an aside end, such as "(WDU)" and ", the chairman of the panel,".

    The first place is less than the second where the aside is a name, and thus the better subject.
    """
    if end > 0 and tokens[end - 1].text == ")":
        opened = [place for place in range(end - 1) if tokens[place].text == "("]
        return (opened[-1], opened[-1]) if opened else (end, end)
    if end == 0 or tokens[end - 1].text not in _ASIDES:
        return end, end
    mark = tokens[end - 1].text
    opened = [place for place in range(end - 1) if tokens[place].text == mark]
    relative = [place for place in opened if tokens[place + 1].tag is Tag.ASKING]
    if not opened or any(token.text in _ENDS_CLAUSE for token in tokens[opened[-1] + 1 : end - 1]):
        return end - 1, end - 1
    start = relative[-1] if relative else opened[-1]
    inside = tokens[start + 1 : end - 1]
    if inside and all(token.tag is Tag.NAME for token in inside):
        return start + 1, end - 1
    return _before_aside(tokens, start)[0:1] * 2 if tokens[start - 1].text == ")" else (start, start)


def _reach(tokens: Sequence[Token], floor: int, end: int) -> int:
    """Where the subject begins that ends at a place."""
    start = end
    while start > floor and tokens[start - 1].tag not in ENDS_SUBJECT:
        start -= 1
    while start > floor + 1 and tokens[start - 1].plain == "and" and tokens[start - 2].is_nominal:
        start -= 1
        while start > floor and tokens[start - 1].tag in DESCRIBES:
            start -= 1
    while start < end and tokens[start].tag in (Tag.PREPOSITION, Tag.ADVERB):
        is_adverb = tokens[start].tag is Tag.ADVERB
        start = start + 1 if is_adverb else _behind_adjunct(tokens, start, end)
    return start


def _behind_adjunct(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where the subject begins behind "in May" or "also"."""
    start += 1
    while start < end and tokens[start].tag in DESCRIBES:
        start += 1
        if start < end and tokens[start].tag is Tag.DETERMINER:
            break
    return start
