"""A list whose entries are drawn with what is searched for marked in them."""

from __future__ import annotations

from typing import ClassVar

from textual.style import Style
from textual.widgets import OptionList


class SearchedList(OptionList):
    """The styles of an entry's parts, which its style sheet gives."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"searched-list--muted", "searched-list--match"}

    @property
    def chosen_style(self) -> Style:
        """How the chosen entry looks."""
        return self.get_visual_style("option-list--option", "option-list--option-highlighted")

    @property
    def muted_style(self) -> Style:
        """For what is there to be looked for rather than read first."""
        return Style(foreground=self.get_visual_style("searched-list--muted").foreground)

    @property
    def match_style(self) -> Style:
        """For what is searched for."""
        return Style(foreground=self.get_visual_style("searched-list--match").foreground, bold=True)
