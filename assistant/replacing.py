"""Files that appear under their names whole or not at all, and that no planted link leads elsewhere.

What is written stands first under a name that nobody can foresee, in the same folder, and takes its own name
when it is on the disk. So a crash, a full disk or ctrl+c leaves what was there before.

A name that a person gives may be a link: then the file that it leads to is replaced, where that lies, and the
link stays. What is no regular file, such as /dev/null or a pipe, is written to and never replaced.
"""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from assistant.operating_system import name_new_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO, TextIO

# A name may have 255 bytes, and a character four of them.
_MOST_OF_A_NAME: Final = 40
ANYONE: Final = 0o666
"""The mode of a file that is no secret, before the mask of the process."""
OWNER_ALONE: Final = 0o600


@contextmanager
def replaced(
    path: Path, *, mode: int = ANYONE, follow: bool = True, lasting: bool = True
) -> Iterator[BinaryIO]:
    """The bytes that are to stand at `path` when the block ends; where it raises, nothing changes.

    Args:
        path: Where they are to stand.
        mode: The mode of a file that is new.
        follow: Whether what is there is a person's: a link is then meant, and a file keeps its mode. Else a
            link is itself replaced.
        lasting: Whether they must outlast a crash of the machine, which takes some milliseconds.

    Raises:
        OSError: when it cannot be written.
    """
    if follow:
        special = opened_special(path)
        if special:
            with special:
                yield special
            return
    target = real(path) if follow else path
    sink, part = new_beside(target, mode)
    try:
        with sink:
            yield sink
            if lasting:
                on_disk(sink)
        if follow:
            keep_mode(target, part)
        part.replace(target)
    except BaseException:
        discard(part)
        raise


@contextmanager
def replaced_text(
    path: Path, *, mode: int = ANYONE, follow: bool = True, lasting: bool = True
) -> Iterator[TextIO]:
    """As `replaced`, for text, which is written in UTF-8 with the ends of its lines as they are."""
    with replaced(path, mode=mode, follow=follow, lasting=lasting) as sink:
        text = io.TextIOWrapper(sink, "utf-8", newline="")
        yield text
        # Whoever opened it closes it, when what it holds is on the disk.
        text.flush()
        text.detach()


def write_new(path: Path, content: bytes) -> None:
    """Write a file under a name that nothing has.

    Raises:
        FileExistsError: when something has it.
        OSError: when it cannot be written.
    """
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    sink, part = new_beside(path)
    try:
        with sink:
            sink.write(content)
            on_disk(sink)
        name_new_file(part, path)
    except BaseException:
        discard(part)
        raise


def real(path: Path) -> Path:
    """The whole path that `path` leads to, through all links; what it names need not be there.

    Raises:
        OSError: where links lead in a circle.
    """
    try:
        target = path.resolve()
    except RuntimeError:
        # Up to Python 3.12.
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return target


def opened_special(path: Path) -> BinaryIO | None:
    """What is at `path`, to be written to as it stands; None where a file is to be replaced, or made.

    What the shell has led standard output to is as it stands as well, as more may come there.

    Raises:
        OSError: when it cannot be opened.
    """
    for stream in _streams_at(path):
        stream.flush()
        return os.fdopen(os.dup(stream.fileno()), "wb")
    if not is_special(path):
        return None
    # It is there: should it go meanwhile, none is made.
    return os.fdopen(os.open(path, os.O_WRONLY), "wb")


def is_special(path: Path) -> bool:
    """Whether what is at `path` is written to as it stands, and never replaced."""
    return path.exists() and (not path.is_file() or any(_streams_at(path)))


def _streams_at(path: Path) -> Iterator[TextIO]:
    """Those of the standard streams that lead to what is at `path`."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            if os.path.samestat(os.fstat(stream.fileno()), path.stat()):
                yield stream


def new_beside(target: Path, mode: int = ANYONE) -> tuple[BinaryIO, Path]:
    """A new hidden file in the folder of `target`, and its path.

    Raises:
        OSError: when it cannot be made.
    """
    while True:
        part = _unforeseen(target)
        # Exclusive: what has that name, be it a link to nowhere, is not opened.
        with suppress(FileExistsError):
            return os.fdopen(os.open(part, _NEW, mode), "wb"), part


def keep_mode(target: Path, part: Path) -> None:
    """Give `part` the mode of the file whose name it is about to take, if there is one.

    Raises:
        OSError: when it cannot be given.
    """
    if target.is_file():
        part.chmod(stat.S_IMODE(target.stat().st_mode))


def new_folder_beside(target: Path) -> Path:
    """A new hidden folder in the folder of `target`.

    Raises:
        OSError: when it cannot be made.
    """
    while True:
        part = _unforeseen(target)
        with suppress(FileExistsError):
            part.mkdir()
            return part


def on_disk(sink: BinaryIO) -> None:
    """Wait until what was written outlasts a crash of the machine.

    Raises:
        OSError: when the disk does not take it.
    """
    sink.flush()
    os.fsync(sink.fileno())


def discard(part: Path) -> None:
    """Take away what did not get its name."""
    with suppress(OSError):
        part.unlink(missing_ok=True)


_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def _unforeseen(target: Path) -> Path:
    return target.with_name(f".{target.name[:_MOST_OF_A_NAME]}.{os.urandom(8).hex()}.part")
