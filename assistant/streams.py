"""Where a command reads from and writes to."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from assistant.errors import AssistantError
from assistant.operating_system import END_OF_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

# Bytes that are read ahead, which for the progress of a batch are read. Python 3.14 reads 128 KiB, and of
# thousands of questions all would be read at once.
_BUFFER: Final = 2**13


class OutputError(AssistantError):
    """Standard output takes no more."""


@contextlib.contextmanager
def opened(file: str) -> Iterator[BinaryIO]:
    """A file to read as bytes; ``-`` is standard input."""
    if file == "-":
        if sys.stdin is None:
            raise AssistantError("standard input is closed; name a file of questions")
        if sys.stdin.isatty():
            print(f"Type a question a line; {END_OF_INPUT}.", file=sys.stderr)
        yield sys.stdin.buffer
        return
    try:
        stream = Path(file).open("rb", _BUFFER)  # noqa: SIM115  (an error within the block is not about opening)
    except OSError as error:
        raise AssistantError(f"{file}: {error.strerror}") from None
    with stream:
        yield stream


def refuse_to_write_over(stream: BinaryIO, *outputs: Path | None) -> None:
    """See to it that `stream` is none of the files that are about to be written.

    Raises:
        AssistantError: when it is.
    """
    try:
        read = os.fstat(stream.fileno())
    except OSError:
        return
    for output in outputs:
        with contextlib.suppress(OSError):
            if output and stat.S_ISREG(read.st_mode) and os.path.samestat(read, output.stat()):
                raise AssistantError(f"{output}: this is the input itself; name another file to write")


@contextlib.contextmanager
def standard_output() -> Iterator[TextIO]:
    """Standard output, whose end is told in one line."""
    # Click would exit with 1 on a closed pipe, and without a word.
    try:
        yield sys.stdout
        sys.stdout.flush()
    except BrokenPipeError:
        raise OutputError("the reader of the output went away before the end") from None
    except OSError as error:
        raise OutputError(f"standard output: {error.strerror}") from None


@contextlib.contextmanager
def output_to(path: Path) -> Iterator[TextIO]:
    """A file that appears under its name only when it is whole."""
    import shutil  # noqa: PLC0415

    try:
        # What is there and no regular file, such as /dev/null or a pipe, is written to and never replaced.
        special = path.exists() and not path.is_file()
        target = path if special else path.resolve()
        if not special and target.is_symlink():
            # Links that lead in a circle, from Python 3.13 on.
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    except OSError as error:
        raise AssistantError(f"{path}: {error.strerror}") from None
    except RuntimeError as error:
        # Links that lead in a circle, up to Python 3.12.
        raise AssistantError(f"{path}: {error}") from None
    part = target if special else target.with_name(f"{target.name}.{os.getpid()}.part")
    kept = "" if special else f"; the finished rows are in {part}"
    try:
        sink = part.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise AssistantError(f"{path}: {error.strerror}") from None
    try:
        with sink:
            yield sink
        if not special:
            if target.exists():
                shutil.copymode(target, part)
            part.replace(target)
    except OSError as error:
        raise AssistantError(f"{path}: {error.strerror}{kept}") from None
