"""The questions of a pack that have an answer, as a reader would look for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.knowledge.pack import IntentKind
from assistant.tui.questions_screen import QuestionGroup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.knowledge.pack import Intent, Pack


def _answered(pack: Pack) -> Iterator[Intent]:
    return (intent for intent in pack.intents.values() if intent.kind is IntentKind.ANSWER)


def by_topic(pack: Pack) -> list[QuestionGroup]:
    """The questions under the titles of their topics, in the order of the pack."""
    return [
        QuestionGroup(
            topic.title, tuple(intent.question for intent in _answered(pack) if intent.topic == topic.id)
        )
        for topic in pack.topics.values()
    ]


def answered_by(pack: Pack, source: str, sentence: int) -> tuple[str, ...]:
    """The questions whose answer rests on a sentence."""
    return tuple(
        intent.question
        for intent in _answered(pack)
        if any(
            (quote.source, quote.sentence) == (source, sentence)
            for fact in intent.facts
            for quote in pack.facts[fact].quotes
        )
    )
