"""HTML: the article is read with its headings, lists, tables and captions, and nothing around it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.articles import read_article
from assistant.errors import AssistantError
from assistant.knowledge import split_sentences

if TYPE_CHECKING:
    from tests.articles.conftest import Read

pytest.importorskip("trafilatura")

PAGE = (Path(__file__).with_name("files") / "lighthouse.html").read_text("utf-8")

ARTICLE = """\
# Lighthouse of Orsholm gets a new lamp

By Ines Okafor

12 March 2024

The new lamp weighs 400 kilograms. Photo: Per Lind

The harbour board of Orsholm on Tuesday approved a new lamp for the town’s lighthouse, which has stood on \
the eastern pier since 1887.

The lamp will be lit on 3 June, said board chair Per Lind. “Nobody will miss the old one,” he added.

## What it costs

The work costs 1.2 million crowns. The board pays half, and the county pays the rest:

Who pays what

| Payer | Sum |
| Harbour board | 600,000 |
| County | 600,000 |

## What comes next

- The old lamp goes to the museum of clocks.
- The pier is closed from 1 to 14 May.

1. First the lens is cleaned.
2. Then the lamp is lifted.

It is the brightest lamp on this coast.

Ships can see the light from 40 kilometres away.
"""


def test_the_article_and_nothing_around_it(read: Read) -> None:
    article = read(PAGE, "Lighthouse.html")

    assert article.text == ARTICLE
    assert (article.name, article.changes) == ("lighthouse", ())


def test_headings_items_rows_and_captions_are_sentences_of_their_own(read: Read) -> None:
    sentences = [sentence.text for sentence in split_sentences(read(PAGE).text)]

    assert {"## What it costs", "Who pays what", "| County | 600,000 |"} <= set(sentences)
    assert {"- The old lamp goes to the museum of clocks.", "2. Then the lamp is lifted."} <= set(sentences)


def test_the_content_tells_that_it_is_html(read: Read) -> None:
    assert read(PAGE, "page.txt").text == ARTICLE
    assert read("<p>The museum opens on 3 June.</p>", "page.html").text == "The museum opens on 3 June.\n"
    assert read("The tag <p> begins a paragraph.", "about.txt").text == "The tag <p> begins a paragraph."


def test_a_page_says_its_encoding(read: Read) -> None:
    latin = PAGE.replace("utf-8", "iso-8859-1").replace("&rsquo;", "’")

    article = read(latin.encode("cp1252"), "page.html")

    assert (article.text, article.changes) == (ARTICLE, ())


def test_characters_that_no_text_may_have(read: Read) -> None:
    page = PAGE.replace("<li>The old", "<li>&#1;\x00The\fold&#x0;").replace("<li>First", "<li>\x07First&#31;")

    assert read(page).text == ARTICLE


def test_a_table_that_lays_out_the_page_is_none(read: Read) -> None:
    story = "".join(
        f"<p>The lamp of pier {number} was lit by the board on Tuesday evening, while the town looked on.</p>"
        for number in range(4)
    )
    page = f"<html><body><table><tr><td><a href='/'>Home</a></td><td>{story}</td></tr></table></body></html>"

    assert "|" not in read(page).text
    assert read(page).text.count("The lamp of pier") == 4


def test_a_page_without_an_article(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "page.html"
    for page in ("<html></html>", "<html><body><script>start()</script><div id='app'></div></body></html>"):
        path.write_text(page)

        with pytest.raises(
            AssistantError, match=r"no article is in this page: copy its text to a text file$"
        ):
            read_article(path)

    assert capfd.readouterr() == ("", "")
