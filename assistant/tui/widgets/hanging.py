"""Text with a number in its margin, drawn as one widget: an article has many sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.content import Content
    from textual.css.styles import RulesMap
    from textual.selection import Selection
    from textual.style import Style
    from textual.visual import RenderOptions


class Hanging(Visual):
    """`body` wrapped to the right of `lead`, which stands on the first line alone."""

    def __init__(self, lead: Content, body: Content) -> None:
        self._lead = lead
        self._body = body
        self._margin = lead.cell_length

    def _room(self, width: int) -> int:
        return max(1, width - self._margin)

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """The lines, each with its margin."""
        margin = self._lead.render_strips(self._margin, 1, style, replace(options, selection=None))
        blank = Strip.blank(self._margin, style.rich_style)
        body = self._body.render_strips(self._room(width), height, style, options)
        return [Strip.join([margin[0] if line == 0 else blank, strip]) for line, strip in enumerate(body)]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """The width at which nothing wraps."""
        return self._margin + self._body.get_optimal_width(rules, self._room(container_width))

    def get_height(self, rules: RulesMap, width: int) -> int:
        """The number of lines at `width`."""
        return self._body.get_height(rules, self._room(width))


class HangingText(Widget):
    """A widget that is all `Hanging`; the mouse selects its body."""

    DEFAULT_CSS = "HangingText { height: auto; }"

    def lead(self) -> Content:
        """What stands in the margin."""
        raise NotImplementedError

    def body(self) -> Content:
        """The text."""
        raise NotImplementedError

    def render(self) -> Hanging:
        """Margin and text."""
        return Hanging(self.lead(), self.body())

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected part of the body."""
        return selection.extract(self.body().plain), "\n"
