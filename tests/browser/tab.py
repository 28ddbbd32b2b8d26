"""A tab of a browser without a browser: a page's line to its chat, spoken by hand."""

from __future__ import annotations

import asyncio
import json
import re
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
import pyte

from assistant.served import clamped

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tests.browser.conftest import Served

# What pyte does not know, and would show.
_UNKNOWN = re.compile(rb"\x1b\[[?>=<][\d;]*\$?[A-Za-z]")


class LineTab:
    """What is sent, and the screen as the terminal of the page would have it."""

    def __init__(self, line: aiohttp.ClientWebSocketResponse, columns: int, rows: int) -> None:
        self.line = line
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)

    async def send(self, *frame: object) -> None:
        await self.line.send_str(json.dumps(frame))

    async def ask(self, question: str) -> None:
        await self.send("stdin", f"{question}\r")

    @property
    def text(self) -> str:
        return "\n".join(self.screen.display)

    async def wait(self, until: Callable[[], object], seconds: float = 30) -> None:
        """Read until something is so."""
        async with asyncio.timeout(seconds):
            while not until():
                message = await self.line.receive()
                if message.type != aiohttp.WSMsgType.BINARY:
                    raise EOFError(message)
                self._stream.feed(_UNKNOWN.sub(b"", message.data))

    async def wait_for(self, text: str) -> None:
        await self.wait(lambda: text in " ".join(self.text.split()))

    async def closed(self, seconds: float = 30) -> int | None:
        """The code with which the server closes the line."""
        async with asyncio.timeout(seconds):
            while (await self.line.receive()).type == aiohttp.WSMsgType.BINARY:
                pass
        return self.line.close_code


@asynccontextmanager
async def visitor(served: Served, *, knows_token: bool = True) -> AsyncIterator[aiohttp.ClientSession]:
    """A browser that opened the address, with the token unless it does not know that."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(served.origin, cookie_jar=jar) as session:
        if knows_token:
            async with session.get(served.url) as response:
                assert response.status == 200
        yield session


@asynccontextmanager
async def line_tab(
    session: aiohttp.ClientSession, columns: int = 120, rows: int = 40
) -> AsyncIterator[LineTab]:
    """A tab with a chat."""
    async with session.ws_connect(f"/ws?width={columns}&height={rows}", max_msg_size=0) as line:
        # Whatever it asks for, it has a screen.
        yield LineTab(line, *clamped(columns, rows))
