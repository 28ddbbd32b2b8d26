"""How far a batch or a demo is, told on standard error: a bar in a terminal, else a line now and then."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

from assistant.response import Status
from assistant.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO, TextIO

    from assistant.formats import Summary

    Watch = Callable[[Summary], object]

# Seconds between two looks at the bar, and between two lines.
_LOOK_EVERY: Final = 0.1
_LINE_EVERY: Final = 5.0


class Meter:
    """The rows so far, how fast they go, and how much of the input was read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._size = _size(stream)
        self._began = time.monotonic()
        self._first: int | None = None
        self.rows = 0

    def look(self, rows: int) -> None:
        """Take in that there are so many rows by now."""
        if self._first is None:
            # What an earlier run has answered says nothing of how fast this one is.
            self._first = rows - 1
        self.rows = rows

    @property
    def seconds(self) -> float:
        """The time since the batch began."""
        return max(time.monotonic() - self._began, 1e-9)

    @property
    def new(self) -> int:
        """The rows that no earlier run has answered."""
        return self.rows - (self._first or 0)

    @property
    def rate(self) -> float:
        """New rows a second."""
        return self.new / self.seconds

    @property
    def share(self) -> float | None:
        """How much of the input was read, in 0..1; None for one whose end is not known."""
        if not self._size:
            return None
        return min(os.lseek(self._stream.fileno(), 0, os.SEEK_CUR) / self._size, 1.0)


def _size(stream: BinaryIO) -> int:
    try:
        return os.fstat(stream.fileno()).st_size if stream.seekable() else 0
    except OSError:
        return 0


def summary_as_text(summary: Summary, meter: Meter) -> str:
    """What a batch came to, in one line."""
    replied = [status for status in Status if status is not Status.ERROR]
    named = [f"{summary.counts[status]:,} {status.traits.counted}" for status in replied]
    told = ", ".join([*named, counted(summary.unread, "error")])
    before = summary.rows - meter.new
    rows = counted(summary.rows, "row")
    done = f"{rows}, {before:,} of them done before, {meter.new:,}" if before else rows
    return f"{done} in {meter.seconds:.1f} s, {meter.rate:,.0f} a second: {told}"


@contextmanager
def telling(meter: Meter, *, quiet: bool, replies_shown: bool) -> Iterator[Watch]:
    """What is to be called after each reply; `replies_shown` are those that appear on the same terminal."""
    if quiet or sys.stderr is None:
        yield lambda _: None
    elif not sys.stderr.isatty():
        yield _every(_LINE_EVERY, meter, lambda: click.echo(_line(meter), err=True))
    elif replies_shown:
        # They tell how it goes themselves, and a bar would stand in their way.
        yield _every(_LOOK_EVERY, meter, lambda: None)
    else:
        with _bar(meter) as draw:
            yield _every(_LOOK_EVERY, meter, draw)


def _every(seconds: float, meter: Meter, tell: Callable[[], object]) -> Watch:
    told = time.monotonic()

    def watch(summary: Summary) -> None:
        nonlocal told
        meter.look(summary.rows)
        now = time.monotonic()
        if now - told >= seconds:
            told = now
            tell()

    return watch


def _line(meter: Meter) -> str:
    share = meter.share
    told = [counted(meter.rows, "row"), f"{meter.rate:,.0f} a second"]
    if share:
        left = round(meter.seconds * (1 - share) / share)
        told.append(f"{share:.0%} read, about {left // 60}:{left % 60:02} left")
    return ", ".join(told)


@contextmanager
def _bar(meter: Meter) -> Iterator[Callable[[], object]]:
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    from assistant.cli.console import LiteralConsole  # noqa: PLC0415  (only where there is a terminal)

    columns = (
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[told]}"),
        TimeRemainingColumn(compact=True),
    )
    share = meter.share
    with Progress(*columns, console=LiteralConsole(sys.stderr), transient=True) as progress:
        task = progress.add_task("", total=None if share is None else 1.0, told="")

        def draw() -> None:
            told = f"{counted(meter.rows, 'row')}, {meter.rate:,.0f} a second"
            progress.update(task, completed=meter.share or 0, told=told)

        yield draw


@contextmanager
def telling_steps(total: int) -> Iterator[Callable[[int], object]]:
    """What is to be called with the number of the step that an unseen demo of `total` steps has come to."""
    # Where it plays, standard error is the screen's.
    stream = sys.stderr
    if stream is None:
        yield lambda _: None
    elif stream.isatty():
        with _step_bar(total, stream) as draw:
            yield draw
    else:
        yield _step_lines(total, stream)


def _step_lines(total: int, stream: TextIO) -> Callable[[int], object]:
    told = time.monotonic()

    def watch(step: int) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= _LINE_EVERY:
            told = now
            click.echo(f"step {step} of {total}", file=stream)

    return watch


@contextmanager
def _step_bar(total: int, stream: TextIO) -> Iterator[Callable[[int], object]]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    from assistant.cli.console import LiteralConsole  # noqa: PLC0415  (only where there is a terminal)

    columns = (TextColumn("step"), MofNCompleteColumn(), BarColumn())
    console = LiteralConsole(stream)
    # What is printed meanwhile is the screen's as well, and none of the bar's.
    with Progress(
        *columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False
    ) as progress:
        task = progress.add_task("", total=total)
        yield lambda step: progress.update(task, completed=step)
