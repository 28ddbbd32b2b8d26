"""Ctrl+c, and what else asks the process to end: one exit code and no traceback, whenever it comes.

Before the program has begun and after it is done, such a signal ends the process at once, as it ends any
other program. In between, the first one raises what lets files and the terminal be left in order, and a
second one ends the process at once. A signal that was ignored from the beginning, as by nohup, stays so.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.operating_system import ENDING_SIGNALS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType


class Terminated(SystemExit):
    """The process was asked to end, other than by ctrl+c."""

    def __init__(self, number: int) -> None:
        self.exit_code = exit_code(number)
        super().__init__(self.exit_code)


def exit_code(number: int) -> int:
    """The exit code of a process that a signal has ended, as a shell tells it."""
    return 128 + number


INTERRUPTED = exit_code(signal.SIGINT)
# Seconds.
_ON_ITS_WAY = 0.2


def raise_at_signals() -> None:
    """From now on the first such signal raises `KeyboardInterrupt` or `Terminated`."""
    sys.unraisablehook = _end_where_nothing_can_be_raised
    _handle(_raise)


def end_at_signals() -> None:
    """From now on such a signal ends the process at once."""
    _handle(signal.SIG_DFL)


@contextmanager
def handled(handler: Callable[[int], object]) -> Iterator[None]:
    """Call `handler` with the number of such a signal, as long as the block runs.

    Signals are the main thread's: elsewhere nothing changes.
    """
    try:
        before = _handle(lambda number, _frame: handler(number))
    except ValueError:
        yield
        return
    try:
        yield
    finally:
        for number, each in before.items():
            signal.signal(number, each)


@contextmanager
def interrupt_noted() -> Iterator[Callable[[], bool]]:
    """As long as the block runs, a first ctrl+c raises nothing; the block is given what tells if it came.

    A second one, and any other such signal, raises what it raises elsewhere.
    """
    came = False

    def note(number: int) -> None:
        nonlocal came
        if came or number != signal.SIGINT:
            _raise(number, None)
        came = True

    try:
        with handled(note):
            yield lambda: came
    finally:
        if unheeded():
            end_at_signals()


class _Came:
    number: int | None = None


def unheeded() -> int | None:
    """The signal that has raised what some library has passed over; None where none has come."""
    return _Came.number


def heed() -> None:
    """Go on though a signal has come: it has ended what it was to end."""
    _Came.number = None
    raise_at_signals()


def let_signal_through() -> None:
    """Let a signal come here that was sent to a whole group, and has ended a process that works for this one.

    Raises:
        BaseException: what that signal raises.
    """
    time.sleep(_ON_ITS_WAY)


def end_by(number: int) -> None:
    """End the process at once by such a signal."""
    signal.signal(number, signal.SIG_DFL)
    signal.raise_signal(number)


def raised(number: int) -> BaseException:
    """What such a signal raises."""
    return KeyboardInterrupt() if number == signal.SIGINT else Terminated(number)


def _handle(
    handler: Callable[[int, FrameType | None], object] | signal.Handlers,
) -> dict[signal.Signals, Callable[[int, FrameType | None], object] | int | None]:
    """Set the handler of all such signals; what they had before."""
    return {
        number: signal.signal(number, handler)
        for number in (signal.SIGINT, *ENDING_SIGNALS)
        if signal.getsignal(number) is not signal.SIG_IGN
    }


def _raise(number: int, _frame: FrameType | None) -> None:
    end_at_signals()
    _Came.number = number
    raise raised(number)


def _end_where_nothing_can_be_raised(unraisable: sys.UnraisableHookArgs) -> None:
    """End the process where the signal came while Python tidied up, which drops what is raised there."""
    if isinstance(unraisable.exc_value, Terminated):
        os._exit(unraisable.exc_value.exit_code)
    if isinstance(unraisable.exc_value, KeyboardInterrupt):
        os._exit(INTERRUPTED)
    sys.__unraisablehook__(unraisable)
