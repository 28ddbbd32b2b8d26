"""The lines of a stream, decoded.

A byte that is not UTF-8 becomes a lone surrogate, which no UTF-8 stands for: the line is whole, the byte can
be told by its place, and costs no more than its row.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from assistant.errors import AssistantError
from assistant.records.places import line_and_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from assistant.records.record import Record

# In bytes; of a longer line only the beginning is taken, so that no file takes more memory than this.
LONGEST_LINE: Final = 2**24


_BROKEN: Final = re.compile("[\udc80-\udcff]")


class EncodingError(AssistantError):
    """The input is not UTF-8."""


def lines_of(stream: BinaryIO, name: str) -> Iterator[str]:
    """The lines of a UTF-8 stream, line ends kept, a leading byte-order mark left out.

    Raises:
        EncodingError: when it is UTF-16.
        AssistantError: when the stream cannot be read.
    """
    is_first = True
    while raw := _line(stream, name):
        if is_first:
            is_first = False
            if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                raise EncodingError(f"{name}:1:1: this is UTF-16, not UTF-8; convert it first")
            raw = raw.removeprefix(codecs.BOM_UTF8)
            if not raw:
                continue
        yield raw.decode("utf-8", "surrogateescape")


def broken_byte(text: str, line: int) -> tuple[str, tuple[int, int]] | None:
    """The first byte of `text` that was not UTF-8, and its place; `text` begins in `line`."""
    found = None if text.isascii() else _BROKEN.search(text)
    if found is None:
        return None
    return f"0x{ord(found[0]) - 0xDC00:02x}", line_and_column(text, found.start(), line)


def with_bytes_told(records: Iterable[Record]) -> Iterator[Record]:
    """Each of `records`, with the problem of its first byte that is not UTF-8, if it has one."""
    for record in records:
        broken = broken_byte(record.text, record.line)
        if broken is None:
            yield record
        else:
            byte, place = broken
            yield replace(record, problem=f"has the byte {byte}, which is not UTF-8", at=place)


def _line(stream: BinaryIO, name: str) -> bytes:
    try:
        line = stream.readline(LONGEST_LINE)
        if len(line) < LONGEST_LINE or line.endswith(b"\n"):
            return line
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST_LINE)
    except OSError as error:
        raise AssistantError(f"{name}: {error.strerror}") from None
    # Cut before a character, not within it.
    end = next((at for at in range(len(line) - 1, len(line) - 5, -1) if line[at] & 0xC0 != 0x80), len(line))
    return line[:end] + b"\n"
