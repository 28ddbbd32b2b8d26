"""PDF to text, by PDFium: it tells each character and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.articles.broken import BrokenError
from assistant.articles.change import Change, Mended
from assistant.articles.columns import Glyph, Run, runs
from assistant.articles.extra import library
from assistant.articles.layout import body_height, page_text
from assistant.articles.pages import PAGE_BREAK

if TYPE_CHECKING:
    from collections.abc import Iterator

# PDFium's own marks for a hyphen at a line's end.
_HYPHENS = {0x02: "-", 0xFFFE: "-"}
_REPLACEMENT = "\ufffd"
_LOCKED = "it needs a password: save a copy without one"
_DAMAGED = "it is damaged: open it in a viewer and save or print it as PDF anew"
_PICTURES = "it has pictures of pages and no text: recognise the text first (OCR), or save it as a text file"


def text_of_pdf(data: bytes) -> Mended:
    """The text of a PDF file, its pages parted by form feeds.

    Every single line break is one that only the width of a column made. Pages without text are told as
    a change, though they are none.

    Raises:
        AssistantError: The package for it is not installed.
        BrokenError: The file is damaged, needs a password, or has no text.
    """
    pdfium = library("pypdfium2", "PDF")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        what = _LOCKED if "password" in str(error).lower() else _DAMAGED
        raise BrokenError(what) from None
    try:
        pages = [_runs(page) for page in document]
    except pdfium.PdfiumError:
        raise BrokenError(_DAMAGED) from None
    finally:
        document.close()
    empty = [number for number, page in enumerate(pages, 1) if not page]
    if len(empty) == len(pages):
        raise BrokenError(_PICTURES)
    body = body_height(pages)
    text = PAGE_BREAK.join(page_text(page, body) for page in pages) + "\n"
    return Mended(text, (Change("empty_page", len(empty), f"page {empty[0]}"),) if empty else ())


def _runs(page: Any) -> list[Run]:
    text = page.get_textpage()
    try:
        return runs(_glyphs(text))
    finally:
        text.close()
        page.close()


def _glyphs(page: Any) -> Iterator[Glyph]:
    unicode = library("pypdfium2.raw", "PDF").FPDFText_GetUnicode
    for place in range(page.count_chars()):
        code = unicode(page, place)
        yield Glyph(_HYPHENS.get(code) or _character(code), *page.get_charbox(place, loose=True))


def _character(code: int) -> str:
    return chr(code) if code and not 0xD800 <= code < 0xE000 else _REPLACEMENT
