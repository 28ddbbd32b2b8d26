"""The themes of the chat have the colours of every other surface."""

from __future__ import annotations

import pytest

from assistant.colours import shades
from assistant.tui.theme import DARK, LIGHT


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_a_theme_has_the_colours_of_its_ground(theme) -> None:
    colours = {**theme.to_color_system().generate(), **theme.variables}
    expected = shades(dark=theme.dark)
    known = {"ground": "background", "text": "foreground"}
    named = {name: colours[known.get(name, name)].lower() for name in expected}

    assert named == expected
    assert (theme.success, theme.warning, theme.error) == tuple(
        expected[name] for name in ("good", "gap", "bad")
    )
