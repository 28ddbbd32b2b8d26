"""The decision: whether a reading is good enough to answer, too close to call, or not in the article."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.knowledge.pack import IntentKind

if TYPE_CHECKING:
    from assistant.dialogue.understanding import Reading, Understanding

# Scores from which an intent of a kind is believed. A gap costs less when it is wrong than an answer.
BELIEVED = {IntentKind.ANSWER: 0.42, IntentKind.GAP: 0.36, IntentKind.CHAT: 0.45}
# An answer this much better than the next one is never asked back about.
CLEAR_MARGIN = 0.04
# Two answers may be offered as a choice from this score on.
OFFERED = 0.40


class Outcome(StrEnum):
    """What a decision comes to."""

    ANSWER = "answer"
    GAP = "gap"
    CHAT = "chat"
    CLARIFY = "clarify"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome, the intents it concerns (several to choose from for `CLARIFY`), and why."""

    outcome: Outcome
    intents: tuple[str, ...]
    score: float
    reason: str


def decide(reading: Reading, understanding: Understanding) -> Decision:
    """What to do with a reading."""
    if not reading.ranking:
        return Decision(Outcome.UNKNOWN, (), 0.0, "No word of the question is known.")
    best = reading.ranking[0]
    kind = understanding.kind(best.intent)
    if reading.foreign and kind is IntentKind.ANSWER:
        named = ", ".join(feature.surface for feature in reading.foreign)
        return Decision(
            Outcome.FOREIGN, (best.intent,), best.score, f"The article does not mention {named}."
        )
    if best.score < BELIEVED[kind]:
        reason = f"The best intent, {best.intent}, scores {best.score:.2f}; {kind} needs {BELIEVED[kind]:.2f}."
        return Decision(Outcome.UNKNOWN, (best.intent,), best.score, reason)
    if kind is IntentKind.ANSWER:
        rivals = _rivals(reading, understanding)
        if len(rivals) > 1:
            return Decision(Outcome.CLARIFY, rivals, best.score, "Several intents are too close to call.")
    outcome = {IntentKind.ANSWER: Outcome.ANSWER, IntentKind.GAP: Outcome.GAP, IntentKind.CHAT: Outcome.CHAT}[kind]
    return Decision(outcome, (best.intent,), best.score, f"{best.intent} scores {best.score:.2f}.")


def _rivals(reading: Reading, understanding: Understanding) -> tuple[str, ...]:
    """The best intent and those too close to it that would be answered with other facts."""
    best = reading.ranking[0]
    rivals = [best.intent]
    quotes = _sentences(best.intent, understanding)
    for match in reading.ranking[1:4]:
        close = match.score >= max(OFFERED, best.score - CLEAR_MARGIN)
        if close and understanding.kind(match.intent) is IntentKind.ANSWER:
            if _sentences(match.intent, understanding) & quotes:
                continue
            rivals.append(match.intent)
    return tuple(rivals)


def _sentences(intent_id: str, understanding: Understanding) -> set[tuple[str, int]]:
    intent = understanding.pack.intents[intent_id]
    return {
        (quote.source, quote.sentence)
        for fact in intent.facts
        for quote in understanding.pack.facts[fact].quotes
    }
