"""Word files: headings, lists and tables by their styles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.articles import read_article
from assistant.errors import AssistantError
from tests.articles.making import paragraph, table, word, zipped

if TYPE_CHECKING:
    from pathlib import Path

    from tests.articles.conftest import Read

pytest.importorskip("mammoth")

FILE = word(
    paragraph("Lighthouse gets a new lamp", "Heading1"),
    paragraph("The harbour board approved it on Tuesday: “R&D | lamps”."),
    paragraph("What comes next", "Heading2"),
    paragraph("The old lamp goes.", is_item=True),
    paragraph("The pier is closed.", is_item=True),
    table(("Payer", "Sum"), ("Harbour board", "600,000")),
    paragraph("The end of the of\ufb01cial text."),
)

ARTICLE = """\
# Lighthouse gets a new lamp

The harbour board approved it on Tuesday: “R&D | lamps”.

## What comes next

- The old lamp goes.
- The pier is closed.

| Payer | Sum |
| Harbour board | 600,000 |

The end of the official text.
"""


def test_a_word_file(read: Read) -> None:
    article = read(FILE, "Lamp.docx")

    assert article.text == ARTICLE
    assert [str(change) for change in article.changes] == ["wrote out a ligature: “official”"]


def test_the_content_tells_that_it_is_word(read: Read) -> None:
    assert read(FILE, "lamp.txt").text == ARTICLE


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (word(), "there is no text in it: name the file that has the article"),
        (FILE[: len(FILE) // 2], "it is damaged: open it in Word and save it anew"),
        (zipped({"word/document.xml": b"<w:document"}), "it is damaged: open it in Word and save it anew"),
    ],
    ids=["empty", "cut off", "no xml"],
)
def test_a_word_file_of_no_use(tmp_path: Path, data: bytes, what: str) -> None:
    path = tmp_path / "lamp.docx"
    path.write_bytes(data)

    with pytest.raises(AssistantError) as caught:
        read_article(path)

    assert str(caught.value) == f"{path}: {what}"
