"""A history of known content, and damage of every kind that is done to copies of it."""

from __future__ import annotations

import random
import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from assistant.history.store import History
from tests.history.talk import NOW, PACK, reply

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Files = dict[str, bytearray]

ENDINGS: Final = ("", "-wal", "-shm")
PAGE: Final = 4096
WORDS: Final = ("the", "bridge", "over", "wend", "is", "long", "and", "built", "of", "oak", "boat", "council")
DELETED: Final = "c2t"
_QUESTION: Final = re.compile(r"\b(c\d+t)\d\b")


def filled(folder: Path) -> Mapping[str, bytes]:
    """The files of a history of 25 conversations about two packs, some of which stand in the log alone."""
    folder.mkdir()
    path, chance = folder / "history.db", random.Random(1)
    history = History(path)
    for number in range(26):
        conversation = history.begin(PACK if number % 3 else "other", NOW + timedelta(minutes=number))
        for place in range(chance.randint(1, 4)):
            # Twice, as one may be what is damaged.
            name = f"c{number}t{place}"
            question = f"{name} {' '.join(chance.choices(WORDS, k=8))} {name}"
            turn = history.ask(conversation, question, NOW + timedelta(minutes=number, seconds=place))
            assert turn
            answer = " ".join(chance.choices(WORDS, k=chance.choice([10, 40, 400])))
            history.answer(turn, reply(answer))
        if number == 10:
            with closing(sqlite3.connect(path)) as other:
                other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        if number == 20:
            history.delete(3)
    files = {ending: path.with_name(path.name + ending).read_bytes() for ending in ENDINGS}
    history.close()
    return files


def conversations_in(text: str) -> set[str]:
    """Which conversations some text has questions of."""
    return set(_QUESTION.findall(text))


def flipped_bits(files: Files, chance: random.Random) -> None:
    for _ in range(chance.choice([1, 1, 3, 30])):
        # The first page holds the schema.
        files[""][chance.randrange(chance.choice([PAGE, len(files[""])]))] ^= 1 << chance.randrange(8)


def overwritten_bytes(files: Files, chance: random.Random) -> None:
    start, length = chance.randrange(len(files[""])), chance.randint(1, 3_000)
    files[""][start : start + length] = chance.randbytes(len(files[""][start : start + length]))


def filled_pages(files: Files, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 3)):
        start = chance.randrange(len(files[""]) // PAGE) * PAGE
        files[""][start : start + PAGE] = bytes([chance.choice([0, 0, 255, chance.randrange(256)])]) * PAGE


def swapped_pages(files: Files, chance: random.Random) -> None:
    one, other = (chance.randrange(len(files[""]) // PAGE) * PAGE for _ in range(2))
    data = bytes(files[""])
    files[""][one : one + PAGE] = data[other : other + PAGE]
    files[""][other : other + PAGE] = data[one : one + PAGE]


def cut_off(files: Files, chance: random.Random) -> None:
    del files[""][chance.randrange(len(files[""])) :]


def damaged_log(files: Files, chance: random.Random) -> None:
    log = files["-wal"]
    if chance.random() < 0.3:
        del log[chance.randrange(len(log)) :]
        return
    start, length = chance.randrange(len(log)), chance.choice([1, 1, 24, 6_000])
    log[start : start + length] = chance.randbytes(len(log[start : start + length]))


def damaged_shared_memory(files: Files, chance: random.Random) -> None:
    shared = files["-shm"]
    start, length = chance.randrange(len(shared)), chance.choice([1, 24, 6_000])
    shared[start : start + length] = chance.randbytes(len(shared[start : start + length]))


def damaged_file_and_log(files: Files, chance: random.Random) -> None:
    flipped_bits(files, chance)
    damaged_log(files, chance)


KINDS: Final[tuple[Callable[[Files, random.Random], None], ...]] = (
    flipped_bits,
    overwritten_bytes,
    filled_pages,
    swapped_pages,
    cut_off,
    damaged_log,
    damaged_shared_memory,
    damaged_file_and_log,
)


def damage(files: Mapping[str, bytes], path: Path, chance: random.Random) -> None:
    """Write `files` beside each other at `path`, damaged in one way or another."""
    damaged = {ending: bytearray(data) for ending, data in files.items()}
    kind = chance.choice([*KINDS, None])
    if kind:
        kind(damaged, chance)
    for ending, data in damaged.items():
        path.with_name(path.name + ending).write_bytes(data)
    if kind is None:
        drop(path, chance.choice(["turn", "conversation", "turn_text", "turn_text_data", "turn_added"]))


def drop(path: Path, *names: str) -> None:
    """Take tables or triggers out of the schema; their pages stay as they are."""
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("PRAGMA writable_schema = ON")
        other.executemany("DELETE FROM sqlite_master WHERE name = ?", [(name,) for name in names])
