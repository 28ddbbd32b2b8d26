"""Outcomes: what a reading may come to, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from assistant.dialogue.compiled_pack import SentencePlace
    from assistant.dialogue.reading import Reading
    from assistant.matching.analysis import Feature


class Outcome(StrEnum):
    """What a decision comes to."""

    ANSWER = "answer"
    GAP = "gap"
    CHAT = "chat"
    CLARIFY = "clarify"
    NOT_MENTIONED = "not_mentioned"
    """The question names what the article lacks."""
    MISPLACED = "misplaced"
    """The article does not say that of what the question names: its facts tell it of something else."""
    PASSAGE = "passage"
    """No answer is sure enough, but sentences of the article have what is asked for."""
    OTHER_LANGUAGE = "other_language"
    OUT_OF_SCOPE = "out_of_scope"


# The outcomes after which a bare "why?" has nothing to lean on, and those that rest on an intent.
UNANSWERED = frozenset({Outcome.GAP, Outcome.NOT_MENTIONED, Outcome.MISPLACED, Outcome.OUT_OF_SCOPE})
SETTLED = frozenset({Outcome.ANSWER, Outcome.GAP})
GROUNDED = SETTLED | {Outcome.NOT_MENTIONED, Outcome.MISPLACED, Outcome.CLARIFY, Outcome.PASSAGE}
# The outcomes that a part of a question may come to for itself, whatever becomes of the other parts.
APART = GROUNDED - {Outcome.CLARIFY} | {Outcome.OUT_OF_SCOPE}


class Reason(NamedTuple):
    """Why a decision is what it is."""

    name: str
    """The message that says it is named so, behind ``why_``."""
    words: tuple[str, ...] = ()
    """The words of the question that the message names, as they were analysed."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is made of a reading."""

    outcome: Outcome
    intents: tuple[str, ...]
    """The intents that it concerns, by id; several to choose from for `CLARIFY`."""
    confidence: float
    """How likely the outcome is right, in 0..1."""
    reason: Reason
    verdict: str = ""
    """The yes or no that an answer opens with, if it is asked for one and the facts decide it."""
    named: tuple[Feature, ...] = ()
    """What the reply owns up to: what the article lacks, or does not say that of."""
    passages: tuple[SentencePlace, ...] = ()
    """The sentences that are shown as they stand, for `PASSAGE`."""


class Part(NamedTuple):
    """A question, or a part of one, read and decided."""

    reading: Reading
    decision: Decision
