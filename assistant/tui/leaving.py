"""An app that is asked to end by a signal: it leaves the terminal as it was, and what was said is kept."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any, Final

from assistant import signals
from assistant.operating_system import HANGUP, wait_until_terminal_is_gone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.app import App

PATIENCE: Final = 2.0
"""Seconds that an app has to end by itself, which it cannot while it is busy."""


@contextlib.contextmanager
def in_good_order(app: App[Any]) -> Iterator[Callable[[], int | None]]:
    """While `app` runs in this block, such a signal has it exit, with the code of that signal.

    So does the end of its terminal, of which not every process is sent a signal. Where it is busy for longer
    than `PATIENCE`, or another signal comes, the terminal is restored all the same, and the process ends at
    once. The block is given what tells the number of the signal, once one has come.
    """
    ending = _Ending(app)
    if sys.__stdin__ is not None and sys.__stdin__.isatty():
        watch = threading.Thread(target=ending.watch, args=(sys.__stdin__.fileno(),), daemon=True)
        watch.start()
    try:
        with signals.handled(ending.begin):
            yield lambda: ending.number
    finally:
        ending.is_over()


class _Ending:
    """The end of an app, which signals ask for, and a thread that watches the terminal."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self.number: int | None = None
        self._late: threading.Timer | None = None
        # A handler may interrupt another one.
        self._turn = threading.RLock()

    def begin(self, number: int) -> None:
        """Have the app exit, or the process end where that is under way already."""
        with self._turn:
            is_first, self.number = self.number is None, number
        if not is_first:
            # A window that is closed is told of twice: by the terminal, and by a signal.
            if number != HANGUP:
                _end_at_once(self._app, number)
            return
        loop = self._app._loop
        if loop is None:
            # It has not begun, or is over.
            raise signals.raised(number)
        self._late = threading.Timer(PATIENCE, _end_at_once, (self._app, number))
        self._late.daemon = True
        self._late.start()
        with contextlib.suppress(RuntimeError):
            # Where it has ended meanwhile, there is nothing to ask.
            loop.call_soon_threadsafe(_leave, self._app, signals.exit_code(number))

    def watch(self, descriptor: int) -> None:
        """Wait for the end of the terminal, and have the app exit then."""
        # What shows nothing there goes on without it.
        if wait_until_terminal_is_gone(descriptor) and not self._app.is_headless and self._app._loop:
            _stop_drawing(self._app)
            self.begin(HANGUP)

    def is_over(self) -> None:
        """The app has ended."""
        if self._late:
            self._late.cancel()


def _stop_drawing(app: App[Any]) -> None:
    """Have `app` write nothing more: what writes to a terminal is gone with it, and would be waited for."""
    driver: Any = app._driver
    driver.write = lambda _text: None
    waiting = driver._writer_thread._queue if driver._writer_thread else Queue()
    with contextlib.suppress(Empty):
        while True:
            waiting.get_nowait()


def _leave(app: Any, code: int) -> None:
    # What is half mounted may break on the way out, which is no news to anybody.
    app._handle_exception = lambda _error: app._close_messages_no_wait()
    app.exit(None, code)


def _end_at_once(app: App[Any], number: int) -> None:
    """Do what Textual does at its exit, unless the terminal takes nothing any more, and end."""
    restoring = threading.Thread(target=_restore, args=(app,), daemon=True)
    restoring.start()
    restoring.join(PATIENCE)
    os._exit(signals.exit_code(number))


def _restore(app: App[Any]) -> None:
    driver: Any = app._driver
    # Where the terminal is gone, or never was the screen's, there is nothing to restore.
    with contextlib.suppress(Exception):
        # Which else is left to the main thread, as it goes with a handler of a signal.
        driver._disable_mouse_support()
    with contextlib.suppress(Exception):
        driver.stop_application_mode()
        driver.close()
