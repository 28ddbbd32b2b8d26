"""Serve the chat to browsers: for each tab a chat of its own, a process that textual-serve speaks to.

Everything that a page needs comes from here, its font too. A page of another site may not talk to the chat.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import socket
import sys
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aiohttp import WSCloseCode, web
from aiohttp.http_exceptions import HttpProcessingError

from assistant.errors import AssistantError
from assistant.served import OWN_HISTORY
from assistant.signals import handled
from assistant.web.access import Access, is_loopback, make_safe
from assistant.web.connections import IDLE_SECONDS, MOST_CONNECTIONS, Connections
from assistant.web.downloads import Downloads
from assistant.web.pages import FOLDER, chat_page
from assistant.web.tabs import LARGEST_FRAME, Tab

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

# Seconds that a request is given to end when all chats have.
_FAREWELL: Final = 0.5
# Connections that are accepted at once.
_BACKLOG: Final = 32
_STATICS: Final = Path(str(files("textual_serve"))) / "static"


@dataclass(frozen=True, slots=True)
class ServedChat:
    """What is served: the command that starts a chat, and where it is to be found.

    `most` is how many chats there may be at once; `title` is that of the page.
    """

    words: Sequence[str]
    environment: dict[str, str]
    title: str
    public_url: str
    most: int


def chat_words(pack: Path, *, keep: bool, watch: bool = False) -> list[str]:
    """The command that chats about `pack`, with this Python and this very package.

    With `watch`, each chat loads the pack again at every save.
    """
    words = [sys.executable, "-m", "assistant", "chat", "--pack", str(pack.absolute())]
    return words + ["--no-history"] * (not keep) + ["--watch"] * watch


def chat_environment(*, share_history: bool) -> dict[str, str]:
    """What a chat is told beside its command: unless all are shared, to know only its own conversations."""
    return {} if share_history else {OWN_HISTORY: "1"}


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; with port 0 at one that is free.

    Raises:
        AssistantError: when the address is not this machine's or the port is not to be had.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, *_, address = found[0]
        return socket.create_server(address[:2], family=family)
    except UnicodeError:
        reason = "no name of a machine"
    except socket.gaierror as error:
        reason = error.strerror or "no such address"
    except OSError as error:
        # Its own words repeat the address.
        reason = os.strerror(error.errno or errno.EADDRNOTAVAIL)
    raise AssistantError(f"{host}, port {port}: {reason}")


class ChatServer:
    """Serves chats at a socket that listens."""

    def __init__(self, served: ServedChat, listening: socket.socket, tell: Callable[[str], None]) -> None:
        self._served = served
        self._listening = listening
        self._tell = tell
        self._host, port = listening.getsockname()[:2]
        reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self._host, self._host)
        self._own_url = f"http://[{reached}]:{port}" if ":" in reached else f"http://{reached}:{port}"
        self._only_here = is_loopback(self._host)
        self._access = Access(served.public_url or self._own_url, port, only_here=self._only_here)
        self._downloads = Downloads()
        self._tabs: set[Tab] = set()
        self._room = asyncio.Semaphore(served.most)
        self._ending = asyncio.Event()

    async def run(self) -> None:
        """Serve until a signal asks this process to end."""
        loop = asyncio.get_running_loop()
        with handled(lambda _: loop.call_soon_threadsafe(self._ending.set)):
            await self._run(loop)

    async def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        runner = web.AppRunner(
            self._make_app(),
            access_log=None,
            shutdown_timeout=_FAREWELL,
            keepalive_timeout=IDLE_SECONDS,
            lingering_time=0,
        )
        await runner.setup()
        assert runner.server
        self._connections = Connections(runner.server, MOST_CONNECTIONS + self._served.most)
        sweeping = asyncio.create_task(self._connections.sweep())
        server = await loop.create_server(self._connections.accept, sock=self._listening, backlog=_BACKLOG)
        self._introduce()
        await self._ending.wait()
        server.close()
        sweeping.cancel()
        farewell = "The server has ended. Start it again in its terminal."
        await asyncio.gather(*(tab.hang_up(WSCloseCode.GOING_AWAY, farewell) for tab in self._tabs))
        # Each chat ends with its tab.
        for _ in range(self._served.most):
            await self._room.acquire()
        await runner.cleanup()

    def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[self._time, self._access.check])
        app.on_response_prepare.append(make_safe)
        app.add_routes(
            [
                web.get("/", self._show_page),
                web.get("/ws", self._chat),
                web.get("/download/{key}", self._downloads.fetch),
                web.static("/static", _STATICS),
                web.static("/page", FOLDER),
            ]
        )
        return app

    def _introduce(self) -> None:
        """Tell where the chat is, now that ctrl+c is heeded."""
        if not self._only_here:
            self._tell(
                f"Warning: anyone who can reach this machine at {self._host} and knows the token can use the"
                " chat; there is no encryption. Nothing that is said is kept."
            )
        served = f", served from {self._own_url}" if self._served.public_url else ""
        self._tell(f"The chat is at {self._access.address}{served} - ctrl+c ends it.")

    @web.middleware
    async def _time(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        return await self._connections.time(request, handler)

    async def _show_page(self, request: web.Request) -> web.Response:
        text = chat_page(self._served.title, request.query.get("fontsize", ""), LARGEST_FRAME)
        return web.Response(text=text, content_type="text/html")

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        """Chat with a tab until one of both ends it."""
        tab = await Tab.open(request)
        self._connections.keep(request)
        if self._ending.is_set() or sum(tab.is_open for tab in self._tabs) >= self._served.most:
            many = "1 chat is" if self._served.most == 1 else f"{self._served.most} chats are"
            reason = f"{many} open here, and there is room for no more. Close one, then start again."
            await tab.hang_up(WSCloseCode.TRY_AGAIN_LATER, reason)
            return tab.line
        self._tabs.add(tab)
        try:
            # Where other tabs have gone, their chats may take a moment to go as well.
            async with self._room:
                await tab.chat(self._served.words, self._served.environment, self._downloads)
        finally:
            self._tabs.discard(tab)
        return tab.line


def is_private(listening: socket.socket, public_url: str) -> bool:
    """Whether nobody but the person at this machine is served: what one visitor asks is not for the next."""
    return is_loopback(listening.getsockname()[0]) and not public_url


def serve(served: ServedChat, listening: socket.socket, tell: Callable[[str], None]) -> None:
    """Serve chats until ctrl+c; `tell` is called with each line for the person at the terminal."""
    logging.getLogger("aiohttp.server").addFilter(_is_of_ours)
    # It complains of pages that went away; why a chat could not start, the chat itself tells.
    logging.getLogger("textual-serve").disabled = True

    async def run() -> None:
        await ChatServer(served, listening, tell).run()

    asyncio.run(run())


def _is_of_ours(record: logging.LogRecord) -> bool:
    """Whether a line of the log is about a mistake of this program, as a line that broke is none.

    There may be as many of those as somebody likes, and a terminal that is held would hold the server.
    """
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError | ConnectionError))
