"""The one place that knows which operating system the program runs on.

Linux and macOS are alike here. What Windows lacks is done with what it has instead, or is something that it
does not need; which of the two it is stands beside each.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import stat
import sys
import time
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Protocol

    class LineEditor(Protocol):
        """What edits a line while it is typed: the part of `readline` that is used here."""

        __doc__: str | None

        def parse_and_bind(self, string: str, /) -> None:
            """Heed a line of its configuration."""

        def set_completer(self, function: Completer | None = None, /) -> None:
            """Complete words with `function`."""

        def set_completer_delims(self, string: str, /) -> None:
            """Take these characters for the ends of words."""

    class Completer(Protocol):
        """What gives one completion after another of what was typed, and None after the last."""

        def __call__(self, typed: str, state: int, /) -> str | None:
            """The completion number `state`, from 0."""


# Seconds.
_PAUSE: Final = 0.1

# Files

if sys.platform == "win32":
    # Else Python would change the ends of lines. A pipe is no file with a name there.
    _AS_IT_IS: Final = os.O_BINARY
else:
    _AS_IT_IS: Final = os.O_NONBLOCK

CAN_MOVE_OPEN_FILES: Final = sys.platform != "win32"
"""Whether a file can be given another name, take another's, or be deleted, while it is open."""


def open_itself(path: Path, flags: int, mode: int = 0o666) -> int:
    """Open `path` as `os.open` does, but follow no link and wait for nobody at the other end of a pipe.

    Raises:
        OSError: as `os.open` does; ELOOP where it is a link.
    """
    if sys.platform == "win32":
        if path.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        return os.open(path, flags | _AS_IT_IS, mode)
    return os.open(path, flags | os.O_NOFOLLOW | _AS_IT_IS, mode)


def open_at(path: Path) -> int:
    """Open what `path` leads to, be it by a link, to read; nobody at the other end of a pipe is waited for.

    Raises:
        OSError: as `os.open` does.
    """
    return os.open(path, os.O_RDONLY | _AS_IT_IS)


def is_own(status: os.stat_result) -> bool:
    """Whether it is a regular file with one name, which nobody else can have put there."""
    if not stat.S_ISREG(status.st_mode) or status.st_nlink != 1:
        return False
    # Who owns a file `stat` does not tell on Windows.
    return sys.platform == "win32" or status.st_uid == os.geteuid()


def is_private(status: os.stat_result) -> bool:
    """Whether a file belongs to the present user, and nobody else can write it."""
    if sys.platform == "win32":
        # Folders of the user's own are closed to others there, and what `stat` tells of owners is made up.
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & 0o022


def is_at(descriptor: int, path: Path) -> bool:
    """Whether the open file still is the one at `path`."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except OSError:
        return False


def name_new_file(part: Path, path: Path) -> None:
    """Give the file `part` the name `path`, which nothing has.

    Raises:
        OSError: when it cannot; FileExistsError where something has that name.
    """
    if sys.platform == "win32":
        # There this takes no file's place.
        part.rename(path)
        return
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links can but be asked before.
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        part.rename(path)
    else:
        part.unlink()


def delete_open(path: Path, descriptor: int) -> None:
    """Close the open file at `path` and delete it, with nobody between the two where that can be.

    Raises:
        OSError: when it cannot be deleted; it is closed all the same.
    """
    if CAN_MOVE_OPEN_FILES:
        try:
            path.unlink(missing_ok=True)
        finally:
            os.close(descriptor)
    else:
        os.close(descriptor)
        path.unlink(missing_ok=True)


def lock(descriptor: int) -> None:
    """Take a file for this process alone, to the moment it is closed. Others can read it, and write at will.

    Raises:
        BlockingIOError: when another process has taken it.
    """
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415

        before = os.lseek(descriptor, 0, os.SEEK_CUR)
        # Where a byte is locked nobody else can read it; this one is far beyond all that is written.
        os.lseek(descriptor, 2**40, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError(*error.args) from None
        finally:
            os.lseek(descriptor, before, os.SEEK_SET)
    else:
        import fcntl  # noqa: PLC0415

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def cache_folder() -> Path:
    """What platformdirs calls the user's cache folder; its import would take longer than all else.

    Raises:
        RuntimeError: when the user has no home.
    """
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "").strip()
        return (Path(local) if local else Path("~/AppData/Local").expanduser()) / "assistant" / "Cache"
    named = Path(os.environ.get("XDG_CACHE_HOME", "").strip())
    if named.is_absolute():
        return named / "assistant"
    return Path("~/Library/Caches" if sys.platform == "darwin" else "~/.cache").expanduser() / "assistant"


# Processes and signals

if sys.platform == "win32":
    ENDING_SIGNALS: Final[Sequence[signal.Signals]] = (signal.SIGTERM, signal.SIGBREAK)
else:
    ENDING_SIGNALS: Final[Sequence[signal.Signals]] = (signal.SIGTERM, signal.SIGHUP)

HANGUP: Final = ENDING_SIGNALS[-1]
"""What a process is sent when its terminal is closed, where it is sent anything."""


@contextlib.contextmanager
def without_interrupts() -> Iterator[None]:
    """A process that is begun in this block never gets ctrl+c, which reaches every process of a terminal.

    On Windows a process cannot be begun so: it has to ignore ctrl+c by itself, as its first act.
    """
    if sys.platform == "win32":
        yield
    else:
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def give_way(niceness: int) -> None:
    """Let other processes go first, by so much as `nice` counts; on Windows this one stays as it is."""
    if sys.platform != "win32":
        os.nice(niceness)


def is_running(process: int) -> bool:
    """Whether there is a process of this number."""
    if process <= 0:
        return False
    if sys.platform == "win32":
        # There `os.kill` would send ctrl+c, or end the process.
        return _is_running_on_windows(process)
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True


if sys.platform == "win32":

    def _is_running_on_windows(process: int) -> bool:
        import ctypes  # noqa: PLC0415

        may_wait, no_access, goes_on = 0x00100000, 5, 258
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = ctypes.c_void_p
        kernel.WaitForSingleObject.argtypes = (ctypes.c_void_p, ctypes.c_uint32)
        kernel.CloseHandle.argtypes = (ctypes.c_void_p,)
        handle = kernel.OpenProcess(may_wait, False, process & 0xFFFFFFFF)
        if not handle:
            return ctypes.get_last_error() == no_access
        try:
            return bool(kernel.WaitForSingleObject(handle, 0) == goes_on)
        finally:
            kernel.CloseHandle(handle)


def wait_for_hangup(descriptor: int) -> bool:
    """Wait until nobody can write to this pipe or socket any more, whether or not all of it was read.

    Returns:
        False, and at once, where the system cannot tell before everything was read.
    """
    if sys.platform == "win32":
        return False
    import select  # noqa: PLC0415

    poll = select.poll()
    poll.register(descriptor, select.POLLHUP)
    # Some systems tell of what there is to read as well.
    while not any(told & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, told in poll.poll()):
        time.sleep(_PAUSE)
    return True


def wait_until_terminal_is_gone(descriptor: int) -> bool:
    """Wait until the window of a terminal is closed, of which a process is not always sent a signal.

    Returns:
        False, and at once, where the system does not tell of terminals.
    """
    # On macOS terminals cannot be polled.
    return sys.platform == "linux" and wait_for_hangup(descriptor)


def wake_when_parent_ends() -> None:
    """Let a stopped process go on when its parent is gone, so that it can see to its own end."""
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415

        set_signal_at_end_of_parent = 1
        ctypes.CDLL(None).prctl(set_signal_at_end_of_parent, signal.SIGCONT)


# What people are used to


def line_editor() -> LineEditor | None:
    """What edits lines for `input` once it is loaded; None where the console does so, or nothing does."""
    if sys.platform == "win32":
        return None
    try:
        import readline  # noqa: PLC0415
    except ImportError:
        return None
    return readline


END_OF_INPUT: Final = "ctrl+z and enter end" if sys.platform == "win32" else "ctrl+d ends"
"""The keys that end what is typed into a terminal, with their verb."""


def path_of_windows(name: str) -> Path:
    r"""The file that a window of Windows calls `name`, such as ``C:\Users\me\a.csv``.

    Elsewhere this is a Linux that runs under Windows: it has the drives under ``/mnt``, and is itself called
    ``\\wsl.localhost\Ubuntu``, or ``\\wsl$\Ubuntu``.
    """
    if sys.platform == "win32":
        return Path(name)
    path = PureWindowsPath(name)
    if path.drive[1:] == ":":
        return Path("/mnt", path.drive[0].lower(), *path.parts[1:])
    host = path.drive.removeprefix("\\\\").partition("\\")[0].casefold()
    return Path("/", *path.parts[1:]) if host in ("wsl.localhost", "wsl$") else Path(name)


def shell_word(word: str) -> str:
    """`word` as the user's shell takes it for one."""
    if sys.platform == "win32":
        from subprocess import list2cmdline  # noqa: PLC0415

        # No shell there knows single quotation marks for what they are elsewhere.
        return list2cmdline([word])
    from shlex import quote  # noqa: PLC0415

    return quote(word)
