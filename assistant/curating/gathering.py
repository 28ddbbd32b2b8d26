"""Questions that were asked in vain: from the history, from replies of a batch, and from files."""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from assistant.curating.asking import ask_all
from assistant.errors import AssistantError
from assistant.formats.table import unguarded
from assistant.history import Mark, key_of
from assistant.past_replies import rows_of_batch
from assistant.records import records
from assistant.records.record import QUESTION
from assistant.response import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import BinaryIO

    from assistant.curating.asking import Outcome, Talk
    from assistant.dialogue import Assistant
    from assistant.history.store import History
    from assistant.records import Record

# Columns in which a person may say of a reply whether it is right, and what is taken for a no and for a yes.
_MARKS: Final = ("mark", "feedback", "rating")
_WRONG: Final = frozenset(("wrong", "no", "bad", "down", "downvoted", "false", "incorrect", "-1", "0", "👎"))
_RIGHT: Final = frozenset(("right", "yes", "good", "up", "upvoted", "true", "correct", "1", "+1", "👍"))


class Reason(StrEnum):
    """Why a question is looked at."""

    UNANSWERED = "unanswered"
    DOUBTED = "doubted"
    """The reply asked back, or showed a passage that may answer."""
    WRONG = "wrong"
    """A person marked the answer as wrong."""
    ASKED = "asked"
    """It stands in a file of questions, and nothing is known of it yet."""


class Question(NamedTuple):
    """A question that was asked, at a place in a conversation."""

    talk: Talk
    place: int
    reason: Reason
    answer: str = ""
    """What it was answered, if a person marked that as wrong."""

    @property
    def text(self) -> str:
        """The question itself."""
        return self.talk[self.place]


class OpenQuestion(NamedTuple):
    """A question that the pack of today has no reply of its own for, or one that was marked as wrong."""

    asked: Question
    reason: Reason
    outcome: Outcome

    @property
    def text(self) -> str:
        """The question itself."""
        return self.asked.text

    @property
    def after(self) -> str:
        """The question before it, where it means something only after that; else empty."""
        talk, place = self.asked.talk, self.asked.place
        return talk[place - 1] if self.outcome.leans and place else ""


def of_history(history: History, pack: str) -> Iterator[Question]:
    """The questions of the history that are left for the curator of the pack with the key `pack`.

    A reply that was marked as right leaves none, whatever it is.
    """
    talks = {number: tuple(questions) for number, questions in history.questions(pack).items()}
    for each in history.for_the_curator(pack):
        if each.mark is Mark.RIGHT:
            continue
        wrong = each.mark is Mark.WRONG
        reason = Reason.WRONG if wrong else _reason(each.status)
        yield Question(talks[each.conversation], each.place, reason, each.answer if wrong else "")


def talks_of_history(history: History, pack: str) -> list[Talk]:
    """The conversations that the history has about the pack with the key `pack`, oldest first."""
    return [tuple(questions) for questions in history.questions(pack).values()]


def history_key(assistant: Assistant) -> str:
    """What the history knows the pack of an assistant by."""
    return key_of(assistant.pack.sources.values())


def of_batch(stream: BinaryIO, name: str) -> Iterator[Question]:
    """The questions of replies, as a batch writes them, whose status is open or that are marked as wrong.

    Raises:
        AssistantError: The file is none that a batch writes for programs, or cannot be read.
    """
    rows = list(rows_of_batch(stream, name))
    columns = [row.model_extra or {} for row in rows]
    asked = [(row.question, more.get("conversation")) for row, more in zip(rows, columns, strict=True)]
    talks, places = _talks(asked)
    for row, more, (conversation, place) in zip(rows, columns, places, strict=True):
        mark = _mark(more)
        if mark is Mark.RIGHT or not (mark is Mark.WRONG or row.status.traits.is_open):
            continue
        wrong = mark is Mark.WRONG
        answer = str(more.get("answer") or "") if wrong else ""
        yield Question(talks[conversation], place, Reason.WRONG if wrong else _reason(row.status), answer)


def of_file(stream: BinaryIO, name: str) -> Iterator[Question]:
    """All questions of a file.

    Raises:
        AssistantError: The file cannot be read, or a row of it has no question.
    """
    rows = []
    for record in records(stream, name):
        if record.problem or not isinstance(record.values.get(QUESTION), str):
            line, column = record.problem_place
            what = record.told_problem if record.problem else "this row has no “question”"
            raise AssistantError(f"{name}:{line}:{column}: {what}")
        if str(record.values[QUESTION]).strip():
            rows.append(record)
    talks, places = _talks([(_question(record), record.values.get("conversation")) for record in rows])
    for conversation, place in places:
        yield Question(talks[conversation], place, Reason.ASKED)


def still_open(
    assistant: Assistant,
    questions: Sequence[Question],
    progress: Callable[[int, int], object] = lambda *_: None,
) -> list[OpenQuestion | None]:
    """What becomes of each question today, in its conversation; None for one that is settled by now.

    An answer that was marked as wrong is settled once there is another.
    """
    outcomes = ask_all(assistant, [question.talk for question in questions], progress)
    replies: dict[Talk, list[str]] = {}
    found: list[OpenQuestion | None] = []
    for question, of_talk in zip(questions, outcomes, strict=True):
        outcome = of_talk[question.place]
        is_open = not outcome.is_settled(assistant.pack)
        reason = question.reason
        if reason is Reason.WRONG and not is_open:
            if question.talk not in replies:
                conversation = assistant.conversation()
                replies[question.talk] = [conversation.respond(each).answer for each in question.talk]
            is_open = replies[question.talk][question.place] == question.answer
        elif reason is Reason.ASKED:
            reason = _reason(outcome.status)
        found.append(OpenQuestion(question, reason, outcome) if is_open else None)
    return found


def _reason(status: Status) -> Reason:
    return Reason.UNANSWERED if status is Status.NOT_IN_ARTICLE else Reason.DOUBTED


def _question(record: Record) -> str:
    text = str(record.values.get(QUESTION) or "")
    return text if record.sheet is None else unguarded(text)


def _talks(asked: Sequence[tuple[str, object]]) -> tuple[list[Talk], list[tuple[int, int]]]:
    """The conversations of questions with the names of these, and where among them each question stands."""
    talks: list[list[str]] = []
    numbers: defaultdict[str, int] = defaultdict(lambda: len(talks))
    places: list[tuple[int, int]] = []
    for question, conversation in asked:
        number = len(talks) if conversation in (None, "") else numbers[str(conversation)]
        if number == len(talks):
            talks.append([])
        talks[number].append(question)
        places.append((number, len(talks[number]) - 1))
    return [tuple(talk) for talk in talks], places


def _mark(columns: Mapping[str, object]) -> Mark:
    for name in _MARKS:
        value = str(columns.get(name, "")).strip().casefold()
        if value in _WRONG:
            return Mark.WRONG
        if value in _RIGHT:
            return Mark.RIGHT
    return Mark.NONE
