"""Reach: which intents rest on which words of an article, and which of its names none of them mentions.

An intent *reaches* a sentence if it is an answer and one of its facts quotes the sentence; of the sentence
it reaches the quoted words alone. An intent *mentions* a name if its question, its phrases and follow-ups,
and the statements of its facts have the words of the name between them, or other forms that the lexicon has.

A sentence may be quoted as a whole and yet have a name that nobody thought of asking about. So a name is
*unreached* where no intent that reaches its sentence mentions it: a question about it meets no words of the
pack there. Dates and numbers count as names. A number in words is the one in digits, its unit is not looked
for, and a person is mentioned by the last name. A fact whose statement is the sentence itself, as a draft
has it, mentions every name of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

from assistant.knowledge.contents import answered
from assistant.knowledge.drafting.names import Kind, kind_of_name
from assistant.knowledge.drafting.reading import SentenceRead
from assistant.knowledge.drafting.tagging import Tagger
from assistant.knowledge.drafting.tokens import Tag
from assistant.language import load_english
from assistant.text import normalise, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from assistant.knowledge.drafting.names import Named
    from assistant.knowledge.drafting.tokens import Token
    from assistant.knowledge.pack import Intent, Pack
    from assistant.knowledge.source import Sentence, Source

    Form = tuple[str, ...]

_POSSESSIVE = re.compile("['’]s?$")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# A number as against a name with a digit: "40", "3rd", "5km", and not "A7".
_FIGURE = re.compile(r"[A-Z]{0,3}[$€£¥₹]?\s?\d+(?:[.,:]\d+)*(?:[a-z]{1,2}|%)?")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_SHORTEST_PLURAL = 3
# A phrase of these kinds is named as a whole, and of any other the words with a capital.
_AMOUNTS = frozenset({Kind.TIME, Kind.DURATION, Kind.MONEY, Kind.SHARE, Kind.MEASURE, Kind.COUNT})
_NAMING = frozenset({Tag.NAME, Tag.NUMBER})
_OTHER_NAME, _BARE_NUMBER = "name", "number"


class NameSpan(NamedTuple):
    """A name, a date or a number, with its place in the source in code points."""

    start: int
    end: int
    text: str
    """``source.text[start:end]``."""
    kind: str
    """The type that the lexicon gives it; without one ``person``, ``organisation``, ``place``, ``time``,
    ``duration``, ``money``, ``share``, ``measure``, ``count``, ``number``, ``address``, or ``name``."""
    is_mentioned_elsewhere: bool
    """Whether an intent mentions it that is an answer but does not reach its sentence."""


class ReachedSpan(NamedTuple):
    """Words of a sentence that the same intents reach, with their place in the source in code points."""

    start: int
    end: int
    intents: tuple[str, ...]
    """The ids of the intents, in the order of the pack; at least one."""


@dataclass(frozen=True, slots=True)
class SentenceReach:
    """A sentence of a source, and what reaches it."""

    source: str
    sentence: Sentence
    intents: tuple[str, ...]
    """The ids of the intents that reach it, in the order of the pack."""
    spans: tuple[ReachedSpan, ...]
    """What of it they reach, in the order of the sentence and without overlap."""
    unreached_names: tuple[NameSpan, ...]
    """In the order of the sentence; none in a heading, a table or a caption, which need no fact."""

    @property
    def is_missed(self) -> bool:
        """Whether no intent reaches it, though it is of a kind that needs a fact."""
        return not self.intents and self.sentence.kind.needs_fact


def reach_of(pack: Pack) -> tuple[SentenceReach, ...]:
    """What the answers of a pack reach of each sentence, source by source in reading order."""
    quotes, mentions = _quotes(pack), _Mentions(pack)
    return tuple(
        SentenceReach(
            source.name,
            sentence,
            tuple(dict.fromkeys(intent for _, _, intent in spans)),
            tuple(_parts(spans)),
            tuple(_unreached(sentence, names, {intent for _, _, intent in spans}, mentions)),
        )
        for source in pack.sources.values()
        for sentence, names in _named(source)
        for spans in [quotes.get((source.name, sentence.number), ())]
    )


# Sentences


def _quotes(pack: Pack) -> Mapping[tuple[str, int], Sequence[tuple[int, int, str]]]:
    """By sentence, each place that an intent quotes: its start, its end and the intent."""
    quotes: defaultdict[tuple[str, int], dict[tuple[int, int, str], None]] = defaultdict(dict)
    for intent in answered(pack):
        for quote in chain.from_iterable(pack.facts[fact].quotes for fact in intent.facts):
            quotes[quote.source, quote.sentence][quote.start, quote.end, intent.id] = None
    return {place: tuple(spans) for place, spans in quotes.items()}


def _parts(spans: Sequence[tuple[int, int, str]]) -> Iterator[ReachedSpan]:
    """The quoted places, cut where the intents change that reach the words."""
    bounds = sorted({bound for start, end, _ in spans for bound in (start, end)})
    last = ReachedSpan(0, 0, ())
    for start, end in pairwise(bounds):
        here = [intent for first, behind, intent in spans if first <= start and end <= behind]
        intents = tuple(dict.fromkeys(here))
        if intents == last.intents and start == last.end:
            last = last._replace(end=end)
            continue
        if last.intents:
            yield last
        last = ReachedSpan(start, end, intents)
    if last.intents:
        yield last


# Names


class _Name(NamedTuple):
    """The tokens of a name, and what it is."""

    kind: Kind | None
    tokens: Sequence[Token]

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        last = self.tokens[-1]
        return last.start + len(_POSSESSIVE.sub("", last.text))


def _named(source: Source) -> Iterator[tuple[Sentence, list[_Name]]]:
    """Each sentence with its names; a heading, a table or a caption counts as having none."""
    tagger = Tagger(sentence.text for sentence in source.sentences)
    for sentence in source.sentences:
        read = SentenceRead(tagger.tag(sentence.text) if sentence.kind.needs_fact else ())
        yield sentence, [name for phrase in read.names for name in _names(read.tokens, phrase)]


def _names(tokens: Sequence[Token], named: Named) -> Iterator[_Name]:
    """The names that a noun phrase holds: an amount or a date is one, and so is each run of names."""
    first, last = named.phrase.span
    phrase = tokens[first:last]
    if named.kind is Kind.ADDRESS:
        yield _Name(named.kind, phrase)
    elif named.kind in _AMOUNTS and any(map(_tells(named.kind), phrase)):
        yield _Name(named.kind, _without_edges(phrase))
    else:
        for run in _runs(phrase):
            yield _Name(_kind(named, tokens[named.phrase.head], run), run)


def _tells(kind: Kind) -> Callable[[Token], bool]:
    """What some token of a phrase of that kind has to be, for the phrase to be an amount or a date."""
    return _names_something if kind is Kind.TIME else _is_figure


def _names_something(token: Token) -> bool:
    return token.tag in _NAMING


def _is_figure(token: Token) -> bool:
    return token.tag is Tag.NUMBER and (bool(_FIGURE.fullmatch(token.text)) or token.text.isalpha())


def _without_edges(phrase: Sequence[Token]) -> Sequence[Token]:
    """An amount or a date without the determiner before it, and without what it is an amount of."""
    places = [place for place, token in enumerate(phrase) if _names_something(token)]
    behind = next(
        (place for place, token in enumerate(phrase) if place > places[-1] and token.tag is Tag.PREPOSITION),
        len(phrase),
    )
    return phrase[places[0] : behind]


def _runs(phrase: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The names in a row in a phrase, and those that a preposition joins: "Bank of Chile"."""
    start: int | None = None
    for place, token in enumerate(phrase):
        joins = token.tag is Tag.PREPOSITION and any(map(_names_something, phrase[place + 1 : place + 2]))
        if _names_something(token):
            start = place if start is None else start
        elif start is not None and not joins:
            yield phrase[start:place]
            start = None
    if start is not None:
        yield phrase[start:]


def _kind(named: Named, head: Token, run: Sequence[Token]) -> Kind | None:
    """What a run of names is; None where nothing tells."""
    own = kind_of_name([token for token in run if token.tag is Tag.NAME])
    return own or (named.kind if head in run and named.kind is not Kind.THING else None)


def _unreached(
    sentence: Sentence, names: Iterable[_Name], intents: Iterable[str], mentions: _Mentions
) -> Iterator[NameSpan]:
    """The names of a sentence that none of the `intents`, which reach it, mentions."""
    for name in names:
        mentioning = mentions.of(name)
        if mentioning.isdisjoint(intents):
            text = sentence.text[name.start : name.end]
            start, end = sentence.start + name.start, sentence.start + name.end
            yield NameSpan(start, end, text, mentions.kind_of(name), bool(mentioning))


# Mentions


class _Mentions:
    """Tells which intents of a pack mention a name."""

    def __init__(self, pack: Pack) -> None:
        self._with_word: defaultdict[str, set[str]] = defaultdict(set)
        for intent in answered(pack):
            # Phrases share most of their words, of which each is looked at once.
            for word in set(words(_plain("\n".join(_texts(pack, intent))))):
                self._with_word[_compared(word)].add(intent.id)
        every = [(term.type, term.forms) for term in pack.terms.values()] + [
            each for each in load_english().entities if each[0] not in pack.without
        ]
        self._terms: defaultdict[Form, list[tuple[str, tuple[Form, ...]]]] = defaultdict(list)
        for kind, texts in every:
            forms = tuple(tuple(_words(text)) for text in texts)
            for form in forms:
                self._terms[form].append((kind, forms))

    def of(self, name: _Name) -> set[str]:
        """The ids of the answers that mention a name."""
        choices = [set().union(*map(self._with_all, forms)) for forms in self._wanted(name)]
        return set.intersection(*choices) if choices else set()

    def kind_of(self, name: _Name) -> str:
        """What a name is, by the lexicon first."""
        whole = tuple(chain.from_iterable(_words(token.text) for token in name.tokens))
        by_lexicon = next((kind for kind, _ in self._terms.get(whole, ()) if kind), "")
        if by_lexicon or name.kind:
            return by_lexicon or str(name.kind)
        return _BARE_NUMBER if all(map(_is_figure, name.tokens)) else _OTHER_NAME

    def _with_all(self, form: Form) -> set[str]:
        """The answers that have every word of a form."""
        return set.intersection(*(self._with_word.get(word, set()) for word in form))

    def _wanted(self, name: _Name) -> list[set[Form]]:
        """For each word of a name that tells, the forms of which an intent has to have one."""
        tokens = [_words(token.text) for token in name.tokens]
        others = self._other_forms(tokens)
        naming = [place for place, token in enumerate(name.tokens) if _names_something(token)]
        telling = [place for place in naming if load_english().titles.isdisjoint(tokens[place])] or naming
        if name.kind is Kind.PERSON:
            telling = telling[-1:]
        return [
            others[place]
            | (
                {tuple(tokens[place])}
                if _is_figure(name.tokens[place])
                else {(word,) for word in tokens[place]}
            )
            for place in telling
            if tokens[place]
        ]

    def _other_forms(self, tokens: Sequence[Sequence[str]]) -> list[set[Form]]:
        """For each of some tokens, given as words, the forms of the terms that stand there."""
        run = [(place, word) for place, own in enumerate(tokens) for word in own]
        forms: list[set[Form]] = [set() for _ in tokens]
        for first in range(len(run)):
            for last in range(first + 1, len(run) + 1):
                for _, others in self._terms.get(tuple(word for _, word in run[first:last]), ()):
                    for place in {place for place, _ in run[first:last]}:
                        forms[place].update(others)
        return forms


def _texts(pack: Pack, intent: Intent) -> Iterator[str]:
    """All that an intent says and is asked by."""
    yield from intent.phrases
    yield from intent.follow_ups
    yield from (pack.facts[fact].statement for fact in intent.facts)


def _words(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return list(map(_compared, words(_plain(text))))


def _plain(text: str) -> str:
    return normalise(_THOUSANDS.sub("", text))


@cache
def _compared(word: str) -> str:
    """A word as it is compared: a number in digits, and a plural like its singular."""
    bare = word.removesuffix("'s")
    is_plural = len(bare) > _SHORTEST_PLURAL and bare.endswith("s") and not bare.endswith("ss")
    return load_english().numerals.get(bare) or _ORDINAL.sub(r"\1", bare[:-1] if is_plural else bare)
