"""The reply: what comes back for one question, the same from every surface."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.response import Status

__all__ = ["Citation", "MatchSummary", "Reply", "Status"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)


class Citation(_Frozen):
    """A verbatim quote; `start` and `end` are code-point offsets into the decoded source."""

    source: str
    sentence: int = Field(ge=1)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str


class MatchSummary(_Frozen):
    """An intent that the question was compared with, its score in 0..1 and the phrase that won."""

    intent: str
    score: float = Field(ge=0, le=1)
    phrase: str


class Reply(_Frozen):
    """One reply. `id` and `conversation` are set in a batch alone.

    `confidence` is how likely it is that this is the right reply, be it an answer or a refusal, in 0..1.
    `answer` is plain text. `suggestions` holds the questions to choose from for `clarify`, best first, and
    questions worth asking next otherwise. `matches` is the ranking, best first. `act` is the name of the
    dialogue act that is replied to ("doubt", "repeat" ...), and None for a question.
    """

    id: str | None = None
    conversation: str | None = None
    question: str
    status: Status
    answer: str
    intents: tuple[str, ...] = ()
    confidence: float = Field(default=0.0, ge=0, le=1)
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    matches: tuple[MatchSummary, ...] = ()
    act: str | None = None
