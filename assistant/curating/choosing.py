"""Intents and sentences that a person may mean by a few typed words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from rapidfuzz import fuzz, process

from assistant.text import normalise, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.dialogue import Assistant
    from assistant.knowledge.pack import Pack

_MOST_OFFERED: Final = 5

Name = TypeVar("Name")


def intents_like(assistant: Assistant, typed: str, limit: int = _MOST_OFFERED) -> list[str]:
    """The intents that `typed` may name, best first: by id or question, typos and all, or by what it asks.

    An id as it stands is meant alone.
    """
    intents = assistant.pack.intents
    if typed.strip() in intents:
        return [typed.strip()]
    shown = {name: f"{name.replace('_', ' ')} {intent.question}" for name, intent in intents.items()}
    by_name = _like(shown, typed.replace("_", " "), limit)
    by_sense = [match.intent for match in assistant.compiled.matcher.rank(typed, limit=2)]
    return list(dict.fromkeys([*by_name[:3], *by_sense, *by_name]))[:limit]


def sentences_like(pack: Pack, typed: str, limit: int = _MOST_OFFERED) -> list[tuple[str, int]]:
    """The sentences of the article that share most with `typed`, best first, by source and number."""
    texts = {
        (source.name, sentence.number): sentence.text
        for source in pack.sources.values()
        for sentence in source.sentences
    }
    return _like(texts, typed, limit)


def _like(texts: Mapping[Name, str], typed: str, limit: int) -> list[Name]:
    like = process.extract(
        normalise(typed),
        {name: normalise(one_line(text)) for name, text in texts.items()},
        scorer=fuzz.token_set_ratio,
        limit=limit,
        score_cutoff=1,
    )
    return [name for _, _, name in like]
