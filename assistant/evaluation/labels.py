"""What a row of labelled questions may say: a question or a conversation."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Self, TypeGuard

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
)
from pydantic import model_validator as validated
from pydantic_core import PydanticCustomError

from assistant.reply import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_IN_SOURCE = re.compile(r".:[1-9]\d*$")


class Expect(StrEnum):
    """What is due to a question; `EITHER` is for one where an answer and a refusal both are."""

    ANSWER = "answer"
    NOT_IN_ARTICLE = "not_in_article"
    EITHER = "either"
    CHAT = "chat"


STATUSES_DUE: dict[Expect, frozenset[Status]] = {
    Expect.ANSWER: frozenset({Status.ANSWERED}),
    Expect.NOT_IN_ARTICLE: frozenset({Status.NOT_IN_ARTICLE}),
    Expect.EITHER: frozenset({Status.ANSWERED, Status.NOT_IN_ARTICLE}),
    Expect.CHAT: frozenset({Status.CHAT}),
}


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _lower(words: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(word.casefold().replace("’", "'") for word in group) for group in words)


def is_sentence_name(value: object) -> TypeGuard[int | str]:
    """Whether `value` names a sentence, be it there or not."""
    if isinstance(value, str):
        return bool(_IN_SOURCE.search(value))
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _sentence(value: object) -> int | str:
    if is_sentence_name(value):
        return value
    raise _wrong("must be the number of a sentence, counted from 1, or “file.txt:number”")


def _wrong(what: str) -> PydanticCustomError:
    return PydanticCustomError("label", "{what}", {"what": what})


Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
Names = Annotated[tuple[Text, ...], BeforeValidator(_several)]
# A sentence by its number, or where the pack has several sources by `file.txt:number`.
SentenceName = Annotated[int | str, PlainValidator(_sentence)]
Sentences = Annotated[tuple[SentenceName, ...], Field(min_length=1)]
WordGroups = Annotated[
    tuple[Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)], ...],
    AfterValidator(_lower),
]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def misfit(label: Mapping[str, object]) -> str:
    """What of `label`, checked or as it was read, does not belong together; empty where all does."""
    expect = label.get("expect")
    sentences, groups = label.get("sentences") is not None, bool(label.get("sentences_all"))
    if sentences and groups:
        return "has both “sentences” and “sentences_all”: keep one of them"
    if expect in (Expect.NOT_IN_ARTICLE, Expect.CHAT) and (sentences or groups or label.get("words")):
        return f"expects “{expect}”: “sentences” and “words” belong to an answer"
    if expect == Expect.ANSWER and not (sentences or groups or label.get("intent")):
        return "does not say which answer is right: give “sentences”, “sentences_all” or “intent”"
    return ""


class Label(_Entry):
    """A question and what is due to it.

    A right answer cites one of `sentences`, or one of each group of `sentences_all`, rests on one of the
    intents `intent`, and holds a word of each group of `words`, in any case; what is not given is not asked
    for. For a refusal and small talk, `intent` is the intent that must be recognised. `status` replaces the
    statuses that follow from `expect`.
    """

    question: str
    expect: Expect
    sentences: Sentences | None = None
    sentences_all: tuple[Sentences, ...] = ()
    words: WordGroups = ()
    intent: Names = ()
    status: Annotated[tuple[Status, ...], BeforeValidator(_several)] = ()

    @validated(mode="after")
    def _fits_together(self) -> Self:
        wrong = misfit({name: getattr(self, name) for name in type(self).model_fields})
        if wrong:
            raise _wrong(wrong)
        return self

    @property
    def statuses(self) -> frozenset[Status]:
        """The statuses that are right for the reply."""
        return frozenset(self.status) or STATUSES_DUE[self.expect]

    @property
    def groups(self) -> tuple[tuple[int | str, ...], ...]:
        """The groups of sentences, one of each of which must be cited."""
        return self.sentences_all or ((self.sentences,) if self.sentences else ())

    @property
    def expected(self) -> str:
        """What is due, in a few words."""
        if self.intent:
            return " or ".join(self.intent)
        if self.groups:
            return " + ".join("sentence " + "/".join(map(str, group)) for group in self.groups)
        return self.expect.value


class QuestionRow(Label):
    """A row with one question; those with the same `conversation` are its turns."""

    id: Text | None = None
    category: Text = "all"
    conversation: Text | None = None


class ConversationRow(_Entry):
    """A row with a conversation: questions that are asked one after another and share their context."""

    id: Text | None = None
    category: Text = "all"
    turns: tuple[Label, ...] = Field(min_length=1)


class Row(_Entry):
    """A row as it is asked; without a conversation there is a single turn."""

    id: str
    category: str
    turns: tuple[Label, ...]
    conversation: bool = False

    def named(self) -> Iterator[tuple[str, str, Label]]:
        """Each turn with its id and category; without an id of its own it is the row's, and numbered."""
        for number, turn in enumerate(self.turns, 1):
            name = f"{self.id}.{number}" if self.conversation else self.id
            if isinstance(turn, QuestionRow) and self.conversation:
                yield turn.id or name, turn.category, turn
            else:
                yield name, self.category, turn

    @classmethod
    def of(cls, entry: QuestionRow | ConversationRow, number: int) -> Row:
        """The row for an entry; without an id it gets its `number`."""
        row_id = entry.id or str(number)
        if isinstance(entry, ConversationRow):
            return cls(id=row_id, category=entry.category, turns=entry.turns, conversation=True)
        return cls(id=row_id, category=entry.category, turns=(entry,))
