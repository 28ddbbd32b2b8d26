"""A command that runs again at every save of a pack."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click

from assistant import signals
from assistant.clock import local_time
from assistant.errors import AssistantError, ExitCode
from assistant.streams import OutputError, standard_output, styled
from assistant.text import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from assistant.knowledge.watching import PackWatcher

# An empty screen, and the cursor at its top.
_CLEAR: Final = "\x1b[2J\x1b[H"


def run_at_changes(watcher: PackWatcher, run_once: Callable[[], int]) -> int:
    """Call `run_once` now and at every change of the pack that is watched, until ctrl+c.

    On a terminal each run begins on a clean screen, and anywhere else beneath a line with the time. An error
    for people is shown as what came of the run, and on standard output, so that one stream has all of it.

    Args:
        watcher: Notices the changes.
        run_once: Prints what there is to say of the pack, and returns an exit code.

    Returns:
        The exit code of the last run that came to its end.

    Raises:
        KeyboardInterrupt: ctrl+c came before the end of the first run.
        OutputError: nobody reads the output any more.
    """
    code = _run(watcher.folder, run_once)
    try:
        for _ in watcher.changes():
            code = _run(watcher.folder, run_once)
    except KeyboardInterrupt:
        signals.heed()
        # The terminal has shown ^C on the line of the cursor.
        if sys.stdout.isatty():
            click.echo()
    return code


def _run(folder: Path, run_once: Callable[[], int]) -> int:
    heading = f"{local_time():%H:%M:%S} {one_line(str(folder))}"
    with standard_output() as output:
        if output.isatty():
            styled(output).write(_CLEAR)
            click.echo(f"{heading} - checked at every save, ctrl+c ends\n")
        else:
            click.echo(f"--- {heading} ---")
        output.flush()
        try:
            return run_once()
        except OutputError:
            raise
        except AssistantError as error:
            click.echo(printable(str(error)))
            return ExitCode.ERROR
