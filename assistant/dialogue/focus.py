"""Focus: the words of a quote that answer, without their neighbours.

A quote has to stand in the article only once, so it may hold more than its fact says: "owls, bats, moths" for
a fact about bats. What is cited of it are the parts between commas that answer the question: those that have
what it names, or a name of the kind that it asks for, or else the one item of a list that the fact states.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from assistant.dialogue.listing import LONGEST_ITEM, is_no_name
from assistant.dialogue.outcome import Outcome
from assistant.lazy import lazy
from assistant.response import Citation

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.dialogue.mentions import Mention, Mentions
    from assistant.dialogue.outcome import Decision
    from assistant.dialogue.reading import Reading
    from assistant.knowledge.pack import Fact, Quote
    from assistant.matching.analysis import Analysis

_BETWEEN_PARTS = re.compile(r"[,;]\s+")
_BETWEEN_LAST_TWO = re.compile(r"\s+(?:and|or)\s+")
_WORD = re.compile(r"\S+")
# By what a question asks for, the kinds of names that answer it.
_ACTORS, _PLACES, _NUMBERS = ("person", "organisation", "country"), ("place", "country"), ("number",)
_KINDS = {
    "who": _ACTORS,
    "when": ("date",),
    "where": _PLACES,
    **dict.fromkeys(("count", "amount", "measure", "duration", "age"), _NUMBERS),
}
# What asks for nothing but whether something is so.
_WHETHER = frozenset({"yesno"})


class _Part(NamedTuple):
    """A part of a quote."""

    start: int
    """Where it begins in the quote, in code points; so does `end`."""
    end: int
    names: frozenset[str]
    """The names of the features of its content."""
    mentions: tuple[tuple[str, frozenset[str]], ...]
    """The kind of each name in it, and the names of that one's features."""


class _Parts(NamedTuple):
    """A quote, cut; there are no parts where it is one."""

    parts: Sequence[_Part]
    is_series: bool
    """Whether the parts are items of a list, as against phrases of a sentence."""


class Focus:
    """Cuts the quotes of one pack to what answers; it never changes."""

    def __init__(self, compiled: CompiledPack, mentions: Mentions) -> None:
        self._compiled, self._mentions = compiled, mentions

    def citations(self, reading: Reading, decision: Decision, facts: Iterable[Fact]) -> tuple[Citation, ...]:
        """What is cited of `facts` that are stated in reply to a question, in their order, each once."""
        cited = [
            _cited(quote, *span)
            for fact in facts
            for quote in fact.quotes
            for span in self._spans(reading, decision, fact, quote)
        ]
        return tuple(dict.fromkeys(cited))

    def _spans(
        self, reading: Reading, decision: Decision, fact: Fact, quote: Quote
    ) -> Iterator[tuple[int, int]]:
        """The parts of a quote that answer, as places in it; what touches is one."""
        cut = self._parts(quote)
        statement = self._read(fact.statement)
        # That something is not in a list is borne out by all of the list.
        if not cut.parts or not self._compiled.english.negations.isdisjoint(statement.tokens):
            return iter([(0, len(quote.text))])
        chosen: Sequence[int] = ()
        if decision.outcome is Outcome.ANSWER:
            chosen = self._of_the_kind(reading, cut.parts, statement) or self._named(reading, decision, cut)
        chosen = chosen or _single(cut, statement.names)
        return _runs(cut, chosen) if chosen else iter([(0, len(quote.text))])

    def _of_the_kind(self, reading: Reading, parts: Sequence[_Part], statement: Analysis) -> list[int]:
        """The parts with a name of the kind that is asked for: one that the fact states, and is not known.

        Of who it may be the kind counts that the statement has first: whoever acts stands before the others.
        """
        types = reading.analysis.question_types - _WHETHER
        if not _KINDS.keys() >= types:
            return []
        asked = {kind for each in types for kind in _KINDS[each]}
        known, order = frozenset(reading.analysis.names), statement.names.index
        named = [
            (min(map(order, names)), kind, place)
            for place, part in enumerate(parts)
            for kind, names in part.mentions
            if kind in asked and names and names.issubset(statement.names) and names.isdisjoint(known)
        ]
        if named and types == {"who"}:
            asked = {min(named)[1]}
        return [place for _, kind, place in named if kind in asked]

    def _named(self, reading: Reading, decision: Decision, cut: _Parts) -> list[int]:
        """The parts that have what a question names, where it asks whether that is so, or asks nothing else.

        There are none where more is meant than what is named.
        """
        analysis = reading.analysis
        if decision.verdict == "no" or decision.named or not analysis.question_types <= _WHETHER:
            return []
        if not self._compiled.english.limiting_words.isdisjoint(analysis.words):
            return []
        if not (cut.is_series or analysis.question_types):
            return []
        common = frozenset.intersection(*[part.names for part in cut.parts])
        return _having(cut.parts, {each.name for each in analysis.content} - common)

    @lazy
    def _read(self) -> Callable[[str], Analysis]:
        """A statement, read."""
        return cache(self._compiled.analyzer.analyse)

    @lazy
    def _parts(self) -> Callable[[Quote], _Parts]:
        """A quote, cut."""
        return cache(self._cut)

    def _cut(self, quote: Quote) -> _Parts:
        text = quote.text
        bounds = _between(text, _BETWEEN_PARTS, 0, len(text))
        if len(bounds) < 2:
            return _Parts((), is_series=False)
        (start, end), *others = bounds
        items = [(self._without_lead_in(text, start, end), end), *others]
        is_series = all(len(text[first:last].split()) <= LONGEST_ITEM for first, last in items)
        if is_series:
            bounds = [*items[:-1], *_between(text, _BETWEEN_LAST_TWO, *items[-1])] if others[1:] else items
        sentence = self._compiled.pack.sources[quote.source].sentences[quote.sentence - 1]
        named = self._mentions.of_sentence(quote.source, sentence)
        return _Parts([self._part(quote, named, *each) for each in bounds], is_series)

    def _without_lead_in(self, text: str, start: int, end: int) -> int:
        """Where the first item of a list begins: behind what leads up to it."""
        words = list(_WORD.finditer(text, start, end))
        english = self._compiled.english
        opens = [
            place
            for place, word in enumerate(words)
            if is_no_name(word.group(), english) and word.group() not in english.conjunctions
        ]
        return words[opens[-1] + 1].start() if opens and opens[-1] + 1 < len(words) else start

    def _part(self, quote: Quote, named: Iterable[Mention], start: int, end: int) -> _Part:
        analyse, first = self._compiled.analyzer.analyse, quote.start
        within = [each for each in named if first + start <= each.start and each.end <= first + end]
        return _Part(
            start,
            end,
            frozenset([each.name for each in analyse(quote.text[start:end]).content]),
            tuple([(each.kind, frozenset(analyse(each.name).names)) for each in within]),
        )


def _cited(quote: Quote, start: int, end: int) -> Citation:
    """A part of a quote, cited."""
    text = quote.text[start:end]
    return Citation(quote.source, quote.sentence, quote.start + start, quote.start + end, text)


def _between(text: str, separator: re.Pattern[str], start: int, end: int) -> list[tuple[int, int]]:
    """What stands between the separators in a part of a text."""
    found = [match.span() for match in separator.finditer(text, start, end)]
    starts, ends = [start, *[last for _, last in found]], [*[first for first, _ in found], end]
    return [each for each in zip(starts, ends, strict=True) if each[0] < each[1]]


def _having(parts: Iterable[_Part], names: Collection[str]) -> list[int]:
    """The places of the parts that have any of some features."""
    return [place for place, part in enumerate(parts) if not part.names.isdisjoint(names)]


def _single(cut: _Parts, stated: Collection[str]) -> list[int]:
    """The one item of a list that a fact states; none where it states several, or none."""
    having = _having(cut.parts, stated) if cut.is_series else []
    return having if len(having) == 1 else []


def _runs(cut: _Parts, chosen: Sequence[int]) -> Iterator[tuple[int, int]]:
    """From where to where the chosen parts go: items that are side by side are one, and phrases all."""
    places = sorted(set(chosen))
    if not cut.is_series:
        places = list(range(places[0], places[-1] + 1))
    for _, run in groupby(enumerate(places), lambda each: each[1] - each[0]):
        side_by_side = [place for _, place in run]
        yield cut.parts[side_by_side[0]].start, cut.parts[side_by_side[-1]].end
