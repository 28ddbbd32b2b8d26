"""What a pack says about its sentences where the rules are wrong, looked up in its sources.

A place is given by words of the article, so it is known only when the sources are read; what is wrong with it
names sentences, so that is said only when they are split.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from assistant.knowledge.quotes import NOWHERE, NearestWords, enumerated, in_sentence
from assistant.knowledge.sentences import Corrections
from assistant.knowledge.wording import pasteable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from assistant.errors import Problem
    from assistant.knowledge.checked import Checked
    from assistant.knowledge.nodes import Node
    from assistant.knowledge.schema import PackFile
    from assistant.knowledge.source import Source

BAR = "|"


class _Place(NamedTuple):
    """Where a sentence ends and the next begins, for a split; for a join, where its words begin and end."""

    source: str
    first: int
    last: int


class _Entry(NamedTuple):
    """An entry of ``split``, whose words are in two parts, or of ``join``, and each place where it stands."""

    parts: tuple[str, ...]
    node: Node
    places: Sequence[_Place]

    def pasteable(self, words: str) -> str:
        """`words` of the article as an entry, with the bar behind as many of them as before."""
        if len(self.parts) == 1:
            return pasteable(words)
        count = len(self.parts[0].split())
        every = words.split()
        return pasteable(f"{' '.join(every[:count])} {BAR} {' '.join(every[count:])}")


def _mistake(entry: _Entry, sources: Mapping[str, Source], nearest: NearestWords) -> str:
    """What is wrong with an entry: its words stand in no place, or in more than one; else nothing."""
    if not entry.places:
        return NOWHERE + nearest.hint(" ".join(entry.parts), write=entry.pasteable)
    if len(entry.places) == 1:
        return ""
    at = [in_sentence(sources[name], start, sources) for name, start, _ in entry.places]
    return f"stands {len(at)} times, in {enumerated(at)}: write more of the words around it"


def _places(parts: Sequence[str], text: str) -> Iterator[tuple[int, int]]:
    """Each place of the words, with any space between them; of two parts, where one ends and one begins."""
    pattern = re.compile(r"\s*+".join(f"({_spaced(part)})" for part in parts))
    place = pattern.search(text)
    while place:
        yield (place.end(1), place.start(2)) if len(parts) > 1 else place.span()
        place = pattern.search(text, place.start() + 1)


def _spaced(words: str) -> str:
    return r"\s++".join(map(re.escape, words.split()))


class PackCorrections:
    """The corrections of a pack for each of its sources; `complete` if none of them had to be left out."""

    def __init__(self, pack: Checked[PackFile] | None, texts: Mapping[str, str]) -> None:
        self._abbreviations = frozenset(pack.content.abbreviations if pack else ())
        self._splits = _entries(pack, "split", texts)
        self._joins = _entries(pack, "join", texts)
        every = (*self._splits, *self._joins)
        pruned = pack is None or any(pack.root.prunes(key) for key in ("abbreviations", "split", "join"))
        self.complete = not pruned and all(len(entry.places) == 1 for entry in every)

    def of(self, source: str) -> Corrections:
        """The corrections for the source of that name; an entry that has no one place is left out."""
        return Corrections(
            self._abbreviations, _single_places(self._splits, source), _single_places(self._joins, source)
        )

    def problems(self, sources: Mapping[str, Source]) -> Iterator[Problem]:
        """What is wrong with any entry; `sources` are all of the pack."""
        nearest = NearestWords(sources)
        mistakes: dict[tuple[str, ...], str] = {}
        for entry in (*self._splits, *self._joins):
            if entry.parts not in mistakes:
                mistakes[entry.parts] = _mistake(entry, sources, nearest)
            if mistakes[entry.parts]:
                yield entry.node.problem(mistakes[entry.parts])


def _entries(pack: Checked[PackFile] | None, key: str, texts: Mapping[str, str]) -> list[_Entry]:
    if pack is None:
        return []

    @cache
    def places(parts: tuple[str, ...]) -> list[_Place]:
        return [_Place(name, *place) for name, text in texts.items() for place in _places(parts, text)]

    written: tuple[str, ...] = getattr(pack.content, key)
    parts = [tuple(words.split(BAR)) if key == "split" else (words,) for words in written]
    nodes = pack.root.listed(key)
    return [_Entry(each, node, places(each)) for each, node in zip(parts, nodes, strict=True)]


def _single_places(entries: Sequence[_Entry], source: str) -> tuple[tuple[int, int], ...]:
    places = [entry.places[0] for entry in entries if len(entry.places) == 1]
    return tuple(sorted((start, end) for name, start, end in places if name == source))
