"""Files of plain data that can be made anew at any time, in the user's cache folder.

What is found on the disk is never trusted and never an error: a file that is missing, damaged, someone else's
or of another Python reads as None, and a folder that cannot be written stays as it is.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import stat
import sys
import time
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

# Names the folder instead of the user's cache folder; set but empty, it switches the cache off.
VARIABLE = "ASSISTANT_CACHE_DIR"
_MAGIC = b"assistant cache 1\n"
# The checksum of all that follows it, and the length of the header.
_START = len(_MAGIC) + 4 + 4
# How the names of the files begin; the folder may hold others.
_PREFIX = "assistant-"
_KEPT_SECONDS = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Entry:
    """What a file holds: a header that tells what it was made from, and the data, still encoded."""

    header: Any
    payload: memoryview

    def data(self) -> Any:
        """The data, decoded."""
        return marshal.loads(self.payload)


def place(*key: str) -> Path | None:
    """The path of the file for `key`, or None where nothing is to be kept.

    Two keys may share a path; the header has to tell them apart.
    """
    return _place(key, "cache")


def folder(*key: str) -> Path | None:
    """The path of a folder for what others keep under `key`, or None where nothing is to be kept."""
    return _place(key, "folder")


def _place(key: Iterable[str], kind: str) -> Path | None:
    setting = os.environ.get(VARIABLE)
    if setting == "":
        return None
    try:
        folder = (Path(setting) if setting else user_folder()).absolute()
    except (OSError, RuntimeError):
        # There is no present folder any more, or no home.
        return None
    number = zlib.crc32("\0".join(key).encode("utf-8", "surrogatepass"))
    return folder / f"{_PREFIX}{number:08x}.{sys.implementation.cache_tag}.{kind}"


def user_folder() -> Path:
    """What platformdirs calls the user's cache folder; importing that takes as long as all else in here."""
    named = Path(os.environ.get("XDG_CACHE_HOME", "").strip())
    if named.is_absolute():
        return named / "assistant"
    return Path("~/Library/Caches" if sys.platform == "darwin" else "~/.cache").expanduser() / "assistant"


def read(path: Path) -> Entry | None:
    """The file at `path`, if it is whole, and its owner, who alone may write it, is the present user."""
    try:
        # Not through a link, and without waiting for the other end of a pipe.
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(number, "rb") as file:
            status = os.fstat(number)
            if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid() or status.st_mode & 0o022:
                return None
            content = memoryview(file.read())
    except OSError:
        return None
    checksum, length = content[len(_MAGIC) : _START - 4], content[_START - 4 : _START]
    if content[: len(_MAGIC)] != _MAGIC or len(length) < 4:
        return None
    if zlib.crc32(content[_START - 4 :]) != int.from_bytes(checksum, "big"):
        return None
    payload = _START + int.from_bytes(length, "big")
    return Entry(marshal.loads(content[_START:payload]), content[payload:])


def encode(data: Any) -> memoryview:
    """`data`, made of None, numbers, strings, bytes, tuples, lists, dicts and sets, as `Entry.payload`."""
    return memoryview(marshal.dumps(data))


def write(path: Path, entry: Entry) -> None:
    """Put `entry` at `path`, whole or not at all; what is there is replaced."""
    header = marshal.dumps(entry.header)
    body = b"".join((len(header).to_bytes(4, "big"), header, entry.payload))
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        number = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(_MAGIC + zlib.crc32(body).to_bytes(4, "big") + body)
            part.replace(path)
        except BaseException:
            part.unlink()
            raise
        _forget_old(path.parent)


def _forget_old(folder: Path) -> None:
    """Delete the files of packs and Pythons that were not loaded afresh for long, and what a crash left."""
    oldest = time.time() - _KEPT_SECONDS
    for file in folder.glob(f"{_PREFIX}????????.*.cache*"):
        if file.lstat().st_mtime < oldest:
            file.unlink()
    for kept in folder.glob(f"{_PREFIX}????????.*.folder"):
        if kept.lstat().st_mtime < oldest:
            import shutil  # noqa: PLC0415  (seldom needed)

            shutil.rmtree(kept, ignore_errors=True)
