"""The index of the words that were said: how it is filled, and asked."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

from assistant.history.values import text_of
from assistant.history.words import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping

    from assistant.history.words import Search

    Among = Mapping[str, object]

# Where all are to be known, none are named.
_OWN: Final = "(:own IS NULL OR conversation.id IN (SELECT value FROM json_each(:own)))"
_FOUND_TURNS: Final = f"""
    SELECT turn.conversation, turn.id
    FROM turn_text CROSS JOIN turn ON turn.id = turn_text.rowid
    CROSS JOIN conversation ON conversation.id = turn.conversation
    WHERE turn_text MATCH :words AND conversation.pack = :pack AND {_OWN}
    ORDER BY turn_text.rowid DESC
"""
# They are few, as it takes a person to name one.
_NAMED: Final = f"""
    SELECT id, name FROM conversation
    WHERE pack = :pack AND {_OWN} AND name != '' ORDER BY touched DESC
"""
_UNINDEXED: Final = """
    SELECT unindexed.turn, question, answer FROM unindexed LEFT JOIN turn ON turn.id = unindexed.turn
    ORDER BY unindexed.turn DESC LIMIT ?
"""
_ADDED: Final = "INSERT INTO turn_text (rowid, question, answer) VALUES (?, ?, ?)"
_VOCABULARY: Final = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.word USING fts5vocab (main, turn_text, row)"


class WordIndex:
    """The words of the turns that `connection` leads to. Whoever calls it takes what goes wrong."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        # All words, and the state of the file that had them.
        self._known: list[str] = []
        self._state: object = None

    def add(self, most: int) -> None:
        """Index the latest turns that are not yet, at most so many."""
        connection = self._connection
        for turn, question, answer in connection.execute(_UNINDEXED, (most,)).fetchall():
            connection.execute("DELETE FROM turn_text WHERE rowid = ?", (turn,))
            connection.execute(_ADDED, (turn, fold(text_of(question)), fold(text_of(answer))))
            connection.execute("DELETE FROM unindexed WHERE turn = ?", (turn,))

    def found(self, among: Among, search: Search, limit: int) -> tuple[dict[int, int], set[int]]:
        """Where `search` finds something.

        Args:
            among: The `pack` of the conversations, and as JSON the numbers of those that may be found,
                `own`, or None for all.
            search: What to look for.
            limit: How many conversations to find at most.

        Returns:
            The `limit` conversations in which it was said last, each with the latest turn of those, 0 where
            it is in the name; and those of them in which it is spelt in another way.
        """
        names = [(number, text_of(name)) for number, name in self._connection.execute(_NAMED, among)]
        exact = self._turns(among, search.expression, limit)
        for number, name in names:
            if search.is_in(name):
                exact.setdefault(number, 0)
        if len(exact) >= limit:
            return exact, set()
        expression = search.respelt(self._words)
        nearly = self._turns(among, expression, limit) if expression else {}
        for number, name in names:
            if search.is_nearly_in(name):
                nearly.setdefault(number, 0)
        return nearly | exact, nearly.keys() - exact.keys()

    def _turns(self, among: Among, words: str, limit: int) -> dict[int, int]:
        found: dict[int, int] = {}
        # Closed, as an unfinished statement would keep old states of the file alive.
        with closing(self._connection.execute(_FOUND_TURNS, {**among, "words": words})) as rows:
            for conversation, turn in rows:
                found.setdefault(conversation, turn)
                if len(found) == limit:
                    break
        return found

    def _words(self) -> Collection[str]:
        """Every word of all turns, read anew once there may be others."""
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        state = version, self._connection.total_changes
        if self._state != state:
            self._connection.execute(_VOCABULARY)
            rows = self._connection.execute("SELECT term FROM temp.word WHERE length(term) > 3").fetchall()
            self._known, self._state = [text_of(word) for (word,) in rows], state
        return self._known

    def snippet(self, search: Search, turn: int) -> tuple[tuple[str, bool], ...]:
        """A piece of a turn in which something was found, as runs with whether each was."""
        found = None
        if turn:
            found = self._connection.execute(
                "SELECT question, answer FROM turn WHERE id = ?", (turn,)
            ).fetchone()
        return search.snippet(map(text_of, found)) if found else ()
