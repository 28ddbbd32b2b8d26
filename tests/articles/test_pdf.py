"""PDF: columns in the order of reading, paragraphs whole, and no heads, feet or split words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.articles import read_article
from assistant.errors import AssistantError
from tests.articles.making import Put, column, pdf

if TYPE_CHECKING:
    from tests.articles.conftest import Read

pytest.importorskip("pypdfium2")

LOCKED = Path(__file__).with_name("files") / "locked.pdf"
LEFT = [
    "The harbour board of Orsholm on Tuesday ap-",
    "proved a new lamp for the lighthouse, which has",
    "stood on the pier since 1887. The ofﬁce of the",
    "county calls it a well-prepared plan.",
    "",
    "“Nobody will miss the old one,” said Per Lind,",
    "who chairs the board. A follow-",
    "up is due in May, and the county pays for the",
]
RIGHT = [
    "rest of the work. The sum is 1.2 million crowns,",
    "and half of it is there.",
    "   Ships see the light from 40 kilometres away,",
    "and so does the town of Vellmar.",
    "",
    "• The old lamp goes to the museum, where it is",
    "to hang from the ceiling.",
    "• The pier is closed.",
]
PROSE = [
    "In the evening the lamp is tried for the ﬁrst",
    "time. People come from all over the coast to see",
    "it, and the band plays until the light goes out.",
]


def indented(lines: list[str]) -> list[Put]:
    """Lines of a column; those with spaces before them begin further to the right."""
    places = column(305, 700, lines)
    return [
        put._replace(left=put.left + 12, text=put.text.strip()) if put.text[0] == " " else put
        for put in places
    ]


def page(number: int, *parts: list[Put]) -> list[Put]:
    head, foot = Put(60, 800, "The Coast Herald, 12 March 2024"), Put(295, 30, str(number))
    return [head, *(put for part in parts for put in part), foot]


ARTICLE = pdf(
    # Both columns are drawn line by line, as some programs do.
    page(
        1,
        [Put(60, 750, "Lighthouse of Orsholm gets", 20), Put(60, 728, "a new lamp", 20)],
        sorted([*column(60, 700, LEFT), *indented(RIGHT)], key=lambda put: -put.bottom),
    ),
    page(2, [Put(60, 750, "How it is lit", 13)], column(60, 720, PROSE)),
    page(3, column(60, 720, ["Nobody knows yet for how long", "it is to stay."])),
)

TEXT = """\
The Coast Herald, 12 March 2024

# Lighthouse of Orsholm gets a new lamp

The harbour board of Orsholm on Tuesday approved a new lamp for the lighthouse, which has stood on the \
pier since 1887. The office of the county calls it a well-prepared plan.

“Nobody will miss the old one,” said Per Lind, who chairs the board. A follow-up is due in May, and the \
county pays for the rest of the work. The sum is 1.2 million crowns, and half of it is there.

Ships see the light from 40 kilometres away, and so does the town of Vellmar.

- The old lamp goes to the museum, where it is to hang from the ceiling.
- The pier is closed.

## How it is lit

In the evening the lamp is tried for the first time. People come from all over the coast to see it, and \
the band plays until the light goes out.

Nobody knows yet for how long it is to stay.
"""


def test_two_columns_on_pages_with_heads_and_numbers(read: Read) -> None:
    article = read(ARTICLE, "Lamp (1).pdf")

    assert article.text == TEXT
    assert article.name == "lamp_1"
    assert [(change.kind, change.count) for change in article.changes] == [
        ("page_number", 3),
        ("page_line", 2),
        ("page_break", 2),
        ("hyphen", 1),
        ("wrap", 10),
        ("kept_hyphen", 1),
    ]


def test_a_table_is_read_row_by_row(read: Read) -> None:
    rows = [("Payer", "Sum"), ("Harbour board", "600,000"), ("County", "500,000"), ("Town", "100,000")]
    places = [
        Put(left, 700 - 14 * place, text)
        for place, row in enumerate(rows)
        for left, text in zip((60, 300), row, strict=True)
    ]

    text = read(pdf(places)).text

    assert text == "| Payer | Sum |\n| Harbour board | 600,000 |\n| County | 500,000 |\n| Town | 100,000 |\n"


def test_a_page_without_text_is_told(read: Read) -> None:
    article = read(pdf(column(60, 700, PROSE), []))

    assert str(article.changes[0]) == "read no text on a page, which may be a picture: “page 2”"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (pdf([], []), "it has pictures of pages and no text: recognise the text first (OCR)"),
        (LOCKED.read_bytes(), "it needs a password: save a copy without one"),
        (b"%PDF-1.4\nnothing else", "it is damaged: open it in a viewer and save or print it as PDF anew"),
    ],
    ids=["pictures", "locked", "broken"],
)  # fmt: skip
def test_a_pdf_of_no_use(tmp_path: Path, data: bytes, what: str) -> None:
    path = tmp_path / "lamp.pdf"
    path.write_bytes(data)

    with pytest.raises(AssistantError) as caught:
        read_article(path)

    assert str(caught.value).startswith(f"{path}: {what}")
