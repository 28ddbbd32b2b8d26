"""What the dialogue says to one question, as plain data.

`assistant.reply.Reply` is the same as a Pydantic model, for programs. Building that model takes longer than
answering does, so what prints a single answer and ends goes without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST_FOLLOW_UPS: Final = 3
"""So many of the questions to ask next can be picked by number; of those that a reply may mean, all."""


class Status(StrEnum):
    """How a question was dealt with; `ERROR` is for a batch row that could not be read."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    NOT_IN_ARTICLE = "not_in_article"
    CHAT = "chat"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Citation:
    """See `assistant.reply.Citation`."""

    source: str
    sentence: int
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class MatchSummary:
    """See `assistant.reply.MatchSummary`."""

    intent: str
    score: float
    phrase: str


@dataclass(frozen=True, slots=True)
class Response:
    """See `assistant.reply.Reply`, which has `id` and `conversation` besides."""

    question: str
    status: Status
    answer: str
    intents: tuple[str, ...] = ()
    confidence: float = 0.0
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    matches: tuple[MatchSummary, ...] = ()
