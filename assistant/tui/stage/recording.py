"""A recording of what is on the screen, as an asciicast: what asciinema plays.

What is recorded are the lines of the screen as they are drawn, and not what the driver writes: nothing else
that a terminal would act on, such as a text for the clipboard, can come into it. What changes at one moment
of the clock is one event, however often the screen was drawn, so that a clock that stands still while things
settle always gives the same recording.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from textual.drivers.headless_driver import HeadlessDriver

from assistant.render import tame_json
from assistant.text import one_line, printable, replace_lone_surrogates

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from rich.color import Color
    from rich.style import Style
    from textual.app import App
    from textual.driver import Driver
    from textual.strip import Strip

SIZE: Final = (120, 36)
"""Columns and rows where there is no terminal that has some."""

# No cursor: Textual draws its own.
_FIRST: Final = "\x1b[?25l\x1b[0m\x1b[2J"
_LAST: Final = "\x1b[0m"
# Where nothing happens, a player goes on after so many seconds.
_IDLE: Final = 5.0


class Recording:
    """What a screen showed, and when by the clock `now`, which counts seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._start = now()
        self._events: list[tuple[float, str, str]] = []
        self._size = (0, 0)
        self._first_size = SIZE
        # The lines as the last event has left them, and those of the moment that is not over yet.
        self._drawn: list[str] = []
        self._seen: list[str] = []
        self._moment = 0.0

    def look(self, app: App[object]) -> None:
        """Record what the screen of `app` shows now."""
        if not app.screen_stack or not all(app.size):
            return
        now = self._elapsed()
        if now > self._moment:
            self._close_moment()
            self._moment = now
        if app.size != self._size:
            self._resize(*app.size)
        # Textual's own, but what is public draws for a terminal, or takes what it returns for drawn.
        strips = app.screen._compositor.render_strips(app.size)
        self._seen = [_drawn(strip) for strip in strips]

    def cast(self, title: str, created: datetime | None = None, longest_pause: float = 0.0) -> str:
        """The recording so far as asciicast v2; without `created` it names no date.

        Every event has its true time. A player is told to skip what takes longer than `longest_pause`, where
        nothing happened by intent.
        """
        self._close_moment()
        columns, rows = self._first_size
        header: dict[str, object] = {"version": 2, "width": columns, "height": rows}
        if created:
            header["timestamp"] = int(created.timestamp())
        header["idle_time_limit"] = max(_IDLE, longest_pause)
        header |= {"env": {"TERM": "xterm-256color"}, "title": one_line(title)}
        events: list[object] = [[round(moment, 3), kind, data] for moment, kind, data in self._events]
        # Without an event the last screen would be gone as soon as it is there.
        events.append([round(max(self._elapsed(), self._moment), 3), "o", _LAST])
        return "".join(f"{_json(line)}\n" for line in (header, *events))

    def _elapsed(self) -> float:
        return self._now() - self._start

    def _resize(self, columns: int, rows: int) -> None:
        if self._events or self._seen:
            self._close_moment()
            self._events.append((self._moment, "r", f"{columns}x{rows}"))
        else:
            self._first_size = (columns, rows)
        self._size = (columns, rows)
        self._drawn = []

    def _close_moment(self) -> None:
        """Make an event of what has changed."""
        changed = [
            f"\x1b[{row};1H{line}"
            for row, line in enumerate(self._seen, 1)
            if row > len(self._drawn) or self._drawn[row - 1] != line
        ]
        if changed:
            first = "" if self._drawn else _FIRST
            self._events.append((self._moment, "o", first + "".join(changed)))
        self._drawn = self._seen


def _drawn(strip: Strip) -> str:
    """A line with its colours as they are meant, whatever the terminal can show."""
    return "".join(_styled(segment.style, printable(segment.text)) for segment in strip if segment.text)


def _styled(style: Style | None, text: str) -> str:
    codes = _codes(style) if style else ""
    return f"\x1b[{codes}m{text}\x1b[0m" if codes else text


# What Rich and Textual render themselves they keep with the style, even for another terminal.
@lru_cache(maxsize=4096)
def _codes(style: Style) -> str:
    switched = (
        (style.bold, "1"),
        (style.dim, "2"),
        (style.italic, "3"),
        (style.underline, "4"),
        (style.reverse, "7"),
        (style.strike, "9"),
    )
    codes = [code for is_on, code in switched if is_on]
    codes += [_colour(style.color, "38"), _colour(style.bgcolor, "48")]
    return ";".join(filter(None, codes))


def _colour(colour: Color | None, which: str) -> str:
    if colour is None or colour.is_default:
        return ""
    return ";".join([which, "2", *map(str, colour.get_truecolor())])


def _json(value: object) -> str:
    return tame_json(replace_lone_surrogates(json.dumps(value, ensure_ascii=False)))


def without_terminal(recording: Recording) -> type[Driver]:
    """A driver that needs no terminal: what it shows goes into the `recording` alone."""

    class RecordingDriver(HeadlessDriver):
        @property
        def is_headless(self) -> bool:
            # Of an app that is headless in so many words, Textual draws nothing.
            return False

        def flush(self) -> None:
            recording.look(self._app)

    return RecordingDriver


def recorded(driver: type[Driver], recording: Recording) -> type[Driver]:
    """`driver`, with what it shows going into the `recording` as well."""

    class RecordedDriver(driver):  # type: ignore[misc, valid-type]
        def flush(self) -> None:
            super().flush()
            recording.look(self._app)

    return RecordedDriver
