"""The chat's two themes, dark and light: one accent, and contrasts of at least WCAG AA.

Beside Textual's own variables each theme defines:

- ``muted``: text that is there to be found rather than read first
- ``line``: rules and resting borders
- ``cited``, ``quote``: the background of a cited sentence, and of the exact quote within it
- ``tint``: a background between these two
"""

from __future__ import annotations

from typing import Final

from textual.theme import Theme


def _theme(name: str, *, dark: bool, colours: dict[str, str]) -> Theme:
    """A theme of `colours`, with every variable of Textual's widgets drawn from the same few."""
    accent, foreground, background = colours["accent"], colours["foreground"], colours["background"]
    surface, muted, line = colours["surface"], colours["muted"], colours["line"]
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
        success=colours["success"],
        warning=colours["warning"],
        error=colours["error"],
        variables={
            "muted": muted,
            "line": line,
            "cited": colours["cited"],
            "quote": colours["quote"],
            "tint": colours["tint"],
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


DARK: Final = _theme(
    "assistant-dark",
    dark=True,
    colours={
        "background": "#12161c",
        "surface": "#191e26",
        "panel": "#232a35",
        "foreground": "#e3e7ee",
        "muted": "#98a3b3",
        "line": "#39424f",
        "accent": "#7fb4f5",
        "success": "#86cf9a",
        "warning": "#e9b872",
        "error": "#f09090",
        "cited": "#202b3b",
        "quote": "#2f4f7d",
        "tint": "#263d5c",
    },
)
LIGHT: Final = _theme(
    "assistant-light",
    dark=False,
    colours={
        "background": "#fcfbf8",
        "surface": "#f4f2ed",
        "panel": "#e7e4dc",
        "foreground": "#20262f",
        "muted": "#586170",
        "line": "#c9c5bb",
        "accent": "#1d5aa6",
        "success": "#1c6e43",
        "warning": "#875400",
        "error": "#ad2222",
        "cited": "#e6ecf4",
        "quote": "#c3d9f5",
        "tint": "#d5e3f5",
    },
)
