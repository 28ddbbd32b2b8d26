"""Mentions: who and what an article names, by kind, found by the lexicon, the language and capitals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from assistant.language import Commonness
from assistant.language.nouns import is_noun, noun
from assistant.lazy import lazy
from assistant.matching.lexicon import form_stems, stem
from assistant.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.knowledge.source import Sentence

_WORD = re.compile(r"\d+(?:[.,]\d+)*(?![^\W_])|[^\W_]+(?:['’][^\W_]+)*")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_PLAYERS = ("person", "organisation", "country")
# What may stand before a name, and is capitalised where a sentence begins.
_ARTICLE = re.compile(r"(?:The|An?) ")
# The longest name, in words.
_LONGEST = 6
# A number and what it counts have so many words at most.
_LONGEST_COUNTED = 3
# A month beside a number; alone it may be another word.
_MONTH_OR_VERB = "may"
# What stands right before the digits of a sum of money: "US$".
_MONEY_SIGNS = "$€£¥₹"
_CURRENCY = re.compile(r"[A-Z]{0,3}[$€£¥₹]\Z")


class Mention(NamedTuple):
    """Where an article first names something."""

    kind: str
    """``country``, ``person``, ``organisation``, ``place``, ``date`` or ``number``."""
    name: str
    """As the article spells it."""
    source: str
    sentence: int
    start: int
    end: int


class _Word(NamedTuple):
    """A word of a sentence, with its place in the source."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def plain(self) -> str:
        return normalise(self.text)

    @property
    def is_capitalised(self) -> bool:
        return self.text[:1].isupper()


class Mentions:
    """All that the sources of a pack name."""

    def __init__(self, compiled: CompiledPack) -> None:
        self._compiled, self._english = compiled, compiled.english
        months = _alternatives(self._english.months | {_MONTH_OR_VERB})
        days = _alternatives(forms[0] for kind, forms in self._english.entities if kind == "weekday")
        day, ordinal = rf"\b(?:{days})\b", r"\d{1,2}(?:st|nd|rd|th)?\b"
        in_month = rf"\b(?:{months})\.? {ordinal}|\b{ordinal} (?:{months})\b"
        year = r"\b(?:1[6-9]|20)\d\d\b"
        self._date = re.compile(
            rf"(?:{day},? )?(?:{in_month})(?:,? {year})?|{day}|\b(?:{months}) {year}|{year}"
        )

    def of(self, kind: str) -> list[Mention]:
        """The mentions of a kind, each name once, in the order of the article.

        "player" is whoever acts, "city" a place that the language knows for one; "money" and "share" are
        numbers of such.
        """
        if kind == "city":
            return [each for each in self.of("place") if self._is_city(each.name)]
        if kind in ("money", "share"):
            return [each for each in self.of("number") if self._is_counted_in(each.name, kind)]
        kinds = _PLAYERS if kind == "player" else (kind,)
        return [each for each in self._all if each.kind in kinds]

    def of_sentence(self, source: str, sentence: Sentence) -> list[Mention]:
        """All that a sentence names, however often the article does."""
        return [mention for _, mention in self._in(source, sentence)]

    def _is_counted_in(self, number: str, kind: str) -> bool:
        """Whether a number is a sum of money, or a share of something."""
        words = self._english.money_words if kind == "money" else self._english.share_words
        signs = _MONEY_SIGNS if kind == "money" else "%"
        return any(sign in number for sign in signs) or not words.isdisjoint(normalise(number).split())

    def _is_city(self, name: str) -> bool:
        return normalise(name) in self._english.cities

    @lazy
    def _all(self) -> list[Mention]:
        mentions: dict[tuple[str, str], Mention] = {}
        for source in self._compiled.pack.sources.values():
            for sentence in source.sentences:
                for key, mention in self._in(source.name, sentence):
                    known = mentions.setdefault(key, mention)
                    if self._is_better(key, mention, known):
                        mentions[key] = mention
        return _without_parts(sorted(mentions.values(), key=lambda each: (each.source, each.start)))

    def _is_better(self, key: tuple[str, str], new: Mention, known: Mention) -> bool:
        """Whether a name is spelt as it is called, and its first mention is not: "Peru", "Peruvian"."""
        term = self._compiled.pack.terms.get(key[1])
        called = term.forms[0] if term else key[1].rpartition("country ")[2]
        spelt = form_stems(called)
        return form_stems(new.name) == spelt != form_stems(known.name)

    def _in(self, source: str, sentence: Sentence) -> Iterator[tuple[tuple[str, str], Mention]]:
        taken: list[tuple[int, int]] = []
        for match in self._date.finditer(sentence.text):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            taken.append((start, end))
            yield ("date", match.group()), Mention("date", match.group(), source, sentence.number, start, end)
        found = _WORD.finditer(sentence.text)
        words = [_Word(match.group(), sentence.start + match.start()) for match in found]
        words = [word for word in words if not any(start <= word.start < end for start, end in taken)]
        named = [*self._numbers(words), *self._known(words), *self._new(words)]
        for kind, key, first, last in [each for each in named if each[0]]:
            start, end = words[first].start, words[last - 1].end
            name = sentence.text[start - sentence.start : end - sentence.start]
            name = name.removesuffix("'s").removesuffix("’s")
            if kind == "number":
                start, name = _with_signs(sentence, start, name)
            article = _ARTICLE.match(name)
            start, name = (start + article.end(), name[article.end() :]) if article else (start, name)
            yield (kind, key or name), Mention(kind, name, source, sentence.number, start, start + len(name))

    def _known(self, words: Sequence[_Word]) -> Iterator[tuple[str, str, int, int]]:
        """What the lexicon has, the longest name at each place."""
        lexicon = self._compiled.analyzer.lexicon
        stems = [stem(word.plain) for word in words]
        place = 0
        while place < len(words):
            found = lexicon.longest_at(stems, place)
            concept, length = found or (None, 1)
            # A term that is a mere noun may be part of a name: "the Bridge Project".
            is_mere = concept and not concept.type and length == 1 and is_noun(words[place].plain)
            is_capitalised = any(word.is_capitalised for word in words[place : place + length])
            if concept and is_capitalised and not (is_mere or concept.is_everyday):
                yield self._english.kinds.get(concept.type, ""), concept.id, place, place + length
            place += length

    def _new(self, words: Sequence[_Word]) -> Iterator[tuple[str, str, int, int]]:
        """Names that no lexicon has: runs of words with capitals."""
        known = {place for _, _, first, last in self._known(words) for place in range(first, last)}
        place = 0
        while place < len(words):
            last = place
            while last < len(words) and last not in known and self._is_of_name(words, last):
                last += 1
            kind = self._kind(words, place, last)
            if kind:
                yield kind, "", place, last
            place = max(last, place + 1)

    def _is_of_name(self, words: Sequence[_Word], place: int) -> bool:
        word, english = words[place], self._english
        if not word.is_capitalised or word.plain in english.stop_words:
            return False
        is_apart = place and words[place - 1].end + 1 < word.start
        return not is_apart or not words[place - 1].is_capitalised

    def _kind(self, words: Sequence[_Word], first: int, last: int) -> str:
        english, run = self._english, [word.plain.removesuffix("'s") for word in words[first:last]]
        if not run or len(run) > _LONGEST:
            return ""
        if not english.organisation_words.isdisjoint(run) and len(run) > 1:
            return "organisation"
        if not english.titles.isdisjoint(run[:-1]):
            return "person"
        kinds = [english.kinds.get(english.type_of_name(word), "") for word in run]
        if any(kinds):
            return next(filter(None, reversed(kinds)))
        are_new = [english.commonness(word) is Commonness.UNKNOWN and noun(word) is None for word in run]
        before = words[first - 1].plain if first else ""
        if len(run) == 1:
            return "place" if are_new[0] and before in ("in", "at", "near") else ""
        return "person" if any(are_new) and not is_noun(run[-1]) else ""

    def _numbers(self, words: Sequence[_Word]) -> Iterator[tuple[str, str, int, int]]:
        """What is counted, with the words that make a bound of the number: "more than 40 owls"."""
        place = 0
        while place < len(words):
            last = place
            while last < len(words) and self._is_number(words[last].plain):
                last += 1
            if last == place:
                place += 1
                continue
            while last < min(len(words), place + _LONGEST_COUNTED) and self._is_counted(words, last):
                last += 1
            yield "number", "", self._bound(words, place), last
            place = last

    def _is_counted(self, words: Sequence[_Word], place: int) -> bool:
        """Whether a word right behind a number may be what is counted."""
        word = words[place]
        follows = words[place - 1].end + 1 == word.start
        is_unit = word.plain in self._english.money_words or word.plain in self._english.measure_words
        return follows and (is_unit or (is_noun(word.plain) and word.plain not in self._english.stop_words))

    def _is_number(self, word: str) -> bool:
        return bool(_FIGURE.fullmatch(word)) or self._english.numerals.get(word, "1") not in ("0", "1")

    def _bound(self, words: Sequence[_Word], place: int) -> int:
        """Where the words begin that make a bound of the number at a place."""
        before = [word.plain for word in words[max(place - 2, 0) : place]]
        bounds = (length for length in (2, 1) if tuple(before[-length:]) in self._english.comparatives)
        return place - next(bounds, 0)


def _alternatives(names: Iterable[str]) -> str:
    return "|".join(sorted({name.capitalize() for name in names}, key=len, reverse=True))


def _without_parts(mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions without those of a kind whose name is a part of a longer one: "Key", "John Key"."""
    every = list(mentions)
    words = [(each.kind, set(each.name.split())) for each in every]
    return [
        each
        for each, (kind, own) in zip(every, words, strict=True)
        if not any(kind == other and own < others for other, others in words)
    ]


def _with_signs(sentence: Sentence, start: int, name: str) -> tuple[int, str]:
    """Where a number begins, and how it reads, with its currency and its percent sign."""
    text, at = sentence.text, start - sentence.start
    sign = _CURRENCY.search(text[:at])
    percent = "%" if text[at + len(name) :].startswith("%") else ""
    return (start - len(sign.group()), sign.group() + name + percent) if sign else (start, name + percent)
