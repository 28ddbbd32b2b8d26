"""A tab of a browser: what it sends goes to a chat of its own, and what that draws comes back."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aiohttp import WSCloseCode, WSMsgType, web

import assistant
from assistant.web.chats import Chat
from assistant.web.frames import parse_frame, size_asked_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.web.downloads import Downloads

# Bytes: some 4,000 questions can be pasted at once.
LARGEST_FRAME: Final = 256 * 1024
# Frames a second, and at once: no mouse moves as often.
_STEADY_FRAMES: Final = 500
_MOST_FRAMES: Final = 2_000
# Seconds between two looks at whether a page that says nothing is still there.
_HEARTBEAT: Final = 10.0
# Seconds that the page is given to hear that it is over, and to agree.
_FAREWELL: Final = 0.5
# What a WebSocket has room for.
_LONGEST_REASON: Final = 120


def _cut(reason: str) -> bytes:
    """As much of it as there is room for, in whole letters."""
    return reason.encode()[:_LONGEST_REASON].decode("utf-8", "ignore").encode()


class Allowance:
    """How many frames a page may still send; it grows again with the time."""

    def __init__(self) -> None:
        self._left = float(_MOST_FRAMES)
        self._then = asyncio.get_running_loop().time()

    def take(self) -> bool:
        """Take one; False where there is none."""
        now = asyncio.get_running_loop().time()
        grown = self._left + (now - self._then) * _STEADY_FRAMES
        self._then, self._left = now, min(grown, _MOST_FRAMES) - 1
        return self._left >= 0


class Tab:
    """The line to one page; `open` makes it."""

    def __init__(self, request: web.Request, line: web.WebSocketResponse) -> None:
        self._request = request
        self.line = line

    @classmethod
    async def open(cls, request: web.Request) -> Tab:
        """The tab that sent `request`."""
        line = web.WebSocketResponse(
            heartbeat=_HEARTBEAT,
            timeout=_FAREWELL,
            compress=False,
            max_msg_size=LARGEST_FRAME,
            # Pings are answered below, as they count as well.
            autoping=False,
        )
        await line.prepare(request)
        return cls(request, line)

    @property
    def is_open(self) -> bool:
        """Whether the line is open, as far as is known."""
        return not self.line.closed

    async def chat(self, words: Sequence[str], environment: dict[str, str], downloads: Downloads) -> None:
        """Start a chat and let the page talk to it until one of both is gone; then the other goes, too."""
        chat = Chat(
            words,
            # With -m, Python looks into the present folder first.
            Path(assistant.__file__).absolute().parents[1],
            environment,
            write_bytes=self.line.send_bytes,
            write_str=self.line.send_str,
            close=self.hang_up,
            downloads=downloads,
        )
        query = self._request.query
        over: asyncio.Task[None] | None = None
        try:
            await chat.start(*size_asked_for(query.get("width", ""), query.get("height", "")))
            over = asyncio.create_task(self._hang_up_after(chat))
            await self._pass_on(chat)
        except OSError as error:
            await self.hang_up(WSCloseCode.INTERNAL_ERROR, f"The chat cannot be started: {error.strerror}.")
        finally:
            await self.hang_up()
            await chat.stop()
            if over:
                await over

    async def _pass_on(self, chat: Chat) -> None:
        """Pass on what the page sends until the line is closed, which is noticed whatever the chat does."""
        allowance = Allowance()
        async for message in self.line:
            frame = parse_frame(message.data) if message.type == WSMsgType.TEXT else None
            if not allowance.take() or (frame and not chat.tell(frame)):
                reason = "The chat has ended: more was sent than it could take."
                await self.hang_up(WSCloseCode.POLICY_VIOLATION, reason)
                return
            if message.type == WSMsgType.PING:
                await self.line.pong(message.data)

    async def _hang_up_after(self, chat: Chat) -> None:
        """Close the line once the chat is over; one that could not even start does not do so itself."""
        await chat.ended()
        await self.hang_up()

    async def hang_up(self, code: WSCloseCode = WSCloseCode.OK, reason: str = "") -> None:
        """Close the line, also to a page that does not listen any more; whoever is first gives the reason."""
        with suppress(TimeoutError, ConnectionError):
            async with asyncio.timeout(2 * _FAREWELL):
                await self.line.close(code=code, message=_cut(reason))
        transport = self._request.transport
        if transport and transport.get_write_buffer_size():
            # What is not read would keep whoever writes it.
            transport.abort()
