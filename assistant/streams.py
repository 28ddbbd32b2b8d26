"""Where a command reads from and writes to."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from assistant.errors import AssistantError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO


class OutputError(AssistantError):
    """Standard output takes no more."""


@contextlib.contextmanager
def opened(file: str) -> Iterator[BinaryIO]:
    """A file to read as bytes; ``-`` is standard input."""
    if file == "-":
        if sys.stdin is None:
            raise AssistantError("standard input is closed; name a file of questions")
        if sys.stdin.isatty():
            print("Type a question a line; ctrl+d ends.", file=sys.stderr)
        yield sys.stdin.buffer
        return
    try:
        stream = Path(file).open("rb")  # noqa: SIM115  (an error within the block is not about opening)
    except OSError as error:
        raise AssistantError(f"{file}: {error.strerror}") from None
    with stream:
        yield stream


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
def output_to(path: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that appears under its name only when it is whole."""
    if path is None:
        with standard_output() as sink:
            yield sink
        return
    import shutil  # noqa: PLC0415

    target = path.resolve()
    # What is there and no regular file, such as /dev/null or a named pipe, is written to and never replaced.
    special = target.exists() and not target.is_file()
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
    except AssistantError as error:
        raise AssistantError(f"{error}{kept}") from None
