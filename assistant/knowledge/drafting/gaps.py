"""Gaps: what people usually ask of an article, and this one does not say."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from assistant.knowledge.drafting.names import Kind
from assistant.knowledge.drafting.tokens import Tag
from assistant.language import load_english
from assistant.language.data_files import read
from assistant.language.templates import escaped

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence, Set

    from assistant.knowledge.drafting.people import Person
    from assistant.knowledge.drafting.reading import SentenceRead

# A rule has so many names at most.
_MOST_NAMES = 12
_RULE = re.compile("<([a-z_]+)>")


class UsualGap(NamedTuple):
    """What an article does not say; `phrases` are templates."""

    id: str
    question: str
    says: str
    phrases: tuple[str, ...]


def naming_rules(sentences: Sequence[SentenceRead], everyone: Sequence[Person]) -> dict[str, str]:
    """The templates that stand for anybody, any place and any thing that some sentences name, by rule."""
    people = [name for person in everyone[:_MOST_NAMES] for name in (person.name, person.surname)]
    places = [each.text for sentence in sentences for each in sentence.names if each.kind is Kind.PLACE]
    things = Counter(
        sentence.tokens[each.phrase.head].plain
        for sentence in sentences
        for each in sentence.names
        if each.kind is Kind.THING and sentence.tokens[each.phrase.head].tag is Tag.NOUN
    )
    names = {
        "somebody": [*people, *sorted(load_english().one_person)],
        "ageless": _ageless(sentences, everyone),
        "somewhere": places,
        "unnamed": _unnamed(sentences, {role for person in everyone for role in person.called}),
        "something": [thing for thing, _ in things.most_common(_MOST_NAMES)],
    }
    distinct = {rule: list(dict.fromkeys(every))[: 2 * _MOST_NAMES] for rule, every in names.items()}
    return {rule: f"({'|'.join(map(escaped, every))})" for rule, every in distinct.items() if every}


def _ageless(sentences: Sequence[SentenceRead], everyone: Sequence[Person]) -> list[str]:
    """The people whose age the article does not tell."""
    aged = {
        sentence.tokens[each.phrase.head].text
        for sentence in sentences
        for each in sentence.names
        if sentence.tells_age(each)
    }
    ageless = [person for person in everyone[:_MOST_NAMES] if person.surname not in aged]
    return [name for person in ageless for name in (person.name, person.surname)]


def _unnamed(sentences: Sequence[SentenceRead], called: Set[str]) -> list[str]:
    """What people are called whom the article does not name: "mediator"."""
    heads = [
        sentence.tokens[each.phrase.head]
        for sentence in sentences
        for each in sentence.names
        if each.kind is Kind.PERSON
    ]
    singular = [head.plain for head in heads if head.tag is Tag.NOUN and not head.plain.endswith("s")]
    return [head for head in dict.fromkeys(singular) if head not in called | load_english().nameless_groups]


def usual_gaps(rules: Collection[str], tells: Set[str], words: Set[str]) -> list[UsualGap]:
    """The usual gaps, worded by the `rules` there are.

    What the article `tells`, by kinds, fills some of them, and so do the `words` of the article, normalised.
    """
    gaps = [
        _gap(entry, rules)
        for entry in _entries()
        if tells.isdisjoint(entry.get("unless", ())) and words.isdisjoint(entry.get("unless_words", ()))
    ]
    return [gap for gap in gaps if gap.phrases]


def _gap(entry: dict[str, Any], rules: Collection[str]) -> UsualGap:
    phrases = [phrase for phrase in entry["phrases"] if set(_RULE.findall(phrase)).issubset(rules)]
    return UsualGap(entry["id"], entry["question"], entry["says"], tuple(phrases))


@cache
def _entries() -> list[dict[str, Any]]:
    import yaml  # noqa: PLC0415  (needed by a draft alone)

    entries: list[dict[str, Any]] = yaml.safe_load(read("draft_gaps.yaml"))
    return entries
