"""Contrast by WCAG: at least 4.5 for text, 3 for what is only a mark."""

from __future__ import annotations

import pytest
from textual.color import Color

from assistant.tui.theme import DARK, LIGHT

THEMES = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
TEXT = [
    (text, ground)
    for text in ("foreground", "muted", "accent")
    for ground in ("background", "surface", "panel", "cited")
]
TEXT += [("foreground", "quote"), ("foreground", "tint"), ("background", "accent")]
TEXT += [(status, "background") for status in ("success", "warning", "error")]


def luminance(colour: Color) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b)


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(Color.parse(one)), luminance(Color.parse(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@THEMES
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(theme, text: str, ground: str) -> None:
    colours = {**theme.to_color_system().generate(), **theme.variables}
    assert contrast(colours[text], colours[ground]) >= 4.5


@THEMES
def test_a_quote_stands_out_from_its_sentence(theme) -> None:
    colours = {**theme.to_color_system().generate(), **theme.variables}
    assert contrast(colours["quote"], colours["cited"]) > 1.15
    assert contrast(colours["cited"], colours["surface"]) > 1.03


@THEMES
def test_the_tints_of_what_was_drawn_on_differ(theme) -> None:
    colours = {**theme.to_color_system().generate(), **theme.variables}
    weak, medium, strong = (
        contrast(colours[tint], colours["background"]) for tint in ("cited", "tint", "quote")
    )
    assert weak * 1.04 < medium
    assert medium * 1.04 < strong


def test_both_themes_name_the_same_variables() -> None:
    assert DARK.variables.keys() == LIGHT.variables.keys()
