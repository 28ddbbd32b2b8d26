"""Conversations as they are kept: written turn by turn, listed, searched, renamed and deleted."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Final

from assistant.history.database import PATIENCE_SECONDS, open_copy, open_file, open_memory, telling
from assistant.history.files import alone
from assistant.history.layout import forget_words
from assistant.history.searching import WordIndex
from assistant.history.turns import LONGEST_TITLE, MOST_LISTED, HistoryError, Kept, Mark, Open, Turn
from assistant.history.values import mark_of, reply_as_json, reply_of, stamp_of, text_of, time_of
from assistant.history.waiting import left_files, waiting_turns
from assistant.history.words import Search
from assistant.response import Status
from assistant.text import replace_lone_surrogates

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from assistant.history.recovery import Saved
    from assistant.history.waiting import WaitingTurn
    from assistant.reply import Reply

Identity = tuple[int, int] | None
"""What tells a file from another that stands in its place later."""

# So many turns are indexed in one transaction, which then takes some 10 ms,
_INDEXED_AT_ONCE: Final = 100
# so many with each answer,
_INDEXED_ALONG: Final = 10
# and for so long before a search: the latest first.
_INDEXED_SECONDS: Final = 1.0
# The statuses of questions that are left for whoever keeps the pack.
_OPEN: Final = tuple([status.value for status in Status if status.traits.is_open])


class History:
    """The conversations of one file, or with no `path` of this process; `thorough` reads all of it at first.

    Those of this process may begin as a copy of what stands in a file that cannot be written, `copied`.

    Every method raises `HistoryError` when the file cannot be used. A number that is not there any more, as
    another chat may delete a conversation at any time, changes nothing and finds nothing.

    While one opens a file, no other process puts another in its place; `is_alone` tells that this is seen to.
    """

    def __init__(
        self,
        path: Path | None,
        *,
        thorough: bool = False,
        copied: Path | None = None,
        is_alone: bool = False,
    ) -> None:
        self.path = path
        self.copied = copied is not None
        self.own: set[int] | None = None
        """The conversations that may be seen and changed, where that is not all of them."""
        self._connection: sqlite3.Connection
        self._identity: Identity = None
        if path:
            with nullcontext() if is_alone else alone(path, need_file=False):
                self._connection = open_file(path, thorough=thorough)
                self._identity = _identity(path)
        else:
            self._connection = open_copy(copied) if copied else open_memory()
        self._words = WordIndex(self._connection)
        self.number = self._read_number()
        """Tells this history from one that takes its place, as numbers mean other things there."""
        with suppress(HistoryError):
            if path:
                self._take_in_left()
            elif copied:
                self._read_waiting(copied)

    def close(self) -> None:
        """Let go of the file."""
        with suppress(HistoryError), telling(self.path):
            self._connection.close()

    @property
    def identity(self) -> Identity:
        """What tells the file from another that stands in its place later; None where there is no file."""
        return self._identity

    def _read_number(self) -> int:
        try:
            with telling(self.path):
                return int(self._connection.execute("PRAGMA application_id").fetchone()[0])
        except HistoryError:
            self.close()
            raise

    def wait_longer(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Let each change wait so long for another process."""
        with telling(self.path):
            self._connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    def _find_file(self) -> None:
        """Complain where the file was deleted or renamed: what is written then nobody would find."""
        if self.path and _identity(self.path) != self._identity:
            raise HistoryError(f"{self.path}: it is not there any more", damaged=True)

    def was_replaced(self) -> bool:
        """Whether another file stands in the place of this one."""
        there = _identity(self.path)
        return there is not None and there != self._identity

    # Writing

    def begin(self, pack: str, moment: datetime) -> int:
        """A new conversation about `pack`; its number."""
        return self._begin(pack, stamp_of(moment))

    def _begin(self, pack: str, time: str) -> int:
        with self._writing() as connection:
            cursor = connection.execute(
                "INSERT INTO conversation (pack, begun, touched) VALUES (?, ?, ?)", (pack, time, time)
            )
            number = int(cursor.lastrowid or 0)
        if self.own is not None:
            self.own.add(number)
        return number

    def _knows(self, conversation: int) -> bool:
        return self.own is None or conversation in self.own

    def ask(self, conversation: int, question: str, moment: datetime) -> int | None:
        """Add a question that has no reply yet; its number, or None where there is no such conversation."""
        return self._ask(conversation, question, stamp_of(moment))

    def _ask(self, conversation: int, question: str, time: str) -> int | None:
        with self._writing() as connection:
            touched = connection.execute(
                "UPDATE conversation SET touched = max(touched, ?) WHERE id = ?", (time, conversation)
            )
            if not touched.rowcount:
                return None
            cursor = connection.execute(
                "INSERT INTO turn (conversation, asked, question) VALUES (?, ?, ?)",
                (conversation, time, replace_lone_surrogates(question)),
            )
            return cursor.lastrowid

    def answer(self, turn: int, reply: Reply) -> None:
        """Put the reply to a question."""
        with self._writing() as connection:
            connection.execute(
                "UPDATE turn SET status = ?, answer = ?, reply = ? WHERE id = ?",
                (reply.status.value, replace_lone_surrogates(reply.answer), reply_as_json(reply), turn),
            )
            self._words.add(_INDEXED_ALONG)

    def mark(self, turn: int, mark: Mark) -> None:
        """Note what a person says of an answer."""
        with self._writing() as connection:
            connection.execute("UPDATE turn SET mark = ? WHERE id = ?", (mark.value, turn))

    def clear(self, conversation: int) -> None:
        """Take all turns out of a conversation, which stays."""
        with self._writing() as connection:
            connection.execute("DELETE FROM turn WHERE conversation = ?", (conversation,))

    def rename(self, conversation: int, name: str) -> None:
        """Call a conversation `name`; an empty one takes the name away."""
        if not self._knows(conversation):
            return
        with self._writing() as connection:
            connection.execute(
                "UPDATE conversation SET name = ? WHERE id = ?",
                (replace_lone_surrogates(name.strip()), conversation),
            )

    def refile(self, conversation: int, pack: str) -> None:
        """List a conversation with those about `pack` from now on."""
        with self._writing() as connection:
            connection.execute("UPDATE conversation SET pack = ? WHERE id = ?", (pack, conversation))

    def delete(self, conversation: int) -> None:
        """Delete a conversation and all that was said in it, for good: the disk does not hold it any more."""
        if not self._knows(conversation):
            return
        with self._writing() as connection:
            forget_words(connection, "DELETE FROM conversation WHERE id = ?", conversation)
        with telling(self.path):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def write_saved(self, found: Saved) -> None:
        """Put in what was read of a damaged history."""
        from assistant.history.recovery import write_saved  # noqa: PLC0415  (seldom needed)

        with self._writing() as connection:
            write_saved(connection, found)

    # What waited

    def take_in(self, turns: Sequence[WaitingTurn], file: str) -> dict[tuple[int, int], tuple[int, int]]:
        """Put in turns that waited in `file`, all or none, and none if that file was taken in before.

        With no `file` they waited in memory.

        What was deleted meanwhile stays so; what goes on from there becomes a new conversation.

        Returns:
            The numbers of conversation and turn by the talk and the place of each that is there now.
        """
        numbers: dict[tuple[int, int], tuple[int, int]] = {}
        with self._writing() as connection:
            if file:
                noted = connection.execute("INSERT OR IGNORE INTO taken_in (file) VALUES (?)", (file,))
                if not noted.rowcount:
                    return numbers
            conversations: dict[int, int] = {}
            for turn in turns:
                conversation = conversations.get(turn.talk) or self._conversation_of(turn)
                number = self._turn_of(turn, conversation)
                was_here = turn.turn and turn.file == self.number
                if was_here and not number and self._has_given("turn", turn.turn):
                    # It was deleted with its conversation.
                    continue
                if not conversation:
                    conversation = self._begin(turn.pack, turn.begun or turn.asked)
                conversations[turn.talk] = conversation
                number = number or self._ask(conversation, turn.question, turn.asked) or 0
                if reply := reply_of(turn.reply):
                    self.answer(number, reply)
                if turn.mark in set(Mark):
                    self.mark(number, Mark(turn.mark))
                numbers[turn.talk, turn.place] = conversation, number
        return numbers

    def _read_waiting(self, path: Path) -> None:
        """Have what waits beside the file that this is a copy of as well."""
        for turns in waiting_turns(path):
            with suppress(HistoryError):
                self.take_in(turns, "")

    def _take_in_left(self) -> None:
        """Put in what chats that are no more have left beside the file."""
        assert self.path
        for left in left_files(self.path):
            try:
                self.take_in(left.turns(), left.name)
            except HistoryError as error:
                # What is in one file is no reason to leave the others, unless it is the history that fails.
                if error.may_pass:
                    raise
                continue
            left.delete()
        with self._writing() as connection:
            noted = connection.execute("SELECT file FROM taken_in").fetchall()
            for (name,) in noted:
                if not self.path.with_name(name).exists():
                    connection.execute("DELETE FROM taken_in WHERE file = ?", (name,))

    def _conversation_of(self, turn: WaitingTurn) -> int:
        """The number of the conversation that a turn belongs to; 0 where there is none."""
        found = self._connection.execute(
            "SELECT begun FROM conversation WHERE id = ? AND pack = ?", (turn.conversation, turn.pack)
        ).fetchone()
        is_there = found and (turn.file == self.number or found[0] == turn.begun)
        return turn.conversation if is_there else 0

    def _turn_of(self, turn: WaitingTurn, conversation: int) -> int:
        """The number of a turn that is there already; else 0."""
        found = self._connection.execute(
            "SELECT 1 FROM turn WHERE id = ? AND conversation = ? AND question = ?",
            (turn.turn, conversation, replace_lone_surrogates(turn.question)),
        ).fetchone()
        return turn.turn if found else 0

    # Words

    def index_words(self, seconds: float = _INDEXED_SECONDS) -> bool:
        """Index turns that are not yet, the latest first, for about so many seconds; whether all were."""
        deadline = time.monotonic() + seconds
        while True:
            with self._reading() as connection:
                if connection.execute("SELECT 1 FROM unindexed LIMIT 1").fetchone() is None:
                    return True
            with self._writing() as connection:
                self._words.add(_INDEXED_AT_ONCE)
            if time.monotonic() > deadline:
                return False

    # Reading

    def conversations(self, pack: str, text: str = "", limit: int = MOST_LISTED) -> list[Kept]:
        """The conversations about `pack`, those last spoken in first, at most `limit`.

        With `text`, those in whose name, or in one of whose turns, stand words that begin with each of its
        words; where they are more than `limit`, those in which it was said last. Where they are fewer, those
        follow in which words stand that are spelt nearly so.
        """
        search = Search(text)
        own = None if self.own is None else json.dumps([*self.own])
        among: dict[str, object] = {"pack": pack, "own": own}
        values = among | {"limit": limit}
        only = ""
        if search:
            self._index_if_it_can_be()
        with self._reading() as connection:
            turns: dict[int, int] = {}
            if search:
                turns, nearly = self._words.found(among, search, limit)
                values["only"] = json.dumps([*turns])
                values["nearly"] = json.dumps([*nearly])
                only = _ONLY
            rows = connection.execute(_LIST.format(only=only, order=_NEARLY_LAST if only else ""), values)
            return [
                Kept(
                    number,
                    text_of(name),
                    text_of(first),
                    time_of(begun),
                    time_of(touched),
                    int(count),
                    self._words.snippet(search, turns.get(number, 0)),
                    search.marked((text_of(name) or text_of(first))[:LONGEST_TITLE]),
                )
                for number, name, first, begun, touched, count in rows.fetchall()
            ]

    def _index_if_it_can_be(self) -> None:
        try:
            self.index_words()
        except HistoryError as error:
            if error.damaged:
                raise

    def holds(self, conversation: int) -> bool:
        """Whether there is a conversation of this number."""
        with self._reading() as connection:
            found = connection.execute("SELECT 1 FROM conversation WHERE id = ?", (conversation,)).fetchone()
        return found is not None

    def name(self, conversation: int) -> str:
        """What a conversation was called; empty where nobody did."""
        with self._reading() as connection:
            found = connection.execute(
                "SELECT name FROM conversation WHERE id = ?", (conversation,)
            ).fetchone()
        return str(found[0]) if found else ""

    def has_deleted(self, conversation: int) -> bool:
        """Whether this number was given to a conversation of this file that is no more."""
        return self._has_given("conversation", conversation) and not self.holds(conversation)

    def _has_given(self, table: str, number: int) -> bool:
        given = "SELECT max(seq) FROM sqlite_sequence WHERE name = ?"
        with self._reading() as connection:
            (last,) = connection.execute(given, (table,)).fetchone()
        return last is not None and number <= int(last)

    def replies(self, pack: str) -> Iterator[Reply]:
        """All replies about `pack`, oldest first, but for those in the form of another version."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT reply FROM turn WHERE conversation IN (SELECT id FROM conversation WHERE pack = ?)"
                " ORDER BY id",
                (pack,),
            )
            for (text,) in rows:
                if reply := reply_of(text):
                    yield reply

    def turns(self, conversation: int) -> list[Turn]:
        """What was said in a conversation, in order."""
        if not self._knows(conversation):
            return []
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT id, asked, question, reply, mark FROM turn WHERE conversation = ? ORDER BY id",
                (conversation,),
            )
            return [
                Turn(number, time_of(asked), text_of(question), reply_of(reply), mark_of(mark))
                for number, asked, question, reply, mark in rows
            ]

    def questions_of(self, conversation: int) -> set[tuple[int, str]]:
        """The number and the question of each turn of a conversation, be it to be seen or not."""
        with self._reading() as connection:
            rows = connection.execute("SELECT id, question FROM turn WHERE conversation = ?", (conversation,))
            return {(int(number), text_of(question)) for number, question in rows.fetchall()}

    def begun(self, conversation: int) -> str:
        """The stamp of when a conversation was begun; empty where there is none."""
        with self._reading() as connection:
            found = connection.execute(
                "SELECT begun FROM conversation WHERE id = ?", (conversation,)
            ).fetchone()
        return text_of(found[0]) if found else ""

    def for_the_curator(self, pack: str) -> list[Open]:
        """The questions about `pack` that got no answer, and those whose answer was marked, oldest first."""
        with self._reading() as connection:
            rows = connection.execute(
                _FOR_THE_CURATOR.format(statuses=", ".join("?" * len(_OPEN))), (pack, *_OPEN)
            )
            return [
                Open(
                    time_of(asked),
                    text_of(question),
                    Status(status),
                    text_of(answer),
                    mark_of(mark),
                    conversation,
                    place,
                )
                for asked, question, status, answer, mark, conversation, place in rows
                if status in set(Status)
            ]

    def questions(self, pack: str) -> dict[int, list[str]]:
        """The questions of every conversation about `pack`, in order, by the number of the conversation."""
        asked: dict[int, list[str]] = {}
        with self._reading() as connection:
            for conversation, question in connection.execute(_QUESTIONS, (pack,)):
                asked.setdefault(conversation, []).append(text_of(question))
        return asked

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        self._find_file()
        with telling(self.path):
            yield self._connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """All that is changed within it is changed together, or nothing is."""
        connection = self._connection
        if connection.in_transaction:
            yield connection
            return
        self._find_file()
        with telling(self.path):
            connection.execute("BEGIN IMMEDIATE")
            try:
                # Who puts another file in its place lets nobody begin meanwhile: it may have come to that.
                self._find_file()
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                # SQLite has rolled back by itself after some errors.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise


_FOR_THE_CURATOR: Final = """
    SELECT asked, question, status, answer, mark, conversation, place FROM (
        SELECT id, asked, question, status, answer, mark, conversation,
            row_number() OVER (PARTITION BY conversation ORDER BY id) - 1 AS place
        FROM turn WHERE conversation IN (SELECT id FROM conversation WHERE pack = ?)
    ) WHERE status != '' AND (mark != '' OR status IN ({statuses})) ORDER BY id
"""
_QUESTIONS: Final = """
    SELECT conversation, question FROM turn
    WHERE conversation IN (SELECT id FROM conversation WHERE pack = ?) ORDER BY id
"""
_LIST: Final = """
    SELECT c.id, c.name, (SELECT question FROM turn WHERE conversation = c.id ORDER BY id LIMIT 1),
        c.begun, c.touched, (SELECT count(*) FROM turn WHERE conversation = c.id)
    FROM conversation AS c
    WHERE c.pack = :pack AND (:own IS NULL OR c.id IN (SELECT value FROM json_each(:own))) {only}
        AND EXISTS (SELECT 1 FROM turn WHERE conversation = c.id)
    ORDER BY {order} c.touched DESC, c.id DESC LIMIT :limit
"""
_ONLY: Final = "AND c.id IN (SELECT value FROM json_each(:only))"
_NEARLY_LAST: Final = "c.id IN (SELECT value FROM json_each(:nearly)),"


def _identity(path: Path | None) -> tuple[int, int] | None:
    try:
        found = path.stat() if path else None
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found else None
