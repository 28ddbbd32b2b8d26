"""Whatever becomes of the file, the conversation goes on, and what can be read of it is there again."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from assistant.history import HistoryError
from assistant.history.store import History
from assistant.past_replies import history_to_read
from tests.history.damage import (
    DELETED,
    ENDINGS,
    PAGE,
    conversations_in,
    damage,
    drop,
    filled,
)
from tests.history.talk import PACK, found, journal, keep, said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# So many files are damaged; some 15 a second.
FILES = int(os.environ.get("DAMAGED_FILES", "1000"))
PACKS = (PACK, "other")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    return filled(tmp_path_factory.mktemp("whole") / "data")


@pytest.fixture
def placed(path: Path, whole: Mapping[str, bytes]) -> Path:
    path.parent.mkdir()
    for ending in ENDINGS:
        path.with_name(path.name + ending).write_bytes(whole[ending])
    return path


def all_in(path: Path) -> set[str]:
    """The conversations that a history holds, as a person sees them."""
    with closing(History(path)) as history:
        talks = [kept for pack in PACKS for kept in history.conversations(pack, limit=500)]
        return conversations_in(
            " ".join(turn.question for kept in talks for turn in history.turns(kept.number))
        )


ALL = {f"c{number}t" for number in range(26)} - {DELETED}


def overwrite(path: Path, place: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        file.write(data)


def test_one_flipped_bit_in_the_schema_costs_nothing(placed: Path, told_of: list[str]) -> None:
    overwrite(placed, 294, bytes([placed.read_bytes()[294] ^ 0x80]))
    mine = journal(told_of)
    said(mine, "Who?")
    mine.close()

    assert all_in(placed) == ALL


@pytest.mark.parametrize(
    "name", ["turn_by_conversation", "turn_added", "turn_text", "turn_text_idx", "unindexed", "taken_in"]
)
def test_what_can_be_made_anew_is(placed: Path, told_of: list[str], name: str) -> None:
    drop(placed, name)
    mine = journal(told_of)
    said(mine, "Who rows?")

    assert found(mine.history, "rows") == ["Who rows?"]
    assert len(mine.history.conversations(PACK, "wend", 100)) >= 10
    mine.close()
    assert all_in(placed) == ALL
    assert told_of == [] or name in {"turn_text_idx", "taken_in"}


@pytest.mark.parametrize("name", ["turn", "conversation"])
def test_a_table_that_is_missing_is_read_from_its_pages(placed: Path, told_of: list[str], name: str) -> None:
    drop(placed, name)
    mine = journal(told_of)
    said(mine, "Who?")
    mine.close()

    assert all_in(placed) == ALL
    assert [notice.split(" of its")[0] for notice in told_of] == ["The history was damaged; 25"]


def test_a_dropped_table_that_comes_to_light_while_one_chats(placed: Path, told_of: list[str]) -> None:
    mine = journal(told_of)
    said(mine, "Who?")
    drop(placed, "turn")
    said(mine, "When?")
    mine.close()

    other = journal(told_of)
    (kept,) = (kept for kept in other.history.conversations(PACK) if kept.first == "Who?")
    assert [turn.question for turn in other.history.turns(kept.number)] == ["Who?", "When?"]
    other.close()
    assert all_in(placed) == ALL


def test_an_empty_file_is_made_of_its_log(placed: Path, told_of: list[str]) -> None:
    placed.write_bytes(b"")
    mine = journal(told_of)
    said(mine, "Who?")
    mine.close()

    assert all_in(placed) >= {f"c{number}t" for number in range(21, 26)}
    assert len(told_of) == 1


def test_turns_whose_conversation_is_lost_get_one_about_the_same_pack(path: Path, told_of: list[str]) -> None:
    history = History(path)
    for number in range(40):
        keep(history, (f"question {number}", "x" * 300), pack=PACKS[number % 2])
    history.close()
    with closing(sqlite3.connect(path)) as other:
        (page,) = other.execute("SELECT rootpage FROM sqlite_master WHERE name = 'conversation'").fetchone()
    overwrite(path, (page - 1) * PAGE, bytes(PAGE))
    mine = journal(told_of)

    assert len(mine.history.conversations(PACK)) == len(mine.history.conversations("other")) == 20
    mine.close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE turn SET asked = 'yesterday', reply = '{', status = 'new'",
        "UPDATE conversation SET begun = '', touched = '99999-01-01'",
        "UPDATE conversation SET touched = '0001-01-01T00:00:00+14:00'",
    ],
)
def test_values_that_make_no_sense_cost_nothing_else(path: Path, told_of: list[str], change: str) -> None:
    history = History(path)
    keep(history, ("Who?", "He."))
    history._connection.execute(change)
    history.close()
    mine = journal(told_of)
    (kept,) = mine.history.conversations(PACK)

    assert [turn.question for turn in mine.history.turns(kept.number)] == ["Who?"]
    assert kept.touched.astimezone()
    assert isinstance(list(mine.history.replies(PACK)), list)
    assert mine.history.for_the_curator(PACK) == []
    mine.close()
    assert told_of == []


def test_commands_that_read_find_what_a_damaged_file_still_holds(placed: Path) -> None:
    overwrite(placed, 294, bytes([placed.read_bytes()[294] ^ 0x80]))
    before = placed.read_bytes()

    with history_to_read() as history:
        assert history
        assert len(history.questions(PACK)) == 16
    assert placed.read_bytes() == before


def test_commands_that_read_name_a_file_of_which_nothing_is_left(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database " * 1000)

    with pytest.raises(HistoryError, match=r"history\.db: it is damaged"), history_to_read():
        pass


def test_a_number_of_the_layout_that_is_damaged_is_not_another_version(
    placed: Path, told_of: list[str]
) -> None:
    with closing(sqlite3.connect(placed)) as other:
        other.execute("PRAGMA user_version = 66")
    mine = journal(told_of)
    said(mine, "Who?")
    mine.close()

    assert all_in(placed) == ALL
    assert told_of == []


# Any damage


def assert_goes_on(path: Path, recovered: set[str]) -> None:
    """Chat in a damaged history; what was said is kept, and so is what else can be read of it."""
    told_of: list[str] = []
    mine = journal(told_of)
    said(mine, "new one", "new two")
    for text in ("", "bridge", "brigde"):
        try:
            mine.history.conversations(PACK, text)
        except HistoryError as error:
            mine.mend(error)
    for kept in mine.history.conversations(PACK, limit=500):
        mine.history.turns(kept.number)
    assert mine.close() == ""
    with closing(History(path)) as history:
        (new,) = (kept for kept in history.conversations(PACK, limit=500) if kept.first == "new one")
        turns = history.turns(new.number)
    assert [turn.question for turn in turns] == ["new one", "new two"]
    assert all(turn.reply for turn in turns)
    held = all_in(path)
    assert recovered <= held
    assert DELETED not in held
    assert all("could be saved" in notice for notice in told_of)


def recovered_by_sqlite(path: Path) -> set[str]:
    """What the program `sqlite3` reads of a copy of the file; nothing where there is none that can."""
    program = shutil.which(os.environ.get("SQLITE3", "sqlite3"))
    if not program:
        return set()
    copy = path.parent.parent / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(path.parent, copy)
    done = subprocess.run([program, copy / path.name, ".recover"], capture_output=True, check=False)
    return conversations_in(done.stdout.decode("utf-8", "replace"))


@pytest.mark.parametrize("seed", range(6))
def test_after_any_damage_the_conversation_goes_on(path: Path, whole: Mapping[str, bytes], seed: int) -> None:
    path.parent.mkdir()
    damage(whole, path, random.Random(seed))
    assert_goes_on(path, set())


@pytest.mark.endurance
@pytest.mark.parametrize("part", range(10))
def test_whatever_the_damage_nothing_is_lost_that_sqlite_can_read(
    path: Path, whole: Mapping[str, bytes], part: int
) -> None:
    for number in range(part, FILES, 10):
        shutil.rmtree(path.parent, ignore_errors=True)
        path.parent.mkdir()
        damage(whole, path, random.Random(number))
        try:
            assert_goes_on(path, recovered_by_sqlite(path))
        except BaseException as error:
            error.add_note(f"the damage of seed {number}")
            raise


def test_what_was_deleted_does_not_come_back(path: Path, told_of: list[str]) -> None:
    history = History(path)
    numbers = [keep(history, (f"question c{number}t0 {'x' * 900}", "y" * 900)) for number in range(30)]
    for number in numbers[5:25]:
        history.delete(number)
    history.close()
    overwrite(path, 0, b"damaged")
    mine = journal(told_of)
    mine.open()
    mine.close()

    assert all_in(path) == {f"c{number}t" for number in (*range(5), *range(25, 30))}
