"""What the history asks of the system: private files, and locks that end with the process."""

from __future__ import annotations

import os
import stat
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.history.turns import HistoryError
from assistant.operating_system import delete_open, lock, open_itself

if TYPE_CHECKING:
    from collections.abc import Iterator

# What SQLite keeps beside a file.
NEIGHBOURS: Final = ("-wal", "-shm", "-journal")
_KINDS: Final = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_PAUSE_SECONDS: Final = 0.01


def check_regular(path: Path) -> None:
    """Complain where `path`, or what SQLite would keep beside it, is something else than a file.

    To open a named pipe would wait for whoever is at the other end of it.

    Raises:
        HistoryError: when it is.
        OSError: when it cannot be told.
    """
    for ending in ("", *NEIGHBOURS):
        place = Path(f"{path}{ending}")
        try:
            mode = place.stat().st_mode
        except FileNotFoundError:
            continue
        if not stat.S_ISREG(mode):
            kind = next((name for is_kind, name in _KINDS if is_kind(mode)), "something else")
            raise HistoryError(f"{place}: {kind} stands where a file for the history has to be")


def create(path: Path) -> int:
    """Open a new file that only its owner may read, to read and to append.

    Raises:
        FileExistsError: when something is there.
        OSError: when it cannot be made.
    """
    return open_itself(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)


def open_existing(path: Path, *, write: bool = True) -> int:
    """Open a file to read, and to `write`; never a link, nor anything that one would wait for.

    Raises:
        OSError: when there is none, or it may not be opened.
    """
    access = os.O_RDWR if write else os.O_RDONLY
    descriptor = open_itself(path, access)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise FileNotFoundError(path)
    return descriptor


def try_lock(descriptor: int) -> bool:
    """Lock an open file for this process alone, if nobody else has; the end of the process unlocks it."""
    try:
        lock(descriptor)
    except OSError:
        return False
    return True


def is_at(descriptor: int, path: Path) -> bool:
    """Whether the open file still is the one at `path`."""
    try:
        there, here = path.stat(), os.fstat(descriptor)
    except OSError:
        return False
    return (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino)


@contextmanager
def alone(path: Path, seconds: float) -> Iterator[None]:
    """Within it, no other process is within it for the same `path`, beside which a file tells so meanwhile.

    Raises:
        HistoryError: busy, when another process is for so many seconds.
        OSError: when no file can be made there.
    """
    place = path.with_name(f"{path.name}.mending")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    deadline = time.monotonic() + seconds
    while True:
        descriptor = open_itself(place, os.O_RDWR | os.O_CREAT, 0o600)
        # Whoever had it before has deleted it.
        if try_lock(descriptor) and is_at(descriptor, place):
            break
        os.close(descriptor)
        if time.monotonic() > deadline:
            raise HistoryError(f"{path}: another program is mending it", busy=True)
        time.sleep(_PAUSE_SECONDS)
    try:
        yield
    finally:
        delete_open(place, descriptor)
