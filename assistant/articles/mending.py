"""Mend a text: every step is a function from a text to a mended text and what was changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from assistant.articles import characters
from assistant.articles.change import Change, Mended, added_up
from assistant.articles.pages import without_pages
from assistant.articles.wrapping import without_wraps

if TYPE_CHECKING:
    from collections.abc import Callable


def mend(text: str, all_wrap: bool = False) -> Mended:
    """Mend what made an article into a file, and change none of its words.

    Args:
        text: Any text; form feeds part its pages.
        all_wrap: Whether every line break within a paragraph is known to be a wrap.

    Returns:
        The text with plain line ends, and each kind of change, in the order of the steps; a text that
        needs no mending comes back as it is.
    """
    steps: tuple[Callable[[str], Mended], ...] = (
        characters.without_mojibake,
        lambda text: Mended(characters.with_plain_line_ends(text)),
        characters.without_ligatures,
        characters.without_invisible,
        characters.without_controls,
        characters.with_plain_spaces,
        without_pages,
        partial(without_wraps, all_wrap=all_wrap),
        # After that, for the gaps of wrapped lines may stand in columns by chance.
        characters.without_doubled_spaces,
    )
    changes: list[Change] = []
    for step in steps:
        text, changed = step(text)
        changes += changed
    return Mended(text, added_up(changes))
