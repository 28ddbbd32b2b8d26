"""What widgets report: something the person did, with the data it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from assistant.history import Mark, Place
    from assistant.reply import Citation


@dataclass(eq=False, repr=False)
class QuestionSubmitted(Message):
    """A question, or the number of a choice, was entered at the prompt; never blank."""

    text: str


@dataclass(eq=False, repr=False)
class LinesPasted(Message):
    """Several lines were pasted at the prompt: the whole `text`, and the `questions` that it may hold."""

    text: str
    questions: tuple[str, ...]


@dataclass(eq=False, repr=False)
class ChoicePicked(Message):
    """One of the offered questions was chosen, by mouse or by key."""

    question: str


@dataclass(eq=False, repr=False)
class SuggestionPicked(Message):
    """One of the questions suggested for what is being typed was clicked."""

    question: str


@dataclass(eq=False, repr=False)
class CitationChosen(Message):
    """The citations of one sentence were chosen; they are to be shown in the article."""

    citations: tuple[Citation, ...]


@dataclass(eq=False, repr=False)
class AnswerMarked(Message):
    """The person says that the answer at a place is right, or wrong."""

    place: Place
    mark: Mark


@dataclass(eq=False, repr=False)
class SentenceChosen(Message):
    """A sentence of the article was chosen; the questions that it answers are to be offered."""

    source: str
    number: int
