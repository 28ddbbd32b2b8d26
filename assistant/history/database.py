"""The file that conversations are kept in: where it is, how it is opened, what happens to a bad one."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from datetime import UTC, datetime
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.history.turns import HistoryError
from assistant.operating_system import open_new

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE: Final = "history.db"
# The number of the layout in schema.sql.
LAYOUT: Final = 1
# What finds words: made of the other tables, and made anew from them.
INDEXES: Final = ("turn_text", "name_text")
# So long a write waits for another chat's, which takes a millisecond.
_PATIENCE_SECONDS: Final = 0.25
# A larger file is not read through at the start; damage then shows where it is met.
_CHECKED_BYTES: Final = 16_000_000
_DAMAGE: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_BUSY: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def open_file(path: Path, *, thorough: bool) -> sqlite3.Connection:
    """The database at `path`, made where there is none; only its owner may read it.

    A large one is searched for damage only where it is `thorough`; then the index of its words is made anew
    if it is damaged, as that loses nothing.

    Raises:
        HistoryError: when it cannot be used. What was written by another version was not touched then.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # What SQLite puts beside the file gets the file's permissions. Only a new file is opened here: to
        # close an old one would give up the locks that this process holds on it.
        with contextlib.suppress(FileExistsError):
            os.close(open_new(path))
        size = path.stat().st_size
    except OSError as error:
        raise HistoryError(_why_not(path, error)) from None
    with telling(path):
        connection = sqlite3.connect(path, timeout=_PATIENCE_SECONDS, isolation_level=None)
    try:
        with telling(path):
            layout = _layout(connection)
            if layout not in {0, LAYOUT}:
                raise HistoryError(f"{path}: another version of this program wrote it (layout {layout})")
            if thorough or size <= _CHECKED_BYTES:
                _check(connection, path)
            _make_ready(connection, path)
            if thorough:
                _heal(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _why_not(path: Path, error: OSError) -> str:
    """Why no file can be made at `path`; of a file in the way the system says only that it is there."""
    in_the_way = next((place for place in path.parents if place.exists() and not place.is_dir()), None)
    if in_the_way:
        return f"{in_the_way}: a file stands where a folder for the history has to be"
    return f"{path}: {error.strerror}"


def open_copy(path: Path) -> sqlite3.Connection:
    """What stands in the database at `path`, in one that ends with the process; the file is only read.

    Raises:
        HistoryError: when it cannot be read, or another version of this program wrote it.
    """
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        _copy(path, connection)
        with telling(path):
            if _layout(connection) != LAYOUT:
                raise HistoryError(f"{path}: another version of this program wrote it")
            _check(connection, path)
            _make_ready(connection, None)
    except BaseException:
        connection.close()
        raise
    return connection


def _copy(path: Path, connection: sqlite3.Connection) -> None:
    address = path.absolute().as_uri()
    try:
        with telling(path), contextlib.closing(sqlite3.connect(f"{address}?mode=ro", uri=True)) as source:
            source.backup(connection)
    except HistoryError as error:
        if error.damaged:
            raise
        # Beside a file in a folder that cannot be written there is no room for what SQLite needs to share it.
        alone = f"{address}?mode=ro&immutable=1"
        with telling(path), contextlib.closing(sqlite3.connect(alone, uri=True)) as source:
            source.backup(connection)


def open_memory() -> sqlite3.Connection:
    """A database that ends with the process."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    _make_ready(connection, None)
    return connection


def set_aside(path: Path, moment: datetime) -> Path:
    """Give a damaged file, and what SQLite keeps beside it, another name, and return that.

    No connection of this process may have it open: it would take the new file's neighbours for its own.

    Raises:
        HistoryError: when it cannot be renamed.
    """
    stamp = moment.astimezone(UTC).strftime("%Y%m%d-%H%M%S")
    free = next(
        name
        for number in count(1)
        if not (name := path.with_name(f"{path.name}.damaged-{stamp}" + f"-{number}" * (number > 1))).exists()
    )
    try:
        # The file itself comes last: a chat that opens it meanwhile takes nothing else for its neighbour.
        for ending in ("-wal", "-shm", ""):
            with contextlib.suppress(FileNotFoundError):
                Path(f"{path}{ending}").rename(f"{free}{ending}")
    except OSError as error:
        raise HistoryError(f"{path}: {error.strerror}") from None
    return free


def forget_words(connection: sqlite3.Connection, statement: str, number: int) -> None:
    """Run `statement`, which deletes; the indexes then hold nothing of what is gone.

    Of themselves they only note that it is gone. All of them is written anew for that, which takes seconds
    where there are a hundred thousand turns. The 'secure-delete' of SQLite 3.42 and later, which would not,
    leaves the words of a row that was changed before it was set, as a turn is by its answer.
    """
    if sqlite3.sqlite_version_info >= (3, 42):
        # An earlier version of this program set it.
        for index in INDEXES:
            connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('secure-delete', 0)")
    connection.execute(statement, (number,))
    for index in INDEXES:
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")


@contextlib.contextmanager
def telling(path: Path | None) -> Iterator[None]:
    """Within it, what SQLite complains of becomes a `HistoryError` that names the file."""
    try:
        yield
    except sqlite3.Error as error:
        code = _code(error)
        raise HistoryError(
            f"{path or 'the history'}: {error}", damaged=code in _DAMAGE, busy=code in _BUSY
        ) from None


def _code(error: sqlite3.Error) -> int:
    # An extended code holds the plain one in its lowest byte.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _check(connection: sqlite3.Connection, path: Path) -> None:
    # Table by table: of the whole file SQLite 3.44 and later would check the indexes of words as well, which
    # takes much longer and is no reason to give up the rest, for they can be made anew.
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL %'"
    for (table,) in connection.execute(tables).fetchall():
        quoted = table.replace('"', '""')
        found = connection.execute(f'PRAGMA quick_check("{quoted}")').fetchone()
        if found != ("ok",):
            raise HistoryError(f"{path}: {found[0]}", damaged=True)


def _make_ready(connection: sqlite3.Connection, path: Path | None) -> None:
    # A process that dies loses nothing that was committed; two may write, and reading waits for neither.
    with contextlib.suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    # What a person deletes is to be gone from the disk.
    connection.execute("PRAGMA secure_delete = ON")
    # A damaged letter is no reason to lose the rest.
    connection.text_factory = lambda text: text.decode("utf-8", "replace")
    if _layout(connection) == 0:
        _lay_out(connection, path)


def _layout(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _lay_out(connection: sqlite3.Connection, path: Path | None) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another chat may have been quicker.
        if _layout(connection) == 0:
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,):
                raise HistoryError(f"{path}: another program wrote it")
            for statement in (
                files("assistant.history").joinpath("schema.sql").read_text("utf-8").split("\n\n")
            ):
                connection.execute(statement)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _heal(connection: sqlite3.Connection) -> None:
    """Make the indexes of words anew that do not fit the words."""
    for index in INDEXES:
        try:
            connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            if _code(error) not in _DAMAGE:
                raise
            connection.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
