"""What the dialogue says to one question, as plain data.

`assistant.reply.Reply` is the same as a Pydantic model, for programs. Building that model takes longer than
answering does, so what prints a single answer and ends goes without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeVar

from assistant.text import in_quotation_marks

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_FOLLOW_UPS: Final = 3
"""So many of the questions to ask next can be picked by number; of those that a reply may mean, all."""


class Traits(NamedTuple):
    """What every surface has to know of a status."""

    glyph: str
    """What marks it where colour alone would not do."""
    words: str
    """What it is called beside the glyph."""
    counted: str
    """What a summary calls so many of them."""
    heading: str = ""
    """What is said before the answer where no glyph is."""
    quotes: str = ""
    """What stands above its quotes, where they are not what the answer rests on."""
    is_answer: bool = False
    """Whether the quotes bear out the answer, which is as sure as it says."""
    is_about_article: bool = False
    """Whether it says what the article has on a question, or that it has nothing."""
    is_open: bool = False
    """Whether it leaves a question for whoever keeps the pack."""
    offers_choice: bool = False
    """Whether its suggestions are what the question may mean."""
    can_be_marked: bool = True
    """Whether a person can say that it is right or wrong."""


class Status(StrEnum):
    """How a question was dealt with; `ERROR` is for a batch row that could not be read."""

    ANSWERED = "answered"
    PASSAGE = "passage"
    CLARIFY = "clarify"
    NOT_IN_ARTICLE = "not_in_article"
    CHAT = "chat"
    ERROR = "error"

    @property
    def traits(self) -> Traits:
        """What every surface has to know of it."""
        return STATUSES[self]


STATUSES: Final[Mapping[Status, Traits]] = {
    Status.ANSWERED: Traits("✓", "Answered", "answered", "Answered", is_answer=True, is_about_article=True),
    Status.PASSAGE: Traits(
        "»",
        "From the article",
        "passages",
        heading="From the article",
        quotes="As it stands in the article",
        is_about_article=True,
        is_open=True,
    ),
    Status.CLARIFY: Traits("?", "Did you mean", "clarified", is_open=True, offers_choice=True),
    Status.NOT_IN_ARTICLE: Traits(
        "✗",
        "Not in the article",
        "not in the article",
        heading="Not in the article",
        quotes="Closest in the article",
        is_about_article=True,
        is_open=True,
    ),
    Status.CHAT: Traits("~", "Small talk", "small talk", can_be_marked=False),
    Status.ERROR: Traits("!", "Could not be read", "errors", heading="Error", can_be_marked=False),
}


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
    act: str | None = None

    @property
    def places(self) -> tuple[tuple[str, int], ...]:
        """The sentences that are cited, each once: their source and number."""
        return tuple(dict.fromkeys([(each.source, each.sentence) for each in self.citations]))


def sureness(confidence: float) -> str:
    """How sure a reply is of itself, in 0..1, as every surface shows it: whole percents, none too many.

    Of a refusal it is how likely it is that the article does not say it; see `assistant.reply.Reply`.
    """
    return f"{int(round(confidence, 4) * 100 + 1e-6)}%"


class Quoting(Protocol):
    """A citation of either kind."""

    @property
    def source(self) -> str:
        """See `assistant.reply.Citation`; so are the others."""

    @property
    def sentence(self) -> int:
        """The number of its sentence."""

    @property
    def quote(self) -> str:
        """The words."""


Q_co = TypeVar("Q_co", bound=Quoting, covariant=True)


class Quoted(Protocol[Q_co]):
    """A reply of either kind."""

    @property
    def answer(self) -> str:
        """See `assistant.reply.Reply`; so are the others."""

    @property
    def intents(self) -> tuple[str, ...]:
        """The intents that it is worded by, or rests on."""

    @property
    def citations(self) -> tuple[Q_co, ...]:
        """What it rests on."""

    @property
    def act(self) -> str | None:
        """The act of dialogue that it replies to."""


# What asks for the sentences behind an answer, which keeps its intents.
_ASKS_FOR_SENTENCES: Final = frozenset({"source", "quote", "doubt"})


def not_read_out(reply: Quoted[Q_co]) -> tuple[Q_co, ...]:
    """The citations to show under the answer of `reply`: all but the sentences that it reads out itself.

    It does so in quotation marks, or else with the words of all of them in a row. What an intent states may
    quote a few words of the article too, and these do not show where they come from.
    """
    citations = reply.citations
    if reply.intents and reply.act not in _ASKS_FOR_SENTENCES:
        return citations
    quotes = [citation.quote for citation in citations]
    if len(quotes) > 1 and " ".join(quotes) in reply.answer:
        return ()
    return tuple([each for each in citations if in_quotation_marks(each.quote) not in reply.answer])
