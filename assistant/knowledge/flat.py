"""A pack as plain data and back, for keeping one that was checked."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from assistant.knowledge.pack import Fact, Intent, IntentKind, Pack, Quote, Term, Topic
from assistant.knowledge.source import Sentence, Source


def flatten(pack: Pack) -> dict[str, Any]:
    """`pack` as plain data; an entry is a tuple of the fields of its type, in their order."""
    return {
        "title": pack.title,
        "about": pack.about,
        "welcome": pack.welcome,
        "sources": [
            (source.name, source.text, tuple(map(_row, source.sentences))) for source in pack.sources.values()
        ],
        "topics": [_row(topic) for topic in pack.topics.values()],
        "facts": [(fact.id, fact.statement, tuple(map(_row, fact.quotes))) for fact in pack.facts.values()],
        "intents": [(each.id, each.kind.value, *_row(each)[2:]) for each in pack.intents.values()],
        "terms": [_row(term) for term in pack.terms.values()],
        "stop_words": sorted(pack.stop_words),
    }


def _row(record: Sentence | Topic | Quote | Intent | Term) -> tuple[Any, ...]:
    return tuple([getattr(record, name) for name in type(record).__match_args__])


def unflatten(flat: dict[str, Any]) -> Pack:
    """The pack that `flatten` was given."""
    return Pack(
        title=flat["title"],
        about=flat["about"],
        welcome=flat["welcome"],
        sources=MappingProxyType(
            {
                name: Source(name, text, tuple([Sentence(*row) for row in rows]))
                for name, text, rows in flat["sources"]
            }
        ),
        topics=MappingProxyType({row[0]: Topic(*row) for row in flat["topics"]}),
        facts=MappingProxyType(
            {
                name: Fact(name, statement, tuple([Quote(*row) for row in rows]))
                for name, statement, rows in flat["facts"]
            }
        ),
        intents=MappingProxyType(
            {name: Intent(name, IntentKind(kind), *rest) for name, kind, *rest in flat["intents"]}
        ),
        terms=MappingProxyType({row[0]: Term(*row) for row in flat["terms"]}),
        stop_words=frozenset(flat["stop_words"]),
    )
