"""A reply for each row; rows of the same conversation share their context."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from assistant.batch.conversations import Conversations
from assistant.reply import Reply, Status
from assistant.text import LONGEST_QUESTION

if TYPE_CHECKING:
    from assistant.dialogue import Assistant
    from assistant.formats import ReplyFormat
    from assistant.records.rows import Row

# Many rows ask what others ask. Of so many questions that belong to no conversation the reply is remembered.
_REMEMBERED = 1_000


class Piece(NamedTuple):
    """A reply as it is written."""

    text: str
    status: Status


class Answering:
    """Answers rows in the order they are given; it holds the open conversations."""

    def __init__(self, assistant: Assistant, reply_format: ReplyFormat) -> None:
        self._assistant = assistant
        self._format = reply_format
        self._conversations = Conversations(assistant)
        self._remembering = lru_cache(_REMEMBERED)(assistant.ask)

    def answer(self, row: Row) -> Reply:
        """The reply to `row`, with its id and conversation."""
        if row.problem:
            reply = Reply(question=row.question, status=Status.ERROR, answer=row.wrong)
        elif row.conversation is None:
            # What is longer is not answered anyway, and would take room.
            short = len(row.question) <= LONGEST_QUESTION
            reply = self._remembering(row.question) if short else self._assistant.ask(row.question)
        else:
            reply = self._conversations[row.conversation].ask(row.question)
        return reply.model_copy(update={"id": row.id, "conversation": row.conversation})

    def piece(self, row: Row) -> Piece | None:
        """The reply to `row` as it is written; nothing where the row is only recalled."""
        reply = self.answer(row)
        return None if row.recalled else Piece(self._format.piece(reply), reply.status)
