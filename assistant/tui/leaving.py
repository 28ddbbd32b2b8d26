"""An app that is asked to end by a signal: it leaves the terminal as it was, and what was said is kept."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
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
    than `PATIENCE`, or a second signal comes, the terminal is restored all the same, and the process ends at
    once. The block is given what tells the number of the signal, once one has come.
    """
    late: threading.Timer | None = None
    came: int | None = None

    def end(number: int) -> None:
        nonlocal late, came
        came = number
        if late:
            _end_at_once(app, number)
        loop = app._loop
        if loop is None:
            # It has not begun, or is over.
            raise signals.raised(number)
        loop.call_soon_threadsafe(_leave, app, signals.exit_code(number))
        late = threading.Timer(PATIENCE, _end_at_once, (app, number))
        late.daemon = True
        late.start()

    def end_with_terminal(descriptor: int) -> None:
        # What shows nothing there goes on without it.
        if wait_until_terminal_is_gone(descriptor) and not (app.is_headless or late):
            end(HANGUP)

    if sys.__stdin__ is not None and sys.__stdin__.isatty():
        arguments = (sys.__stdin__.fileno(),)
        threading.Thread(target=end_with_terminal, args=arguments, daemon=True).start()
    try:
        with signals.handled(end):
            yield lambda: came
    finally:
        if late:
            late.cancel()


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
