"""Conversations as they are kept: written turn by turn, listed, searched, renamed and deleted."""

from __future__ import annotations

import json
import re
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from assistant.history.database import forget_words, open_copy, open_file, open_memory, telling
from assistant.history.turns import MOST_LISTED, HistoryError, Kept, Mark, Open, Turn
from assistant.reply import Reply
from assistant.response import Status
from assistant.text import replace_lone_surrogates

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

# More of a text that is searched for is of no use.
MOST_WORDS: Final = 50
# How much of a turn is shown around what was found.
SNIPPET_WORDS: Final = 16
_LETTER: Final = re.compile(r"[^\W_]")
# Stand around what was found in a snippet; no text that a person types holds them.
_FOUND, _LEFT = "\x02", "\x03"


# The statuses of questions that are left for whoever keeps the pack.
_OPEN = tuple([status.value for status in Status if status.traits.is_open])


class History:
    """The conversations of one file, or with no `path` of this process; `thorough` reads all of it at first.

    Those of this process may begin as a copy of what stands in a file that cannot be written, `copied`.

    Every method raises `HistoryError` when the file cannot be used. A number that is not there any more, as
    another chat may delete a conversation at any time, changes nothing and finds nothing.
    """

    def __init__(self, path: Path | None, *, thorough: bool = False, copied: Path | None = None) -> None:
        self.path = path
        self.copied = copied is not None
        self.begun: set[int] | None = None
        """The conversations that were begun by this object, for one that is to know no others; else None."""
        self._connection: sqlite3.Connection
        if path:
            self._connection = open_file(path, thorough=thorough)
        else:
            self._connection = open_copy(copied) if copied else open_memory()
        self._identity = _identity(path)

    def close(self) -> None:
        """Let go of the file."""
        with suppress(HistoryError), telling(self.path):
            self._connection.close()

    def _find_file(self) -> None:
        """Complain where the file was deleted or renamed: what is written then nobody would find."""
        if _identity(self.path) != self._identity:
            raise HistoryError(f"{self.path}: it is not there any more", damaged=True)

    # Writing

    def begin(self, pack: str, moment: datetime) -> int:
        """A new conversation about `pack`; its number."""
        time = _stamp(moment)
        with self._writing() as connection:
            cursor = connection.execute(
                "INSERT INTO conversation (pack, begun, touched) VALUES (?, ?, ?)", (pack, time, time)
            )
            number = int(cursor.lastrowid or 0)
        if self.begun is not None:
            self.begun.add(number)
        return number

    def _knows(self, conversation: int) -> bool:
        return self.begun is None or conversation in self.begun

    def is_of(self, other: History) -> bool:
        """Whether both are of one file, in which a number means the same conversation."""
        return self._identity is not None and self._identity == other._identity

    def ask(self, conversation: int, question: str, moment: datetime) -> int | None:
        """Add a question that has no reply yet; its number, or None where there is no such conversation."""
        time = _stamp(moment)
        with self._writing() as connection:
            touched = connection.execute(
                "UPDATE conversation SET touched = ? WHERE id = ?", (time, conversation)
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
                (reply.status.value, replace_lone_surrogates(reply.answer), _as_json(reply), turn),
            )

    def mark(self, turn: int, mark: Mark) -> None:
        """Note what a person says of an answer."""
        with self._writing() as connection:
            connection.execute("UPDATE turn SET mark = ? WHERE id = ?", (mark.value, turn))

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

    # Reading

    def conversations(self, pack: str, text: str = "", limit: int = MOST_LISTED) -> list[Kept]:
        """The conversations about `pack`, those last spoken in first, at most `limit`.

        With `text`, those in whose name, or in one of whose turns, stand words that begin with each of its
        words; where they are more than `limit`, those in which it was said last.
        """
        words = _expression(text)
        begun = None if self.begun is None else json.dumps([*self.begun])
        values: dict[str, object] = {"pack": pack, "limit": limit, "begun": begun}
        with self._reading() as connection:
            snippets: dict[int, str] = {}
            if words:
                snippets = _found(connection, values | {"words": words}, limit)
                named = connection.execute(_NAMED, values | {"words": words}).fetchall()
                values["only"] = json.dumps([*snippets, *(number for (number,) in named)])
            rows = connection.execute(_LIST.format(only=_ONLY if words else ""), values)
            return [
                Kept(
                    number, name, first, _time(begun), _time(touched), turns, _runs(snippets.get(number, ""))
                )
                for number, name, first, begun, touched, turns in rows
            ]

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
        given = "SELECT max(seq) FROM sqlite_sequence WHERE name = 'conversation'"
        with self._reading() as connection:
            (last,) = connection.execute(given).fetchone()
        return last is not None and conversation <= int(last) and not self.holds(conversation)

    def replies(self, pack: str) -> Iterator[Reply]:
        """All replies about `pack`, oldest first, but for those in the form of another version."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT reply FROM turn WHERE conversation IN (SELECT id FROM conversation WHERE pack = ?)"
                " ORDER BY id",
                (pack,),
            )
            for (text,) in rows:
                if reply := _reply(text):
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
                Turn(number, _time(asked), question, _reply(reply), Mark(mark))
                for number, asked, question, reply, mark in rows
            ]

    def for_the_curator(self, pack: str) -> list[Open]:
        """The questions about `pack` that got no answer, and those whose answer was marked, oldest first."""
        with self._reading() as connection:
            rows = connection.execute(
                _FOR_THE_CURATOR.format(statuses=", ".join("?" * len(_OPEN))), (pack, *_OPEN)
            )
            return [
                Open(_time(asked), question, Status(status), answer, Mark(mark), conversation, place)
                for asked, question, status, answer, mark, conversation, place in rows
            ]

    def questions(self, pack: str) -> dict[int, list[str]]:
        """The questions of every conversation about `pack`, in order, by the number of the conversation."""
        asked: dict[int, list[str]] = {}
        with self._reading() as connection:
            for conversation, question in connection.execute(_QUESTIONS, (pack,)):
                asked.setdefault(conversation, []).append(question)
        return asked

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        self._find_file()
        try:
            with telling(self.path):
                yield self._connection
        except (TypeError, ValueError) as error:
            # What this program never writes.
            raise HistoryError(f"{self.path or 'the history'}: {error}", damaged=True) from None

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        self._find_file()
        connection = self._connection
        with telling(self.path):
            connection.execute("BEGIN IMMEDIATE")
            try:
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
_BEGUN: Final = "(:begun IS NULL OR {} IN (SELECT value FROM json_each(:begun)))"
_LIST: Final = f"""
    SELECT c.id, c.name, (SELECT question FROM turn WHERE conversation = c.id ORDER BY id LIMIT 1),
        c.begun, c.touched, (SELECT count(*) FROM turn WHERE conversation = c.id)
    FROM conversation AS c
    WHERE c.pack = :pack AND {_BEGUN.format("c.id")} {{only}}
        AND EXISTS (SELECT 1 FROM turn WHERE conversation = c.id)
    ORDER BY c.touched DESC, c.id DESC LIMIT :limit
"""
_ONLY: Final = "AND c.id IN (SELECT value FROM json_each(:only))"
# A snippet takes much longer than anything else, so only those are made that are wanted.
_FOUND_TURNS: Final = f"""
    SELECT turn.conversation,
        CASE WHEN is_new(turn.conversation)
        THEN snippet(turn_text, -1, '{_FOUND}', '{_LEFT}', '…', {SNIPPET_WORDS}) END
    FROM turn_text CROSS JOIN turn ON turn.id = turn_text.rowid
    CROSS JOIN conversation ON conversation.id = turn.conversation
    WHERE turn_text MATCH :words AND conversation.pack = :pack AND {_BEGUN.format("conversation.id")}
    ORDER BY turn_text.rowid DESC
"""
_NAMED: Final = f"""
    SELECT name_text.rowid FROM name_text CROSS JOIN conversation ON conversation.id = name_text.rowid
    WHERE name_text MATCH :words AND conversation.pack = :pack AND {_BEGUN.format("conversation.id")}
    ORDER BY name_text.rowid DESC LIMIT :limit
"""


def _expression(text: str) -> str:
    """What FTS5 is to look for: the beginning of each word of `text`, in which nothing is an operator."""
    words = replace_lone_surrogates(text).replace("\0", " ").split()
    quoted = (word.replace('"', '""') for word in words[:MOST_WORDS] if _LETTER.search(word))
    return " ".join(f'"{word}"*' for word in quoted)


def _found(connection: sqlite3.Connection, values: dict[str, object], limit: int) -> dict[int, str]:
    """The `limit` conversations in which words were said last, each with a snippet of where."""
    found: dict[int, str] = {}
    connection.create_function("is_new", 1, lambda conversation: conversation not in found)
    # Closed, as an unfinished statement would keep old states of the file alive.
    with closing(connection.execute(_FOUND_TURNS, values)) as rows:
        for conversation, snippet in rows:
            found.setdefault(conversation, snippet)
            if len(found) == limit:
                break
    return found


def _runs(snippet: str) -> tuple[tuple[str, bool], ...]:
    runs = []
    for number, piece in enumerate(snippet.split(_FOUND)):
        found, _, rest = piece.partition(_LEFT) if number else ("", "", piece)
        runs += [(found, True), (rest, False)]
    return tuple((text, was_found) for text, was_found in runs if text)


def _identity(path: Path | None) -> tuple[int, int] | None:
    try:
        found = path.stat() if path else None
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found else None


def _reply(text: str) -> Reply | None:
    """The reply that was kept; none where another version of this program wrote it in another form."""
    try:
        return Reply.model_validate_json(text) if text else None
    except ValidationError:
        return None


def _as_json(reply: Reply) -> str:
    return replace_lone_surrogates(json.dumps(reply.model_dump(mode="python"), ensure_ascii=False))


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def _time(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)
