"""Rows answered by several processes at once, with the same pieces in the same order as by one."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING, Final
from zlib import crc32

from assistant import signals
from assistant.batch.answering import Answering, Piece
from assistant.errors import AssistantError
from assistant.operating_system import without_interrupts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from assistant.formats import OutputFormat
    from assistant.records.rows import Row

# A block of rows takes longer to answer than to send; the first ones are smaller, so that replies come early.
_LARGEST_BLOCK: Final = 64
# So many blocks a process may have before it, or their replies waiting for an earlier one.
_BLOCKS_AHEAD: Final = 4
# Rows may be of any length: so many bytes make a block as well, however few rows they are.
_BYTES_A_BLOCK: Final = 2**20


class _Desk:
    """What a process answers with; it is set once, when the process begins."""

    answering: Answering


def _begin(folder: Path | None, output_format: OutputFormat) -> None:
    # Where it could not be begun without.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from assistant.dialogue import Assistant  # noqa: PLC0415  (each process loads it for itself)
    from assistant.formats import reply_format  # noqa: PLC0415

    assistant = Assistant.load(folder)
    _Desk.answering = Answering(assistant, reply_format(output_format, assistant.pack))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        # Nobody is left to send a piece to, or to tell anything.
        os._exit(1)


def _answer_block(block: list[Row]) -> list[Piece | None]:
    return list(map(_Desk.answering.piece, block))


class _Lane:
    """One process, the rows gathered for it, and its blocks that are under way."""

    def __init__(self, executor: ProcessPoolExecutor) -> None:
        self._executor = executor
        self._gathered: list[Row] = []
        self._gathered_bytes = 0
        self._block_size = 1
        self._under_way: deque[Future[list[Piece | None]]] = deque()
        self._pieces: deque[Piece | None] = deque()

    def add(self, row: Row, size: int) -> bool:
        """Take one row more, of so many bytes; true if that made a block, which is on its way now."""
        self._gathered.append(row)
        self._gathered_bytes += size
        if len(self._gathered) < self._block_size and self._gathered_bytes < _BYTES_A_BLOCK:
            return False
        self.send()
        self._block_size = min(self._block_size * 2, _LARGEST_BLOCK)
        return True

    def send(self) -> None:
        """Send what was gathered, be it a whole block or not."""
        if self._gathered:
            with without_interrupts():
                self._under_way.append(self._executor.submit(_answer_block, self._gathered))
            self._gathered = []
            self._gathered_bytes = 0

    @property
    def is_ready(self) -> bool:
        """Whether the next piece can be had without waiting."""
        return bool(self._pieces) or bool(self._under_way and self._under_way[0].done())

    def next(self) -> Piece | None:
        """The next piece; what it takes is sent and waited for."""
        if not self._pieces:
            if not self._under_way:
                self.send()
            self._pieces.extend(self._under_way.popleft().result())
        return self._pieces.popleft()


def answer_in_processes(
    folder: Path | None, output_format: OutputFormat, rows: Iterable[Row], processes: int
) -> Iterator[Piece | None]:
    """The piece of each of `rows` in order, nothing for one that is only recalled.

    Rows of the same conversation are answered by the same process.

    Raises:
        AssistantError: when a process ends before its time.
    """
    # Processes that begin afresh are the same on every system, and share no lock with this one.
    context = get_context("spawn")
    begin = partial(ProcessPoolExecutor, 1, mp_context=context, initializer=_begin)
    try:
        executors = [begin(initargs=(folder, output_format)) for _ in range(processes)]
    except OSError as error:
        raise AssistantError(f"{processes:,} worker processes are too many: {error.strerror}") from None
    try:
        yield from _in_order([_Lane(executor) for executor in executors], rows)
    except BrokenProcessPool:
        signals.let_signal_through()
        raise AssistantError("a worker process ended before its time; is there memory for all?") from None
    finally:
        for executor in executors:
            executor.shutdown(cancel_futures=True)


def _in_order(lanes: list[_Lane], rows: Iterable[Row]) -> Iterator[Piece | None]:
    most_ahead = len(lanes) * _BLOCKS_AHEAD * _LARGEST_BLOCK
    most_bytes = len(lanes) * _BLOCKS_AHEAD * _BYTES_A_BLOCK
    # The lanes of the rows whose pieces are still due, and the bytes of each row.
    due: deque[tuple[_Lane, int]] = deque()
    bytes_due = 0
    turn = 0
    problem: AssistantError | None = None
    remaining = iter(rows)
    while True:
        try:
            row = next(remaining)
        except StopIteration:
            break
        except AssistantError as error:
            # The rows before it have their replies first.
            problem = error
            break
        size = _size(row)
        if row.conversation is None:
            lane = lanes[turn]
            turn = (turn + lane.add(row, size)) % len(lanes)
        else:
            lane = lanes[crc32(row.conversation.encode()) % len(lanes)]
            lane.add(row, size)
        due.append((lane, size))
        bytes_due += size
        while due and (due[0][0].is_ready or len(due) >= most_ahead or bytes_due >= most_bytes):
            lane, size = due.popleft()
            bytes_due -= size
            yield lane.next()
    for lane in lanes:
        lane.send()
    for lane, _ in due:
        yield lane.next()
    if problem:
        raise problem


def _size(row: Row) -> int:
    """How many bytes `row` takes in memory."""
    return sum(map(sys.getsizeof, (row.id, row.question, row.conversation, row.problem)))
