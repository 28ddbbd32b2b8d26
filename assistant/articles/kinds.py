"""What kind of file an article is, by its content: a name may say anything."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_START = 2048
_CHARSET = re.compile(rb"""(?:charset|encoding)\s{0,3}=\s{0,3}["']?([A-Za-z0-9_-]{2,24})""", re.IGNORECASE)
_WEB_START = re.compile(rb"<(?:!doctype\s+html|html|head|meta)", re.IGNORECASE)
_WEB_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*|<!--(?:(?!-->).){0,2000}-->\s*){0,4}<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_WEB_TAG = re.compile(r"<(?:head|body|article|main|section|div|h1|p)\b[^>]{0,500}>", re.IGNORECASE)
_WEB_ENDINGS = frozenset({".html", ".htm", ".xhtml"})
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# What a file that is not read is, by how it begins, and what helps.
_OTHERS = {
    _OLD_OFFICE: "an old Word file, or one with a password: save it as .docx, without a password",
    b"{\\rtf": "rich text (RTF): save it as .docx or as plain text",
    b"\x89PNG": "a picture: save its text as a text file",
    b"\xff\xd8\xff": "a picture: save its text as a text file",
    b"GIF8": "a picture: save its text as a text file",
    b"\x1f\x8b": "a compressed file: unpack it first",
    b"%!PS": "PostScript: save it as PDF",
}
_OTHER_ZIPS = {
    "xl/": "an Excel workbook: save the article as .docx, PDF or text",
    "ppt/": "a PowerPoint presentation: save its text as .docx, PDF or text",
    "META-INF/container.xml": "an e-book (EPUB): save the article as .docx, HTML or text",
    "content.xml": "an OpenDocument file: save it as .docx",
}


class Kind(Enum):
    """What an article is written in."""

    PDF = "PDF"
    WORD = "Word"
    WEB_PAGE = "HTML"
    TEXT = "text"


def kind_of_bytes(data: bytes) -> Kind | str:
    """The kind of a file; `Kind.TEXT` for anything that may be text, else in words what is not read."""
    # Some programs write a line or two before the mark.
    if b"%PDF-" in data[:_START]:
        return Kind.PDF
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    return next((what for start, what in _OTHERS.items() if data.startswith(start)), Kind.TEXT)


def is_web_page(text: str, ending: str) -> bool:
    """Whether a text is HTML: it says so at its start, or the file's name does and it has tags."""
    return _WEB_PAGE.match(text) is not None or (
        ending.lower() in _WEB_ENDINGS and _WEB_TAG.search(text) is not None
    )


def declared_encoding(data: bytes) -> str | None:
    """The encoding that the start of a web page says it is in; None where none is said or known."""
    declared = _CHARSET.search(data[:_START])
    if declared is None or not _WEB_START.search(data[:_START]):
        return None
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name
    except LookupError:
        return None
    # As browsers do: pages that say Latin-1 have the quotation marks of Windows-1252.
    return "cp1252" if name in {"iso8859-1", "ascii"} else name


def _kind_of_zip(data: bytes) -> Kind | str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return _kind_of_names(file.namelist())
    except Exception:  # It fails in many ways, and each means the same.
        # One that is cut off is most often what its reader will say is broken.
        return Kind.WORD if b"word/" in data else "a damaged ZIP file: get it anew"


def _kind_of_names(names: Iterable[str]) -> Kind | str:
    names = list(names)
    if "word/document.xml" in names:
        return Kind.WORD
    starts = (what for start, what in _OTHER_ZIPS.items() if any(name.startswith(start) for name in names))
    return next(starts, "a ZIP file: unpack it first")
