"""Serve the chat to browsers: for each tab a chat of its own, a process that textual-serve starts.

Everything that a page needs comes from here, its font too. A page of another site may not talk to the chat.
"""

from __future__ import annotations

import asyncio
import errno
import os
import shlex
import socket
import sys
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from aiohttp import web
from textual_serve.server import Server

import assistant
from assistant.errors import AssistantError
from assistant.text import one_line

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual_serve.app_service import AppService

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

# Seconds that chats are given to end once the server is told to.
_LAST_WORDS: Final = 2.0


def chat_command(pack: Path, *, keep: bool, watch: bool = False) -> str:
    """The shell's words for a chat about `pack`, with this Python and this very package.

    With `watch`, each chat loads the pack again at every save.
    """
    words = [sys.executable, "-m", "assistant", "chat", "--pack", str(pack.absolute())]
    if not keep:
        words.append("--no-history")
    if watch:
        words.append("--watch")
    # With -m, Python looks into the present folder first.
    home = Path(assistant.__file__).absolute().parents[1]
    return f"cd {shlex.quote(str(home))} && exec {shlex.join(words)}"


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


def is_loopback(host: str) -> bool:
    """Whether `host` is a name or an address by which a machine can reach only itself."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class ChatServer(Server):
    """Textual-serve's server with a page of our own, which asks no other host for anything."""

    def __init__(
        self, command: str, title: str, listening: socket.socket, public_url: str, tell: Callable[[str], None]
    ) -> None:
        host, port = listening.getsockname()[:2]
        reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
        self.own_url = f"http://[{reached}]:{port}" if ":" in reached else f"http://{reached}:{port}"
        self.only_here = is_loopback(host)
        super().__init__(
            command,
            host=host,
            port=port,
            title=title,
            public_url=public_url or self.own_url,
            templates_path=Path(__file__).parent,
        )
        self._listening = listening
        self._tell = tell
        # By the task that sees each of them off.
        self._chats: dict[asyncio.Task[None], AppService] = {}

    async def on_startup(self, _: web.Application) -> None:
        """Tell where the chat is, now that ctrl+c is heeded."""
        if not self.only_here:
            self._tell(
                f"Warning: anyone who can reach this machine at {self.host} can use the chat;"
                " there is no password and no encryption. Nothing that is said is kept."
            )
        served = "" if self.public_url == self.own_url else f", served from {self.own_url}"
        self._tell(f"The chat is at {self.public_url}{served} - ctrl+c ends it.")

    async def on_shutdown(self, _: web.Application) -> None:
        """Let every chat end first, which closes its page's line."""
        await asyncio.gather(*(chat.send_meta({"type": "quit"}) for chat in self._chats.values()))

    async def on_cleanup(self, _: web.Application) -> None:
        """See that no chat's process outlives the server."""
        if self._chats:
            await asyncio.wait(self._chats, timeout=_LAST_WORDS)
        for late in self._chats.values():
            if late._process:
                late._process.kill()
        await asyncio.gather(*self._chats)

    def run(self) -> None:
        """Serve until ctrl+c."""
        web.run_app(
            self._make_app(),
            sock=self._listening,
            shutdown_timeout=_LAST_WORDS,
            access_log=None,
            print=lambda *_: None,
        )

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._only_own_pages)
        app.on_cleanup.append(self.on_cleanup)
        return app

    @web.middleware
    async def _only_own_pages(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Turn away a page of another site, and another site's name for this machine."""
        origin = request.headers.get("Origin")
        own = urlsplit(self.public_url).netloc
        foreign = origin is not None and urlsplit(origin).netloc not in (request.host, own)
        renamed = self.only_here and request.host != own and not is_loopback(request.url.host or "")
        if foreign or renamed:
            raise web.HTTPForbidden(text="This is not the address that the chat is served at.")
        return await handler(request)

    async def _process_messages(self, websocket: web.WebSocketResponse, app_service: AppService) -> None:
        ending = asyncio.create_task(_see_off(app_service))
        self._chats[ending] = app_service
        ending.add_done_callback(self._chats.pop)
        await super()._process_messages(websocket, app_service)


async def _see_off(chat: AppService) -> None:
    """Close the page's line once its chat is over; a chat that could not even start does not do so itself."""
    if chat._task:
        await asyncio.wait([chat._task])
        await chat.remote_close()
    if chat._process:
        await chat._process.wait()


def is_private(listening: socket.socket, public_url: str) -> bool:
    """Whether nobody but the person at this machine is served: what one visitor asks is not for the next."""
    return is_loopback(listening.getsockname()[0]) and not public_url


def serve(
    command: str, title: str, listening: socket.socket, public_url: str, tell: Callable[[str], None]
) -> None:
    """Serve the chat that `command` starts until ctrl+c."""
    ChatServer(command, one_line(title), listening, public_url.rstrip("/"), tell).run()
