"""What a damaged history still holds: its conversations and turns, known by their shape wherever they stand.

Neither the schema nor a tree has to be whole for that. The pages alone lose nothing that SQL still reads, so
they are all that is read.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from assistant.history.pages import Pages
from assistant.history.turns import Mark
from assistant.response import Status

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from assistant.history.pages import Row, Value

_STAMP: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?\+00:00", re.ASCII)
_STATUSES: Final = frozenset(["", *(status.value for status in Status)])
_MARKS: Final = frozenset(mark.value for mark in Mark)
# For what no stamp can be read of.
_LONG_AGO: Final = "1970-01-01T00:00:00.000+00:00"
_TABLES: Final = ("conversation", "turn")


class SavedConversation(NamedTuple):
    """A row of `conversation`."""

    pack: str
    name: str
    begun: str
    touched: str


class SavedTurn(NamedTuple):
    """A row of `turn`."""

    conversation: int
    asked: str
    question: str
    status: str
    answer: str
    reply: str
    mark: str


@dataclass(slots=True)
class Saved:
    """What could be read of a damaged history, by the numbers that it had there."""

    conversations: dict[int, SavedConversation] = field(default_factory=dict)
    turns: dict[int, SavedTurn] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)
    """The highest number that was given out, by table."""
    taken_in: set[str] = field(default_factory=set)
    """The names of files whose turns are among these."""
    listed: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Pack and stamp of conversations, as an index has them."""
    belonging: dict[int, int] = field(default_factory=dict)
    """The conversations of turns, as an index has them."""
    words: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Question and answer of turns, as they were indexed."""

    @property
    def count(self) -> int:
        """How many conversations have turns."""
        return len({turn.conversation for turn in self.turns.values()})


def saved(file: bytes, log: bytes) -> Saved:
    """What can be read of a history.

    Args:
        file: The bytes of the file.
        log: Those of its write-ahead log, empty where there is none.
    """
    found = Saved()
    for row in Pages(file, log).rows():
        _recognise(row, found)
    _make_missing_turns(found)
    _make_missing_conversations(found)
    return found


def write_saved(connection: sqlite3.Connection, found: Saved) -> None:
    """Put what was saved into a new history, under the same numbers."""
    connection.executemany(
        "INSERT INTO conversation (id, pack, name, begun, touched) VALUES (?, ?, ?, ?, ?)",
        [(number, *row) for number, row in sorted(found.conversations.items())],
    )
    connection.executemany(
        "INSERT INTO turn (id, conversation, asked, question, status, answer, reply, mark)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(number, *row) for number, row in sorted(found.turns.items())],
    )
    connection.executemany("INSERT INTO taken_in (file) VALUES (?)", [(file,) for file in found.taken_in])
    for table, last in found.last.items():
        connection.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (last, table))


# Rows by their shape


def _recognise(row: Row, found: Saved) -> None:
    """Put the row where it belongs."""
    match row:
        case (None, (str(pack), str(touched), int(number))) if _STAMP.fullmatch(touched) and number > 0:
            found.listed[number] = pack, touched
        case (None, (int(conversation), int(number))) if conversation > 0 and number > 0:
            found.belonging[number] = conversation
        case (int(number), (None, str(question), str(answer))) if number > 0 and question:
            found.words[number] = question, answer
        case (int(number), (None, str(pack), str(name), begun, touched)) if number > 0:
            stamps = [_text(stamp) for stamp in (begun, touched) if _is_stamp(stamp)]
            if stamps and _is_better(found.conversations.get(number), len(stamps)):
                found.conversations[number] = SavedConversation(pack, name, stamps[0], stamps[-1])
        case (int(number), (None, int(conversation), asked, question, *rest)) if number > 0:
            turn = _turn(conversation, asked, _text(question), rest)
            if turn and len(turn.reply) >= len(found.turns[number].reply if number in found.turns else ""):
                found.turns[number] = turn
        case (int(), (str(table), int(last))) if table in _TABLES and 0 < last < 1 << 62:
            found.last[table] = max(last, found.last.get(table, 0))
        case (int(), (str(file),)) if ".waiting-" in file:
            found.taken_in.add(file)


def _is_better(known: SavedConversation | None, stamps: int) -> bool:
    return known is None or (stamps == 2 and known.begun == known.touched)


def _turn(conversation: int, asked: Value, question: str, rest: list[Value]) -> SavedTurn | None:
    """A turn, if that is what the row is: of what tells it, one thing may be damaged."""
    if len(rest) != 4 or conversation <= 0:
        return None
    status, answer, reply, mark = (_text(value) for value in rest)
    signs = (_is_stamp(asked), status in _STATUSES, mark in _MARKS)
    if sum(signs) < 2:
        return None
    return SavedTurn(
        conversation,
        _text(asked) if signs[0] else "",
        question,
        status if signs[1] else _status(reply),
        answer,
        reply,
        mark if signs[2] else "",
    )


def _text(value: Value) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if isinstance(value, str) else ""


def _is_stamp(value: Value) -> bool:
    return isinstance(value, str) and _STAMP.fullmatch(value) is not None


def _status(reply: str) -> str:
    try:
        status = json.loads(reply)["status"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
    return status if status in _STATUSES else ""


# What is missing


def _make_missing_turns(found: Saved) -> None:
    """Have at least the words of a turn that is lost; a question without a reply is answered anew."""
    free = max(
        [*found.conversations, *found.belonging.values(), found.last.get("conversation", 0)], default=0
    )
    before = -1
    for number, (question, answer) in sorted(found.words.items()):
        if number in found.turns:
            continue
        if number not in found.belonging:
            # Those in a row are taken for a conversation.
            free += number != before + 1
            before = number
        conversation = found.belonging.get(number, free)
        found.turns[number] = SavedTurn(conversation, "", question, "", answer, "", "")


def _make_missing_conversations(found: Saved) -> None:
    """Give each turn its conversation, and a stamp where its own is damaged."""
    turns: defaultdict[int, list[SavedTurn]] = defaultdict(list)
    for turn in found.turns.values():
        turns[turn.conversation].append(turn)
    lost = sorted(turns.keys() - found.conversations.keys())
    packs = _Packs(found, turns) if any(number not in found.listed for number in lost) else None
    for number in lost:
        asked = [turn.asked for turn in turns[number] if turn.asked]
        pack, touched = found.listed.get(number, ("", ""))
        if packs and number not in found.listed:
            pack = packs.of(turns[number])
        begun = min(asked, default=touched or _LONG_AGO)
        found.conversations[number] = SavedConversation(pack, "", begun, touched or max(asked, default=begun))
    for number, turn in found.turns.items():
        if not turn.asked:
            found.turns[number] = turn._replace(asked=found.conversations[turn.conversation].begun)


class _Packs:
    """Tells what a conversation was about by what it quotes."""

    def __init__(self, found: Saved, turns: Mapping[int, Sequence[SavedTurn]]) -> None:
        self._by_source: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._all = Counter(conversation.pack for conversation in found.conversations.values())
        for number, conversation in found.conversations.items():
            for source in _sources(turns.get(number, ())):
                self._by_source[source][conversation.pack] += 1

    def of(self, turns: Sequence[SavedTurn]) -> str:
        """The pack whose articles `turns` quote, else the one that most conversations are about."""
        quoted: Counter[str] = Counter()
        for source in _sources(turns):
            quoted += self._by_source[source]
        likeliest = (quoted or self._all).most_common(1)
        return likeliest[0][0] if likeliest else ""


def _sources(turns: Iterable[SavedTurn]) -> Iterator[str]:
    """The articles that the replies quote."""
    for turn in turns:
        try:
            yield from {str(citation["source"]) for citation in json.loads(turn.reply)["citations"]}
        except (ValueError, TypeError, KeyError, RecursionError):
            continue
