"""What a busy history could not take at once: kept in a file beside it until the history takes it in.

Each chat has such a file of its own, `history.db.waiting-<random>.jsonl`, locked as long as it runs. A line
is a turn as it stands then; a later line about the same turn replaces it. Whoever opens the history next
takes in what chats have left that are no more. The name of the file is noted in the history with its turns,
in one transaction, and the file is deleted after that: so nothing is taken in twice.
"""

from __future__ import annotations

import errno
import glob
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from assistant.history import files
from assistant.operating_system import delete_open, is_at
from assistant.text import replace_lone_surrogates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_ENDING: Final = ".jsonl"
_ATTEMPTS: Final = 5
# Bytes; a larger file is none that a chat has left.
_LARGEST: Final = 200_000_000
# SQLite has no larger number.
_MOST: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class WaitingTurn:
    """A turn that the history has not taken yet, or not all of it."""

    talk: int
    """Which conversation of its chat this was."""
    place: int
    """Its place there, from 0."""
    pack: str
    begun: str
    """When its conversation was begun; empty if that is not known."""
    file: int
    """The `History.number` of the file in which the two numbers below count; 0 where there was none yet."""
    conversation: int
    """The number of its conversation; 0 where it had none yet."""
    turn: int
    """Its own number; 0 where it had none yet."""
    asked: str
    question: str
    reply: str
    """As JSON; empty where there is none yet."""
    mark: str


class WaitingFile:
    """The turns of this chat that wait, in a file as far as one can be written.

    Args:
        history: The path of the history.
    """

    def __init__(self, history: Path) -> None:
        self._history = history
        self._path: Path | None = None
        self._descriptor = -1
        self._turns: dict[tuple[int, int], WaitingTurn] = {}
        self._unwritten: set[tuple[int, int]] = set()

    def __bool__(self) -> bool:
        return bool(self._turns)

    @property
    def name(self) -> str:
        """The name of the file; empty where there is none."""
        return self._path.name if self._path else ""

    @property
    def turns(self) -> tuple[WaitingTurn, ...]:
        """What waits, in the order in which it was said."""
        return tuple(self._turns[place] for place in sorted(self._turns))

    @property
    def unwritten(self) -> int:
        """How many of the turns would be lost with the process."""
        return len(self._unwritten)

    def add(self, turn: WaitingTurn) -> None:
        """Let a turn wait, in place of what waited of it.

        Raises:
            OSError: when the file does not take it; then it waits in memory alone.
        """
        place = turn.talk, turn.place
        if self._turns.get(place) == turn and place not in self._unwritten:
            return
        self._turns[place] = turn
        self._unwritten.add(place)
        self._write()

    def _write(self) -> None:
        if self._path is None or not is_at(self._descriptor, self._path):
            # Where the file was deleted, all of it is unwritten.
            self._open()
        lines = [_line(self._turns[place]) for place in sorted(self._unwritten)]
        # Should an earlier line be cut off, the empty one ends it.
        data = ("\n" + "\n".join(lines) + "\n").encode()
        while data:
            data = data[os.write(self._descriptor, data) :]
        self._unwritten.clear()

    def _open(self) -> None:
        self._close()
        self._history.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._unwritten.update(self._turns)
        for _ in range(_ATTEMPTS):
            name = f"{self._history.name}.waiting-{os.urandom(8).hex()}{_ENDING}"
            self._path = self._history.with_name(name)
            self._descriptor = files.create(self._path)
            # Who opens the history at this very moment may take it for left.
            if files.try_lock(self._descriptor) and is_at(self._descriptor, self._path):
                return
            with suppress(OSError):
                # Nobody could lock it, and so nobody take it in.
                delete_open(self._path, self._descriptor)
            self._descriptor, self._path = -1, None
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    def discard(self) -> None:
        """Delete the file: all that waited was taken in."""
        self._turns.clear()
        self._unwritten.clear()
        if self._path:
            with suppress(OSError):
                delete_open(self._path, self._descriptor)
        self._descriptor, self._path = -1, None

    def leave(self) -> None:
        """Leave the file to whoever opens the history next."""
        self._close()

    def _close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor, self._path = -1, None


class LeftFile:
    """A file that a chat has left, locked until it is closed."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor = descriptor

    @property
    def name(self) -> str:
        """Its name."""
        return self._path.name

    def turns(self) -> list[WaitingTurn]:
        """What waits in it, in order; a line that is cut off or damaged is passed over."""
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        with os.fdopen(os.dup(self._descriptor), "rb") as file:
            return _turns(file)

    def delete(self) -> None:
        """Delete it, which closes it: all of it was taken in."""
        descriptor, self._descriptor = self._descriptor, -1
        with suppress(OSError):
            delete_open(self._path, descriptor)

    def close(self) -> None:
        """Let go of it."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor = -1


def left_files(history: Path) -> Iterator[LeftFile]:
    """The files beside `history` of chats that are no more; each is closed when the next is asked for."""
    for path in _paths(history):
        try:
            descriptor = files.open_existing(path)
        except OSError:
            continue
        left = LeftFile(path, descriptor)
        try:
            # It may be gone by now, taken in by another.
            if _is_sound(descriptor) and files.try_lock(descriptor) and is_at(descriptor, path):
                yield left
        finally:
            left.close()


def waiting_turns(history: Path) -> Iterator[list[WaitingTurn]]:
    """What waits in each file beside `history`, which is only read, whoever has left it."""
    for path in _paths(history):
        with suppress(OSError), os.fdopen(files.open_existing(path, write=False), "rb") as file:
            if _is_sound(file.fileno()):
                yield _turns(file)


def _is_sound(descriptor: int) -> bool:
    return os.fstat(descriptor).st_size <= _LARGEST


def _paths(history: Path) -> list[Path]:
    try:
        return sorted(history.parent.glob(f"{glob.escape(history.name)}.waiting-*{_ENDING}"))
    except OSError:
        return []


def _turns(lines: Iterable[bytes]) -> list[WaitingTurn]:
    turns = {(turn.talk, turn.place): turn for turn in map(_turn, lines) if turn}
    return [turns[place] for place in sorted(turns)]


def _line(turn: WaitingTurn) -> str:
    return replace_lone_surrogates(json.dumps(asdict(turn), ensure_ascii=False))


def _turn(line: bytes) -> WaitingTurn | None:
    try:
        values = json.loads(line).items()
        turn = WaitingTurn(**{name: _storable(value) for name, value in values})
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    kinds = WaitingTurn.__annotations__
    fits = all(type(getattr(turn, name)).__name__ == kind for name, kind in kinds.items())
    numbers = (turn.talk, turn.place, turn.conversation, turn.turn) if fits else (-1,)
    return turn if all(0 <= number <= _MOST for number in numbers) else None


def _storable(value: Any) -> Any:
    return replace_lone_surrogates(value) if isinstance(value, str) else value
