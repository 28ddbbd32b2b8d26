"""What every app here has: the two themes, and no colour at all where NO_COLOR is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

from assistant.tui.theme import DARK, LIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.filter import LineFilter


class ThemedApp(App[None]):
    """An app in the dark theme, or in the light one."""

    def __init__(self) -> None:
        super().__init__()
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        self.begin_with(DARK.name)

    def begin_with(self, theme: str) -> None:
        """Take on the theme of that name before the app runs.

        A change of `theme` would have all styles, which are read by then or are about to be, read once more.
        """
        self.set_reactive(ThemedApp.theme, theme)
        dark = self.current_theme.dark
        classes = {f"-theme-{each.name}": each.name == theme for each in (DARK, LIGHT)}
        self.update_classes({**classes, "-dark-mode": dark, "-light-mode": not dark}, update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own, but without colours one that takes them all away."""
        filters = super().get_line_filters()
        if not self.no_color:
            return filters
        from assistant.tui.no_colour import NoColours  # noqa: PLC0415  (seldom needed)

        # The others turn what is dim, or the terminal's own, to colours of theirs.
        return [NoColours()]

    def action_toggle_theme(self) -> None:
        """Switch between dark and light."""
        self.theme = LIGHT.name if self.current_theme.dark else DARK.name
