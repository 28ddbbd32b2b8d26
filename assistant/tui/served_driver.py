"""What a chat in a browser is drawn through: Textual's driver, bounded in what it takes from the page."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from textual import events, messages
from textual.drivers._byte_stream import ByteStream
from textual.drivers.web_driver import WebDriver
from textual.geometry import Size

from assistant.operating_system import wait_for_hangup, wake_when_parent_ends
from assistant.served import clamped
from assistant.tui.upstream import Incoming

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import App
    from textual.message import Message

# Messages that may wait for the app; what comes after them stays in the pipe.
_MOST_WAITING: Final = 200
# Files that may wait for the browser to fetch them.
_MOST_DELIVERIES: Final = 4
# Seconds between two looks at whether there is room again, and at whether the chat is over.
_PAUSE: Final = 0.01
_LONGEST_UNHEARD: Final = 0.1
# Seconds that the chat is given to end by itself once its page or its server is gone.
_LAST_WORDS: Final = 2.0


class ServedDriver(WebDriver):
    """Ends the chat with its page or its server, and holds a page that sends more than the chat takes."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._size = clamped(*(self._size or (80, 24)))

    def start_application_mode(self) -> None:
        """Begin to draw, and to watch for the end of whoever looks."""
        wake_when_parent_ends()
        super().start_application_mode()
        assert sys.__stdin__
        input_ = sys.__stdin__.fileno()
        self._start(lambda: self._end() if wait_for_hangup(input_) else None)

    def _start(self, watch: Callable[[], None]) -> None:
        # The process does not wait for it.
        threading.Thread(target=watch, daemon=True).start()

    def _end(self) -> None:
        """End the chat, which may be busy with anything, or blocked as it writes what nobody reads."""
        self._app.post_message(messages.ExitApp())
        time.sleep(_LAST_WORDS)
        os._exit(0)

    # What comes in

    def run_input_thread(self) -> None:
        """Pass on what is typed and told until nothing more comes."""
        stream, incoming = ByteStream(), Incoming()
        for data in self._input_reader:
            for kind, payload in stream.feed(data) if data else ():
                if kind == "D":
                    self._pass_on(incoming.feed(payload))
                else:
                    self._take_meta(payload)
            self._pass_on(incoming.tick())
        if not self.exit_event.is_set():
            self._start(self._end)

    def _pass_on(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)

    def process_message(self, message: Message) -> None:
        """Pass on a message from the terminal in the page, which can tell a size in what is typed as well."""
        if isinstance(message, events.Resize):
            size = Size(*clamped(*message.size))
            message = events.Resize(size, size)
        super().process_message(message)

    def send_message(self, message: Message) -> None:
        """Send `message` to the app, and in the thread of the input wait until there is room for another."""
        sent = threading.Event()

        def send() -> None:
            self._app.post_message(message)
            sent.set()

        with suppress(RuntimeError):
            # Where the app has ended meanwhile, nobody misses it.
            self._loop.call_soon_threadsafe(send)
        if threading.current_thread() is not self._key_thread:
            return
        # Until the app runs again, and has dealt with most of what it was sent.
        while not (sent.wait(_LONGEST_UNHEARD) or self.exit_event.is_set()):
            pass
        while not (self._has_room() or self.exit_event.is_set()):
            time.sleep(_PAUSE)

    def _has_room(self) -> bool:
        app = self._app
        # The app hands keys on to the screen, and that to what has the focus.
        screens = app.screen_stack[-1:]
        pumps = [app, *screens, *(screen.focused for screen in screens if screen.focused)]
        return sum(pump.message_queue_size for pump in pumps) < _MOST_WAITING

    def _take_meta(self, payload: bytes) -> None:
        with suppress(ValueError, KeyError, TypeError):
            told = json.loads(payload)
            self.on_meta(told["type"], told)

    def on_meta(self, packet_type: str, payload: dict[str, Any]) -> None:
        """Take what the server tells, a size by the way of those that the terminal tells itself."""
        if packet_type == "resize":
            self._size = clamped(payload["width"], payload["height"])
            size = Size(*self._size)
            self.process_message(events.Resize(size, size))
        else:
            super().on_meta(packet_type, payload)

    # What goes out

    def _deliver_file(self, *args: Any, **options: Any) -> None:
        while len(self._deliveries) >= _MOST_DELIVERIES:
            self._deliveries.pop(next(iter(self._deliveries))).close()
        super()._deliver_file(*args, **options)
