"""Conversations to keep."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assistant.history import Journal
from assistant.reply import Reply, Status

if TYPE_CHECKING:
    from assistant.history.store import History

NOW = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)
PACK = "p"


def reply(answer: str, status: Status = Status.ANSWERED) -> Reply:
    return Reply(question="", status=status, answer=answer)


def keep(history: History, *turns: tuple[str, str], pack: str = PACK, moment: datetime = NOW) -> int:
    """A conversation of these questions and answers; its number."""
    conversation = history.begin(pack, moment)
    for question, answer in turns:
        number = history.ask(conversation, question, moment)
        assert number is not None
        history.answer(number, reply(answer))
    return conversation


def found(history: History, text: str = "", pack: str = PACK) -> list[str]:
    """The titles of the conversations that are found."""
    return [kept.title for kept in history.conversations(pack, text)]


def journal(told_of: list[str]) -> Journal:
    """A journal that tells a list."""
    return Journal(PACK, keep=True, clock=lambda: NOW, tell=told_of.append)


def said(journal: Journal, *questions: str) -> None:
    """Ask and answer."""
    for question in questions:
        journal.answer(journal.ask(question), reply(f"About {question}"))
