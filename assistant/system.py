"""What differs between operating systems: how files are opened, and which signals end a process."""

from __future__ import annotations

import errno
import os
import signal
import stat
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform == "win32":
    ENDING_SIGNALS: tuple[signal.Signals, ...] = (signal.SIGTERM,)

    def open_itself(path: Path, flags: int, mode: int = 0o666) -> int:
        """Open `path` as `os.open` does, but follow no link and wait for nobody at the other end of a pipe.

        Raises:
            OSError: as `os.open` does; ELOOP where it is a link.
        """
        if path.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        return os.open(path, flags | os.O_BINARY, mode)

    def is_own(status: os.stat_result) -> bool:
        """Whether it is a regular file with one name, which nobody else can have put there."""
        return stat.S_ISREG(status.st_mode) and status.st_nlink == 1

    def name_new_file(part: Path, path: Path) -> None:
        """Give the file `part` the name `path`, which nothing has.

        Raises:
            OSError: as `os.rename` does; FileExistsError where something has that name.
        """
        part.rename(path)

else:
    ENDING_SIGNALS = (signal.SIGTERM, signal.SIGHUP)

    def open_itself(path: Path, flags: int, mode: int = 0o666) -> int:
        """Open `path` as `os.open` does, but follow no link and wait for nobody at the other end of a pipe.

        Raises:
            OSError: as `os.open` does; ELOOP where it is a link.
        """
        return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, mode)

    def is_own(status: os.stat_result) -> bool:
        """Whether it is a regular file with one name, which nobody else can have put there."""
        return stat.S_ISREG(status.st_mode) and status.st_nlink == 1 and status.st_uid == os.geteuid()

    def name_new_file(part: Path, path: Path) -> None:
        """Give the file `part` the name `path`, which nothing has.

        Raises:
            OSError: as `os.link` does; FileExistsError where something has that name.
        """
        try:
            path.hardlink_to(part)
        except FileExistsError:
            raise
        except OSError:
            # A file system without hard links can but be asked before.
            if os.path.lexists(path):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
            part.rename(path)
        else:
            part.unlink()
