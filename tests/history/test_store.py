"""What is kept, and that it stays kept: whatever the text, the file, or who else writes to it."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.history import HistoryError, Journal, Mark, files, opening, recovery
from assistant.history.store import History
from assistant.history.words import MOST_WORDS
from assistant.served import OWN_HISTORY
from assistant.text import replace_lone_surrogates
from tests.history.talk import NOW, PACK, found, journal, keep, reply, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
AS_ROOT = pytest.mark.skipif(os.geteuid() == 0, reason="the permissions of files do not bind root")


# Any text


@given(question=ANY_TEXT, answer=ANY_TEXT, name=ANY_TEXT)
@example("a\0b \ud800", "\ud800\0", "\udfff\0")
def test_what_was_said_comes_back(memory: History, question: str, answer: str, name: str) -> None:
    conversation = keep(memory, (question, answer))
    memory.rename(conversation, name)

    (turn,) = memory.turns(conversation)
    assert turn.question == replace_lone_surrogates(question)
    assert turn.reply is not None
    assert turn.reply.answer == replace_lone_surrogates(answer)
    kept = next(kept for kept in memory.conversations(PACK) if kept.number == conversation)
    assert kept.name == replace_lone_surrogates(name.strip())
    memory.delete(conversation)


@given(text=ANY_TEXT, searched=ANY_TEXT)
@example("x", '"')
@example("x", 'x" OR "y')
@example("x", "x\0y")
@example("x", "\ud800")
@example("\x02\x03\x02", "x")
@example("a \x02b\x03\x02", "a b")
def test_no_text_is_an_error_to_search_for(memory: History, text: str, searched: str) -> None:
    conversation = keep(memory, (text, searched))
    for kept in memory.conversations(PACK, searched):
        assert all(isinstance(was_found, bool) for _, was_found in kept.snippet)
    memory.delete(conversation)


@given(st.lists(st.from_regex(r"[a-z]{2,9}", fullmatch=True), min_size=1, max_size=6, unique=True))
def test_every_beginning_of_every_word_finds_it(memory: History, words: list[str]) -> None:
    conversation = keep(memory, (" ".join(words), ""))
    for word in words:
        for end in range(1, len(word) + 1):
            assert len(found(memory, word[:end])) == 1
    assert len(found(memory, " ".join(reversed(words)))) == 1
    memory.delete(conversation)


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("bridge", ["The bridge", "not a bridge"]),
        ("ferry NOT bridge", []),
        ("not", ["not a bridge"]),
        ("bridge OR ferry", []),
        ("NEAR(the bridge)", []),
        ("the AND bridge", []),
        ("^bridge", ["The bridge", "not a bridge"]),
        ("question:bridge", []),
        ("{question}: bridge", []),
        ("question : ferry", []),
        ("- ferry", ["The ferry"]),
        ("-ferry", ["The ferry"]),
        ("*", ["The bridge", "The ferry", "not a bridge"]),
        ("bridg*", ["The bridge", "not a bridge"]),
        ("+", ["The bridge", "The ferry", "not a bridge"]),
        ("the+bridge", ["The bridge"]),
        ('"the" bridge"', ["The bridge"]),
        ("(bridge", ["The bridge", "not a bridge"]),
        ("'; DROP TABLE turn; --", []),
    ],
)
def test_nothing_that_is_typed_is_an_operator(memory: History, text: str, hits: list[str]) -> None:
    for question in ("The bridge", "The ferry", "not a bridge"):
        keep(memory, (question, ""))

    assert sorted(found(memory, text)) == hits


@pytest.mark.parametrize(
    "text",
    [
        "CAFÉ",
        "cafe",
        "café",
        "cafe\u0301",
        "Caf",
        "straß",
        "ΑΘΉΝΑ",
        "хле",
        "हिन्दी",
        "don't",
        "don",
        "u.s",
        "日本",
    ],
)
def test_words_are_found_in_any_case_and_without_accents(memory: History, text: str) -> None:
    keep(memory, ("Le Café Straße", "Αθήνα хлеб हिन्दी don't the U.S. 日本語"))
    keep(memory, ("nothing of that", "nothing"))

    assert len(found(memory, text)) == 1


def test_a_search_may_be_of_any_length(memory: History) -> None:
    keep(memory, ("a b c", ""))

    assert found(memory, "a b c " * 5_000)
    assert not found(memory, "a b c " * (MOST_WORDS // 3 - 1) + "z")
    assert not found(memory, "z" * 100_000)


def test_names_are_searched_by_words_as_turns_are(memory: History) -> None:
    number = keep(memory, ("Who?", "He."))
    memory.rename(number, "Über the café: 100%")

    assert found(memory, "uber 100") == ["Über the café: 100%"]
    assert not found(memory, "ber")
    memory.rename(number, "")
    assert not found(memory, "uber")
    assert found(memory) == ["Who?"]


def test_a_snippet_shows_what_was_found(memory: History) -> None:
    keep(memory, ("Who?", "The last ferryman, Ole Brandt, " + "said this and that " * 30))
    (kept,) = memory.conversations(PACK, "bran FERRY")

    assert [text for text, was_found in kept.snippet if was_found] == ["ferryman", "Brandt"]
    assert "".join(text for text, _ in kept.snippet).startswith("The last ferryman, Ole Brandt, said")
    assert sum(len(text) for text, _ in kept.snippet) < 200
    assert kept.marked_title == ()


def test_what_is_found_in_the_title_is_marked_in_all_of_it(memory: History) -> None:
    keep(memory, ("Who said " + "this and that " * 20 + "of the ferry?", "Nobody."))
    (kept,) = memory.conversations(PACK, "ferry who")

    assert [text for text, was_found in kept.marked_title if was_found] == ["Who", "ferry"]
    assert "".join(text for text, _ in kept.marked_title) == kept.title


# Listing


def test_those_last_spoken_in_come_first_and_no_other_packs(memory: History) -> None:
    old = keep(memory, ("old one", ""), moment=NOW - timedelta(days=9))
    keep(memory, ("new one", ""), moment=NOW - timedelta(days=1))
    keep(memory, ("other one", ""), pack="other")
    memory.begin(PACK, NOW)
    assert found(memory) == found(memory, "one") == ["new one", "old one"]

    memory.ask(old, "again", NOW)
    assert found(memory) == found(memory, "one") == ["old one", "new one"]
    assert [kept.turns for kept in memory.conversations(PACK)] == [2, 1]


def test_of_many_those_are_found_in_which_it_was_said_last(memory: History) -> None:
    for number in range(30):
        keep(memory, (f"word {number}", ""), moment=NOW + timedelta(minutes=number))

    assert [kept.first for kept in memory.conversations(PACK, "wo", 3)] == ["word 29", "word 28", "word 27"]
    assert len(memory.conversations(PACK, limit=3)) == 3


def test_what_another_chat_deleted_changes_nothing(memory: History) -> None:
    number = keep(memory, ("Who?", "He."))
    (turn,) = memory.turns(number)
    memory.delete(number)

    assert memory.ask(number, "And?", NOW) is None
    memory.answer(turn.number, reply("x"))
    memory.mark(turn.number, Mark.WRONG)
    memory.rename(number, "x")
    memory.delete(number)
    assert found(memory) == []
    assert memory.turns(number) == []
    # Its number is not given out again.
    assert keep(memory, ("Who?", "He.")) > number


# Deleting


@pytest.mark.parametrize("others", [0, 120])
def test_what_was_deleted_is_not_on_the_disk(history: History, folder: Path, others: int) -> None:
    text = "The bridge over the Wend is long and built of oak and steel. " * 6
    secrets = [f"zq{number:03d}xkw" for number in range(others + 1)]
    numbers = [keep(history, *[(f"{secret} {text}", f"{text} {secret}")] * 3) for secret in secrets]
    for number, secret in zip(numbers, secrets, strict=True):
        history.rename(number, f"{secret} name")

    for place in range(others // 3, others + 1, 7):
        history.delete(numbers[place])
        held = b"".join(file.read_bytes() for file in folder.iterdir())
        assert secrets[place].encode() not in held
    assert len(history.conversations(PACK, "bridge", 500)) == others + 1 - len(
        range(others // 3, others + 1, 7)
    )


def test_deleting_waits_for_nobody_who_reads(history: History, path: Path) -> None:
    number = keep(history, ("Who?", "He."))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM turn").fetchone()
        history.delete(number)
    assert found(history) == []


# Two at a time


@pytest.mark.usefixtures("folder")
def test_what_belongs_to_another_conversation_changes_nothing(told_of: list[str]) -> None:
    mine = journal(told_of)
    said(mine, "first")
    first = mine.conversation
    assert first is not None
    mine.restart()
    late = mine.ask("late")
    turns = mine.history.turns(first)
    for leave in (mine.restart, lambda: mine.resume(first, turns)):
        leave()
        mine.answer(late, reply("too late"))
        mine.mark(late, Mark.WRONG)
        assert mine.turn(late) is None
    assert mine.history.turns(first) == list(mine.turns) == turns


def test_two_chats_in_two_threads_lose_nothing(path: Path, told_of: list[str]) -> None:
    errors: list[BaseException] = []
    start = threading.Barrier(2)

    def chat(name: str) -> None:
        try:
            start.wait()
            mine = journal(told_of)
            said(mine, *(f"{name} {number}" for number in range(200)))
            mine.close()
        except BaseException as error:  # a thread would swallow it
            errors.append(error)

    threads = [threading.Thread(target=chat, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert told_of == []
    assert_all_there(path, ["one", "two"])


CHAT = """
import sys
from datetime import UTC, datetime
from assistant.history import Journal
from assistant.reply import Reply, Status

journal = Journal("p", keep=True, clock=lambda: datetime.now(UTC), tell=lambda line: sys.exit(line))
for number in range(200):
    question = f"{sys.argv[1]} {number}"
    answer = f"About {question}"
    journal.answer(journal.ask(question), Reply(question="", status=Status.ANSWERED, answer=answer))
journal.close()
"""


def test_two_chats_in_two_processes_lose_nothing(path: Path) -> None:
    chats = [
        subprocess.Popen([sys.executable, "-c", CHAT, name], stderr=subprocess.PIPE, text=True)
        for name in ("one", "two")
    ]

    assert [chat.communicate()[1] for chat in chats] == ["", ""]
    assert_all_there(path, ["one", "two"])


def assert_all_there(path: Path, names: list[str]) -> None:
    history = History(path)
    kept = history.conversations(PACK)
    assert sorted(one.first for one in kept) == [f"{name} 0" for name in names]
    for one in kept:
        name = one.first.split()[0]
        turns = history.turns(one.number)
        assert [turn.question for turn in turns] == [f"{name} {number}" for number in range(200)]
        assert all(turn.reply and turn.reply.answer == f"About {turn.question}" for turn in turns)
    history.close()


def test_a_killed_process_loses_nothing(path: Path) -> None:
    code = CHAT.replace("journal.close()", "import os; os.kill(os.getpid(), 9)")
    subprocess.run([sys.executable, "-c", code, "one"], check=False)

    assert_all_there(path, ["one"])


def test_what_a_busy_file_could_not_take_is_written_later(path: Path, told_of: list[str]) -> None:
    mine = journal(told_of)
    said(mine, "first")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        place = mine.ask("second")
        other.execute("ROLLBACK")
    mine.answer(place, reply("About second"))
    mine.close()

    history = History(path)
    (kept,) = history.conversations(PACK)
    assert [turn.question for turn in history.turns(kept.number)] == ["first", "second"]
    assert all(turn.reply for turn in history.turns(kept.number))
    history.close()
    assert told_of == []


# Files that are not what they should be


def test_only_its_owner_may_read_it(folder: Path, path: Path, told_of: list[str]) -> None:
    old = os.umask(0o022)
    try:
        mine = journal(told_of)
        said(mine, "Who?")
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
        mine.close()
    finally:
        os.umask(old)


def assert_goes_on_unkept(told_of: list[str], words: str) -> None:
    mine = journal(told_of)
    said(mine, "Who?", "When?")

    assert found(mine.history) == ["Who?"]
    assert len(mine.turns) == 2
    assert not mine.kept
    assert len(told_of) == 1
    assert words in told_of[0]
    mine.close()


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_the_file_of_a_newer_version_is_left_as_it_is(path: Path, told_of: list[str], mode: str) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA journal_mode = {mode}")
        other.execute("CREATE TABLE new (x)")
        other.execute("PRAGMA user_version = 3")
    before = path.read_bytes()

    assert_goes_on_unkept(told_of, "another version of this program wrote it (layout 3)")
    assert path.read_bytes() == before


def test_the_file_of_another_program_is_left_as_it_is(path: Path, told_of: list[str]) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE theirs (x)")

    assert_goes_on_unkept(told_of, "another program wrote it")
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]


def test_a_folder_in_the_place_of_the_file(path: Path, told_of: list[str]) -> None:
    path.mkdir(parents=True)
    assert_goes_on_unkept(told_of, str(path))


def test_a_file_in_the_place_of_the_folder(folder: Path, told_of: list[str]) -> None:
    folder.write_text("x")
    assert_goes_on_unkept(told_of, f"{folder}: a file stands where a folder for the history has to be")


def test_a_file_in_the_place_of_a_folder_above(
    folder: Path, told_of: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write_text("x")
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(folder / "a" / "b"))
    assert_goes_on_unkept(told_of, f"{folder}: a file stands where a folder for the history has to be")


@AS_ROOT
def test_a_folder_that_may_not_be_written(folder: Path, told_of: list[str]) -> None:
    folder.mkdir(mode=0o500)
    assert_goes_on_unkept(told_of, "Permission denied")


@AS_ROOT
def test_a_file_that_may_not_be_written(path: Path, told_of: list[str]) -> None:
    History(path).close()
    path.chmod(0o400)
    assert_goes_on_unkept(told_of, "readonly")


def let_no_file_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may write anywhere, and tests may be root's."""

    def refuse(path: Path, *, thorough: bool) -> sqlite3.Connection:
        raise HistoryError(f"{path}: attempt to write a readonly database")

    monkeypatch.setattr("assistant.history.store.open_file", refuse)


def test_what_was_kept_can_be_read_where_nothing_can_be_written(
    path: Path, told_of: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = History(path)
    number = keep(before, ("Who decides?", "The council."))
    before.close()
    let_no_file_be_written(monkeypatch)
    bytes_before = path.read_bytes()

    mine = journal(told_of)
    said(mine, "When?")

    assert (mine.kept, mine.only_read) == (False, True)
    assert found(mine.history) == ["When?", "Who decides?"]
    assert found(mine.history, "council") == ["Who decides?"]
    mine.resume(number, mine.history.turns(number))
    said(mine, "Where?")
    assert [turn.question for turn in mine.history.turns(number)] == ["Who decides?", "Where?"]
    mine.close()
    assert told_of == [f"What is said from here on is not kept: {path}: attempt to write a readonly database"]
    assert path.read_bytes() == bytes_before


@AS_ROOT
def test_what_was_kept_can_be_read_in_a_folder_that_may_not_be_written(
    path: Path, told_of: list[str]
) -> None:
    before = History(path)
    keep(before, ("Who decides?", "The council."))
    before.close()
    path.parent.chmod(0o500)
    try:
        mine = journal(told_of)
        assert found(mine.history) == ["Who decides?"]
        said(mine, "When?")
        assert found(mine.history) == ["When?", "Who decides?"]
        mine.close()
    finally:
        path.parent.chmod(0o700)
    assert len(told_of) == 1


def fill(path: Path) -> None:
    history = History(path)
    for number in range(200):
        keep(history, (f"question {number} " * 20, f"answer {number} " * 20))
    history.close()


def garbage(path: Path) -> None:
    path.write_bytes(b"no database " * 1000)


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 + 100])


def short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1000])


def a_page_overwritten(path: Path) -> None:
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("damage", "number_saved"), [(garbage, 0), (truncated, 111), (short, 0), (a_page_overwritten, 200)]
)
def test_a_damaged_file_is_set_aside_and_what_can_be_saved_is_there(
    path: Path, told_of: list[str], damage: Callable[[Path], None], number_saved: int
) -> None:
    fill(path)
    damage(path)
    before = path.read_bytes()

    mine = journal(told_of)
    said(mine, "Who?", "When?")
    (aside,) = path.parent.glob("history.db.damaged-*[0-9]")
    assert aside.read_bytes() == before
    assert aside.name == "history.db.damaged-20261122-143000"
    (notice,) = told_of
    saved = number_saved or "none"
    assert notice == (
        f"The history was damaged; {saved} of its conversations could be saved, the file is now {aside}."
    )
    assert found(mine.history)[0] == "Who?"
    assert mine.kept
    mine.close()
    assert len(History(path).conversations(PACK, limit=500)) == number_saved + 1


def test_every_damaged_file_gets_a_name_of_its_own(path: Path, told_of: list[str]) -> None:
    for _ in range(3):
        path.parent.mkdir(exist_ok=True)
        garbage(path)
        mine = journal(told_of)
        said(mine, "Who?")
        mine.close()

    assert len(list(path.parent.glob("history.db.damaged-*"))) == 3


@pytest.mark.parametrize("page", [0.2, 0.5, 0.8])
def test_damage_that_comes_while_one_chats_loses_nothing_of_the_chat(
    path: Path, told_of: list[str], page: float
) -> None:
    fill(path)
    mine = journal(told_of)
    said(mine, "Who?")
    mine.history._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    mine.history._connection.execute("PRAGMA cache_size = 0")
    data = bytearray(path.read_bytes())
    for start in range(int(len(data) * page) // 4096 * 4096, len(data), 4096):
        data[start : start + 4096] = b"\xff" * 4096
    with path.open("r+b") as file:
        file.write(data)
    said(mine, "When?", "Where?")
    for _ in range(3):
        try:
            mine.history.conversations(PACK, "wh")
        except HistoryError as error:
            mine.mend(error)
    said(mine, "How?")

    (kept,) = [kept for kept in mine.history.conversations(PACK) if kept.first == "Who?"]
    questions = [turn.question for turn in mine.history.turns(kept.number)]
    assert questions == ["Who?", "When?", "Where?", "How?"]
    assert len(told_of) == 1
    assert "damaged" in told_of[0]
    mine.close()


def damaged(path: Path, damage: str, told_of: list[str]) -> Journal:
    """A journal over a full history that `damage` was done to."""
    fill(path)
    with closing(sqlite3.connect(path)) as other, other:
        other.execute(damage)
    return journal(told_of)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE turn_text_data SET block = zeroblob(length(block)) WHERE id > 10",
        "DELETE FROM turn_text_data WHERE id > 10",
        "DELETE FROM turn_text_docsize",
        "UPDATE turn_text_data SET block = x'ffffffffffffffff'",
        "DELETE FROM turn_text_data",
        "DELETE FROM turn_text_content",
    ],
)
def test_a_damaged_index_of_words_is_made_anew(path: Path, told_of: list[str], damage: str) -> None:
    mine = damaged(path, damage, told_of)
    said(mine, "Who?")
    try:
        mine.history.conversations(PACK, "question 7")
        mine.history.rename(1, "x")
        mine.history.delete(2)
    except HistoryError as error:
        mine.mend(error)
    kept = mine.history.conversations(PACK, limit=500)
    assert len(kept) >= 200
    assert sum(one.first == "Who?" for one in kept) == 1
    if "id > 10" not in damage:
        assert len(found(mine.history, "question 77")) == 1
    assert not list(path.parent.glob("*damaged*"))
    assert told_of == []
    mine.close()


def test_a_file_that_is_removed_while_one_chats_begins_anew(path: Path, told_of: list[str]) -> None:
    mine = journal(told_of)
    said(mine, "Who?")
    for file in path.parent.iterdir():
        file.unlink()
    path.parent.rmdir()
    said(mine, "When?")
    mine.close()

    history = History(path)
    (kept,) = history.conversations(PACK)
    assert [turn.question for turn in history.turns(kept.number)] == ["Who?", "When?"]
    history.close()


def test_a_file_set_aside_by_another_chat_is_not_written_to_any_more(path: Path, told_of: list[str]) -> None:
    mine, numbers = journal(told_of), count()
    said(mine, "Who?")
    for file in list(path.parent.iterdir()):
        file.rename(file.with_name(f"old-{next(numbers)}"))
    other = journal(told_of)
    said(other, "Other?")
    said(mine, "When?")

    assert sorted(found(other.history)) == ["Other?", "Who?"]
    mine.close()
    other.close()


# A chat that is to know its own conversations alone


def test_a_history_may_know_what_it_began_alone(path: Path) -> None:
    with closing(History(path)) as all_of_it, closing(History(path)) as own:
        other = keep(all_of_it, ("when?", "in June"))
        own.own = set()
        mine = keep(own, ("how high?", "41 metres"))

        assert found(own) == found(own, "how") == ["how high?"]
        assert found(own, "when") == []
        assert own.turns(other) == []
        own.rename(other, "renamed")
        own.delete(other)
        own.rename(mine, "june")

        assert found(own, "june") == ["june"]
        assert set(found(all_of_it)) == {"when?", "june"}
        own.delete(mine)
        assert found(all_of_it) == ["when?"]


def test_a_journal_knows_its_own_conversations_alone_also_in_another_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(path.parent))
    with closing(History(path)) as all_of_it:
        keep(all_of_it, ("when?", "in June"))
    monkeypatch.setenv(OWN_HISTORY, "1")
    with closing(Journal(PACK, keep=True, clock=lambda: NOW, tell=lambda _: None)) as journal:
        journal.ask("how high?")
        assert found(journal.history) == ["how high?"]
        journal.mend(HistoryError("something", damaged=True))
        assert found(journal.history) == ["how high?"]

        path.rename(path.with_name("moved"))
        with closing(History(path)) as another:
            keep(another, ("who?", "Ines"))
        journal.ask("and what else?")
        assert found(journal.history) == ["how high?"]


def tab(minutes: int) -> Journal:
    """The journal of a tab that is opened so many minutes later than another."""
    return Journal(PACK, keep=True, clock=lambda: NOW + timedelta(minutes=minutes), tell=lambda _: None)


def remove(path: Path) -> None:
    for place in path.parent.iterdir():
        place.unlink()


def test_tabs_that_asked_alike_stay_apart_in_a_new_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(OWN_HISTORY, "1")
    with closing(tab(0)) as mine, closing(tab(1)) as other:
        said(mine, "What is it?")
        said(other, "What is it?")
        remove(path)
        said(other, "a secret")
        said(mine, "mine")

        for journal, questions in ((mine, ["What is it?", "mine"]), (other, ["What is it?", "a secret"])):
            assert len(journal.history.conversations(PACK)) == 1
            assert [turn.question for turn in journal.history.turns(journal.conversation or 0)] == questions


def test_a_conversation_that_was_only_begun_is_not_anothers(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OWN_HISTORY, "1")
    with closing(tab(0)) as mine:
        with monkeypatch.context() as busy:
            busy.setattr(History, "ask", refuse_as_busy)
            mine.ask("mine")
        remove(path)
        with closing(History(path)) as another:
            keep(another, ("a secret", "no"), moment=NOW + timedelta(minutes=1))
        mine.ask("mine too")

        assert found(mine.history) == ["mine"]
        assert [turn.question for turn in mine.history.turns(mine.conversation or 0)] == ["mine", "mine too"]


def refuse_as_busy(*_: object) -> None:
    raise HistoryError("locked", busy=True)


def test_a_tab_knows_its_own_conversation_after_some_of_it_was_lost(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OWN_HISTORY, "1")
    with closing(tab(0)) as mine:
        said(mine, "Who?", "When?", "Where?")
        mine.history.close()
        with closing(sqlite3.connect(path)) as other, other:
            other.execute("DELETE FROM turn WHERE question = 'When?'")
            other.execute("PRAGMA application_id = 7")
        mine.mend(HistoryError("something", damaged=True))

        assert found(mine.history) == ["Who?"]
        assert [turn.question for turn in mine.history.turns(mine.conversation or 0)] == [
            "Who?",
            "When?",
            "Where?",
        ]


# While one chat mends the file


@pytest.fixture
def other(path: Path, told_of: list[str]) -> Iterator[Journal]:
    """The journal of a chat that has the file open, turns of which are damaged meanwhile."""
    with closing(History(path)) as history:
        for number in range(300):
            keep(history, (f"question {number}", "an answer that is long enough " * 20))
    other = journal(told_of)
    other.open()
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'turn'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((root + 40) * size)
        file.write(b"\xff" * size)
    yield other
    other.close()


def test_what_others_say_and_delete_while_a_file_is_mended_is_not_lost(
    path: Path, other: Journal, told_of: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = recovery.saved
    refused: list[bool] = []

    def saved(file: bytes, log: bytes) -> recovery.Saved:
        said(other, "said meanwhile")
        try:
            other.history.delete(3)
        except HistoryError as error:
            refused.append(error.busy)
        return read(file, log)

    monkeypatch.setattr(recovery, "saved", saved)
    opening.open_instead(HistoryError("damaged", damaged=True), lambda: NOW, told_of.append).close()
    other.close()

    assert refused == [True]
    with closing(History(path)) as history:
        assert history.conversations(PACK, "said meanwhile")
        assert history.holds(3)


def test_nobody_opens_a_file_that_is_being_exchanged(
    path: Path, other: Journal, told_of: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange = files.put_aside
    monkeypatch.setattr(files, "_PATIENCE_SECONDS", 0.05)
    seen: list[bool] = []

    def put_aside(path: Path, aside: Path, fresh: Path) -> None:
        with pytest.raises(HistoryError) as caught:
            History(path)
        seen.append(caught.value.busy)
        exchange(path, aside, fresh)

    monkeypatch.setattr(files, "put_aside", put_aside)
    opening.open_instead(HistoryError("damaged", damaged=True), lambda: NOW, told_of.append).close()

    assert seen == [True]
    History(path, thorough=True).close()


def test_an_exchange_that_was_broken_off_is_undone(path: Path) -> None:
    history = History(path)
    keep(history, ("Who?", "Ines"))
    aside = path.with_name(f"{path.name}.damaged-20261122-143000")
    aside.hardlink_to(path)
    log, log_aside = Path(f"{path}-wal"), Path(f"{aside}-wal")
    assert log.stat().st_size
    log.rename(log_aside)

    with closing(History(path)) as again:
        assert found(again) == ["Who?"]
    assert not aside.exists()
    assert not log_aside.exists()
    history.close()
