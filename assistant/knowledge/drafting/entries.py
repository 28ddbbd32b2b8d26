"""Entries: the facts, intents and terms of a drafted pack, as a curator would write them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from assistant.knowledge.drafting.asking import SentenceRead
from assistant.knowledge.drafting.lexicon import drafted_terms
from assistant.knowledge.drafting.people import people
from assistant.knowledge.drafting.tagging import Tagger
from assistant.language import load_english
from assistant.language.templates import expand
from assistant.text import normalise, one_line, phrase_key, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assistant.knowledge.drafting.lexicon import DraftedTerm
    from assistant.knowledge.source import Sentence

# So many phrases a pack has at most, shared out among its sentences; and so many an intent.
_MOST_PHRASES = 40_000
_MOST_OF_INTENT = 120
_ID_WORDS = 5
_LONGEST_ID = 48


class DraftedFact(NamedTuple):
    """A sentence of the article as a fact."""

    id: str
    statement: str
    quote: str


class DraftedIntent(NamedTuple):
    """What a sentence may be asked for."""

    id: str
    question: str
    facts: tuple[str, ...]
    phrases: tuple[str, ...]


class Drafted(NamedTuple):
    """What is drafted from an article."""

    facts: list[DraftedFact]
    intents: list[DraftedIntent]
    terms: list[DraftedTerm]


def drafted(sentences: Sequence[Sentence]) -> Drafted:
    """Facts, intents and terms for the sentences of an article."""
    tagger = Tagger([sentence.text for sentence in sentences])
    read = [SentenceRead(tagger.tag(sentence.text)) for sentence in sentences]
    everyone = people(read)
    wordings = _Wordings()
    facts: list[DraftedFact] = []
    intents: list[DraftedIntent] = []
    repeated = Counter(sentence.text for sentence in sentences)
    surnames = {person.surname for person in everyone}
    he_or_she = ""
    for sentence, plain in zip(sentences, read, strict=True):
        if repeated[sentence.text] > 1:
            continue
        fact = DraftedFact(f"sentence_{sentence.number}", one_line(sentence.text), sentence.text)
        facts.append(fact)
        asked = SentenceRead(plain.tokens, he_or_she).asked()
        intents += _intents(fact, asked, wordings)
        said = [name for name in surnames if any(token.text == name for token in plain.tokens)]
        he_or_she = said[-1] if said else he_or_she
    return Drafted(facts, intents, drafted_terms(read, everyone))


class _Wordings:
    """The wordings and ids that intents have already: none stands twice in a pack."""

    def __init__(self) -> None:
        self._keys: set[str] = set()
        self._ids: set[str] = set()

    def new(self, template: str) -> list[str]:
        """What is new of the wordings of a template: the template itself, if all are."""
        every = expand(template)
        new = [wording for wording in every if self._add(wording)]
        return [template] if len(new) == len(every) else new

    def _add(self, wording: str) -> bool:
        key = phrase_key(wording)
        is_new = bool(key) and key not in self._keys
        self._keys.add(key)
        return is_new

    def id_of(self, wanted: str, question: str) -> str:
        """An id for an intent, of the words of its question."""
        english = load_english()
        told = [word for word in words(normalise(question)) if word not in english.stop_words and word.isalnum()]
        stem = re.sub("[^a-z0-9]+", "_", "_".join([wanted, *told[:_ID_WORDS]]))[:_LONGEST_ID].strip("_")
        number, name = 1, stem
        while name in self._ids:
            number += 1
            name = f"{stem}_{number}"
        self._ids.add(name)
        return name


def _intents(fact: DraftedFact, asked: Mapping[str, list[str]], wordings: _Wordings) -> Iterable[DraftedIntent]:
    for wanted, templates in asked.items():
        question = _question(templates)
        kept: list[str] = []
        own = wordings.new(question) if question else []
        for template in templates:
            kept += wordings.new(template)
        if not own and kept:
            question, kept = kept[0], kept[1:]
            question = expand(question)[0]
        if (own or kept) and kept:
            yield DraftedIntent(wordings.id_of(wanted, question), _as_question(question), (fact.id,), tuple(kept[:_MOST_OF_INTENT]))


def _question(templates: Iterable[str]) -> str:
    """The first wording that asks, of some templates."""
    english = load_english()
    wordings = (expand(template)[0] for template in templates)
    return next((wording for wording in wordings if english.asks(wording.split()[:1])), "")


def _as_question(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip("?") + "?"


