"""What the chat looks like with NO_COLOR set: the terminal's own two colours, bold, underline and reverse.

Textual itself turns colours to greys then (`textual.filter.Monochrome`), which are colours all the same, by
https://no-color.org and to a terminal that has none. What only a background tells, such as what has the keys,
is shown in reverse here; the rest stands in ``no_colour.tcss``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter

from assistant.colours import COLOURS

if TYPE_CHECKING:
    from textual.color import Color

# Backgrounds of what is chosen or has the keys, and of the bars that tell how far a pane is scrolled.
_REVERSED: Final = frozenset(
    RichColor.parse(shade).triplet
    for name in ("accent", "muted", "line")
    for shade in (COLOURS[name].dark, COLOURS[name].light)
)


class NoColours(LineFilter):
    """Takes all colours away."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  (Textual asks for it)
        """The same segments without colours."""
        return [Segment(text, style and _without_colours(style), extra) for text, style, extra in segments]


@lru_cache(2**12)
def _without_colours(style: Style) -> Style:
    is_reversed = style.bgcolor is not None and style.bgcolor.triplet in _REVERSED
    # Dim is faint where there is no colour to make up for it.
    plain = style.without_color + Style(reverse=is_reversed or style.reverse, dim=False)
    # Without what it is a part of, a click would lead nowhere.
    return plain + Style.from_meta(style.meta) if style.meta else plain
