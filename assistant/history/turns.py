"""What the history tells of: turns, conversations, and what can go wrong with it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from assistant.errors import AssistantError

if TYPE_CHECKING:
    from datetime import datetime

    from assistant.reply import Reply
    from assistant.response import Status

MOST_LISTED: Final = 200
LONGEST_TITLE: Final = 400
"""No list shows more characters of a title; a first question may have thousands."""


class HistoryError(AssistantError):
    """The history cannot be read or written.

    Args:
        message: What is wrong, for a person.
        damaged: The file is not what it should be, or not where.
        busy: Another process keeps it for itself.
        no_room: The disk, or the memory, takes no more at the moment.
        is_foreign: Another program wrote it, or a later version of this one.
    """

    def __init__(
        self,
        message: str,
        *,
        damaged: bool = False,
        busy: bool = False,
        no_room: bool = False,
        is_foreign: bool = False,
    ) -> None:
        super().__init__(message)
        self.damaged = damaged
        self.busy = busy
        self.no_room = no_room
        self.is_foreign = is_foreign

    @property
    def may_pass(self) -> bool:
        """Whether the same may go well in a moment."""
        return self.busy or self.no_room


class Mark(StrEnum):
    """What a person said of an answer."""

    NONE = ""
    RIGHT = "right"
    WRONG = "wrong"


class Turn(NamedTuple):
    """A question and what came back; no reply where the program ended before there was one."""

    number: int
    asked: datetime
    question: str
    reply: Reply | None
    mark: Mark = Mark.NONE


class Kept(NamedTuple):
    """A conversation as it is listed.

    `name` is what the person called it, empty where nobody did; `first` is its first question. `snippet` is a
    piece of it that was searched for, as runs of text with whether each was what was found; `marked_title` is
    the title as such runs, where something of that stands in it.
    """

    number: int
    name: str
    first: str
    begun: datetime
    touched: datetime
    turns: int
    snippet: tuple[tuple[str, bool], ...] = ()
    marked_title: tuple[tuple[str, bool], ...] = ()

    @property
    def title(self) -> str:
        """What to call it."""
        return self.name or self.first


class Open(NamedTuple):
    """A question for the curator: one that was not answered, or whose answer was marked."""

    asked: datetime
    question: str
    status: Status
    answer: str
    mark: Mark
    conversation: int = 0
    """The number of its conversation."""
    place: int = 0
    """Its place among the questions of the conversation, from 0."""
