"""The connections to the server: how many there may be, and how long one that brings nothing may stay."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

# Beside those of the chats.
MOST_CONNECTIONS: Final = 100
# Seconds for a request to come, and for its reply to be taken.
IDLE_SECONDS: Final = 10.0
REQUEST_SECONDS: Final = 60.0
_FOR_EVER: Final = float("inf")


class Connections:
    """Every open connection, and the time at which it is closed.

    Args:
        accept: Makes what speaks to a new one.
        most: How many there may be; where there are more, the one that is closed soonest anyway makes room.
    """

    def __init__(self, accept: Callable[[], web.RequestHandler], most: int) -> None:
        self._accept = accept
        self._most = most
        self._ends: dict[web.RequestHandler, float] = {}

    def accept(self) -> web.RequestHandler:
        """What speaks to a new connection."""
        self._make_room()
        connection = self._accept()
        self._ends[connection] = _now() + IDLE_SECONDS
        return connection

    async def sweep(self) -> None:
        """Close what has stayed for too long, for ever."""
        while True:
            await asyncio.sleep(1)
            self._make_room()
            for connection in [connection for connection, end in self._ends.items() if end < _now()]:
                self._close(connection)

    def _make_room(self) -> None:
        """Forget what was closed, and close what is too many."""
        # One that was just accepted is not open yet, and cannot be closed.
        new = _now() + IDLE_SECONDS - 1
        self._ends = {
            connection: end for connection, end in self._ends.items() if connection.transport or end > new
        }
        soonest = sorted(
            (connection for connection in self._ends if connection.transport), key=self._ends.__getitem__
        )
        for connection in soonest[: max(0, len(self._ends) - self._most + 1)]:
            self._close(connection)

    def _close(self, connection: web.RequestHandler) -> None:
        del self._ends[connection]
        if connection.transport:
            connection.transport.abort()

    @web.middleware
    async def time(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Give a request its time, and then the connection that for the next."""
        self._ends[request.protocol] = _now() + REQUEST_SECONDS
        try:
            return await handler(request)
        finally:
            self._ends[request.protocol] = _now() + IDLE_SECONDS

    def keep(self, request: web.Request) -> None:
        """Let the connection of `request` stay as long as the request takes."""
        self._ends[request.protocol] = _FOR_EVER


def _now() -> float:
    return asyncio.get_running_loop().time()
