"""The questions of a pack that have an answer, as a reader would look for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from assistant.knowledge.pack import IntentKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.knowledge.pack import Intent, Pack


class QuestionGroup(NamedTuple):
    """Questions under a title."""

    title: str
    questions: tuple[str, ...]


def answered(pack: Pack) -> Iterator[Intent]:
    """The intents that lead to facts, in the order of the pack."""
    return (intent for intent in pack.intents.values() if intent.kind is IntentKind.ANSWER)


def by_topic(pack: Pack) -> list[QuestionGroup]:
    """The questions under the titles of their topics; a topic without any is left out."""
    groups = (
        QuestionGroup(
            topic.title, tuple(intent.question for intent in answered(pack) if intent.topic == topic.id)
        )
        for topic in pack.topics.values()
    )
    return [group for group in groups if group.questions]


def answered_by(pack: Pack, source: str, sentence: int) -> tuple[str, ...]:
    """The questions whose answer rests on a sentence."""
    return tuple(
        intent.question
        for intent in answered(pack)
        if any(
            (quote.source, quote.sentence) == (source, sentence)
            for fact in intent.facts
            for quote in pack.facts[fact].quotes
        )
    )
