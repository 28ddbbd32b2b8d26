"""The file that a batch writes: under another name until it is whole, with a note of how far it has come.

The note is written after what it tells of is on the disk, and replaced as a whole. So whatever ends the
process, at whatever byte, the note tells of replies that are there, and what follows them can be cut off.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from assistant.batch.sink import Note
from assistant.errors import AssistantError
from assistant.operating_system import CAN_MOVE_OPEN_FILES, lock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

    from assistant.response import Status

# Seconds between two notes.
_NOTE_EVERY: Final = 1.0
# Bytes that are written at once: replies are small, and there are many.
_BUFFER: Final = 2**18


class PartFile:
    """The file that grows, and its note."""

    def __init__(self, sink: BinaryIO, note_path: Path, begun: Note) -> None:
        self._sink = sink
        self._note_path = note_path
        self._noted_at = time.monotonic()
        self.begun = begun

    def write(self, text: str) -> None:
        """Write the next piece."""
        self._sink.write(text.encode())

    def flush(self) -> None:
        """See to it that others can read all that was written."""
        self._sink.flush()

    def release(self) -> None:
        """Let go of the file where the system gives no file another name while it is open."""
        if not CAN_MOVE_OPEN_FILES:
            self._sink.close()

    def note(self, counts: Mapping[Status, int], asked: str, *, now: bool = False) -> None:
        """Take a note of how far it has come, if the last one is old or it must be `now`."""
        if not now and time.monotonic() - self._noted_at < _NOTE_EVERY:
            return
        self._sink.flush()
        os.fsync(self._sink.fileno())
        note = Note(self.begun.batch, self._sink.tell(), dict(counts), asked)
        fresh = self._note_path.with_name(f"{self._note_path.name}.new")
        with fresh.open("w", encoding="utf-8") as sink:
            json.dump(asdict(note), sink)
            sink.flush()
            os.fsync(sink.fileno())
        fresh.replace(self._note_path)
        self._noted_at = time.monotonic()


def part_of(target: Path) -> Path:
    """Where `target` grows until it is whole."""
    return target.with_name(f"{target.name}.part")


def _note_of(target: Path) -> Path:
    return target.with_name(f"{target.name}.part.note")


@contextmanager
def part_file(target: Path, batch: str, *, resume: bool) -> Iterator[PartFile]:
    """The part file of `target`, cut to what its note tells of, or empty where it is not to `resume`.

    It stays when the block ends, so that it can be finished later.

    Raises:
        AssistantError: when another process writes it, or it is of another batch.
        OSError: when it cannot be written.
    """
    path, note_path = part_of(target), _note_of(target)
    with path.open("ab", _BUFFER) as sink:
        try:
            lock(sink.fileno())
        except BlockingIOError:
            raise AssistantError(f"{target}: another batch is writing it") from None
        if not _is(sink, path):
            # Whoever held the lock has finished it meanwhile.
            raise AssistantError(f"{target}: another batch has just written it")
        begun = (_noted(note_path, sink.tell()) if resume else None) or Note(batch)
        if begun.batch != batch:
            raise AssistantError(
                f"{path}: it was begun with another pack, format or version; leave out --resume to begin anew"
            )
        if not begun.rows:
            # An old note would tell of replies that are there no more.
            note_path.unlink(missing_ok=True)
        sink.truncate(begun.size)
        sink.seek(0, os.SEEK_END)
        yield PartFile(sink, note_path, begun)


def _is(sink: BinaryIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(sink.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _noted(path: Path, size: int) -> Note | None:
    """The note at `path`; none where it is missing, damaged, or tells of more than there is."""
    try:
        note = Note(**json.loads(path.read_bytes()))
        return note if note.rows and note.size <= size else None
    except (FileNotFoundError, ValueError, TypeError, AttributeError):
        return None


def finish(target: Path, whole: Path) -> None:
    """Give the file `whole` the name of its `target`, and forget the note."""
    if target.exists():
        whole.chmod(target.stat().st_mode)
    whole.replace(target)
    _note_of(target).unlink(missing_ok=True)
    part_of(target).unlink(missing_ok=True)
