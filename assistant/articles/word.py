"""Word (.docx) to text, by mammoth: headings, lists and tables by their styles, without deleted text."""

from __future__ import annotations

import io
import zipfile

from assistant.articles.broken import BrokenError
from assistant.articles.extra import library
from assistant.articles.markdown import as_markdown

# In bytes: a small file may unpack to one that takes the machine.
_LARGEST_UNPACKED = 200_000_000


def text_of_word_file(data: bytes) -> str:
    """The text of a Word file as Markdown; empty where it has none.

    Raises:
        AssistantError: The packages for it are not installed.
        BrokenError: It is damaged.
    """
    mammoth, html = library("mammoth", "Word files"), library("lxml.html", "Word files")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            if sum(each.file_size for each in file.infolist()) > _LARGEST_UNPACKED:
                raise BrokenError("it unpacks to more than 200 MB: save its text as a text file")
        page = mammoth.convert_to_html(
            io.BytesIO(data), convert_image=mammoth.images.img_element(lambda _: {})
        ).value
    except BrokenError:
        raise
    except Exception:  # It fails in many ways, and each means the same.
        raise BrokenError("it is damaged: open it in Word and save it anew") from None
    return as_markdown(html.document_fromstring(page)) if page else ""
