"""Files that chats hand to the browser, which fetches each of them once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from aiohttp import hdrs, web
from textual_serve.download_manager import DownloadManager

if TYPE_CHECKING:
    from textual_serve.app_service import AppService

# Files of one chat that may wait to be fetched.
_MOST_WAITING: Final = 4


class Downloads(DownloadManager):
    """The files of all chats, by keys that only the page of their chat gets to know."""

    def __init__(self) -> None:
        super().__init__()
        self._fetched: set[str] = set()

    async def create_download(self, *, app_service: AppService, **about: Any) -> None:
        """Offer a file; the oldest that its chat offers is taken back where there are too many."""
        for key in self._waiting(app_service)[: 1 - _MOST_WAITING]:
            del self._active_downloads[key]
        await super().create_download(app_service=app_service, **about)

    async def cancel_app_downloads(self, app_service_id: str) -> None:
        """Take back what a chat offers, as it is over."""
        await super().cancel_app_downloads(app_service_id)
        for download in list(self._active_downloads.values()):
            if download.app_service.app_service_id == app_service_id:
                for key in self._waiting(download.app_service):
                    del self._active_downloads[key]

    def _waiting(self, chat: AppService) -> list[str]:
        """The keys of what `chat` offers and nobody fetches yet, oldest first."""
        return [
            key
            for key, download in self._active_downloads.items()
            if download.app_service is chat and key not in self._fetched
        ]

    async def fetch(self, request: web.Request) -> web.StreamResponse:
        """Send the file whose key the address tells."""
        key = request.match_info["key"]
        file = self._active_downloads.get(key)
        if file is None or key in self._fetched:
            raise web.HTTPNotFound(text="There is no such file, or it was fetched already.")
        self._fetched.add(key)
        try:
            response = web.StreamResponse()
            charset = f"; charset={file.encoding}" if file.encoding else ""
            response.headers[hdrs.CONTENT_TYPE] = f"{file.mime_type or 'application/octet-stream'}{charset}"
            name = quote(file.file_name)
            response.headers[hdrs.CONTENT_DISPOSITION] = f"attachment; filename*=UTF-8''{name}"
            await response.prepare(request)
            async for chunk in self.download(key):
                await response.write(chunk)
            await response.write_eof()
        finally:
            self._fetched.discard(key)
            self._active_downloads.pop(key, None)
        return response
