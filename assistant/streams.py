"""Where a command reads from and writes to."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO, cast

from assistant.errors import AssistantError
from assistant.operating_system import END_OF_INPUT
from assistant.replacing import replaced_text
from assistant.text import controls_shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

# Bytes that are read ahead, which for the progress of a batch are read. Python 3.14 reads 128 KiB, and of
# thousands of questions all would be read at once.
_BUFFER: Final = 2**13


class OutputError(AssistantError):
    """Standard output takes no more."""


def in_a_terminal() -> bool:
    """Whether there is a screen to draw on and keys to be pressed: a terminal, and no dumb one."""
    streams_are = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
    return streams_are and os.environ.get("TERM") not in ("dumb", "unknown")


@contextlib.contextmanager
def opened(file: str) -> Iterator[BinaryIO]:
    """A file to read as bytes; ``-`` is standard input."""
    if file == "-":
        if sys.stdin is None:
            raise AssistantError("standard input is closed; name a file of questions")
        if sys.stdin.isatty():
            note(f"Type a question a line; {END_OF_INPUT}.")
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


class _Shown:
    """A stream to people: what a terminal would act on is made visible, and all else is as it was.

    Args:
        stream: Where it is written.
        failed: Turns what the system refuses into what is raised instead, or into nothing.
    """

    def __init__(self, stream: TextIO, failed: Callable[[OSError], AssistantError | None]) -> None:
        self._stream = stream
        self._failed = failed
        # Stays, as Click tries a stream by writing nothing to it, and passes over what comes of it.
        self._failure: AssistantError | None = None

    def write(self, text: str) -> int:
        with self._told():
            self._stream.write(controls_shown(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        with self._told():
            self._stream.flush()

    def forgive(self) -> None:
        """Take what comes from now on, whatever failed before."""
        self._failure = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        if self._failure:
            raise self._failure
        try:
            yield
        except OSError as error:
            _give_up(self._stream)
            self._failure = self._failed(error)
            if self._failure:
                raise self._failure from None


@contextlib.contextmanager
def text_shown() -> Iterator[None]:
    """Have standard output and standard error show text from outside literally, as long as the block runs.

    What standard output does not take raises `OutputError`; what standard error does not take is lost.

    Raises:
        AssistantError: when standard output is closed.
    """
    # What is opened from now on would else take the place of a stream that is closed, and be written into.
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    before = sys.stdout, sys.stderr
    if sys.stderr is not None:
        sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
        sys.stderr = cast("TextIO", _Shown(sys.stderr, lambda _: None))
    try:
        if sys.stdout is None:
            raise AssistantError("standard output is closed")
        # The bytes are the same on every system: Windows has its own encodings, and its own ends of lines.
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # type: ignore[union-attr]
        sys.stdout = cast("TextIO", _Shown(sys.stdout, _output_error))
        yield
        sys.stdout.flush()
    finally:
        # Python flushes them again at exit, when nobody is told of what fails.
        sys.stdout, sys.stderr = before


def _output_error(error: OSError) -> OutputError:
    if isinstance(error, BrokenPipeError):
        return OutputError("the reader of the output went away before the end")
    return OutputError(f"standard output: {error.strerror}")


def _give_up(stream: TextIO) -> None:
    """Have all that is still to come to `stream` go nowhere: Python would complain of it again at exit."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def give_up_streams() -> None:
    """Write what still can be written, and nothing that comes after it.

    Where the window is gone, a thread of the screen may complain of that even at exit.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with contextlib.suppress(OSError, OutputError):
                stream.flush()
            _give_up(stream)
            if isinstance(stream, _Shown):
                stream.forgive()


def note(text: str) -> None:
    """Tell a person `text`, where one is there to be told, beside what the command prints."""
    if sys.stderr is not None:
        try:
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()
        except OSError:
            _give_up(sys.stderr)


def draw(text: str) -> None:
    """Write `text` of the program's own, such as a bar, to a person's terminal as it is."""
    with contextlib.suppress(OSError):
        stream = styled(sys.stderr)
        stream.write(text)
        stream.flush()


def styled(stream: TextIO) -> TextIO:
    """`stream` for what the program itself draws on a terminal: colours, a bar, a clean screen."""
    return stream._stream if isinstance(stream, _Shown) else stream


@contextlib.contextmanager
def standard_output() -> Iterator[TextIO]:
    """Standard output, whose end is told in one line."""
    # Click would exit with 1 on a closed pipe, and without a word.
    try:
        yield sys.stdout
        sys.stdout.flush()
    except OSError as error:
        raise _output_error(error) from None


@contextlib.contextmanager
def output_to(path: Path) -> Iterator[TextIO]:
    """A file that appears under its name only when it is whole, as UTF-8 with the ends of lines as given.

    Raises:
        AssistantError: when it cannot be written; what was there before is still there then.
    """
    try:
        with replaced_text(path) as sink:
            yield sink
    except OSError as error:
        raise AssistantError(f"{path}: {error.strerror}") from None
