"""The lexicon of a drafted pack: people and bodies with the names they go by, and likely synonyms."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from assistant.knowledge.drafting.names import Kind, kind_of_name
from assistant.knowledge.drafting.tokens import Tag
from assistant.knowledge.wording import same_wording
from assistant.language import load_english
from assistant.language.data_files import lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

    from assistant.knowledge.drafting.people import Person
    from assistant.knowledge.drafting.reading import SentenceRead
    from assistant.knowledge.drafting.tokens import Token

_MOST_FORMS = 24
_MOST_MEANINGS = 3


class DraftedTerm(NamedTuple):
    """A set of forms that mean the same; `type` is empty for synonyms."""

    name: str
    type: str
    forms: tuple[str, ...]


def drafted_terms(sentences: Sequence[SentenceRead], everyone: Iterable[Person]) -> list[DraftedTerm]:
    """The people, the bodies with an abbreviation, and the synonyms of the words of some sentences.

    A form stands in one term alone: the first that wants it has it.
    """
    taken: set[str] = set()
    terms: list[DraftedTerm] = []
    own = {token.plain for sentence in sentences for token in sentence.tokens}
    for term in (*_of_people(everyone, own), *_of_abbreviations(sentences), *_of_words(sentences)):
        forms = list({same_wording(form): form for form in reversed(term.forms)}.values())[::-1]
        forms = [form for form in forms if same_wording(form) not in taken]
        if len(forms) > 1 or (forms and term.type):
            taken.update(map(same_wording, forms))
            terms.append(term._replace(forms=tuple(forms[:_MOST_FORMS])))
    return terms


def _of_people(everyone: Iterable[Person], own: Set[str]) -> Iterator[DraftedTerm]:
    """`own` are the words of the article: none of them is another word for somebody's role."""
    roles = _roles()
    for person in everyone:
        known = (roles.get(role) or synonyms_of(role, "n", most_meanings=1) for role in person.roles)
        others = [form for forms in known for form in forms]
        new = [form for form in others if own.isdisjoint(form.split())]
        yield DraftedTerm(person.name, "person", tuple(dict.fromkeys([*person.forms, *new])))


@cache
def _roles() -> dict[str, tuple[str, ...]]:
    """By any form of a role that everyone knows, all its forms."""
    every = [forms for kind, forms in load_english().entities if kind == "role"]
    return {form: forms for forms in every for form in forms}


def _of_abbreviations(sentences: Iterable[SentenceRead]) -> Iterator[DraftedTerm]:
    """Names that the article abbreviates: "the World Health Organization (WHO)"."""
    for sentence in sentences:
        for name, short in sentence.abbreviations():
            bare = name.removeprefix("the ")
            run = [token for token in sentence.tokens if token.tag is Tag.NAME and token.text in bare.split()]
            is_body = kind_of_name(run) is Kind.ORGANISATION
            yield DraftedTerm(bare, "organisation" if is_body else "", (bare, short))


def _of_words(sentences: Iterable[SentenceRead]) -> Iterator[DraftedTerm]:
    """The words of the article that have synonyms."""
    seen: dict[tuple[str, str], None] = {}
    for sentence in sentences:
        for token in sentence.tokens:
            kind = _KINDS.get(token.tag)
            if kind:
                seen.setdefault((_lemma(token), kind))
        for each in sentence.names:
            seen.setdefault((each.text.lower(), "n"))
    own = {word for word, _ in seen}
    for word, kind in seen:
        others = [other for other in synonyms_of(word, kind) if other not in own]
        if others:
            yield DraftedTerm(word, "", (word, *others))


_KINDS = {Tag.NOUN: "n", Tag.VERB: "v", Tag.PARTICIPLE: "v", Tag.DESCRIBING: "a"}


def _lemma(token: Token) -> str:
    if token.tag in (Tag.VERB, Tag.PARTICIPLE) and token.verb:
        return token.verb.lemma
    word = token.plain
    if token.tag is Tag.NOUN and word.endswith("s") and not word.endswith("ss"):
        singular = word[:-3] + "y" if word.endswith("ies") else word[:-1]
        return singular if singular in _thesaurus() else word
    return word


def synonyms_of(word: str, kind: str, most_meanings: int = _MOST_MEANINGS) -> tuple[str, ...]:
    """The words that may stand for a word, in its base form, of a kind: ``n``, ``v`` or ``a``.

    A word of more meanings, which no list can tell apart, has none.
    """
    sets = [each.words - {word} for each in _thesaurus().get(word, ()) if kind in each.kinds]
    meanings = sorted(_meanings(sets), key=len, reverse=True)
    if len(meanings) > most_meanings:
        return ()
    english = load_english()
    empty = english.general_nouns | english.stop_words | english.framing_words | english.light_verbs
    others = [other for meaning in meanings for other in sorted(meaning)]
    return tuple(dict.fromkeys([other for other in others if other not in empty]))


def _meanings(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """The sets that share a word as one: they are of the same meaning."""
    meanings: list[frozenset[str]] = []
    for words in sets:
        same = [meaning for meaning in meanings if not meaning.isdisjoint(words)]
        meanings = [meaning for meaning in meanings if meaning not in same] + [words.union(*same)]
    return meanings


class _Synonyms(NamedTuple):
    """A line of the thesaurus: words that mean the same."""

    kinds: str
    words: frozenset[str]


@cache
def _thesaurus() -> Mapping[str, list[_Synonyms]]:
    """By word, the lines that have it."""
    lines_of: defaultdict[str, list[_Synonyms]] = defaultdict(list)
    for line in lines("thesaurus.txt"):
        kinds, _, texts = line.partition(":")
        synonyms = _Synonyms(kinds, frozenset(text.strip() for text in texts.split(",")))
        for word in synonyms.words:
            lines_of[word].append(synonyms)
    return lines_of
