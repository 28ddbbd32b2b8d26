"""The chats that are served: for each tab a process of its own, which ends with its tab."""

from __future__ import annotations

import asyncio
import json
import shlex
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from textual_serve.app_service import AppService

from assistant.served import DRIVER
from assistant.web.frames import Focused, Resized, Typed

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from assistant.web.downloads import Downloads
    from assistant.web.frames import Frame

# Bytes of what was typed that may wait for a chat.
MOST_WAITING: Final = 512 * 1024
# Seconds that a chat is given to end once its tab is gone.
LAST_WORDS: Final = 2.5


class Chat(AppService):
    """One chat.

    Args:
        words: The command that starts it.
        folder: Where it is started.
        environment: What it knows of its surroundings beside what this process does.
        write_bytes: Sends what the chat draws to the page.
        write_str: Sends what else the page has to do.
        close: Closes the page's line.
        downloads: What the page fetches files by.
    """

    def __init__(  # noqa: PLR0913  (as of its base class)
        self,
        words: Sequence[str],
        folder: Path,
        environment: dict[str, str],
        *,
        write_bytes: Callable[[bytes], Awaitable[None]],
        write_str: Callable[[str], Awaitable[None]],
        close: Callable[[], Awaitable[None]],
        downloads: Downloads,
    ) -> None:
        super().__init__(
            shlex.join(words),
            write_bytes=write_bytes,
            write_str=write_str,
            close=close,
            download_manager=downloads,
        )
        self._words = words
        self._folder = folder
        self._environment = environment
        self._page_is_gone = False

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Start the chat without a shell, which would outlive it."""
        self._process = process = await asyncio.create_subprocess_exec(
            *self._words,
            cwd=self._folder,
            env=self._build_environment(width, height) | {"TEXTUAL_DRIVER": DRIVER} | self._environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        assert process.stdin
        self._stdin = process.stdin
        return process

    def tell(self, frame: Frame) -> bool:
        """Pass on what the page told; False where more waits for the chat than it has room for."""
        match frame:
            case Typed(text):
                packet = self.encode_packet(b"D", text.encode("utf-8"))
            case Resized(columns, rows):
                packet = _meta({"type": "resize", "width": columns, "height": rows})
            case Focused(has_focus):
                packet = _meta({"type": "focus" if has_focus else "blur"})
        pipe = self.stdin.transport
        if pipe.is_closing():
            # The chat is over, and the page will learn of it.
            return True
        if pipe.get_write_buffer_size() + len(packet) > MOST_WAITING:
            return False
        self.stdin.write(packet)
        return True

    async def on_data(self, payload: bytes) -> None:
        """Show what the chat draws, as fast as the page takes it; what nobody sees must not hold the chat."""
        if not self._page_is_gone:
            try:
                await super().on_data(payload)
            except ConnectionError:
                self._page_is_gone = True

    async def on_meta(self, data: bytes) -> None:
        """Do what the chat asks for, unless nobody is there for it."""
        if not self._page_is_gone:
            with suppress(ConnectionError):
                await super().on_meta(data)

    async def ended(self) -> None:
        """Wait until the chat is over by itself."""
        if self._task:
            await asyncio.wait([self._task])

    async def stop(self) -> None:
        """End the chat, whatever it is doing; within `LAST_WORDS`, and then at once."""
        self._page_is_gone = True
        await self._download_manager.cancel_app_downloads(self.app_service_id)
        if self._process is None or self._task is None:
            return
        # It ends with its input. What still waits for it must not keep that from it.
        if not self.stdin.transport.is_closing():
            self.stdin.transport.abort()
        try:
            async with asyncio.timeout(LAST_WORDS):
                await asyncio.wait([self._task])
                await self._process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
            await self._task


def _meta(told: dict[str, str | int]) -> bytes:
    return AppService.encode_packet(b"M", json.dumps(told).encode())
