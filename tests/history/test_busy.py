"""Whoever else keeps the file for itself, nothing that was shown is lost, and nobody waits for long."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from assistant.history import Mark
from assistant.history.store import History
from assistant.past_replies import history_to_read
from tests.history.talk import PACK, found, journal, keep, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ANY_LOCK = pytest.mark.parametrize("lock", ["IMMEDIATE", "EXCLUSIVE"])
# What waits for a lock or for a pipe waits for ever; a busy machine does not.
AT_ONCE_SECONDS = 5.0


@pytest.fixture(autouse=True)
def _little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.history.journal._PATIENCE_AT_THE_END_SECONDS", 0.0)


@contextmanager
def locked(path: Path, lock: str = "IMMEDIATE") -> Iterator[None]:
    """Within it, another connection keeps the file for itself."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        if lock == "EXCLUSIVE":
            other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute(f"BEGIN {lock}")
        yield
        other.execute("ROLLBACK")


def begun(path: Path) -> None:
    """Keep a conversation."""
    with closing(History(path)) as history:
        keep(history, ("Before?", "Yes."))


def leave_waiting(path: Path, told_of: list[str]) -> None:
    """Keep a conversation, and have another wait beside the file."""
    begun(path)
    with locked(path):
        mine = journal(told_of)
        said(mine, "Who?")
        mine.close()


def waiting(path: Path) -> list[Path]:
    return sorted(path.parent.glob("history.db.waiting-*.jsonl"))


def questions(path: Path) -> list[list[tuple[str, str | None]]]:
    """What was asked and answered, by conversation, the latest first."""
    with closing(History(path)) as history:
        return [
            [
                (turn.question, turn.reply.answer if turn.reply else None)
                for turn in history.turns(kept.number)
            ]
            for kept in history.conversations(PACK)
        ]


def answered(*asked: str) -> list[tuple[str, str]]:
    return [(question, f"About {question}") for question in asked]


@ANY_LOCK
def test_what_is_said_to_a_locked_file_waits_beside_it(path: Path, told_of: list[str], lock: str) -> None:
    begun(path)
    with locked(path, lock):
        started = time.monotonic()
        mine = journal(told_of)
        said(mine, "Who?", "When?")
        place = mine.last_answer
        assert place
        mine.mark(place, Mark.RIGHT)
        assert mine.close() == ""
        assert time.monotonic() - started < AT_ONCE_SECONDS
        (file,) = waiting(path)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600

    assert questions(path) == [answered("Who?", "When?"), [("Before?", "Yes.")]]
    assert waiting(path) == []
    assert told_of == []
    with closing(History(path)) as history:
        assert [turn.mark for turn in history.turns(2)] == [Mark.NONE, Mark.RIGHT]


def test_it_is_taken_in_by_the_same_chat_as_soon_as_the_file_is_free(path: Path, told_of: list[str]) -> None:
    mine = journal(told_of)
    said(mine, "Who?")
    with locked(path):
        said(mine, "When?")
        mine.restart()
        said(mine, "Where?")
        mine.settle()
        assert len(waiting(path)) == 1
    mine.settle()

    assert waiting(path) == []
    assert sorted(questions(path)) == sorted([answered("Where?"), answered("Who?", "When?")])
    said(mine, "Why?")
    mine.close()
    assert answered("Where?", "Why?") in questions(path)


def test_nobody_takes_what_a_chat_that_runs_still_has(path: Path, told_of: list[str]) -> None:
    mine = journal(told_of)
    said(mine, "Who?")
    with locked(path):
        said(mine, "When?")
    History(path).close()
    assert len(waiting(path)) == 1
    said(mine, "Where?")
    mine.close()

    assert questions(path) == [answered("Who?", "When?", "Where?")]


def test_what_was_taken_in_is_not_taken_in_again(
    path: Path, told_of: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_waiting(path, told_of)
    # As if whoever takes it in was killed before it is deleted.
    with monkeypatch.context() as patch:
        patch.setattr("assistant.history.waiting.LeftFile.delete", lambda _: None)
        assert len(questions(path)) == 2
        assert len(waiting(path)) == 1
    for _ in range(3):
        assert len(questions(path)) == 2
    assert waiting(path) == []


def test_what_was_deleted_meanwhile_stays_so(path: Path, told_of: list[str]) -> None:
    mine = journal(told_of)
    said(mine, "Who?")
    place = mine.ask("When?")
    with closing(History(path)) as other:
        with locked(path):
            mine.mark(place, Mark.WRONG)
            said(mine, "Where?")
        other.delete(1)
    mine.settle()
    mine.close()

    assert questions(path) == [answered("Where?")]
    assert ["deleted in another chat" in notice for notice in told_of] == [True]


@pytest.mark.parametrize("line", [b"", b"{", b"[]", b'{"talk": 0}', b"\xff\x00", b"9" * 5000, b"null"])
def test_a_damaged_line_costs_that_line(path: Path, told_of: list[str], line: bytes) -> None:
    leave_waiting(path, told_of)
    (file,) = waiting(path)
    file.write_bytes(line + b"\n" + file.read_bytes() + line)

    assert questions(path) == [answered("Who?"), [("Before?", "Yes.")]]


@pytest.mark.parametrize(
    "wrong", [{"conversation": 10**25}, {"pack": "\ud800"}, {"reply": "{"}, {"talk": -1}]
)
def test_a_file_that_makes_no_sense_keeps_no_other_back(
    path: Path, told_of: list[str], wrong: dict[str, object]
) -> None:
    leave_waiting(path, told_of)
    (file,) = waiting(path)
    line = json.loads(file.read_bytes().split(b"\n")[-2])
    first = path.with_name(f"{path.name}.waiting-0.jsonl")
    first.write_text(json.dumps(line | {"question": "What?"} | wrong), "utf-8")

    assert answered("Who?") in questions(path)


def test_a_file_that_no_chat_can_have_left_is_left_alone(path: Path) -> None:
    begun(path)
    huge = path.with_name(f"{path.name}.waiting-0.jsonl")
    huge.touch()
    os.truncate(huge, 2**40)

    assert questions(path) == [[("Before?", "Yes.")]]
    assert huge.exists()


@pytest.mark.endurance
@pytest.mark.parametrize("ending", ["", "-wal"])
def test_a_file_of_any_size_is_put_aside(path: Path, told_of: list[str], ending: str) -> None:
    path.parent.mkdir(parents=True)
    path.touch()
    with path.with_name(path.name + ending).open("ab") as file:
        file.truncate(2**40)
    mine = journal(told_of)
    said(mine, "Who?")
    mine.close()

    assert questions(path) == [answered("Who?")]


@ANY_LOCK
def test_commands_that_read_do_not_wait_for_ever(
    path: Path, monkeypatch: pytest.MonkeyPatch, lock: str
) -> None:
    monkeypatch.setattr("assistant.history.database._READER_PATIENCE_SECONDS", 0.05)
    begun(path)
    with locked(path, lock), history_to_read() as history:
        assert history
        assert found(history) == ["Before?"]


def test_commands_that_read_see_what_waits(path: Path, told_of: list[str]) -> None:
    begun(path)
    with locked(path):
        mine = journal(told_of)
        said(mine, "Who?")
        with history_to_read() as history:
            assert history
            assert found(history) == ["Who?", "Before?"]
        assert len(waiting(path)) == 1
        mine.close()


def a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))


@pytest.mark.parametrize("ending", ["", "-wal", "-shm"])
@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, a_device, a_socket])
def test_what_is_no_file_is_not_waited_for(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    told_of: list[str],
    make: Callable[[Path], None],
    ending: str,
) -> None:
    # The address of a socket has to be short.
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path))
    make(tmp_path.relative_to(tmp_path) / f"history.db{ending}")
    started = time.monotonic()
    mine = journal(told_of)
    said(mine, "Who?")

    assert time.monotonic() - started < AT_ONCE_SECONDS
    assert found(mine.history) == ["Who?"]
    (notice,) = told_of
    assert "stands where a file for the history has to be" in notice
    mine.close()


@pytest.mark.parametrize(
    "name", ["100%", "a?b#c", "new\nline", "two  spaces", "üñ", ":memory:", "file:x?mode=ro"]
)
def test_a_folder_may_have_any_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told_of: list[str], name: str
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / name))
    mine = journal(told_of)
    said(mine, "Who?")
    mine.close()

    with history_to_read() as history:
        assert history
        assert found(history) == ["Who?"]
    assert questions(tmp_path / name / "history.db") == [answered("Who?")]


def test_a_link_leads_to_the_file_and_stays(path: Path, told_of: list[str], tmp_path: Path) -> None:
    path.parent.mkdir()
    target = tmp_path / "elsewhere.db"
    path.symlink_to(target)
    for damage in (b"", b"no database " * 1000):
        if damage:
            target.write_bytes(damage)
        mine = journal(told_of)
        said(mine, "Who?")
        mine.close()
        assert path.is_symlink()
        assert questions(target) == [answered("Who?")]


# Other processes


CHAT = """
import os, sys, time
from datetime import UTC, datetime
from assistant.history import Journal
from assistant.reply import Reply, Status

journal = Journal("p", keep=True, clock=lambda: datetime.now(UTC), tell=lambda line: print(line, flush=True))
for number in range(int(sys.argv[2])):
    question = f"{sys.argv[1]} {number}"
    reply = Reply(question="", status=Status.ANSWERED, answer=f"About {question}")
    journal.answer(journal.ask(question), reply)
    print(question, flush=True)
sys.stdin.read()
sys.exit(journal.close() or 0)
"""


def chat(name: str, turns: int) -> subprocess.Popen[str]:
    """A chat that says what it shows, and ends with its input."""
    return subprocess.Popen(
        [sys.executable, "-c", CHAT, name, str(turns)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_chat_that_is_killed_while_another_has_the_lock_loses_nothing(path: Path) -> None:
    begun(path)
    with locked(path):
        one = chat("one", 5)
        assert one.stdout
        shown = [one.stdout.readline().strip() for _ in range(5)]
        one.send_signal(signal.SIGKILL)
        one.communicate()

    assert questions(path)[0] == answered(*shown)


@pytest.mark.endurance
def test_eight_first_chats_at_once_keep_all(path: Path) -> None:
    for _ in range(5):
        chats = [chat(f"chat{number}", 20) for number in range(8)]
        assert [one.communicate()[1] for one in chats] == [""] * 8
        with closing(History(path)) as history:
            assert len(found(history)) == 8
        assert sorted(questions(path)) == sorted(
            answered(*(f"chat{number} {turn}" for turn in range(20))) for number in range(8)
        )
        for file in path.parent.iterdir():
            file.unlink()


FULL = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
"""


@pytest.mark.endurance
def test_what_fits_nowhere_is_told_at_the_end(path: Path) -> None:
    begun(path)
    limit = "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
    code = FULL + CHAT.replace("for number", f"journal.open()\n{limit}for number", 1)
    done = subprocess.run(
        [sys.executable, "-c", code, "one", "3"], input="", capture_output=True, text=True, check=False
    )

    assert done.stderr.startswith("3 questions could not be kept: ")
    assert done.returncode == 1
    assert "cannot be kept at the moment" in done.stdout
    assert questions(path) == [[("Before?", "Yes.")]]
