"""Bytes to text: UTF-8, UTF-16 and UTF-32, and Windows-1252 for what is none of these.

Other encodings are not guessed at: English is what is read, and English is written in these.
"""

from __future__ import annotations

import codecs
import re

from assistant.articles.change import Change, Mended

_BYTE_ORDER_MARKS = {
    # The longer first: that of UTF-32 begins with that of UTF-16.
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Bytes that are looked at to tell what a file is.
_SAMPLE = 8192
# Of the bytes of English in UTF-16, every other one is zero.
_ZEROS_OF_UTF_16 = 0.7
# A text may have a few control characters that a program left in it.
_MOST_CONTROLS = 0.02
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

_STRANGE = re.compile("[\udc80-\udcff]")
_STRANGE_WORD = re.compile("[^\\s\udc80-\udcff]{0,24}[\udc80-\udcff]\\S{0,24}")

# The characters of Windows-1252 where Latin-1 has controls; five are nothing in either.
WINDOWS = {
    code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in b"\x81\x8d\x8f\x90\x9d"
}


def decode(data: bytes, declared: str | None = None) -> Mended | None:
    """The text of a file, without its byte order mark; None where it is no text.

    Args:
        data: The file.
        declared: The encoding that the file says it is in, if it does; a byte order mark stands above it.
    """
    marked = next((name for mark, name in _BYTE_ORDER_MARKS.items() if data.startswith(mark)), None)
    name = marked or _utf_16_by_zeros(data)
    if name and name != "utf-8":
        return _decoded(data, name)
    if declared and declared != "utf-8" and (text := _decoded(data, declared)):
        return text
    return None if _looks_binary(data) else _utf_8_or_windows(data.removeprefix(codecs.BOM_UTF8))


def _decoded(data: bytes, name: str) -> Mended | None:
    try:
        return Mended(data.decode(name).removeprefix("\ufeff"))
    except (UnicodeError, LookupError):
        return None


def _utf_16_by_zeros(data: bytes) -> str | None:
    sample = data[:_SAMPLE]
    pairs = len(sample) // 2
    low, high = sample[0 : 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if high > _ZEROS_OF_UTF_16 * pairs and not low:
        return "utf-16-le"
    return "utf-16-be" if low > _ZEROS_OF_UTF_16 * pairs and not high else None


def _looks_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    return len(_CONTROLS.findall(sample)) > _MOST_CONTROLS * len(sample)


def _utf_8_or_windows(data: bytes) -> Mended:
    """UTF-8, and each byte that is not as Windows-1252 has it: files that were pasted together have both."""
    try:
        return Mended(data.decode("utf-8"))
    except UnicodeDecodeError:
        # What is no UTF-8 comes as half of a surrogate pair, which UTF-8 cannot have.
        escaped = data.decode("utf-8", "surrogateescape")
    strange = _STRANGE.findall(escaped)
    first = _STRANGE_WORD.search(escaped)
    example = _without_escapes(first[0]) if first else ""
    return Mended(_without_escapes(escaped), (Change("encoding", len(strange), example),))


def _without_escapes(text: str) -> str:
    return _STRANGE.sub(lambda match: chr(ord(match[0]) - 0xDC00).translate(WINDOWS), text)
