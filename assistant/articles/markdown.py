"""A tree of HTML to Markdown: headings, lists, tables and paragraphs, each of which stands for itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from assistant.articles.marks import LIST_ITEM

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol"})
_FLOWS = {"p", "div", "pre", "blockquote", "figure", "figcaption", "li", "dl", "dt", "dd"}
_BLOCKS = frozenset({"html", "body", "main", "article", "section", "header", "footer", "aside", *_FLOWS})
_HIDDEN = frozenset({"head", "script", "style", "title", "img"})
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BREAK = "\u2028"


def as_markdown(tree: Any) -> str:
    """The text of a tree, with a blank line between blocks and none between the items of a list."""
    blocks = [block for block in _blocks(tree) if block]
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _blocks(element: Any) -> Iterator[str]:
    """The blocks in an element: texts between its parts, and its parts."""
    inline = [element.text or ""]
    for part in element:
        if not isinstance(part.tag, str) or part.tag in _HIDDEN:
            inline.append(part.tail or "")
        elif (blocks := _own_blocks(part)) is not None:
            yield _tidy("".join(inline))
            yield from blocks
            inline = [part.tail or ""]
        else:
            inline += [_inline(part), part.tail or ""]
    yield _tidy("".join(inline))


def _own_blocks(part: Any) -> list[str] | None:
    """The blocks that an element is; None where it stands within a line."""
    if part.tag in _HEADINGS:
        return [_HEADINGS[part.tag] + _one_line(part)] if _one_line(part) else []
    if part.tag in _LISTS:
        return ["\n".join(_items(part, ""))]
    if part.tag == "table":
        return ["\n".join(_rows(part))]
    return list(_blocks(part)) if part.tag in _BLOCKS else None


def _items(part: Any, indent: str) -> Iterator[str]:
    for number, item in enumerate(part.iterchildren("li"), 1):
        inner = [child for child in item if child.tag in _LISTS]
        text = _one_line(item, without=_LISTS)
        mark = f"{number}. " if part.tag == "ol" else "" if LIST_ITEM.match(text) else "- "
        if text:
            yield indent + mark + text
        for each in inner:
            yield from _items(each, indent + "  ")


def _rows(part: Any) -> Iterator[str]:
    for row in part.iter("tr"):
        cells = [_one_line(cell).replace("|", r"\|") for cell in row.iterchildren("td", "th")]
        if any(cells):
            yield f"| {' | '.join(cells)} |"


def _one_line(element: Any, without: frozenset[str] = frozenset()) -> str:
    return _tidy(_inline(element, without)).replace("\n", " ")


def _inline(element: Any, without: frozenset[str] = frozenset()) -> str:
    """The text of an element and of all in it, without emphasis: a quote of it is to be plain."""
    if element.tag == "br":
        return _BREAK
    parts = [element.text or ""]
    for part in element:
        if isinstance(part.tag, str) and part.tag not in _HIDDEN and part.tag not in without:
            space = " " if part.tag in _BLOCKS else ""
            parts += [space, _inline(part), space]
        parts.append(part.tail or "")
    return "".join(parts)


def _tidy(text: str) -> str:
    """`text` with every run of white space as one space, but for the line breaks that were asked for."""
    lines = (_SPACES.sub(" ", line).strip(" ") for line in text.split(_BREAK))
    return "\n".join(lines).strip("\n")
