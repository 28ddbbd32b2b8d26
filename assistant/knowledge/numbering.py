"""The sentences of an article by number, with the facts that quote them; a pack need not be whole for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from assistant.errors import PackError
from assistant.knowledge.draft import read_draft
from assistant.knowledge.loader import resolve_facts
from assistant.knowledge.sentences import split_sentences
from assistant.knowledge.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from assistant.errors import Problem
    from assistant.knowledge.pack import Fact
    from assistant.knowledge.source import Sentence

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_WORDS_AROUND = 3
_LOOK_AROUND = 80


class UnsureStop(NamedTuple):
    """A stop that the rules cannot judge.

    `at` is the offset behind it, `ends` whether a sentence was taken to end there, and `words` are those
    around it, with a bar at the place.
    """

    at: int
    ends: bool
    words: str


class NumberedSentence(NamedTuple):
    """A sentence of a source; `facts` are the ids of those that quote it, or None where none are known."""

    source: str
    sentence: Sentence
    facts: tuple[str, ...] | None
    unsure: tuple[UnsureStop, ...]


@dataclass(frozen=True)
class Numbering:
    """Sources, and what quotes them: ids of facts by source and sentence, or None where none are known.

    `problems` is all that is wrong with the pack; the sources are whole if `sources_complete`.
    """

    sources: tuple[Source, ...]
    quoted: Mapping[tuple[str, int], tuple[str, ...]] | None = None
    problems: tuple[Problem, ...] = ()
    sources_complete: bool = True

    @classmethod
    def of_text(cls, name: str, text: str) -> Numbering:
        """Number the sentences of a text, for which there is no pack, as a source of some name."""
        return cls((Source(name, text, split_sentences(text)),))

    @classmethod
    def of_pack(cls, folder: Path) -> Numbering:
        """Number the sentences of all sources of a pack, as far as it can be read.

        Raises:
            PackError: No source can be read.
        """
        draft = read_draft(folder)
        facts = resolve_facts(draft)
        if not draft.sources:
            raise PackError(draft.problems)
        known = bool(draft.facts) or draft.complete
        return cls(
            tuple(draft.sources.values()),
            _by_sentence(facts.values()) if known else None,
            tuple(draft.problems),
            draft.sources_complete,
        )

    def sentences(self, source: Source) -> Iterator[NumberedSentence]:
        """The sentences of one of the sources."""
        for sentence in source.sentences:
            facts = self.quoted.get((source.name, sentence.number), ()) if self.quoted is not None else None
            unsure = tuple(_unsure(source.text, sentence, at) for at in sentence.unsure)
            yield NumberedSentence(source.name, sentence, facts, unsure)


def _by_sentence(facts: Iterable[Fact]) -> dict[tuple[str, int], tuple[str, ...]]:
    """The ids of the facts that quote a sentence, each once."""
    quoted: dict[tuple[str, int], dict[str, None]] = {}
    for fact in facts:
        for quote in fact.quotes:
            quoted.setdefault((quote.source, quote.sentence), {})[fact.id] = None
    return {place: tuple(ids) for place, ids in quoted.items()}


def _unsure(text: str, sentence: Sentence, at: int) -> UnsureStop:
    before = text[max(0, at - _LOOK_AROUND) : at].split()[-_WORDS_AROUND:]
    behind = _BLANK_LINE.split(text[at : at + _LOOK_AROUND], maxsplit=1)[0].split()[:_WORDS_AROUND]
    return UnsureStop(at, at == sentence.end, f"{' '.join(before)} | {' '.join(behind)}")
