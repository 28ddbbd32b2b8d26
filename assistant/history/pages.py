"""The rows of an SQLite file that SQLite cannot read any more: read from its pages, whatever leads to them.

A row stands in a leaf of a table, with overflow pages for what does not fit; a leaf can be read by itself.
What was committed to the write-ahead log and not yet copied into the file stands in frames of the log, and
the last state of a page counts. Of a row that is damaged, the columns before the damage are read. The space
between rows is not searched: what was deleted stays so. See https://sqlite.org/fileformat.html.
"""

from __future__ import annotations

import struct
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

Value = int | float | str | bytes | None

_USUAL_SIZE: Final = 4096
_FILE_HEADER: Final = 100
_LOG_HEADER: Final = 32
_FRAME_HEADER: Final = 24
# How a log begins whose checksums are of big-endian numbers.
_BIG_ENDIAN_LOG: Final = 0x377F0683
# What is said to be longer is damaged.
_LONGEST_ROW: Final = 1 << 26
_INTEGER_SIZES: Final = (0, 1, 2, 3, 4, 6, 8)
_INDEX_LEAF: Final = 0x0A


class Row(NamedTuple):
    """A row, or an entry of an index, which has no number."""

    number: int | None
    values: tuple[Value, ...]


class Pages:
    """The pages of a file as they were committed last.

    Args:
        file: The bytes of the file.
        log: Those of its write-ahead log, empty where there is none.
    """

    def __init__(self, file: bytes, log: bytes = b"") -> None:
        self._file = file
        self._log = log
        self._size = _page_size(file, log)
        reserved = file[20] if len(file) > 20 else 0
        self._usable = self._size - (reserved if reserved <= self._size - 480 else 0)
        self._read = _read_log(log, self._size)
        # What is beyond those that were committed last was given back.
        self._count = self._read.length or -(-len(file) // self._size)

    @property
    def image(self) -> bytes:
        """All pages, as a file that needs no log."""
        whole = bytearray(b"".join(self._page(number) for number in range(1, self._count + 1)))
        # The file says of itself how it is journalled; what is alone is not logged ahead.
        whole[18:20] = b"\x01\x01"
        return bytes(whole)

    def rows(self) -> Iterator[Row]:
        """Every row, and every entry of an index, that can be read, page by page.

        What is no page of rows yields nothing, or rows of no sense. A row may come twice.
        """
        for number in range(1, self._count + 1):
            yield from self._rows(self._page(number), _FILE_HEADER if number == 1 else 0)
        for place in self._read.damaged:
            yield from self._rows(self._log[place : place + self._size], 0)

    def _rows(self, page: bytes, start: int) -> Iterator[Row]:
        is_index = page[start] == _INDEX_LEAF
        for offset in self._cells(page, start):
            row = self._row(page, offset, is_index=is_index)
            if row:
                yield row

    def _page(self, number: int) -> bytes:
        place = self._read.pages.get(number)
        if place is not None:
            page = self._log[place : place + self._size]
        else:
            page = self._file[(number - 1) * self._size : number * self._size]
        return page.ljust(self._size, b"\0")

    def _cells(self, page: bytes, start: int) -> Iterator[int]:
        # The kind of the page may be what is damaged: it is not asked.
        count = min(int.from_bytes(page[start + 3 : start + 5], "big"), (self._size - start - 8) // 2)
        for (offset,) in struct.iter_unpack(">H", page[start + 8 : start + 8 + 2 * count]):
            if start + 8 <= offset < self._usable - 2:
                yield offset

    def _row(self, page: bytes, offset: int, *, is_index: bool) -> Row | None:
        size, offset = _varint(page, offset)
        number: int | None = None
        if not is_index:
            number, offset = _varint(page, offset)
        if not 0 < size <= _LONGEST_ROW:
            return None
        local = self._local(size, is_index=is_index)
        content = page[offset : min(offset + local, self._usable)]
        if local < size and len(content) == local:
            content += self._overflow(page[offset + local : offset + local + 4], size - local)
        values = _values(content)
        return Row(number, values) if values else None

    def _local(self, size: int, *, is_index: bool) -> int:
        """How many bytes of a row of `size` stand in its leaf."""
        most = (self._usable - 12) * 64 // 255 - 23 if is_index else self._usable - 35
        if size <= most:
            return size
        least = (self._usable - 12) * 32 // 255 - 23
        fitting = least + (size - least) % (self._usable - 4)
        return fitting if fitting <= most else least

    def _overflow(self, pointer: bytes, size: int) -> bytes:
        """What a row has beyond its leaf, as far as the pages follow each other."""
        parts: list[bytes] = []
        seen: set[int] = set()
        following = int.from_bytes(pointer, "big")
        while size > 0 and 1 < following <= self._count and following not in seen:
            seen.add(following)
            page = self._page(following)
            parts.append(page[4 : min(self._usable, 4 + size)])
            size -= len(parts[-1])
            following = int.from_bytes(page[:4], "big")
        return b"".join(parts)


def _page_size(file: bytes, log: bytes) -> int:
    for place, data in ((16, file), (10, log)):
        # One of 65,536 bytes is written as 1.
        size = int.from_bytes(data[place : place + 2], "big")
        size = 65536 if size == 1 else size
        if 512 <= size <= 65536 and size & (size - 1) == 0:
            return size
    return _USUAL_SIZE


# The log


class _Log(NamedTuple):
    """What was committed to a log, as places in it."""

    pages: dict[int, int]
    """The last state of each page."""
    damaged: list[int]
    """States of pages that do not fit their checksum: of which page may be what is damaged."""
    length: int
    """How many pages the file has then; 0 where nothing was committed."""


def _read_log(log: bytes, page_size: int) -> _Log:
    """Read the frames of the log.

    A frame belongs to it if it has its salts; those of before it was begun anew have others. SQLite itself
    stops at the first that is damaged, but those behind it are as good: each checksum goes on from the one
    before. What no good commit follows may never have been whole.
    """
    frames = range(_LOG_HEADER, len(log) - _FRAME_HEADER - page_size + 1, _FRAME_HEADER + page_size)
    read = _Log({}, [], 0)
    if not frames:
        return read
    salts = Counter(log[place + 8 : place + 16] for place in frames)
    salt = log[16:24] if log[16:24] in salts else log[_LOG_HEADER + 8 : _LOG_HEADER + 16]
    words = f"{'>' if int.from_bytes(log[:4], 'big') == _BIG_ENDIAN_LOG else '<'}{page_size // 4 + 2}I"
    begun: dict[int, int] = {}
    damaged: list[int] = []
    checksum = struct.unpack_from(">II", log, 24)
    for place in frames:
        number, committed = struct.unpack_from(">II", log, place)
        before, checksum = checksum, struct.unpack_from(">II", log, place + 16)
        if log[place + 8 : place + 16] != salt:
            continue
        content = place + _FRAME_HEADER
        checked = log[place : place + 8] + log[content : content + page_size]
        if _checksum(before, struct.unpack(words, checked)) != checksum:
            damaged.append(content)
            continue
        begun[number] = content
        if committed:
            read.pages.update(begun)
            read.damaged.extend(damaged)
            read = read._replace(length=committed)
            begun.clear()
            damaged.clear()
    return read


def _checksum(before: tuple[int, ...], words: tuple[int, ...]) -> tuple[int, int]:
    first, second = before
    for place in range(0, len(words), 2):
        first = (first + words[place] + second) & 0xFFFFFFFF
        second = (second + words[place + 1] + first) & 0xFFFFFFFF
    return first, second


# Rows


def _varint(data: bytes, offset: int) -> tuple[int, int]:
    """The number at `offset` and where it ends; what is cut off is 0."""
    value = 0
    for place in range(8):
        if offset + place >= len(data):
            return 0, offset + place
        byte = data[offset + place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, offset + place + 1
    last = data[offset + 8] if offset + 8 < len(data) else 0
    value = value << 8 | last
    return value - (1 << 64 if value >= 1 << 63 else 0), offset + 9


def _values(content: bytes) -> tuple[Value, ...]:
    """The columns of a row; those that are cut off are None, or as long as they still are."""
    header, offset = _varint(content, 0)
    if not offset < header <= len(content):
        return ()
    place = header
    values: list[Value] = []
    while offset < header:
        kind, offset = _varint(content, offset)
        size = _size_of(kind)
        values.append(_value(kind, content[place : place + size]) if size >= 0 else None)
        place += max(size, 0)
    return tuple(values)


def _size_of(kind: int) -> int:
    if kind >= 12:
        return (kind - 12) // 2
    return (*_INTEGER_SIZES, 8, 0, 0, -1, -1)[kind] if kind >= 0 else -1


def _value(kind: int, data: bytes) -> Value:
    if kind >= 12:
        return data.decode("utf-8", "replace") if kind % 2 else data
    if kind == 0:
        return None
    if kind in {8, 9}:
        return kind - 8
    if kind == 7:
        return float(struct.unpack(">d", data)[0]) if len(data) == 8 else None
    return int.from_bytes(data, "big", signed=True)
