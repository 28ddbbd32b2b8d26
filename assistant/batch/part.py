"""The file that a batch writes: under another name until it is whole, with a note of how far it has come.

The note is written after what it tells of is on the disk, and replaced as a whole. So whatever ends the
process, at whatever byte, the note tells of replies that are there, and what follows them can be cut off.

Both names are fixed, as a later run has to find them. So nothing that stands there is trusted: a link or a
pipe is not written into, and what was written before is gone on with where its hash is that of the note.
"""

from __future__ import annotations

import errno
import os
import time
from contextlib import contextmanager, suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from assistant.batch.noting import fresh_of, read_note, write_note
from assistant.batch.sink import Note
from assistant.errors import AssistantError
from assistant.operating_system import CAN_MOVE_OPEN_FILES, is_at, is_own, lock, open_itself
from assistant.replacing import keep_mode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

    from assistant.response import Status

# Seconds between two notes.
_NOTE_EVERY: Final = 1.0
# Bytes that are written, or read, at once: replies are small, and there are many.
_BUFFER: Final = 2**18
_HASH_BYTES: Final = 20


class PartFile:
    """The file that grows, and its note.

    Args:
        sink: Where it is written, at its end.
        note_path: Where its note stands.
        begun: How far it has come.
        hashed: What hashes all that is in it.
    """

    def __init__(self, sink: BinaryIO, note_path: Path, begun: Note, hashed: blake2b) -> None:
        self._sink = sink
        self._note_path = note_path
        self._noted_at = time.monotonic()
        self._hashed = hashed
        self.begun = begun

    def write(self, text: str) -> None:
        """Write the next piece."""
        piece = text.encode()
        self._sink.write(piece)
        self._hashed.update(piece)

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
        size, written = self._sink.tell(), self._hashed.hexdigest()
        write_note(self._note_path, Note(self.begun.batch, size, dict(counts), asked, written))
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
        AssistantError: when another process writes it, it is of another batch, or it was changed since.
        OSError: when it cannot be written.
    """
    path, note_path = part_of(target), _note_of(target)
    with _opened(path) as sink:
        try:
            lock(sink.fileno())
        except BlockingIOError:
            raise AssistantError(f"{target}: another batch is writing it") from None
        if not is_at(sink.fileno(), path):
            # Whoever held the lock has finished it meanwhile.
            raise AssistantError(f"{target}: another batch has just written it")
        begun = (read_note(note_path) if resume else None) or Note(batch)
        if begun.batch != batch:
            raise AssistantError(
                f"{path}: it was begun with another pack, format or version; leave out --resume to begin anew"
            )
        if begun.rows and os.fstat(sink.fileno()).st_size:
            hashed = _hash(sink, begun.size)
            if hashed.hexdigest() != begun.written:
                raise AssistantError(
                    f"{path}: it is not what the batch left there; leave out --resume to begin anew"
                )
        else:
            begun, hashed = Note(batch), _hash(sink, 0)
            # An old note would tell of replies that are there no more.
            note_path.unlink(missing_ok=True)
        sink.truncate(begun.size)
        sink.seek(0, os.SEEK_END)
        yield PartFile(sink, note_path, begun, hashed)


def _opened(path: Path) -> BinaryIO:
    """The file at `path`, or a new one, to be read and appended to.

    Raises:
        AssistantError: when something else is there, or a file that somebody else has put there.
        OSError: when it cannot be opened.
    """
    foreign = AssistantError(
        f"{path}: this is no file that a batch has left, and is not written into:"
        " take it away, or name another file with -o"
    )
    try:
        number = open_itself(path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EMLINK, errno.EISDIR, errno.ENXIO):
            raise foreign from None
        raise
    if not is_own(os.fstat(number)):
        os.close(number)
        raise foreign
    return os.fdopen(number, "a+b", _BUFFER)


def _hash(sink: BinaryIO, size: int) -> blake2b:
    """What hashes the first `size` bytes of a file, or all of one that is shorter."""
    hashed = blake2b(digest_size=_HASH_BYTES)
    sink.seek(0)
    while size and (piece := sink.read(min(size, _BUFFER))):
        hashed.update(piece)
        size -= len(piece)
    return hashed


def take_name(part: Path, target: Path) -> None:
    """Give a part file that is whole as it is the name of its `target`."""
    keep_mode(target, part)
    part.replace(target)


def finish(target: Path, put: Callable[[Path, Path], object] = take_name) -> None:
    """Have `put` make of the part file the file `target`, and forget the part file and its note.

    Raises:
        OSError: when it cannot be made.
    """
    part = part_of(target)
    put(part, target)
    for left in (_note_of(target), fresh_of(_note_of(target)), part):
        # What is whole stays so, whatever is the matter with what it was made of.
        with suppress(OSError):
            left.unlink(missing_ok=True)
