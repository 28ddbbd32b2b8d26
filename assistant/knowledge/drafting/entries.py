"""Entries: the facts, intents and terms of a drafted pack, as a curator would write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from assistant.errors import AssistantError
from assistant.knowledge.drafting.asking import asked, introduced
from assistant.knowledge.drafting.gaps import naming_rules, usual_gaps
from assistant.knowledge.drafting.lexicon import drafted_terms
from assistant.knowledge.drafting.people import people
from assistant.knowledge.drafting.reading import SentenceRead
from assistant.knowledge.drafting.tagging import Tagger
from assistant.knowledge.pack import IntentKind
from assistant.knowledge.schema import (
    EntityEntry,
    FactEntry,
    IntentEntry,
    LexiconFile,
    QuoteEntry,
    RuleEntry,
    TermEntry,
)
from assistant.language import load_english
from assistant.language.data_files import named
from assistant.language.templates import escaped, expand, parse
from assistant.text import normalise, one_line, phrase_key, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from assistant.knowledge.drafting.lexicon import DraftedTerm
    from assistant.knowledge.drafting.people import Person
    from assistant.knowledge.source import Sentence
    from assistant.language.grammar import Wordings

# So many phrases, as written, a draft has at most, shared out among its sentences; and so many an intent.
_MOST_PHRASES = 30_000
_MOST_OF_INTENT = 40
_LEAST_OF_INTENT = 4
# As many intents a sentence has.
_INTENTS_OF_SENTENCE = 5
# A template of more wordings, or of longer ones, in code points, is left out.
_MOST_COMPARED, _LONGEST_PHRASE = 2_000, 400
# A pack has so many questions to begin with.
_WELCOMES = 3
_LIST_MARK = re.compile(r"^(?:[-*•] |\d{1,3}[.)] )")
_LINK = re.compile(r"!?\[([^][]*)\]\([^()\s]*\)")
_EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|\*|_|`)(\S(?:[^*_`]*\S)?)\1(?!\w)")
_ID_WORDS = 5
# The question of an intent has so many words, if any of its wordings has.
_WORDS_OF_QUESTION = range(4, 13)
_LONGEST_ID = 48


class Drafted(NamedTuple):
    """What is drafted from the sentences of an article."""

    facts: tuple[FactEntry, ...]
    answers: tuple[IntentEntry, ...]
    gaps: tuple[IntentEntry, ...]
    lexicon: LexiconFile
    repeated: tuple[int, ...]
    """The numbers of the sentences that have no fact, since they stand more than once."""


def drafted(
    text: str, sentences: Sequence[Sentence], progress: Callable[[int, int], None] | None = None
) -> Drafted:
    """Facts, intents and a lexicon for the sentences of the article `text` that say something.

    `progress` is called with how many sentences are done, of how many.

    Raises:
        AssistantError: None of the sentences says anything.
    """
    telling = [each for each in sentences if each.kind.needs_fact]
    repeated = tuple(each.number for each in telling if _stands_twice(each, text))
    quotable = [each for each in telling if each.number not in frozenset(repeated)]
    tagger = Tagger([sentence.text for sentence in sentences])
    read = [SentenceRead(tagger.tag(sentence.text)) for sentence in quotable]
    everyone = people(read)
    rules = naming_rules(read, everyone)
    drafting = _Drafting(everyone, _Wordings(rules), len(quotable))
    for done, (sentence, plain) in enumerate(zip(quotable, read, strict=True), 1):
        drafting.add(sentence, plain)
        if progress:
            progress(done, len(quotable))
    if not drafting.facts:
        if repeated:
            raise AssistantError(
                "each of its sentences stands there more than once: keep one copy of the text"
            )
        raise AssistantError("no sentence says anything: name a file with some running text")
    drafting.fall_back()
    lexicon = _lexicon(drafted_terms(read, everyone), rules)
    return Drafted(
        tuple(drafting.facts), tuple(drafting.answers), tuple(drafting.gaps(rules)), lexicon, repeated
    )


class _Drafting:
    """Facts and intents, sentence by sentence."""

    def __init__(self, everyone: Sequence[Person], wordings: _Wordings, sentences: int) -> None:
        """`everyone` are the people of the article, which has so many sentences that say something."""
        self.facts: list[FactEntry] = []
        self.answers: list[IntentEntry] = []
        self._everyone, self._wordings = everyone, wordings
        self._surnames = {person.surname for person in everyone}
        # Who was named last: "he" or "she" may be.
        self._latest = ""
        self._tells: set[str] = set()
        self._words: set[str] = set()
        shared_out = _MOST_PHRASES // (_INTENTS_OF_SENTENCE * max(sentences, 1))
        self._most = max(_LEAST_OF_INTENT, min(_MOST_OF_INTENT, shared_out))

    def add(self, sentence: Sentence, plain: SentenceRead) -> None:
        """Draft a sentence: its fact, and an intent for each thing that it tells."""
        mentioned = {token.text for token in plain.tokens} & self._surnames
        # Where a sentence names somebody itself, its "she" may be either of two.
        tells = {**asked(SentenceRead(plain.tokens, "" if mentioned else self._latest))}
        place = len(self.facts)
        met = [each for person in self._everyone if person.sentence == place for each in introduced(person)]
        tells |= {"identity": met} if met else {}
        if mentioned:
            self._latest = mentioned.pop() if len(mentioned) == 1 else ""
        fact = FactEntry(
            id=f"sentence_{sentence.number}",
            statement=_unmarked(one_line(sentence.text)),
            quotes=(QuoteEntry(text=sentence.text),),
            draft=True,
        )
        self._tells.update(tells)
        self._words.update(token.plain for token in plain.tokens)
        self.facts.append(fact)
        self.answers += _answers(fact, tells, self._wordings, self._most)

    def fall_back(self) -> None:
        """Draft questions about the article as a whole where there are next to none about its sentences."""
        facts = tuple(fact.id for fact in self.facts[:_WELCOMES])
        for question, template in named("draft_fallbacks.txt"):
            if len(self.answers) < _WELCOMES and self._wordings.new(question):
                phrases = self._wordings.new(template)
                name = self._wordings.id_of("what", question)
                self.answers.append(_intent(name, question, phrases, facts=facts))

    def gaps(self, rules: Collection[str]) -> Iterator[IntentEntry]:
        """The usual gaps that no sentence fills."""
        for gap in usual_gaps(rules, self._tells, self._words):
            if self._wordings.new(gap.question):
                phrases = self._wordings.new_of(gap.phrases)
                if phrases:
                    yield _intent(f"gap_{gap.id}", gap.question, phrases, says=gap.says)


def _unmarked(text: str) -> str:
    """A sentence without the marks of Markdown: a list's, emphasis, and the address of a link."""
    bare = _LINK.sub(r"\1", _LIST_MARK.sub("", text))
    return _EMPHASIS.sub(r"\2", bare) or text


def _stands_twice(sentence: Sentence, text: str) -> bool:
    """Whether the words of a sentence stand elsewhere too, so that no quote of them is of one place."""
    return text.find(sentence.text) < sentence.start or text.find(sentence.text, sentence.start + 1) >= 0


class _Wordings:
    """The wordings and ids that a draft has already: none stands in it twice."""

    def __init__(self, rules: Mapping[str, str]) -> None:
        self._rules = {name: parse(template) for name, template in rules.items()}
        self._keys: set[str] = set()
        self._ids: set[str] = set()

    def new_of(self, templates: Iterable[str]) -> tuple[str, ...]:
        """What is new of some templates."""
        return tuple([each for template in templates for each in self.new(template)])

    def new(self, template: str) -> list[str]:
        """What is new of the wordings of a template: the template itself, if all are."""
        wordings = parse(template, self._rule)
        if wordings.count > _MOST_COMPARED or wordings.longest > _LONGEST_PHRASE:
            return []
        every = [" ".join(each.split()) for each in wordings.every()]
        keys = {phrase_key(each): each for each in reversed(every)}
        new = [key for key in reversed(keys) if key and key not in self._keys]
        self._keys.update(new)
        return [template] if len(new) == len(keys) else [escaped(keys[key]) for key in new]

    def _rule(self, name: str, _: int) -> Wordings:
        return self._rules[name]

    def id_of(self, wanted: str, question: str) -> str:
        """An id for an intent, of the words of its question."""
        english = load_english()
        said = [word for word in words(normalise(question)) if word not in english.stop_words]
        plain = re.sub("[^a-z0-9]+", "_", "_".join([wanted, *said[:_ID_WORDS]]).lower())
        stem, number = plain[:_LONGEST_ID].strip("_"), 1
        name = stem
        while name in self._ids:
            number += 1
            name = f"{stem}_{number}"
        self._ids.add(name)
        return name


def _answers(
    fact: FactEntry, tells: Mapping[str, list[str]], wordings: _Wordings, most: int
) -> Iterator[IntentEntry]:
    """The intents that one fact answers, by what they ask for, with so many phrases at most."""
    for wanted, templates in tells.items():
        asking = [each for each in (expand(template)[0] for template in templates) if _asks(each)]
        best = sorted(asking, key=lambda each: len(each.split()) not in _WORDS_OF_QUESTION)
        question = next((each for each in best if wordings.new(escaped(each))), "")
        phrases = wordings.new_of(templates[: 3 * most])[:most]
        if question and phrases:
            name = wordings.id_of(wanted, question)
            yield _intent(name, _as_question(question), phrases, facts=(fact.id,))


def _asks(text: str) -> bool:
    """Whether a wording is a question by its first word."""
    english, first = load_english(), text.lower().partition(" ")[0]
    return first in english.question_words or first in english.yes_no_openers


def _as_question(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip("?") + "?"


def _intent(
    name: str, question: str, phrases: Sequence[str], facts: tuple[str, ...] = (), says: str = ""
) -> IntentEntry:
    kind = IntentKind.ANSWER if facts else IntentKind.GAP
    # What YAML reads of a file is valid; what is made here is, by its making.
    return IntentEntry.model_construct(
        id=name, kind=kind, question=question, facts=facts, says=says, phrases=tuple(phrases), draft=True
    )


def _lexicon(terms: Iterable[DraftedTerm], rules: Mapping[str, str]) -> LexiconFile:
    ids: set[str] = set(rules)
    synonyms: list[TermEntry] = []
    entities: list[EntityEntry] = []
    for term in terms:
        name = _free_id(term.name, ids)
        if term.type:
            entities.append(EntityEntry(id=name, type=term.type, forms=term.forms, draft=True))
        else:
            synonyms.append(TermEntry(id=name, forms=term.forms, draft=True))
    made = tuple(RuleEntry(id=name, template=template) for name, template in rules.items())
    return LexiconFile(terms=tuple(synonyms), entities=tuple(entities), rules=made)


def _free_id(name: str, ids: set[str]) -> str:
    stem = re.sub("[^a-z0-9]+", "_", normalise(name)).strip("_0123456789") or "term"
    free, number = stem, 1
    while free in ids:
        number += 1
        free = f"{stem}_{number}"
    ids.add(free)
    return free
