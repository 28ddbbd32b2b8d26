"""The pages of the server: the one with the chat in it, and notes to whoever cannot have that."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Final

from assistant.colours import as_variables

FOLDER: Final = Path(__file__).parent / "page"
"""What the pages are made of; a browser may fetch what is in it."""

FONT_SIZES: Final = range(6, 65)
"""In pixels."""


def _colours() -> str:
    """As dark as the chat is when it begins."""
    return as_variables(dark=True)


@cache
def _template(name: str) -> Template:
    return Template((FOLDER / name).read_text("utf-8"))


def chat_page(title: str, font_size: str, most_bytes: int) -> str:
    """The page with a terminal, for the chat, in the size that was asked for as far as it is one.

    It sends no more than `most_bytes` at once.
    """
    asked = int(font_size) if font_size.isascii() and font_size.isdecimal() and len(font_size) < 3 else 0
    size = asked if asked in FONT_SIZES else 16
    return _template("chat.html").substitute(
        title=escape(title), font_size=size, most_bytes=most_bytes, colours=_colours()
    )


def note(text: str) -> str:
    """A page that says `text`."""
    style = (FOLDER / "page.css").read_text("utf-8")
    return _template("note.html").substitute(text=escape(text), style=style, colours=_colours())
