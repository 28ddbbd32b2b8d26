"""The pictures of a demo, one for each step: what they are called, and SVG that is the same every time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from assistant.demo.script import Ask, Card, Note, Pick
from assistant.text import normalise, words

if TYPE_CHECKING:
    from assistant.demo.script import Step

_LONGEST: Final = 40
_ASCII: Final = re.compile(r"[^a-z0-9]")
# A font to be fetched from the network; the style names another that is there.
_FONT_FACES: Final = re.compile(r"\s*@font-face\s*\{[^}]*\}")
_IDS: Final = re.compile(r"terminal-\d+")


def picture_name(number: int, of: int, step: Step | None, asked: str = "") -> str:
    """The file of step `number`, of so many, as in ``03-ask-what-was-decided.svg``.

    What is no step of the script was `asked` by the presenter live.
    """
    match step:
        case None:
            kind, what = "live", asked
        case Ask():
            kind, what = "ask", step.question
        case Pick():
            kind, what = "pick", str(step.number)
        case Note():
            kind, what = "note", step.text
        case Card():
            kind, what = "card", step.title
        case _:
            kind, what = type(step).__name__.lower(), ""
    slug = "-".join(filter(None, (kind, _slug(what))))
    return f"{number:0{max(2, len(str(of)))}}-{slug}.svg"


def _slug(text: str) -> str:
    """The first words of `text`, in letters that every file system takes."""
    slug = ""
    for word in words(normalise(text)):
        plain = _ASCII.sub("", word)
        longer = f"{slug}-{plain}" if slug else plain[:_LONGEST]
        if len(longer) > _LONGEST:
            break
        slug = longer if plain else slug
    return slug


def steady(svg: str) -> str:
    """The picture without what is to be fetched from the network, and with ids that do not change."""
    return _IDS.sub("picture", _FONT_FACES.sub("", svg))
