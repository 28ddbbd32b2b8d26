"""Files of data that can be made anew at any time, in the user's cache folder or installed with the program.

What is on the disk is never trusted and never an error: a file that is missing, damaged or someone else's
reads as None, and a folder that cannot be written stays as it is.

A file holds, in this order:

1. the magic bytes, which name this format,
2. the CRC-32 of all that follows, and the length of the header in bytes, as little-endian unsigned 32-bit
   integers,
3. the header: a JSON object of strings in UTF-8, padded with spaces,
4. the payload: any bytes. It starts at a multiple of 64 bytes, so that arrays in it can be used in place.
"""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import stat
import struct
import time
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.operating_system import CAN_MOVE_OPEN_FILES, cache_folder, is_private, open_at, open_itself
from assistant.replacing import OWNER_ALONE, replaced

if TYPE_CHECKING:
    from collections.abc import Mapping

# Names the folder instead of the user's cache folder; set but empty, it switches the cache off.
VARIABLE = "ASSISTANT_CACHE_DIR"
_MAGIC = b"assistant cache 2\n"
# The magic bytes, the checksum, the length of the header.
_PREAMBLE = struct.Struct(f"<{len(_MAGIC)}sII")
# Of the magic bytes and the checksum, which the checksum does not cover.
_UNCHECKED = len(_MAGIC) + 4
_ALIGNMENT = 64
# How the names of the files begin; the folder may hold others.
_PREFIX = "assistant-"
_MAX_AGE_SECONDS = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Entry:
    """The content of a file.

    Attributes:
        header: What the payload was made from.
        payload: The data, read-only and mapped where the system lets a mapped file be replaced: its pages
            are read from the disk, or shared with other processes, as they are used. The file stays mapped as
            long as this is in use.
    """

    header: dict[str, str]
    payload: memoryview


def place(*key: str) -> Path | None:
    """Return the path of the file for `key`, or None where the cache is off or has no folder.

    Two keys may share a path; the header has to tell them apart.
    """
    setting = os.environ.get(VARIABLE)
    if setting == "":
        return None
    try:
        folder = (Path(setting) if setting else cache_folder()).absolute()
    except (OSError, RuntimeError):
        # There is no present folder any more, or no home.
        return None
    number = zlib.crc32("\0".join(key).encode("utf-8", "surrogatepass"))
    return folder / f"{_PREFIX}{number:08x}.cache"


def read(path: Path, *, own: bool = True) -> Entry | None:
    """Map the file at `path`.

    Args:
        path: The path of the file.
        own: Whether the file must be the present user's, writable for nobody else, and no symbolic link. A
            file that is installed with the program may be another user's, but is as trusted as its code.

    Returns:
        The content, or None where there is no such file, or it is not whole.
    """
    try:
        with os.fdopen(open_itself(path, os.O_RDONLY) if own else open_at(path), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode) or (own and not is_private(status)):
                return None
            if CAN_MOVE_OPEN_FILES:
                content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            else:
                # As long as a file is mapped, it could not be replaced.
                content = memoryview(file.read())
    except (OSError, ValueError):
        # An empty file cannot be mapped.
        return None
    return _parse(content)


def _parse(content: memoryview) -> Entry | None:
    """Return the content of a file, or None where it is damaged or of another format."""
    if len(content) < _PREAMBLE.size:
        return None
    magic, checksum, length = _PREAMBLE.unpack_from(content)
    if magic != _MAGIC or zlib.crc32(content[_UNCHECKED:]) != checksum:
        return None
    start = _PREAMBLE.size + length
    try:
        header = json.loads(bytes(content[_PREAMBLE.size : start]))
    except (ValueError, RecursionError):
        return None
    if not isinstance(header, dict) or not all(isinstance(value, str) for value in header.values()):
        return None
    return Entry(header, content[start:])


def encode(header: Mapping[str, str], payload: bytes | memoryview) -> bytes:
    """Return the content of a file with this header and payload."""
    text = json.dumps(dict(header)).encode()
    start = -(-(_PREAMBLE.size + len(text)) // _ALIGNMENT) * _ALIGNMENT
    text = text.ljust(start - _PREAMBLE.size)
    body = b"".join((len(text).to_bytes(4, "little"), text, payload))
    return _MAGIC + zlib.crc32(body).to_bytes(4, "little") + body


def write(path: Path, header: Mapping[str, str], payload: bytes | memoryview) -> None:
    """Put a file at `path`, whole or not at all; what is there is replaced, but stays mapped where it is.

    Where that fails, nothing changes.
    """
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with replaced(path, mode=OWNER_ALONE, follow=False, lasting=False) as file:
            file.write(encode(header, payload))
        _forget_old(path.parent)


def _forget_old(folder: Path) -> None:
    """Delete files of any version of the program that were not written for long, and those of a crash."""
    oldest = time.time() - _MAX_AGE_SECONDS
    for hidden in ("", "."):
        for file in folder.glob(f"{hidden}{_PREFIX}????????.*cache*"):
            if file.lstat().st_mtime < oldest:
                file.unlink()
