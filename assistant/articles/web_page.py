"""HTML to text: the article of a page without its navigation, notices and advertisements, by trafilatura."""

from __future__ import annotations

import re
from typing import Any

from assistant.articles.extra import library
from assistant.articles.markdown import as_markdown

# No tree can hold these, be they written as themselves or by their numbers.
_NOT_IN_TREES = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
    "|&#(?:0{0,6}(?:[0-8]|1[124-9]|2[0-9]|3[01])|[xX]0{0,6}(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));"
)
_CAPTIONS = {"figcaption": "figure", "caption": "table"}
_BYLINES = ("//*[contains(@class, 'byline')]", "//time")
# In the cell of a table these show that it lays out the page.
_BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "table", "ul", "ol", "article", "section"})


def text_of_web_page(page: str) -> str:
    """The article of a page as Markdown; empty where it has none.

    Raises:
        AssistantError: The packages for it are not installed.
    """
    trafilatura, html = library("trafilatura", "HTML"), library("lxml.html", "HTML")
    clean = _NOT_IN_TREES.sub("", page.replace("\f", " ")).encode()
    try:
        tree = html.document_fromstring(clean, parser=html.HTMLParser(encoding="utf-8"))
        extracted = _extracted(trafilatura, tree)
    # The page has no element.
    except (ValueError, library("lxml.etree", "HTML").LxmlError):
        return ""
    return as_markdown(html.document_fromstring(extracted)) if extracted else ""


def _extracted(trafilatura: Any, tree: Any) -> Any:
    _flatten_layout_tables(tree)
    _free_captions(tree)
    _keep_byline(tree)
    _number_items(tree)
    return trafilatura.extract(
        tree, output_format="html", include_comments=False, include_tables=True, include_formatting=True
    )


def _flatten_layout_tables(tree: Any) -> None:
    """Make plain blocks of the tables that lay out a page: their cells are no data."""
    tables = [
        table
        for table in tree.iter("table")
        if any(part.tag in _BLOCKS for cell in table.iter("td", "th") for part in cell)
    ]
    for table in tables:
        for part in table.iter("table", "tbody", "tr", "td", "th"):
            part.tag = "div"


def _free_captions(tree: Any) -> None:
    """Make paragraphs of captions, before a table and behind a figure: as captions they would be lost."""
    for caption in list(tree.iter(*_CAPTIONS)):
        host = next(caption.iterancestors(_CAPTIONS[caption.tag]), None)
        caption.tag = "p"
        if host is not None:
            host.addprevious(caption) if host.tag == "table" else host.addnext(caption)


def _keep_byline(tree: Any) -> None:
    """Make plain paragraphs of the first byline and the first date, which would be lost with all others."""
    for path in _BYLINES:
        for element in tree.xpath(path)[:1]:
            element.attrib.clear()
            if next(element.iterancestors("p", "li"), None) is None:
                element.tag = "p"


def _number_items(tree: Any) -> None:
    """Write the numbers of numbered lists into their items: as numbers they would be lost."""
    for numbered in tree.iter("ol"):
        for number, item in enumerate(numbered.iterchildren("li"), 1):
            item.text = f"{number}. {(item.text or '').lstrip()}"
