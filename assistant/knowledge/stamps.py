"""Whether files have changed: told at a glance by their stamps, for certain by a hash of their content."""

from __future__ import annotations

import os
import stat
import time
from typing import TYPE_CHECKING

from assistant.knowledge.files import DEMO, LARGEST

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# For each file: its name, kind, size, both times in nanoseconds, and its place on the disk. The second time,
# of the last change (ctime), cannot be set back: an edit shows even where size and the first time do not.
FileStamp = tuple[str, int, int, int, int, int, int]
Stamp = tuple[FileStamp, ...]

# The folders of a pack.
PACK_PARTS = ("seeds", "intents")

_READ = (".txt", ".yaml")
# What may stand beside the files of a pack, or of the engine, without being part of them.
_APART = ("__pycache__", DEMO)
_SETTLED_NS = 2_000_000_000


def take(folder: Path, parts: Sequence[str]) -> Stamp | None:
    """The stamps of all files and folders in the `parts` of `folder`; None where they cannot be read.

    Hidden ones do not count, nor does the script of a demo.
    """
    files: list[FileStamp] = []
    try:
        for part in parts:
            with os.scandir(folder / part) as entries:
                files.extend(
                    _file_stamp(f"{part}/{entry.name}", entry.stat())
                    for entry in entries
                    if not entry.name.startswith(".") and entry.name not in _APART
                )
    except OSError:
        return None
    return tuple(sorted(files))


def _file_stamp(name: str, status: os.stat_result) -> FileStamp:
    if stat.S_ISDIR(status.st_mode):
        # What matters is that it is there, not what comes and goes in it.
        return name, status.st_mode, 0, 0, 0, 0, 0
    times = status.st_mtime_ns, status.st_ctime_ns
    return name, status.st_mode, status.st_size, *times, status.st_ino, status.st_dev


def are_settled(stamp: Stamp) -> bool:
    """Whether the files are old enough that any later change is bound to show in their stamps.

    The clock of a file system moves in steps; a change within the step of the one before leaves no trace.
    """
    latest = max((max(file[3], file[4]) for file in stamp), default=0)
    return latest < time.time_ns() - _SETTLED_NS


def digest(folder: Path, stamp: Stamp) -> bytes | None:
    """A hash of the names of all files and of the content of those that a pack consists of."""
    from hashlib import blake2b  # noqa: PLC0415  (not needed where the stamps agree)

    total = blake2b(digest_size=20)
    try:
        for name, mode, size, *_ in stamp:
            content = b""
            if name.endswith(_READ) and stat.S_ISREG(mode):
                if size > LARGEST:
                    return None
                with (folder / name).open("rb") as file:
                    content = file.read(LARGEST + 1)
            total.update(repr((name, len(content))).encode("utf-8", "surrogatepass") + content)
    except OSError:
        return None
    return total.digest()


def fingerprint(folder: Path, parts: Sequence[str] = PACK_PARTS) -> str:
    """A hash of the content of a pack, as text; empty where it cannot be read."""
    stamp = take(folder, parts)
    found = digest(folder, stamp) if stamp is not None else None
    return found.hex() if found is not None else ""
