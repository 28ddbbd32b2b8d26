"""Runs the program as if on Windows: without the functions and the modules that Python lacks there.

Run as ``python tests/windows.py ARGUMENT...``. What the program knows of the system it knows from one module;
that one is deceived, and Python's library goes on knowing the truth. Open files cannot be moved then, too.
"""

from __future__ import annotations

import fcntl
import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace

MODULES = ("fcntl", "grp", "pty", "pwd", "readline", "resource", "termios", "tty")
OF_OS = (
    *("O_CLOEXEC", "O_NOCTTY", "O_NOFOLLOW", "O_NONBLOCK", "chown", "fork", "getegid", "geteuid", "getgid"),
    *("getpgid", "getuid", "killpg", "mkfifo", "nice", "openpty", "posix_spawn", "setsid", "waitid"),
)
OF_SIGNAL = ("SIGALRM", "SIGHUP", "SIGKILL", "SIGTSTP", "SIGUSR1", "pthread_sigmask", "setitimer", "sigwait")
# The library's own and others need what is taken away, or keep it for themselves while they are loaded.
EARLY = ("asyncio", "tempfile", "platformdirs", "textual.drivers.linux_driver")
# These notice that the signals' functions are gone.
LATE = ("concurrent.futures.process", "multiprocessing.popen_spawn_posix", "multiprocessing.resource_tracker")


def _is_open(path: Path) -> bool:
    """Whether this process has the file open, or its pages mapped."""
    target = os.path.realpath(path)
    numbers = Path("/proc/self/fd").iterdir()
    return any(os.path.realpath(number) == target for number in numbers) or (
        f" {target}\n" in Path("/proc/self/maps").read_text("utf-8")
    )


def _refusing(act):  # type: ignore[no-untyped-def]
    """`act` on files, refused where one of them is open."""

    def refused(*paths, **options):  # type: ignore[no-untyped-def]
        for path in paths:
            if _is_open(path):
                raise PermissionError(13, "The process cannot access the file", str(path))
        return act(*paths, **options)

    return refused


def _locking(descriptor: int, _mode: int, size: int) -> None:
    fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, size, 0, os.SEEK_CUR)


def pretend() -> None:
    """Take away what is not there on Windows, and give what is there alone."""
    for name in EARLY:
        import_module(name)
    sys.modules |= dict.fromkeys(MODULES)
    for name in OF_OS:
        delattr(os, name)
    for name in OF_SIGNAL:
        delattr(signal, name)
    os.kill = None  # type: ignore[assignment]
    for name in LATE:
        import_module(name)
    for name in ("rename", "replace", "unlink", "remove"):
        setattr(os, name, _refusing(getattr(os, name)))
    msvcrt = ModuleType("msvcrt")
    msvcrt.__dict__.update(LK_NBLCK=2, locking=_locking)
    sys.modules["msvcrt"] = msvcrt
    sys.platform, truth = "win32", sys.platform
    os.O_BINARY = 0  # type: ignore[attr-defined]
    signal.SIGBREAK = signal.SIGQUIT  # type: ignore[attr-defined]
    system = import_module("assistant.operating_system")
    sys.platform = truth
    system.__dict__["sys"] = SimpleNamespace(platform="win32")


# A process that is begun by another runs this file too.
pretend()

if __name__ == "__main__":
    import_module("assistant.__main__").main()
