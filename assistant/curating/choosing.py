"""Intents and sentences that a person may mean by a few typed words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from rapidfuzz import fuzz, process

from assistant.text import normalise, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from assistant.dialogue import Assistant
    from assistant.knowledge.pack import Pack

_MOST_OFFERED: Final = 5
# From this ratio on, in percent, what is typed is a misspelt id.
_SPELT: Final = 75

Name = TypeVar("Name")


def intents_like(assistant: Assistant, typed: str, limit: int = _MOST_OFFERED) -> list[str]:
    """The intents that `typed` may name, best first: by id or question, typos and all, or by what it asks.

    An id as it stands is meant alone.
    """
    intents = assistant.pack.intents
    if typed.strip() in intents:
        return [typed.strip()]
    ids = {name: name.replace("_", " ") for name in intents}
    words = typed.replace("_", " ")
    by_id = _like(ids, words, limit, fuzz.ratio, _SPELT)
    by_sense = [match.intent for match in assistant.compiled.matcher.rank(typed, limit=2)]
    by_words = _like({name: f"{ids[name]} {each.question}" for name, each in intents.items()}, words, limit)
    return list(dict.fromkeys([*by_id, *by_sense, *by_words]))[:limit]


def sentences_like(pack: Pack, typed: str, limit: int = _MOST_OFFERED) -> list[tuple[str, int]]:
    """The sentences of the article that share most with `typed`, best first, by source and number."""
    texts = {
        (source.name, sentence.number): sentence.text
        for source in pack.sources.values()
        for sentence in source.sentences
    }
    return _like(texts, typed, limit)


def _like(
    texts: Mapping[Name, str],
    typed: str,
    limit: int,
    scorer: Callable[..., float] = fuzz.token_set_ratio,
    least: float = 1,
) -> list[Name]:
    """The names of the texts that are most like `typed`, best first."""
    plain = {name: normalise(one_line(text)) for name, text in texts.items()}
    like = process.extract(normalise(typed), plain, scorer=scorer, limit=limit, score_cutoff=least)
    return [name for _, _, name in like]
