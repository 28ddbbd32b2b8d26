"""The file that conversations are kept in: how it is opened, checked, and given the present layout."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.history import files, layout
from assistant.history.turns import HistoryError

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE: Final = "history.db"
# So long a statement waits for another chat's, which takes a millisecond; the person waits as well.
PATIENCE_SECONDS: Final = 0.03
# So long a reader does that has no other way.
_READER_PATIENCE_SECONDS: Final = 2.0
# So much of a damaged file is searched for what it holds: a larger one is no history.
_MOST_READ: Final = 500_000_000
# A larger file is not read through at the start; damage then shows where it is met.
_CHECKED_BYTES: Final = 16_000_000
# What goes by, or lies in the way and not in the file; all else is damage, as the statements are known.
_BUSY: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL)
_NO_ROOM: Final = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM)
_NOT_ALLOWED: Final = (
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_AUTH,
    sqlite3.SQLITE_NOLFS,
    sqlite3.SQLITE_INTERRUPT,
)


def open_file(path: Path, *, thorough: bool) -> sqlite3.Connection:
    """The database at `path`, made where there is none; only its owner may read it.

    What can be made anew of the rest, such as an index, is made anew where it is missing. A large file is
    searched for damage only where it is `thorough`. No step waits for another process for long. It may be
    used in any thread, by one at a time.

    Raises:
        HistoryError: when it cannot be used. What was written by another version was not touched then.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        files.check_regular(path)
        files.put_back(path)
        # What SQLite puts beside the file gets the file's permissions. Only a new file is opened here: to
        # close an old one would give up the locks that this process holds on it.
        try:
            os.close(files.create(path))
        except FileExistsError:
            if _lost_all_but_its_log(path):
                raise HistoryError(f"{path}: it is empty, but its log is not", damaged=True) from None
        size = path.stat().st_size
    except OSError as error:
        raise HistoryError(_why_not(path, error)) from None
    with telling(path):
        connection = sqlite3.connect(
            path, timeout=PATIENCE_SECONDS, isolation_level=None, check_same_thread=False
        )
    try:
        with telling(path):
            layout.make_ready(connection, path)
            if thorough or size <= _CHECKED_BYTES:
                layout.check(connection, path)
            if thorough:
                layout.heal(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _lost_all_but_its_log(path: Path) -> bool:
    """Whether the file is empty, but its log is not: SQLite would take it for new, and delete the log.

    A new file has something in it before there is a log.
    """
    log = Path(f"{path}-wal")
    return path.stat().st_size == 0 and log.exists() and log.stat().st_size > 0 and path.stat().st_size == 0


def _why_not(path: Path, error: OSError) -> str:
    """Why no file can be made at `path`; of a file in the way the system says only that it is there."""
    in_the_way = next((place for place in path.parents if place.exists() and not place.is_dir()), None)
    if in_the_way:
        return f"{in_the_way}: a file stands where a folder for the history has to be"
    return f"{path}: {error.strerror}"


def open_copy(path: Path) -> sqlite3.Connection:
    """What stands in the database at `path`, in one that ends with the process; the file is only read.

    Of a damaged file it holds what can be read.

    Raises:
        HistoryError: when it cannot be read, or another version of this program wrote it.
    """
    try:
        files.check_regular(path)
    except OSError as error:
        raise HistoryError(f"{path}: {error.strerror}") from None
    try:
        return _copied(path)
    except HistoryError as error:
        if error.is_foreign or not (error.damaged or error.busy):
            raise
        return _salvaged(path)


def _copied(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    try:
        _copy(path, connection)
        with telling(path):
            layout.make_ready(connection, path, must_exist=True)
            layout.check(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _salvaged(path: Path) -> sqlite3.Connection:
    from assistant.history.recovery import saved, write_saved  # noqa: PLC0415  (seldom needed)

    found = saved(*contents(path))
    if not found.turns:
        raise HistoryError(f"{path}: it is damaged, and nothing can be read of it", damaged=True)
    connection = open_memory()
    with telling(path):
        write_saved(connection, found)
    return connection


def held(path: Path) -> sqlite3.Connection:
    """A connection that lets no other write to the database at `path` until it is closed, if that can be.

    Raises:
        HistoryError: busy, when another process is writing to it.
    """
    connection = sqlite3.connect(path, timeout=PATIENCE_SECONDS, isolation_level=None)
    try:
        # An empty file SQLite would take for new, and delete its log.
        if path.stat().st_size:
            with telling(path):
                connection.execute("BEGIN IMMEDIATE")
    except (HistoryError, OSError) as error:
        if isinstance(error, HistoryError) and error.may_pass:
            connection.close()
            raise
    return connection


def contents(path: Path) -> tuple[bytes, bytes]:
    """The bytes of the database at `path` and of its log. No connection of this process may have it open.

    Of either no more than `_MOST_READ` bytes are taken.

    Raises:
        HistoryError: when they cannot be read.
    """
    log = Path(f"{path}-wal")
    try:
        return _beginning(path), _beginning(log) if log.is_file() else b""
    except OSError as error:
        raise HistoryError(f"{path}: {error.strerror}") from None


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(min(path.stat().st_size, _MOST_READ))


def _copy(path: Path, connection: sqlite3.Connection) -> None:
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with telling(path), contextlib.closing(_reader(address)) as source:
            _back_up(source, connection, path)
    except HistoryError as error:
        if error.damaged or error.busy:
            raise
        # Beside a file in a folder that cannot be written there is no room for what SQLite needs to share it.
        from assistant.history.pages import Pages  # noqa: PLC0415  (seldom needed)

        with telling(path):
            connection.deserialize(Pages(*contents(path)).image)


def _reader(address: str) -> sqlite3.Connection:
    return sqlite3.connect(address, timeout=_READER_PATIENCE_SECONDS, uri=True)


def _back_up(source: sqlite3.Connection, connection: sqlite3.Connection, path: Path) -> None:
    deadline = time.monotonic() + _READER_PATIENCE_SECONDS

    def look_at_the_clock(status: int, _remaining: int, _total: int) -> None:
        # Else it would wait for ever, and not hear ctrl+c.
        if status & 0xFF in _BUSY and time.monotonic() > deadline:
            raise HistoryError(f"{path}: another program keeps it for itself", busy=True)

    source.backup(connection, progress=look_at_the_clock, sleep=0.05)


def open_memory() -> sqlite3.Connection:
    """A database that ends with the process."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    layout.make_ready(connection, None)
    return connection


@contextlib.contextmanager
def telling(path: Path | None) -> Iterator[None]:
    """Within it, what SQLite complains of becomes a `HistoryError` that names the file."""
    where = path or "the history"
    try:
        yield
    except sqlite3.Error as error:
        code = _code(error)
        raise HistoryError(
            f"{where}: {error}",
            damaged=code not in (*_BUSY, *_NO_ROOM, *_NOT_ALLOWED),
            busy=code in _BUSY,
            no_room=code in _NO_ROOM,
        ) from None
    except (ValueError, TypeError, ArithmeticError, SystemError, MemoryError) as error:
        # A message about a damaged schema holds parts of it, which may be no text; a damaged length takes
        # more memory than there is; and a value may be one that this program never writes.
        raise HistoryError(f"{where}: {type(error).__name__}", damaged=True) from None


def _code(error: sqlite3.Error) -> int:
    # An extended code holds the plain one in its lowest byte.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
