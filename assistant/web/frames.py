"""What the page sends of the terminal in it: JSON, of which anything may come."""

from __future__ import annotations

import json
from dataclasses import dataclass

from assistant.served import clamped
from assistant.text import replace_lone_surrogates


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, pasted or clicked, in a terminal's own sequences."""

    text: str


@dataclass(frozen=True, slots=True)
class Resized:
    """The terminal has another size, in cells; one that a chat is drawn at."""

    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Focused:
    """The terminal has got the focus, or lost it."""

    has_focus: bool


Frame = Typed | Resized | Focused


def parse_frame(text: str) -> Frame | None:
    """What a frame says; None where that is nothing that a chat needs to know, or makes no sense."""
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return None
    match frame:
        case ["stdin", str(typed)]:
            return Typed(replace_lone_surrogates(typed))
        case ["resize", {"width": int(columns), "height": int(rows)}] if not _is_flag(columns, rows):
            return Resized(*clamped(columns, rows))
        case ["focus" | "blur" as name]:
            return Focused(name == "focus")
        case _:
            return None


def _is_flag(*numbers: int) -> bool:
    # In Python a truth value is a number, too.
    return any(isinstance(number, bool) for number in numbers)


def size_asked_for(columns: str, rows: str) -> tuple[int, int]:
    """The size that the address of a connection tells, as far as it is one."""
    return clamped(_number(columns, 80), _number(rows, 24))


def _number(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else default
