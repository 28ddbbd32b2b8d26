"""Keys and what they do, in two columns."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar, Final

from textual.content import Content
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.css.styles import RulesMap
    from textual.selection import Selection
    from textual.style import Style
    from textual.visual import RenderOptions

_KEYS_WIDTH: Final = 22
# So much of a narrow table is for the keys.
_KEYS_SHARE: Final = 5
_GAP: Final = 2


class KeyTableRows(Visual):
    """Rows of two cells, each of which wraps within its column."""

    def __init__(self, rows: Sequence[tuple[Content, Content]]) -> None:
        self._rows = rows

    def _widths(self, width: int) -> tuple[int, int]:
        keys = max(1, min(_KEYS_WIDTH, width // _KEYS_SHARE + 1))
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
            right = meaning.render_strips(meaning_width, None, style, options)
            # Content leaves the end of its lines open.
            left = [strip.extend_cell_length(keys_width, style.rich_style) for strip in left]
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

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-table--keys"}
    DEFAULT_CSS = "KeyTable { height: auto; }"

    def __init__(self, title: str, rows: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.border_title = Content(f" {title} ")
        self.title = title
        self.rows = tuple(rows)
        """All of them."""
        self.shown = self.rows
        """Those that hold what is searched for."""

    def search(self, words: Sequence[str]) -> None:
        """Show the rows that hold each of `words`, in lower case, be it in their title."""
        self.shown = tuple(
            (keys, meaning)
            for keys, meaning in self.rows
            if all(word in f"{self.title} {keys} {meaning}".casefold() for word in words)
        )
        self.display = bool(self.shown)
        self.refresh(layout=True)

    def render(self) -> KeyTableRows:
        """The rows that are shown."""
        style = self.get_visual_style("key-table--keys")
        return KeyTableRows([(Content.styled(keys, style), Content(meaning)) for keys, meaning in self.shown])

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected part of the rows."""
        return selection.extract("\n".join(f"{keys}  {meaning}" for keys, meaning in self.shown)), "\n"
