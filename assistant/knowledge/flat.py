"""A pack as plain data and back, to store one that was checked; its phrases are stored apart."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from assistant.knowledge.pack import Fact, Intent, IntentKind, Pack, Quote, SmallTalk, Term, Topic
from assistant.knowledge.source import Sentence, SentenceKind, Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# The fields of an intent that are lists of strings, but for its phrases.
_LISTS = ("facts", "follow_ups", "decides")
_PLAIN = ("topic", "question", "says", "verdict", "draft")


def flatten(pack: Pack) -> dict[str, Any]:
    """`pack` as plain data, without its phrases; most entries are lists of their fields, in order."""
    return {
        "title": pack.title,
        "about": pack.about,
        "welcome": list(pack.welcome),
        "sources": [
            [source.name, source.text, list(map(_row, source.sentences))] for source in pack.sources.values()
        ],
        "topics": [_row(topic) for topic in pack.topics.values()],
        "facts": [
            [fact.id, fact.statement, list(map(_row, fact.quotes)), fact.draft]
            for fact in pack.facts.values()
        ],
        "intents": [
            {"id": each.id, "kind": each.kind.value}
            | {name: getattr(each, name) for name in _PLAIN}
            | {name: list(getattr(each, name)) for name in _LISTS}
            for each in pack.intents.values()
        ],
        "terms": [[term.id, list(term.forms), term.type, term.in_article] for term in pack.terms.values()],
        "stop_words": sorted(pack.stop_words),
        "small_talk": _row(pack.small_talk),
        "without": sorted(pack.without),
    }


def _row(record: Sentence | Topic | Quote | SmallTalk) -> list[Any]:
    return [getattr(record, name) for name in type(record).__match_args__]


def unflatten(flat: Mapping[str, Any], phrases: Mapping[str, Sequence[str]]) -> Pack:
    """The pack that `flatten` was given; `phrases` are those of each intent by its id."""
    return Pack(
        title=flat["title"],
        about=flat["about"],
        welcome=tuple(flat["welcome"]),
        sources=MappingProxyType(
            {
                name: Source(name, text, tuple([_sentence(row) for row in rows]))
                for name, text, rows in flat["sources"]
            }
        ),
        topics=MappingProxyType({row[0]: Topic(*row) for row in flat["topics"]}),
        facts=MappingProxyType(
            {
                name: Fact(name, statement, tuple([Quote(*row) for row in rows]), draft)
                for name, statement, rows, draft in flat["facts"]
            }
        ),
        intents=MappingProxyType({row["id"]: _intent(row, phrases) for row in flat["intents"]}),
        terms=MappingProxyType(
            {
                name: Term(name, tuple(forms), kind, in_article)
                for name, forms, kind, in_article in flat["terms"]
            }
        ),
        stop_words=frozenset(flat["stop_words"]),
        small_talk=_small_talk(*flat["small_talk"]),
        without=frozenset(flat["without"]),
    )


def _sentence(row: Sequence[Any]) -> Sentence:
    number, start, end, text, kind, unsure = row
    return Sentence(number, start, end, text, SentenceKind(kind), tuple(unsure))


def _small_talk(wordings: int, *ids: Sequence[str]) -> SmallTalk:
    return SmallTalk(wordings, *map(tuple, ids))


def _intent(row: Mapping[str, Any], phrases: Mapping[str, Sequence[str]]) -> Intent:
    lists = {name: tuple(row[name]) for name in _LISTS}
    own = phrases.get(row["id"], ())
    return Intent(**{**row, **lists, "kind": IntentKind(row["kind"]), "phrases": own})
