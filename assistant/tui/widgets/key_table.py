"""Keys and what they do, in two columns."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from textual.content import Content
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.css.styles import RulesMap
    from textual.selection import Selection
    from textual.style import Style
    from textual.visual import RenderOptions

# So much of a table is for the keys, if no single one of them takes more.
_KEYS_SHARE: Final = 0.28
_GAP: Final = 2


class KeyColumn:
    """How wide the column of keys is: the same in all tables that have some of `texts` in it."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._rows = {text: cell_len(text) for text in texts}
        self._longest_key = max((cell_len(key) for text in self._rows for key in text.split(", ")), default=1)

    def width(self, room: int) -> int:
        """So wide that no key is cut in two, and wider where with that a row of several fits whole."""
        whole_rows = [width for width in self._rows.values() if width <= room * _KEYS_SHARE]
        return max(1, min(max(self._longest_key, *whole_rows, 1), room // 2))


class KeyTableRows(Visual):
    """Rows of two cells, each of which wraps within its column."""

    def __init__(self, column: KeyColumn, rows: Sequence[tuple[Content, Content]]) -> None:
        self._column = column
        self._rows = rows

    def _widths(self, width: int) -> tuple[int, int]:
        keys = self._column.width(width)
        return keys, max(1, width - _GAP - keys)

    def render_strips(
        self,
        width: int,
        height: int | None,  # noqa: ARG002  (as in Textual)
        style: Style,
        options: RenderOptions,
    ) -> list[Strip]:
        """The lines of all rows."""
        keys_width, meaning_width = self._widths(width)
        gap = Strip.blank(_GAP, style.rich_style)
        no_keys, no_meaning = (Strip.blank(each, style.rich_style) for each in (keys_width, meaning_width))
        lines: list[Strip] = []
        for keys, meaning in self._rows:
            left = keys.render_strips(keys_width, None, style, options)
            right = meaning.render_strips(_balanced(meaning, meaning_width), None, style, options)
            # Content leaves the end of its lines open.
            left = [strip.extend_cell_length(keys_width, style.rich_style) for strip in left]
            right = [strip.extend_cell_length(meaning_width, style.rich_style) for strip in right]
            lines += (
                Strip.join([one or no_keys, gap, other or no_meaning])
                for one, other in zip_longest(left, right)
            )
        return lines

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002
        """All there is."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """The number of lines at `width`."""
        keys_width, meaning_width = self._widths(width)
        return sum(
            max(keys.get_height(rules, keys_width), meaning.get_height(rules, meaning_width))
            for keys, meaning in self._rows
        )


class KeyTable(Widget):
    """The rows about one place, under its title; each row is keys, or what is typed, and what that does."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-table--keys", "key-table--match"}
    DEFAULT_CSS = "KeyTable { height: auto; }"

    def __init__(self, title: str, rows: Sequence[tuple[str, str]], column: KeyColumn | None = None) -> None:
        super().__init__()
        self.title = title
        self.rows = tuple(rows)
        """All of them."""
        self.shown = self.rows
        """Those that hold what is searched for."""
        self._column = column or KeyColumn(keys for keys, _ in rows)
        self._words: Sequence[str] = ()

    def on_mount(self) -> None:
        """Show the title."""
        self._show_title()

    def search(self, words: Sequence[str]) -> None:
        """Show the rows that hold each of `words`, in lower case, be it in their title, with these marked."""
        self._words = words
        self.shown = tuple(
            (keys, meaning)
            for keys, meaning in self.rows
            if all(word in f"{self.title} {keys} {meaning}".casefold() for word in words)
        )
        self.display = bool(self.shown)
        self._show_title()
        self.refresh(layout=True)

    def _show_title(self) -> None:
        self.border_title = Content.assemble(" ", self._marked(Content(self.title)), " ")

    def _marked(self, text: Content) -> Content:
        return marked(text, self._words, self.get_visual_style("key-table--match", partial=True))

    def render(self) -> KeyTableRows:
        """The rows that are shown."""
        style = self.get_visual_style("key-table--keys")
        rows = [
            (self._marked(Content.styled(keys, style)), self._marked(Content(meaning)))
            for keys, meaning in self.shown
        ]
        return KeyTableRows(self._column, rows)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected part of the rows."""
        return selection.extract("\n".join(f"{keys}  {meaning}" for keys, meaning in self.shown)), "\n"


def marked(text: Content, words: Iterable[str], style: Style) -> Content:
    """`text` with each of `words` in `style` wherever it stands in it."""
    for word in words:
        for place in re.finditer(re.escape(word), text.plain, re.IGNORECASE):
            text = text.stylize(style, *place.span())
    return text


def _balanced(text: Content, width: int) -> int:
    """The least width, up to `width`, with as few lines: no word is left alone on the last of them."""
    lines = text.get_height({}, width)
    if lines == 1:
        return width
    least = width // 2
    while least < width and text.get_height({}, least) > lines:
        least += 1
    return least
