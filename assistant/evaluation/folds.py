"""Ask the phrases of a pack of an assistant that was not shown them."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from assistant.dialogue import Assistant
from assistant.evaluation.exam import Asked, take
from assistant.evaluation.labels import Expect, Label, Row
from assistant.knowledge.pack import IntentKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assistant.knowledge.pack import Intent, Pack

_DUE = {
    IntentKind.ANSWER: Expect.ANSWER,
    IntentKind.GAP: Expect.NOT_IN_ARTICLE,
    IntentKind.CHAT: Expect.CHAT,
}


def leave_out(pack: Pack, folds: int, told: Callable[[int], None] = lambda _: None) -> Iterator[Asked]:
    """Ask every phrase of `pack` of an assistant made without it and without the others of its fold.

    This is cross-validation in `folds` parts, not one fit a phrase: beside its own phrase, an intent misses
    up to one in `folds` of its others, so that the figures are a little worse than with that phrase alone
    left out. Each intent's phrases are spread evenly over the folds. `told` gets the number of each part,
    from 1, when it begins.
    """
    right = {intent.id: same_answer(intent, pack) for intent in pack.intents.values()}
    for fold in range(folds):
        told(fold + 1)
        rows: list[Row] = []
        kept: dict[str, Intent] = {}
        at = 0
        for intent in pack.intents.values():
            numbered = list(enumerate(intent.phrases, at))
            at += len(numbered)
            left = tuple(phrase for number, phrase in numbered if number % folds != fold)
            kept[intent.id] = replace(intent, phrases=left)
            rows.extend(
                _row(intent, phrase, number - numbered[0][0], right[intent.id])
                for number, phrase in numbered
                if number % folds == fold
            )
        if rows:
            yield from take(Assistant(replace(pack, intents=MappingProxyType(kept))), rows)


def _row(intent: Intent, phrase: str, index: int, right: tuple[str, ...]) -> Row:
    label = Label(question=phrase, expect=_DUE[intent.kind], intent=right)
    return Row(id=f"{intent.id}[{index}]", category=intent.kind.value, turns=(label,))


def same_answer(intent: Intent, pack: Pack) -> tuple[str, ...]:
    """The ids of an intent, and of those of its kind whose reply says all that its own does."""
    others = (
        other.id
        for other in pack.intents.values()
        if other.kind is intent.kind is IntentKind.ANSWER
        and other.id != intent.id
        and set(intent.facts) <= set(other.facts)
    )
    return (intent.id, *others)
