"""Colours: each has one meaning, the same in the chat, on stage, in reports and on every page.

A surface takes its colours from here and has none of its own. What a colour says stands in words or marks as
well, for whoever does not see it.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Colour(NamedTuple):
    """A colour on a dark ground and on a light one, as ``#rrggbb``, and what it means."""

    dark: str
    light: str
    meaning: str


COLOURS: Final = {
    "ground": Colour("#12161c", "#fcfbf8", "what everything lies on"),
    "surface": Colour("#191e26", "#f4f2ed", "a part that stands beside the rest: the article, a list"),
    "panel": Colour("#232a35", "#e7e4dc", "a line that stands out: a question, a chip"),
    "text": Colour("#e3e7ee", "#20262f", "what is read first"),
    "muted": Colour("#98a3b3", "#586170", "what is there to be looked for; small talk"),
    "line": Colour("#39424f", "#c9c5bb", "rules and resting borders"),
    "accent": Colour(
        "#7fb4f5", "#1d5aa6", "what can be chosen, is chosen or has the keys; the title of what is open"
    ),
    "good": Colour("#86cf9a", "#1c6e43", "the article says it; it is done as asked; marked as right"),
    "doubt": Colour("#c9acf3", "#6a3fa5", "the article may say it: a passage, readings to choose from"),
    "gap": Colour("#e9b872", "#875400", "the article, or the pack, has it not; it is not done as asked"),
    "bad": Colour("#f09090", "#ad2222", "an error: it could not be read, or kept; marked as wrong"),
    "cited": Colour("#202b3b", "#e3ebf6", "what an answer draws on: its sentence, or a little"),
    "tint": Colour("#263d5c", "#c9daf2", "the same, more"),
    "quote": Colour("#2f4f7d", "#a9c8f2", "the same: the words that are quoted, or most; what is selected"),
    "reached-1": Colour("#17302d", "#dcefe9", "words of the article that intents of the pack reach: least"),
    "reached-2": Colour("#1c4640", "#bfe3d8", "the same, more"),
    "reached-3": Colour("#215f55", "#9bd4c4", "the same, most"),
}
"""By name; the names are those of the variables of a style sheet, with two dashes before them."""

TEXTS: Final = ("text", "muted", "accent", "good", "doubt", "gap", "bad")
"""The colours that text has; each can be read on the ground, WCAG AA."""

OF_STATUS: Final = {
    "answered": "good",
    "passage": "doubt",
    "clarify": "doubt",
    "not_in_article": "gap",
    "chat": "muted",
    "error": "bad",
}
"""The colour of how a question was dealt with, by its `Status`, which is a string."""


def shades(*, dark: bool) -> dict[str, str]:
    """The colours on one kind of ground, by name."""
    return {name: colour.dark if dark else colour.light for name, colour in COLOURS.items()}


def as_variables(*, dark: bool) -> str:
    """The colours on one kind of ground as the variables of a style sheet, within their braces."""
    return " ".join(f"--{name}: {shade};" for name, shade in shades(dark=dark).items())


def as_style() -> str:
    """A style sheet that defines the colours, light or dark as the reader likes it, and those of statuses."""
    lines = [
        f":root {{ color-scheme: light dark; {as_variables(dark=False)} }}",
        f"@media (prefers-color-scheme: dark) {{ :root {{ {as_variables(dark=True)} }} }}",
        *(f".{status} .status {{ color: var(--{colour}); }}" for status, colour in OF_STATUS.items()),
    ]
    return "".join(f"{line}\n" for line in lines)
