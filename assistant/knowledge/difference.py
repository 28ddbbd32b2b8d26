"""What an edit has changed in a pack, in a few words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.text import counted

if TYPE_CHECKING:
    from collections.abc import Hashable

    from assistant.knowledge.pack import Pack


def difference(before: Pack, after: Pack) -> str:
    """What `after` has more or fewer of than `before`, or has changed: ``2 phrases more, 1 fact changed``.

    It is empty where that can be said of no intent, phrase, fact, term or source.
    """
    parts = [
        _part(noun, old, new)
        for (noun, old), new in zip(_entries(before).items(), _entries(after).values(), strict=True)
    ]
    return ", ".join(filter(None, parts))


def _entries(pack: Pack) -> dict[str, dict[Hashable, object]]:
    """The entries of each kind, with all that may change in them without making another entry of them."""
    intents = pack.intents.values()
    return {
        "source": {each.name: each.text for each in pack.sources.values()},
        "fact": {each.id: each for each in pack.facts.values()},
        "intent": {each.id: replace(each, phrases=(), follow_ups=()) for each in intents},
        "phrase": {(each.id, phrase): None for each in intents for phrase in each.phrases},
        "follow-up": {(each.id, wording): None for each in intents for wording in each.follow_ups},
        "term": {each.id: each for each in pack.terms.values()},
    }


def _part(noun: str, old: dict[Hashable, object], new: dict[Hashable, object]) -> str:
    more = len(new) - len(old)
    if more:
        return f"{counted(abs(more), noun)} {'more' if more > 0 else 'fewer'}"
    changed = sum(name not in old or old[name] != entry for name, entry in new.items())
    return f"{counted(changed, noun)} changed" if changed else ""
