"""Keys that come together do what they do one by one: real terminals, typed at slowly and in pieces."""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SEQUENCES = int(os.environ.get("TYPED_SEQUENCES", "15"))
SIZE = (80, 24)
# Seconds in which a process that does nothing is done with what it was sent; what it may have used of them.
QUIET, NOTHING = 0.04, 0.001
PATIENCE = 30.0

# In kitty's way, escape is never taken for the beginning of another key.
ESCAPE = "\x1b[27u"
DELETING = ["\x7f", "\x1b[3~", "\x15", "\x17", "\x0b", "\x1b[127;2u", "\x08"]
WALKING = ["\x1b[H", "\x1b[F", "\x1b[D", "\x1b[C", "\x1b[1;5D", "\x1b[1;5C", "\x1b[1;2D", "\x1b[1;2C"]
MOVING = ["\r", "\n", "\t", "\x1b[Z", "\x1b[A", "\x1b[B", ESCAPE, "\x1b[5~", "\x1b[6~", " "]
PASTES = ["\x1b[200~is it\x1b[1m binding?\x1b[201~", "\x1b[200~when?\nwho?\n\x1b[201~"]
TEXTS = ["when", "who signed", "cost?", "1", "2", "7", "x", "Japan", "é", "👍", "tell me more", *PASTES]
EVERYWHERE = [*DELETING, *WALKING, *MOVING, *TEXTS]
# Help, article, why, topics, coverage, history, right, wrong; menu, new, theme, copy; through what was said.
FUNCTIONS = ["\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[15~", "\x1b[17~", "\x1b[18~", "\x1b[19~"]
COMMANDS = [*FUNCTIONS, "\x10", "\x0c", "\x14", "\x19", "\x1b[1;5A", "\x1b[1;5B", "\x1b[1;5H"]
TYPED = ["/topics\r", "/why\r", "/coverage\r", "/batch q.txt\r", "/new\r", "/nope\r"]
# What dialogs ask for: delete, yes, no; one question; save.
ANSWERS = ["\x04", "y", "n", "o", "s"]
# Skip, back, pause, return to the script, help.
STAGE = ["\x1b[C", "\x1b[C", "\x1b[C", "\x1b[D", " ", "\x12", "\x1bOP"]
KEYS = {
    "chat": [*EVERYWHERE, *COMMANDS, *TYPED, *ANSWERS],
    "paused": [*EVERYWHERE, *STAGE],
    "staged": [*EVERYWHERE, *STAGE],
}


class Chats:
    """Begins chats."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.tui.typed_at", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            cwd=Path(__file__).parents[2],
        )
        theirs.close()
        assert self._socket.recv(100) == b"ready"

    def begin(self, kind: str, folder: Path, size: tuple[int, int] = SIZE) -> Chat:
        """A chat that can be typed at."""
        self._socket.sendall(json.dumps([kind, str(folder), size]).encode())
        pid, descriptors, _, _ = socket.recv_fds(self._socket, 100, 2)
        chat = Chat(int(pid), *descriptors, size)
        chat.settle()
        chat.ready()
        return chat

    def end(self) -> None:
        """Begin no more."""
        self._socket.close()
        self.process.wait(PATIENCE)


class Chat:
    """A chat in a terminal of its own."""

    def __init__(self, pid: int, terminal: int, told: int, size: tuple[int, int]) -> None:
        self.pid, self.terminal, self.size = pid, terminal, size
        self._told = socket.socket(fileno=told)
        self.output = bytearray()
        self.process = SimpleNamespace(poll=lambda: 0)

    def write(self, keys: str | bytes) -> None:
        """Send keys, all at once."""
        os.write(self.terminal, keys.encode() if isinstance(keys, str) else keys)

    def press(self, key: str | bytes) -> None:
        """Send a key, and wait until all that comes of it is done."""
        used, late = self._used(), time.monotonic() + 1.0
        self.write(key)
        # No key costs nothing, but on a busy machine it may take a while until it is read.
        while self._used() == used and time.monotonic() < late:
            self._read(0.005)
        self.settle()

    def settle(self) -> None:
        """Read until the chat has done nothing for a while."""
        late = time.monotonic() + PATIENCE
        used = self._used()
        while time.monotonic() < late:
            drawn, quiet = len(self.output), time.monotonic() + QUIET
            while (left := quiet - time.monotonic()) > 0:
                self._read(left)
            before, used = used, self._used()
            if used - before < NOTHING and len(self.output) == drawn and self._sleeps():
                return
        raise AssertionError("it goes on and on")

    def _read(self, seconds: float) -> None:
        if select.select([self.terminal], [], [], seconds)[0]:
            self.output += os.read(self.terminal, 65536)

    def _used(self) -> float:
        return int(Path(f"/proc/{self.pid}/schedstat").read_text().split()[0]) / 1e9

    def _sleeps(self) -> bool:
        return Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0] == "S"

    def ready(self) -> dict[str, Any]:
        """Wait until the chat waits for the person alone; what it tells of itself then."""
        late = time.monotonic() + PATIENCE
        while (told := self._ask())["waiting"]:
            assert time.monotonic() < late, "it waits for ever"
            self.settle()
        return told

    def seen(self) -> dict[str, Any]:
        """What a person can tell of it, once no key waits for its turn."""
        told = self.ready()
        return told | {"screen": [line.rstrip() for line in Screen(self).lines]}  # type: ignore[arg-type]

    def _ask(self) -> dict[str, Any]:
        os.kill(self.pid, signal.SIGUSR1)
        told: dict[str, Any] = json.loads(self._told.recv(1_000_000))
        self.settle()
        return told

    def end(self) -> None:
        """Be done with it."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.close(self.terminal)
        self._told.close()


@pytest.fixture(scope="module")
def chats() -> Iterator[Chats]:
    chats = Chats()
    yield chats
    chats.end()


@pytest.fixture(scope="module")
def history(chats: Chats, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which conversations were had before."""
    folder = tmp_path_factory.mktemp("before")
    chat = chats.begin("chat", folder)
    for line in ("when was it approved?\r", "who?\r", "/new\r", "what does it cost?\r"):
        chat.press(line)
    chat.end()
    (folder / "q.txt").write_text("when was it approved?\nwho signed it?\nis it binding?\n")
    return folder


def typed(
    chats: Chats, kind: str, history: Path, pieces: Sequence[str | bytes], *, slowly: bool
) -> dict[str, Any]:
    """What a chat is like after that was typed."""
    folder = history.with_name("now")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(history, folder)
    chat = chats.begin(kind, folder)
    try:
        for piece in pieces:
            if slowly:
                chat.press(piece)
            else:
                chat.write(piece)
        # What came last, whatever it was, is read by then.
        chat.press("\x1b[57441;2u")
        return chat.seen()
    finally:
        chat.end()


def difference(one_by_one: dict[str, Any], in_pieces: dict[str, Any]) -> Iterator[str]:
    """What is not alike, line by line."""
    for name, value in one_by_one.items():
        other = in_pieces[name]
        lines = zip(value, other, strict=False) if name == "screen" else [(value, other)]
        yield from (f"  {name}: {left}\n    not {right}\n" for left, right in lines if left != right)


def cut(keys: bytes, places: Sequence[float]) -> list[bytes]:
    """`keys` in pieces."""
    at = sorted({0, len(keys), *(int(place * len(keys)) for place in places)})
    return [keys[begin:end] for begin, end in pairwise(at)]


@pytest.mark.endurance
@pytest.mark.parametrize("kind", KEYS)
def test_keys_in_random_pieces_do_what_they_do_one_by_one(kind: str, chats: Chats, history: Path) -> None:
    differing = []

    @settings(
        max_examples=SEQUENCES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @seed(int(os.environ.get("TYPED_SEED", "18")))
    @given(
        st.lists(st.sampled_from(KEYS[kind]), min_size=2, max_size=14),
        st.lists(st.floats(0, 1, exclude_max=True), max_size=4),
    )
    def compare(keys: list[str], places: list[float]) -> None:
        one_by_one = typed(chats, kind, history, keys, slowly=True)
        in_pieces = typed(chats, kind, history, cut("".join(keys).encode(), places), slowly=False)
        if one_by_one != in_pieces:
            differing.append(f"{keys} cut at {places}\n" + "".join(difference(one_by_one, in_pieces)))

    compare()
    assert not differing, "\n".join([f"{len(differing)} of {SEQUENCES}", *differing])
