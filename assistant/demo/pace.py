"""How fast a person types and reads, in one place: what a demo takes is reckoned and played from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assistant.demo.script import Ask, Card, Note, Pause, Pick, Source, Why

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.demo.script import Step
    from assistant.reply import Reply
    from assistant.response import Response

# Seconds and rates at pace 1.
LETTERS_A_SECOND: Final = 14.0
WORDS_A_SECOND: Final = 4.0
BEFORE_SENDING: Final = 0.5
"""From the last letter to the enter key."""
SETTLING: Final = 1.2
"""To turn to something new, before reading it."""
LONGEST_READING: Final = 14.0
PICKING: Final = 1.5
"""To choose one of the options that are read already."""
LOOKING_AT_REASONS: Final = 5.0
LOOKING_AT_SOURCE: Final = 4.0
"""The sentence stands beside the answer that it was read under."""


def typing_seconds(text: str) -> float:
    """How long it takes to type `text` and send it."""
    return len(text) / LETTERS_A_SECOND + BEFORE_SENDING


def text_seconds(text: str) -> float:
    """How long to leave `text` in view so that it can be read."""
    return min(SETTLING + len(text.split()) / WORDS_A_SECOND, LONGEST_READING)


def reading_seconds(reply: Reply | Response) -> float:
    """How long to leave `reply` in view so that its answer, and options if it asks back, can be read."""
    options = reply.suggestions if reply.status.traits.offers_choice else ()
    return text_seconds(" ".join((reply.answer, *options)))


def longest_pause(steps: Iterable[Step]) -> float:
    """For how long the longest of `steps` that ask for it stays as it is; 0.0 where none does."""
    return max(
        (max(step.hold or 0.0, step.seconds if isinstance(step, Pause) else 0.0) for step in steps),
        default=0.0,
    )


def seconds_before(step: Step) -> float:
    """How long `step` takes to be done."""
    if isinstance(step, Ask):
        return typing_seconds(step.question)
    if isinstance(step, Pick):
        return PICKING
    return step.seconds if isinstance(step, Pause) else 0.0


def seconds_after(step: Step, reply: Reply | Response | None) -> float:
    """How long to stay after `step`; `reply` is the last one, which it may have brought."""
    if step.hold is not None:
        return step.hold
    if isinstance(step, Ask | Pick):
        return reading_seconds(reply) if reply else 0.0
    if isinstance(step, Note | Card):
        return text_seconds(step.text if isinstance(step, Note) else f"{step.title} {step.text}")
    return {Source: LOOKING_AT_SOURCE, Why: LOOKING_AT_REASONS}.get(type(step), 0.0)
