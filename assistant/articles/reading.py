"""Read an article from a file of any kind, and mend it."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.articles.broken import BrokenError
from assistant.articles.change import Change, Mended, added_up
from assistant.articles.decoding import decode
from assistant.articles.kinds import Kind, declared_encoding, is_web_page, kind_of_bytes
from assistant.articles.mending import mend
from assistant.articles.pdf import text_of_pdf
from assistant.articles.web_page import text_of_web_page
from assistant.articles.word import text_of_word_file
from assistant.errors import AssistantError
from assistant.text import LARGEST_TEXT_FILE, normalise, one_line

if TYPE_CHECKING:
    from pathlib import Path

# In bytes: a PDF or Word file with pictures is large where its text is not.
_LARGEST_FILE = 100_000_000
_LONGEST_NAME = 60
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_DEFAULT_NAME = "article"
_TOO_LARGE = "the file is too large, more than 10 MB of text: cut it down to the article"


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article as it is to stand in ``seeds/``.

    `text` has plain line ends. `name` is that of its file without an ending: small letters, digits and
    underscores. `changes` are in the order in which they were made, and none where the file was fine.
    """

    text: str
    name: str
    changes: tuple[Change, ...]


def read_article(path: Path) -> ArticleText:
    """Read and mend an article: plain text, Markdown, HTML, PDF or Word (.docx), told apart by content.

    Raises:
        AssistantError: The file cannot be read, is none of these, or has no text; or the packages that
            read it are not installed. The message begins with the path, and is one line.
    """
    try:
        text, changes = _mended(_bytes(path), path.suffix)
    except (AssistantError, BrokenError) as error:
        raise AssistantError(f"{one_line(str(path))}: {error}") from None
    return ArticleText(text, _safe_name(path.stem), changes)


def _bytes(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise BrokenError("this is a folder: name the file of the article in it")
        if not stat.S_ISREG(mode):
            raise BrokenError("this is not a file: save the article in one")
        with path.open("rb") as file:
            return file.read(_LARGEST_FILE + 1)
    except FileNotFoundError:
        raise BrokenError("there is no such file: check the name") from None
    except OSError as error:
        raise BrokenError(f"cannot be read: {error.strerror or error}") from None


def _mended(data: bytes, ending: str) -> Mended:
    kind = kind_of_bytes(data)
    if not isinstance(kind, Kind):
        raise BrokenError(f"this is {kind}")
    if len(data) > (LARGEST_TEXT_FILE if kind is Kind.TEXT else _LARGEST_FILE):
        raise BrokenError(_TOO_LARGE)
    converted = _converted(data, kind, ending)
    if not converted.text.strip():
        raise BrokenError("there is no text in it: name the file that has the article")
    if len(converted.text) > LARGEST_TEXT_FILE:
        raise BrokenError(_TOO_LARGE)
    # Where a page of PDF has a line break, its column was full: all else has an empty line.
    text, changes = mend(converted.text, all_wrap=kind is Kind.PDF)
    return Mended(text, added_up((*converted.changes, *changes)))


def _converted(data: bytes, kind: Kind, ending: str) -> Mended:
    if kind is Kind.PDF:
        return text_of_pdf(data)
    if kind is Kind.WORD:
        return Mended(text_of_word_file(data))
    decoded = decode(data, declared_encoding(data))
    if decoded is None:
        raise BrokenError("this is no text: name a text, Markdown, HTML, PDF or Word (.docx) file")
    if is_web_page(decoded.text, ending):
        return _article_of_page(decoded)
    return decoded


def _article_of_page(page: Mended) -> Mended:
    text = text_of_web_page(page.text)
    if not text.strip():
        raise BrokenError("no article is in this page: copy its text to a text file")
    return Mended(text, page.changes)


def _safe_name(stem: str) -> str:
    return _NOT_IN_NAMES.sub("_", normalise(stem)).strip("_")[:_LONGEST_NAME].strip("_") or _DEFAULT_NAME
