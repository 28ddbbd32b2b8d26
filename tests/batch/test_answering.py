"""Conversations of a batch that are put aside, and processes that answer side by side."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from typing import TYPE_CHECKING

import pytest

from assistant.batch import Row, processes
from assistant.batch.answering import Answering, Piece
from assistant.batch.conversations import Conversations
from assistant.batch.processes import answer_in_processes
from assistant.errors import AssistantError
from assistant.formats import OutputFormat, reply_format
from assistant.response import Status
from assistant.text import LONGEST_QUESTION
from tests.batch.conftest import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from assistant import Assistant
    from assistant.batch import Batch
    from tests.batch.conftest import Pour, ReadRows


def test_a_conversation_that_was_put_aside_goes_on_as_if_it_was_not(tiny: Assistant) -> None:
    asked = [(name, question) for question in QUESTIONS for name in ("a", "b", "c")]
    held, aside = Conversations(tiny), Conversations(tiny, most_held=1)

    assert [aside[name].ask(question) for name, question in asked] == [
        held[name].ask(question) for name, question in asked
    ]


def test_so_does_one_about_the_default_pack(assistant: Assistant) -> None:
    questions = ("who met in tokyo?", "when?", "why?", "what is it for", "and the fields", "more", "source?")
    asked = [(name, question) for question in questions for name in ("a", "b")]
    held, aside = Conversations(assistant), Conversations(assistant, most_held=1)

    assert [aside[name].ask(question) for name, question in asked] == [
        held[name].ask(question) for name, question in asked
    ]


@pytest.mark.endurance
@pytest.mark.parametrize("processes", [2, 3])
@pytest.mark.parametrize("output_format", [OutputFormat.JSONL, OutputFormat.CSV])
def test_any_number_of_processes_writes_the_same(
    batch: Callable[..., Batch],
    pour: Pour,
    read: ReadRows,
    questions: Path,
    processes: int,
    output_format: OutputFormat,
) -> None:
    rows = read(questions)

    assert pour(batch(output_format, processes), rows) == pour(batch(output_format), rows)


def test_blocks_that_bytes_end_come_to_the_same(
    batch: Callable[..., Batch],
    pour: Pour,
    read: ReadRows,
    questions: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(processes, "_BYTES_A_BLOCK", 1_000)
    rows = read(questions)

    assert pour(batch(processes=2), rows) == pour(batch(), rows)


@pytest.mark.parametrize(("size", "most"), [(1, 512), (2**20, 8), (3 * 2**20, 3)])
@pytest.mark.parametrize("conversation", [None, "a"])
def test_rows_are_read_ahead_by_their_number_and_by_their_bytes(
    size: int, most: int, conversation: str | None
) -> None:
    class Busy:
        """Gives its pieces when they are waited for, and not before."""

        def submit(self, _: object, block: list[Row]) -> Busy:
            self.block = block
            return self

        def done(self) -> bool:
            return False

        def result(self) -> list[Piece]:
            return [Piece(row.id, Status.CHAT) for row in self.block]

    class Process:
        def submit(self, answer: object, block: list[Row]) -> Busy:
            return Busy().submit(answer, block)

    question = "x" * size
    rows = deque(Row(str(number), question, conversation) for number in range(600))
    lanes = [processes._Lane(Process()) for _ in range(2)]  # type: ignore[arg-type]
    pieces = processes._in_order(lanes, iter(rows.popleft, None))

    assert next(pieces) == Piece("0", Status.CHAT)
    assert 600 - len(rows) == most


@pytest.mark.parametrize("processes", [1, 2])
def test_the_first_reply_comes_before_the_last_question_is_read(
    batch: Callable[..., Batch], processes: int
) -> None:
    read = 0

    def rows() -> Iterator[Row]:
        nonlocal read
        for number in range(5_000):
            read = number
            yield Row(str(number), "Hello!")

    work = batch(processes=processes)
    pieces = work._pieces(rows(), reply_format(work.output_format, work.assistant.pack))
    first = next(pieces)
    pieces.close()

    assert first.status is Status.CHAT
    assert read < 4_999


def test_a_process_that_is_killed_ends_the_batch_in_a_line(tiny_folder: Path) -> None:
    rows = (Row(str(number), "Hello!") for number in range(5_000))
    pieces = answer_in_processes(tiny_folder, OutputFormat.JSONL, rows, 2)
    next(pieces)
    for process in multiprocessing.active_children():
        os.kill(process.pid or 0, signal.SIGKILL)

    with pytest.raises(AssistantError, match=r"^a worker process ended before its time"):
        list(pieces)


def test_a_row_that_is_recalled_has_no_piece_but_counts_for_its_conversation(
    tiny: Assistant, batch: Callable[..., Batch]
) -> None:
    answering = Answering(tiny, reply_format(OutputFormat.TEXT, tiny.pack))

    assert answering.piece(Row("1", "How high is the tower?", "a", recalled=True)) is None
    told = answering.piece(Row("2", "where does it say that?", "a"))
    assert told
    assert "The tower is 41 metres high." in told.text


def test_a_question_that_recurs_is_answered_once_and_one_too_long_is_not_remembered(
    tiny: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    ask = tiny.ask
    monkeypatch.setattr(tiny, "ask", lambda question: asked.append(question) or ask(question))
    answering = Answering(tiny, reply_format(OutputFormat.JSONL, tiny.pack))
    long = "why " * LONGEST_QUESTION

    replies = [
        answering.answer(Row(str(number), question))
        for number, question in enumerate(["How high is the tower?", long, "How high is the tower?", long])
    ]

    assert asked == ["How high is the tower?", long, long]
    assert [reply.id for reply in replies] == ["0", "1", "2", "3"]
    assert replies[0].answer == replies[2].answer
