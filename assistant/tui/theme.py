"""The chat's two themes, dark and light, of the colours that every surface has.

Beside Textual's own variables each theme defines those of `assistant.colours`, by their names.
"""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

from assistant.colours import shades

# What Textual has a name of its own for.
_TEXTUAL: Final = frozenset({"ground", "text", "surface", "panel", "accent"})


def _theme(name: str, *, dark: bool) -> Theme:
    """A theme with every variable of Textual's widgets drawn from the same few colours."""
    colours = shades(dark=dark)
    accent, foreground, background = colours["accent"], colours["text"], colours["ground"]
    surface, muted, line = colours["surface"], colours["muted"], colours["line"]
    own = {name: shade for name, shade in colours.items() if name not in _TEXTUAL}
    return Theme(
        name=name,
        dark=dark,
        primary=accent,
        secondary=accent,
        accent=accent,
        foreground=foreground,
        background=background,
        surface=surface,
        panel=colours["panel"],
        success=colours["good"],
        warning=colours["gap"],
        error=colours["bad"],
        variables={
            **own,
            "text-muted": muted,
            "text-disabled": muted,
            "border": accent,
            "border-blurred": line,
            "block-cursor-background": accent,
            "block-cursor-foreground": background,
            "block-hover-background": colours["panel"],
            "footer-background": background,
            "footer-foreground": muted,
            "footer-description-foreground": muted,
            "footer-key-foreground": accent,
            "input-cursor-background": accent,
            "input-cursor-foreground": background,
            "input-selection-background": colours["quote"],
            "input-selection-foreground": foreground,
            "screen-selection-background": colours["quote"],
            "screen-selection-foreground": foreground,
            "scrollbar": line,
            "scrollbar-hover": muted,
            "scrollbar-active": accent,
            "scrollbar-background": background,
            "scrollbar-background-hover": background,
            "scrollbar-background-active": background,
            "scrollbar-corner-color": background,
        },
    )


DARK: Final = _theme("assistant-dark", dark=True)
LIGHT: Final = _theme("assistant-light", dark=False)
