"""The layout of a history: laid out, carried over from the one before, checked, and made whole again."""

from __future__ import annotations

import contextlib
import random
import re
import sqlite3
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from assistant.history.turns import HistoryError

if TYPE_CHECKING:
    from pathlib import Path

# The number of the layout in schema.sql, and of the one before: the words of its turns were folded by SQLite.
LAYOUT: Final = 2
_BEFORE: Final = 1
# What everything else can be made of.
_TABLES: Final = ("conversation", "turn")
# The tables that FTS5 keeps for each of its own, and those of its own in either layout.
_SHADOWS: Final = ("data", "idx", "content", "docsize", "config")
_INDEXES_OF_WORDS: Final = ("turn_text", "name_text")
_OLD_TRIGGERS: Final = ("conversation_added", "conversation_renamed", "conversation_removed")
_CREATED: Final = re.compile(r"^CREATE (?:VIRTUAL )?(TABLE|INDEX|TRIGGER) (\w+)", re.MULTILINE)


def statements() -> list[str]:
    """The statements of the layout."""
    return files("assistant.history").joinpath("schema.sql").read_text("utf-8").split("\n\n")


def make_ready(connection: sqlite3.Connection, path: Path | None, *, must_exist: bool = False) -> None:
    """Give the file at `path` the present layout, if it has none or the one before, and set what is set anew.

    What can be made of the rest is made where it is missing. Nothing is written where another version, or
    another program, wrote it.

    Raises:
        HistoryError: when one did, or `must_exist` and it is empty.
    """
    # A damaged letter is no reason to lose the rest.
    connection.text_factory = lambda text: text.decode("utf-8", "replace")
    found = _layout(connection)
    there = _there(connection, found, path)
    if must_exist and not there:
        raise HistoryError(f"{path}: there is nothing in it", damaged=True)
    # A process that dies loses nothing that was committed; two may write, and reading waits for neither.
    with contextlib.suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    # What a person deletes is to be gone from the disk.
    connection.execute("PRAGMA secure_delete = ON")
    if found != LAYOUT or not _expected().keys() <= there.keys():
        _lay_out(connection, path)


def _layout(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _there(connection: sqlite3.Connection, found: int, path: Path | None) -> dict[str, str]:
    """The statements that made what is in the file, by name, if no other program and no later version did.

    Raises:
        HistoryError: when one did, or some of it is not as this program makes it.
    """
    version = f"{path}: another version of this program wrote it (layout {found})"
    try:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    except (sqlite3.DatabaseError, ValueError):
        if found in {0, _BEFORE, LAYOUT}:
            raise
        raise HistoryError(version, is_foreign=True) from None
    there = {str(name): str(sql) for name, sql in rows}
    if found == LAYOUT:
        if any(there.get(name, sql) != sql for name, sql in _expected().items()):
            raise HistoryError(f"{path}: its tables are not as they were made", damaged=True)
    elif (found or there) and found != _BEFORE and not _is_ours(there):
        # The number may be what is damaged; then the tables are ours.
        raise HistoryError(version if found else f"{path}: another program wrote it", is_foreign=True)
    return there


def _is_ours(there: dict[str, str]) -> bool:
    """Whether the tables are those of either layout, to the letter, and nothing else is there."""
    made = _expected()
    known = {*made, *_INDEXES_OF_WORDS, *_OLD_TRIGGERS, "sqlite_sequence"}
    known |= {f"{index}_{shadow}" for index in _INDEXES_OF_WORDS for shadow in _SHADOWS}
    return there.keys() <= known and all(there.get(name) == made[name] for name in _TABLES)


@cache
def _expected() -> dict[str, str]:
    """The statement that makes each table, index and trigger, by name, as SQLite keeps it."""
    made = {}
    for statement in statements():
        if match := _CREATED.search(statement):
            made[match.group(2)] = statement[match.start() :].strip().rstrip(";")
    return made


def _lay_out(connection: sqlite3.Connection, path: Path | None) -> None:
    """Make what is missing, and the words of all turns anew."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another chat may have been quicker.
        found = _layout(connection)
        there = _there(connection, found, path)
        if there and not there.keys() >= set(_TABLES):
            raise HistoryError(f"{path}: a table is missing", damaged=True)
        if found != LAYOUT or not _expected().keys() <= there.keys():
            if there:
                _drop_words(connection)
            _make_missing(connection)
            if found != LAYOUT:
                connection.execute(f"PRAGMA user_version = {LAYOUT}")
                # Tells this file from one that takes its place.
                connection.execute(f"PRAGMA application_id = {random.SystemRandom().randrange(1, 1 << 31)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _make_missing(connection: sqlite3.Connection) -> None:
    """Make what is not there, and note that the words of all turns are to be indexed."""
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    for name, statement in _expected().items():
        if name not in there:
            connection.execute(statement)
    connection.execute("INSERT OR IGNORE INTO unindexed (turn) SELECT id FROM turn")


def _drop_words(connection: sqlite3.Connection) -> None:
    """Take away the indexes of words, of either layout and however much there is of them."""
    for trigger in ("turn_added", "turn_changed", "turn_removed", *_OLD_TRIGGERS):
        connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
    for index in _INDEXES_OF_WORDS:
        try:
            connection.execute(f"DROP TABLE IF EXISTS {index}")
        except sqlite3.DatabaseError:
            # FTS5 reads what it drops, which may be what is damaged: then its name is left to take away.
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("DELETE FROM sqlite_master WHERE name = ?", (index,))
            connection.execute("PRAGMA writable_schema = RESET")
        for shadow in _SHADOWS:
            connection.execute(f"DROP TABLE IF EXISTS {index}_{shadow}")


# Damage


def check(connection: sqlite3.Connection, path: Path) -> None:
    """Read all tables and their indexes.

    Raises:
        HistoryError: when something is damaged.
    """
    # Table by table: of the whole file SQLite 3.44 and later would check the indexes of words as well, which
    # takes much longer and is no reason to give up the rest, for they can be made anew.
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL %'"
    for (table,) in connection.execute(tables).fetchall():
        quoted = table.replace('"', '""')
        # What an index of words consists of is known by itself.
        pragma = "integrity_check" if table in _TABLES else "quick_check"
        found = connection.execute(f'PRAGMA {pragma}("{quoted}")').fetchone()
        if found != ("ok",):
            raise HistoryError(f"{path}: {found[0]}", damaged=True)


def heal(connection: sqlite3.Connection) -> None:
    """Make the index of words anew if it does not fit itself."""
    counts = """
        SELECT (SELECT count(*) FROM turn_text_docsize) + (SELECT count(*) FROM unindexed)
            >= (SELECT count(*) FROM turn)
    """
    try:
        connection.execute("INSERT INTO turn_text (turn_text) VALUES ('integrity-check')")
        is_whole = connection.execute(counts).fetchone() == (1,)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise
        is_whole = False
    if not is_whole:
        rebuild_words(connection)


def rebuild_words(connection: sqlite3.Connection) -> None:
    """Make the index of words anew, of all turns."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        _drop_words(connection)
        _make_missing(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def forget_words(connection: sqlite3.Connection, statement: str, number: int) -> None:
    """Run `statement`, which deletes; the index of words then holds nothing of what is gone.

    Of itself it only notes that it is gone. All of it is written anew for that, which takes seconds where
    there are a hundred thousand turns. The 'secure-delete' of SQLite 3.42 and later, which would not, leaves
    the words of a row that was changed before it was set, as a turn is by its answer.
    """
    if sqlite3.sqlite_version_info >= (3, 42):
        # An earlier version of this program set it.
        connection.execute("INSERT INTO turn_text (turn_text, rank) VALUES ('secure-delete', 0)")
    connection.execute(statement, (number,))
    connection.execute("INSERT INTO turn_text (turn_text) VALUES ('optimize')")
