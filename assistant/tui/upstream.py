"""What Textual 8.2 does not do yet with what a terminal sends; each part can go once Textual does it.

- `Incoming`: a byte that is not UTF-8 ends all input (Textual issue 6456, pull request 6498). An escape in a
  pasted text ends the paste, and the rest of it is taken for keys.
- `InOrder`: letters act at once, and keys that are bound to an action when the app comes round to them, so
  that keys that come together act out of order (issue 6605; pull request 6631 mends it for the keys of
  `Input`). Keys that are pressed with shift do nothing where the terminal tells them apart (issue 6612). The
  cursor of the terminal, which input methods and magnifiers follow, is not where text goes before the first
  layout, nor after a resize.
- `Line`: an `Input` moves and deletes by code points, of which a flag has two and a family seven.
"""

from __future__ import annotations

import asyncio
import codecs
import os
import select
import time
from collections import deque
from typing import TYPE_CHECKING, Any, Final, TypeVar

from textual import events
from textual._parser import ParseError
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.app import App
from textual.driver import Driver
from textual.geometry import Offset
from textual.widgets import Input
from textual.widgets.input import Selection

from assistant.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from threading import Event

    from rich.console import RenderableType
    from textual.message import Message
    from textual.screen import Screen

# Characters of a paste that are taken; seconds without a further one after which its end will not come.
_LONGEST_PASTE: Final = 1_000_000
_PASTE_ENDS: Final = 5.0
# Seconds between two looks at whether a lone escape is a key, and not the beginning of something.
_TICK: Final = 0.1

# Rounds of the event loop, and seconds where it has only to wait, after which a key waits no longer.
_MOST_ROUNDS: Final = 5_000
_LONGEST_WAIT: Final = 5.0
_PAUSE: Final = 0.002

# A terminal that does not tell these apart sends the same bytes for them.
_SAME: Final[Mapping[str, tuple[str, str]]] = {
    **dict.fromkeys(("ctrl+j", "ctrl+m", "shift+enter", "ctrl+enter", "alt+enter"), ("enter", "\r")),
    **dict.fromkeys(("ctrl+h", "shift+backspace"), ("backspace", "\x7f")),
    **dict.fromkeys(("ctrl+left_square_bracket", "shift+escape"), ("escape", "\x1b")),
    "ctrl+i": ("tab", "\t"),
    "shift+space": ("space", " "),
}

_Result = TypeVar("_Result")


class Incoming:
    """Bytes of a terminal, in whatever pieces they come, as the messages that they stand for."""

    def __init__(self) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._parser = XTermParser()
        # The last characters that the parser was fed, and those of a paste that has begun.
        self._last = ""
        self._pasted: list[str] | None = None
        self._fed_at = 0.0

    def feed(self, data: bytes) -> Iterator[Message]:
        """The messages that end within `data`; what means nothing is left out."""
        self._fed_at = time.monotonic()
        for character in self._decode(data):
            if self._pasted is None:
                yield from self._type(character)
            else:
                yield from self._paste(character)

    def tick(self) -> Iterator[Message]:
        """The messages that end because nothing came after them, as a lone escape does."""
        if self._pasted is not None:
            if time.monotonic() - self._fed_at > _PASTE_ENDS:
                yield from self._end_paste()
            return
        for message in self._understood(self._parser.tick()):
            self._last = ""
            yield message

    def _type(self, character: str) -> Iterator[Message]:
        self._last = (self._last + character)[-len(BRACKETED_PASTE_START) :]
        yield from self._understood(self._parser.feed(character))
        if self._last == BRACKETED_PASTE_START:
            self._pasted = []

    def _paste(self, character: str) -> Iterator[Message]:
        assert self._pasted is not None
        self._pasted.append(character)
        if len(self._pasted) > _LONGEST_PASTE:
            # Room for more, up to what may be its end.
            del self._pasted[_LONGEST_PASTE // 2 : -len(BRACKETED_PASTE_END)]
        if character == BRACKETED_PASTE_END[-1]:
            end = self._pasted[-len(BRACKETED_PASTE_END) :]
            if "".join(end) == BRACKETED_PASTE_END:
                del self._pasted[-len(end) :]
                yield from self._end_paste()

    def _end_paste(self) -> Iterator[Message]:
        assert self._pasted is not None
        pasted, self._pasted, self._last = "".join(self._pasted), None, ""
        # The parser has seen the beginning, and makes a paste without text of it.
        for message in self._understood(self._parser.feed(BRACKETED_PASTE_END)):
            if not isinstance(message, events.Paste):
                yield message
        yield events.Paste(pasted.replace("\x00", ""))

    def _understood(self, messages: Iterable[Message]) -> Iterator[Message]:
        try:
            yield from messages
        except (ValueError, ArithmeticError, LookupError, ParseError):
            self._parser, self._last = XTermParser(), ""


class _Reading(Driver):
    """The part of Textual's driver for a Unix terminal that reads from it."""

    fileno: int
    exit_event: Event

    def run_input_thread(self) -> None:
        """Pass on what the terminal sends until the app, or the terminal, is gone."""
        incoming = Incoming()
        while not self.exit_event.is_set():
            try:
                if select.select([self.fileno], [], [], _TICK)[0]:
                    data = os.read(self.fileno, 4096)
                    if not data:
                        break
                    for message in incoming.feed(data):
                        self.process_message(message)
            except OSError:
                break
            for message in incoming.tick():
                self.process_message(message)


class InOrder(App[_Result]):
    """Deals with a key, click or paste once all that came of the one before it is done.

    Keys that come together do then what they do when they are typed slowly.
    """

    def __init__(self) -> None:
        super().__init__()
        self._coming: deque[events.Event] = deque()
        self._dealing: asyncio.Task[None] | None = None
        self._giving_way = 0
        # Whether what was dealt with last may have something to come still.
        self._unsettled = False

    def get_driver_class(self) -> type[Driver]:
        """Textual's own, but for what it reads from a terminal of Unix."""
        driver = super().get_driver_class()
        return type("Terminal", (_Reading, driver), {}) if driver.__name__ == "LinuxDriver" else driver

    async def on_event(self, event: events.Event) -> None:
        """Have what a person does wait for its turn."""
        if isinstance(event, (events.InputEvent, events.Paste)) and not event.is_forwarded:
            self._coming.append(event)
            self._go_on_dealing()
        else:
            await super().on_event(event)

    async def deal_with(self, event: events.Event) -> None:
        """Deal with what a person did; a subclass may do something before."""
        await super().on_event(event)

    def must_wait(self, event: events.Event) -> bool:  # noqa: ARG002
        """Whether there is something that `event` is to wait for; a subclass may know of more."""
        return False

    def deal_again_with(self, event: events.Event) -> None:
        """Deal with `event` once more, before all that came after it: another screen is there then."""
        self._coming.appendleft(event)
        self._go_on_dealing()

    def _go_on_dealing(self) -> None:
        if not self._dealing:
            self._dealing = asyncio.create_task(self._deal())

    def is_waiting(self, key: str) -> bool:
        """Whether `key` was pressed, and waits for its turn."""
        return any(isinstance(event, events.Key) and event.key == key for event in self._coming)

    def _is_at_work(self, event: events.Event) -> bool:
        """Whether something is under way that needs time, and on which it may depend what `event` does."""
        # Where things are is known once they are drawn; a letter goes to the line, wherever that is.
        is_letter = isinstance(event, events.Key) and event.is_printable and isinstance(self.focused, Input)
        return any(
            screen._layout_required or screen._callbacks or (screen._dirty_widgets and not is_letter)
            for screen in self.screen_stack[-1:]
        )

    async def _deal(self) -> None:
        try:
            while self._coming:
                event = self._coming[0]
                if not isinstance(event, events.MouseEvent):
                    try:
                        await self._settle(event)
                    except Exception as error:
                        # A key out of order is better than none: another Textual may be built otherwise.
                        self.log.error(error)
                if self._coming[0] is not event:
                    # Meanwhile there is one to deal with before it.
                    continue
                self._coming.popleft()
                if isinstance(event, events.Key):
                    key, character = _SAME.get(event.key, (event.key, event.character))
                    event = events.Key(key, character)
                    event.set_sender(self)
                await self._dispatch_in_turn(event)
        finally:
            self._dealing = None

    async def _dispatch_in_turn(self, event: events.Event) -> None:
        done = asyncio.Event()

        async def deal() -> None:
            try:
                await self.deal_with(event)
            finally:
                done.set()

        # In the app's own task, as Textual does.
        if self.call_later(deal):
            await done.wait()

    async def _settle(self, event: events.Event) -> None:
        """Wait until nothing is left to do for what came before `event`."""
        loop: Any = asyncio.get_running_loop()
        late = loop.time() + _LONGEST_WAIT
        for _ in range(_MOST_ROUNDS):
            if self._unsettled:
                await self._finish_moving()
                await asyncio.sleep(0)
                # Whatever is to be done without waiting for anything is ready to run.
                if len(loop._ready) > self._giving_way:
                    continue
            is_waiting = self.must_wait(event) or (self._unsettled and self._is_at_work(event))
            if not is_waiting or loop.time() > late:
                break
            await asyncio.sleep(_PAUSE)
        self._unsettled = True

    async def _finish_moving(self) -> None:
        """Have what is on its way to somewhere be there, so that a key that is held does not pile up ways."""
        for moving in list(self.animator._animations):
            await self.animator._stop_running_animation(moving, complete=True)

    async def give_way(self) -> None:
        """Let all else have its turn in the midst of long work, for which no key waits."""
        self._giving_way += 1
        try:
            await asyncio.sleep(0)
        finally:
            self._giving_way -= 1

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Put the cursor of the terminal where the text goes, or on what has the focus, at each frame."""
        focused = self.focused if self.screen_stack else None
        if isinstance(focused, Input):
            self.cursor_position = focused.cursor_screen_offset
        elif focused:
            self.cursor_position = focused.content_region.offset
        super()._display(screen, renderable)


class Line(Input):
    """An `Input` whose text is printable, and in which what looks like one letter is one."""

    def replace(self, text: str, start: int, end: int) -> None:
        """Put `text`, made fit for a line, in place of a range."""
        super().replace(printable(text), start, end)

    @property
    def cursor_screen_offset(self) -> Offset:
        """The column and row of the screen where the next letter goes."""
        x, y, _width, _height = self.content_region
        return Offset(x + self._position_to_cell(self.cursor_position) - self.scroll_offset.x, y)

    def validate_selection(self, selection: Selection) -> Selection:
        """Keep the cursor out of the middle of a letter."""
        start, end = super().validate_selection(selection)
        return Selection(self._beginning(start), self._beginning(end))

    def action_cursor_left(self, select: bool = False) -> None:
        """Move the cursor, or the end of what is selected, a letter to the left."""
        start, end = self.selection
        if select or self.selection.is_empty:
            before = self._before(end)
            self.selection = Selection(start if select else before, before)
        else:
            super().action_cursor_left()

    def action_cursor_right(self, select: bool = False) -> None:
        """Move the cursor, or the end of what is selected, a letter to the right."""
        start, end = self.selection
        if select or self.selection.is_empty:
            after = self._after(end)
            self.selection = Selection(start if select else after, after)
        else:
            super().action_cursor_right()

    def action_delete_left(self) -> None:
        """Delete the letter before the cursor, or what is selected."""
        start, end = self.selection
        self.delete(self._before(end) if start == end else start, end)

    def action_delete_right(self) -> None:
        """Delete the letter after the cursor, or what is selected."""
        start, end = self.selection
        self.delete(start, self._after(end) if start == end else end)

    def _before(self, position: int) -> int:
        """Where the letter begins that has the character before `position`."""
        if self.value.isascii():
            return max(0, position - 1)
        from wcwidth import grapheme_boundary_before  # noqa: PLC0415  (most text is ASCII)

        return grapheme_boundary_before(self.value, position)

    def _after(self, position: int) -> int:
        """Where the letter ends that begins at `position`."""
        if self.value.isascii():
            return min(len(self.value), position + 1)
        from wcwidth import iter_graphemes  # noqa: PLC0415

        return position + len(next(iter_graphemes(self.value, position), ""))

    def _beginning(self, position: int) -> int:
        """`position`, or where the letter begins that has it in its midst."""
        return self._before(position + 1) if 0 < position < len(self.value) else position
