"""The open conversations of a batch: the latest in memory, the others on the disk."""

from __future__ import annotations

import pickle
import sqlite3
import weakref
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from assistant.errors import AssistantError

if TYPE_CHECKING:
    from assistant.dialogue import Assistant, Conversation

# So many are held in memory, however many a batch has.
MOST_HELD: Final = 256


class Conversations:
    """Conversations by name; one that was not there before is new."""

    def __init__(self, assistant: Assistant, most_held: int = MOST_HELD) -> None:
        self._assistant = assistant
        self._most_held = most_held
        self._held: OrderedDict[str, Conversation] = OrderedDict()
        # A file without a name, which goes when it is closed, and only grows beyond a cache when it must.
        self._aside = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        # Python 3.13 and later complain of one that nobody closed.
        weakref.finalize(self, self._aside.close)
        self._aside.execute("PRAGMA journal_mode = OFF")
        self._aside.execute("CREATE TABLE memory (name TEXT PRIMARY KEY, pickled BLOB) WITHOUT ROWID")

    def __getitem__(self, name: str) -> Conversation:
        """The conversation of that name.

        Raises:
            AssistantError: when the disk takes no more of those that are not in use.
        """
        if name in self._held:
            self._held.move_to_end(name)
            return self._held[name]
        try:
            found = self._held[name] = self._taken_up(name)
            if len(self._held) > self._most_held:
                self._put_aside(*self._held.popitem(last=False))
        except sqlite3.Error as error:
            raise AssistantError(f"the conversations that are not in use cannot be kept: {error}") from None
        return found

    def _taken_up(self, name: str) -> Conversation:
        found = self._aside.execute("SELECT pickled FROM memory WHERE name = ?", [name]).fetchone()
        return self._assistant.conversation(pickle.loads(found[0]) if found else None)

    def _put_aside(self, name: str, conversation: Conversation) -> None:
        pickled = pickle.dumps(conversation.memory, pickle.HIGHEST_PROTOCOL)
        self._aside.execute("INSERT OR REPLACE INTO memory VALUES (?, ?)", [name, pickled])
