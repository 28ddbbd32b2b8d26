"""A stream as bytes to read: its first bytes looked at, and unpacked where they say that it is gzipped."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from assistant.errors import AssistantError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

GZIP: Final = b"\x1f\x8b"
PARQUET: Final = b"PAR1"
_MAGICS: Final = (GZIP, PARQUET)
# So much is unpacked at a time; where the data are damaged, no more than that is lost of what comes before.
_UNPACKED: Final = 2**13


class _Raw(io.RawIOBase):
    """What a function gives, as a stream: the function gets how much to read at most."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _reader(read: Callable[[int], bytes]) -> io.BufferedReader:
    return io.BufferedReader(_Raw(read), 2**16)


def beginning(stream: BinaryIO, name: str) -> bytes:
    """The first bytes of `stream`, no more of them than it takes to know a magic number.

    Who types the first line does not wait for the second: a byte is read only while the ones before it may
    yet become one.
    """
    head = b""
    while any(magic.startswith(head) and magic != head for magic in _MAGICS):
        try:
            byte = stream.read(1)
        except OSError as error:
            raise AssistantError(f"{name}: {error.strerror}") from None
        if not byte:
            break
        head += byte
    return head


def rejoined(head: bytes, stream: BinaryIO) -> io.BufferedReader:
    """`stream` with the bytes that were read of it before it."""
    parts = [head]

    def read(size: int) -> bytes:
        begun = parts.pop() if parts else b""
        # A line that is there whole is given before there is more.
        return begun if b"\n" in begun else begun + _read_some(stream, size - len(begun))

    return _reader(read)


def _read_some(stream: BinaryIO, size: int) -> bytes:
    # Not until there is as much as that: a row is answered as soon as it is there.
    return stream.read1(size) if isinstance(stream, io.BufferedIOBase) else stream.read(size)


def unpacked(stream: io.BufferedReader, name: str) -> io.BufferedReader:
    """What is packed in the gzipped `stream`.

    Reading it raises an AssistantError where the data are damaged or end too early; what comes before that
    is given.
    """
    import gzip  # noqa: PLC0415
    import zlib  # noqa: PLC0415

    packed = gzip.GzipFile(fileobj=stream, mode="rb")

    def read(size: int) -> bytes:
        try:
            return packed.read1(min(size, _UNPACKED))
        except EOFError:
            raise AssistantError(f"{name}: the gzip data break off: the file is not whole") from None
        except (gzip.BadGzipFile, zlib.error):
            raise AssistantError(f"{name}: the gzip data are damaged") from None

    return _reader(read)


def with_newlines(stream: io.BufferedReader) -> io.BufferedReader:
    """`stream`, its lines ended by newlines also where lone carriage returns end them.

    The first end of a line tells for all.
    """
    alone: bool | None = None

    def read(size: int) -> bytes:
        nonlocal alone
        if alone is None:
            data = stream.read1(size - 1)
            if data.endswith(b"\r"):
                data += stream.read1(1)
            if b"\r" in data or b"\n" in data:
                alone = b"\n" not in data
        else:
            data = stream.read1(size)
        return data.replace(b"\r", b"\n") if alone else data

    return _reader(read)
