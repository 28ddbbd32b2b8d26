"""What the history asks of the system: private files, and locks that end with the process."""

from __future__ import annotations

import glob
import os
import stat
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.history.turns import HistoryError
from assistant.operating_system import CAN_MOVE_OPEN_FILES, delete_open, is_at, lock, open_itself

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
# So long one waits for another chat that opens the file, or mends it.
_PATIENCE_SECONDS: Final = 2.0
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


@contextmanager
def alone(path: Path, *, need_file: bool = True) -> Iterator[None]:
    """Within it, no other process is within it for the same `path`, beside which a file tells so meanwhile.

    Args:
        path: What is opened, or exchanged for another file.
        need_file: Whether it is an error that no file can be made there. Where none can, no other file can
            be put in the place of `path` either.

    Raises:
        HistoryError: busy, when another process is within it for long.
        OSError: when no file can be made there.
    """
    place = path.with_name(f"{path.name}.mending")
    descriptor = -1
    try:
        descriptor = _taken(place, time.monotonic() + _PATIENCE_SECONDS)
    except TimeoutError:
        raise HistoryError(f"{path}: another program is opening or mending it", busy=True) from None
    except OSError:
        if need_file:
            raise
    try:
        yield
    finally:
        if descriptor >= 0:
            # The lock is what counts, and ends with the descriptor.
            with suppress(OSError):
                delete_open(place, descriptor)


def _taken(place: Path, deadline: float) -> int:
    """A descriptor of the file at `place`, which no other process has locked.

    Raises:
        TimeoutError: when another one has until `deadline`, by the monotonic clock.
        OSError: when it cannot be made.
    """
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    while True:
        try:
            descriptor = open_itself(place, os.O_RDWR | os.O_CREAT, 0o600)
        except PermissionError:
            # On Windows, of a file that is being deleted.
            if CAN_MOVE_OPEN_FILES:
                raise
        else:
            # Whoever had it before has deleted it.
            if not _is_locked_elsewhere(descriptor) and is_at(descriptor, place):
                return descriptor
            os.close(descriptor)
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(_PAUSE_SECONDS)


def _is_locked_elsewhere(descriptor: int) -> bool:
    try:
        lock(descriptor)
    except BlockingIOError:
        return True
    except OSError:
        # A file system without locks.
        return False
    return False


def put_aside(path: Path, aside: Path, fresh: Path) -> None:
    """Put `fresh` at `path`, and what is there, with what SQLite keeps beside it, at `aside`.

    Raises:
        OSError: when it cannot be done; then nothing has changed.
    """
    try:
        # There is a file at `path` at any time, where the system can give one two names.
        with suppress(OSError):
            os.link(path, aside)
        for ending in NEIGHBOURS:
            # Else they would be taken for those of the new file.
            with suppress(FileNotFoundError):
                Path(f"{path}{ending}").rename(f"{aside}{ending}")
        if not aside.exists():
            path.rename(aside)
        fresh.replace(path)
    except OSError:
        put_back(path)
        raise


def put_back(path: Path) -> None:
    """Undo a `put_aside` that was broken off, as by the end of its process."""
    for aside in path.parent.glob(f"{glob.escape(path.name)}.damaged-*[0-9]"):
        with suppress(OSError):
            if not aside.samefile(path):
                continue
            for ending in NEIGHBOURS:
                place = Path(f"{path}{ending}")
                if not place.exists():
                    with suppress(FileNotFoundError):
                        Path(f"{aside}{ending}").rename(place)
            aside.unlink()
