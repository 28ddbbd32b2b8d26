"""A program in a pseudo-terminal of a given size: what it writes, and what a person would type."""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import signal
import struct
import subprocess
import termios
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

PATIENCE = 30.0


class Terminal:
    """A running program and the bytes that it has written so far."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], size: tuple[int, int], folder: Path
    ) -> None:
        self._master, slave = os.openpty()
        self.size = size
        self._tell_size()
        self.settings = termios.tcgetattr(slave)
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=dict(environment) | {"TERM": "xterm-256color", "COLORTERM": "truecolor"},
            cwd=folder,
            start_new_session=True,
        )
        # Kept open: the settings of the terminal can be read when the program is gone.
        self._slave = slave
        self.output = bytearray()

    def _tell_size(self) -> None:
        columns, rows = self.size
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, columns: int, rows: int) -> None:
        """Change the size, as a window does, and tell the program."""
        self.size = (columns, rows)
        self._tell_size()
        self.process.send_signal(signal.SIGWINCH)

    def type(self, text: str) -> None:
        """Send keys."""
        os.write(self._master, text.encode())

    def read(self, seconds: float = 0.05) -> bytes:
        """What was written meanwhile; it waits so long for the first byte."""
        if not select.select([self._master], [], [], seconds)[0]:
            return b""
        new = os.read(self._master, 65536)
        self.output += new
        return new

    def wait(self, until: Callable[[], bool], what: str) -> None:
        """Read until the condition holds; it fails after `PATIENCE` seconds."""
        deadline = time.monotonic() + PATIENCE
        while not until():
            assert time.monotonic() < deadline, f"no {what}: …{bytes(self.output[-2000:])!r}"
            self.read()

    def end(self) -> int:
        """Read until the program has ended.

        Returns:
            Its exit code, negative where a signal ended it.
        """
        self.wait(lambda: self.process.poll() is not None, "end")
        while self.read(0):
            pass
        return self.process.returncode

    def hang_up(self, *, signalled: bool = True) -> int:
        """Close the window: nobody reads any more what the program writes; its exit code.

        Not every window has its program `signalled` then.
        """
        os.close(self._master)
        self._master = os.open(os.devnull, os.O_RDWR)
        if signalled:
            self.process.send_signal(signal.SIGHUP)
        return self.process.wait(PATIENCE)

    @property
    def settings_now(self) -> list[object]:
        """How the terminal treats what is typed and written."""
        return termios.tcgetattr(self._slave)

    def close(self) -> None:
        """End what is left."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._slave)
        os.close(self._master)


@contextlib.contextmanager
def terminal(
    command: Sequence[str], environment: Mapping[str, str], size: tuple[int, int], folder: Path
) -> Iterator[Terminal]:
    """`command` in a terminal of so many columns and rows; it has ended when the block is left."""
    opened = Terminal(command, environment, size, folder)
    try:
        yield opened
    finally:
        opened.close()
