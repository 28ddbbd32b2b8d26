"""Texts in a row, of which none is broken at the end of a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.visual import Visual

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.css.styles import RulesMap
    from textual.strip import Strip
    from textual.style import Style
    from textual.visual import RenderOptions

_GAP: Final = "   "


class Unbroken(Visual):
    """`parts` side by side; one that has no room goes to the next line as a whole."""

    def __init__(self, parts: Sequence[Content]) -> None:
        self._parts = parts

    def __str__(self) -> str:
        return _GAP.join(part.plain for part in self._parts)

    def _lines(self, width: int) -> Content:
        lines: list[list[Content]] = []
        room = 0
        for part in self._parts:
            room -= len(_GAP) + part.cell_length
            if room < 0:
                lines.append([])
                room = width - part.cell_length
            lines[-1].append(part)
        return Content("\n").join(Content(_GAP).join(line) for line in lines)

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """As many lines as the parts take."""
        return self._lines(width).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """The width at which all is on one line."""
        return self._lines(container_width).get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """The number of lines at `width`."""
        return self._lines(width).get_height(rules, width)
