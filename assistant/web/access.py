"""Who may come: whoever knows the address that the terminal shows, from a page that is served here."""

from __future__ import annotations

import hmac
import secrets
from http import HTTPStatus
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode, urlsplit

from aiohttp import hdrs, web

from assistant.web.pages import note

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

TOKEN: Final = "token"
"""What the secret is called in the address."""

_PORTS: Final = {"http": 80, "https": 443}
_SAFE: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "base-uri 'none'",
            "connect-src 'self'",
            "font-src 'self'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "img-src 'self' data:",
            "script-src 'self'",
            # The terminal in the page writes its own.
            "style-src 'self' 'unsafe-inline'",
        )
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # The address may hold the token.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def is_loopback(host: str) -> bool:
    """Whether `host` is a name or an address by which a machine can reach only itself."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class Access:
    """Lets in those who bring the token, and then by a cookie, so that no address they see holds it.

    Args:
        public_url: What browsers open.
        port: Where the server listens; a cookie is sent to every port of a machine.
        only_here: Whether this machine alone can reach it.
    """

    def __init__(self, public_url: str, port: int, *, only_here: bool) -> None:
        self._token = secrets.token_urlsafe(32)
        # Other servers on this machine are sent the cookie, but no one else gets the token by it.
        self._pass = secrets.token_urlsafe(32)
        self._cookie = f"assistant-{port}"
        self._own = urlsplit(public_url)
        self._place = _place(public_url)
        self._only_here = only_here
        self.address = f"{public_url}/?{urlencode({TOKEN: self._token})}"
        """What opens the chat in any browser."""

    @web.middleware
    async def check(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Turn away whoever may not come, with a page that says what to do."""
        if self._is_foreign(request):
            return _refusal("This is not the address that the chat is served at.")
        if request.path == "/" and _same(request.query.get(TOKEN, ""), self._token):
            return self._welcome(request)
        if not _same(request.cookies.get(self._cookie, ""), self._pass):
            return _refusal(
                "This chat opens with a secret that is part of its address. Copy the whole address that the"
                " terminal printed, with the token at its end, into the address line of this browser."
            )
        return await handler(request)

    def _is_foreign(self, request: web.Request) -> bool:
        """Whether it comes from a page of another site, or by another site's name for this machine."""
        host = request.headers.get(hdrs.HOST, "")
        origin = request.headers.get(hdrs.ORIGIN)
        if origin is not None:
            scheme = origin.partition(":")[0]
            if not _place(origin) or _place(origin) not in (_place(f"{scheme}://{host}"), self._place):
                return True
        return self._only_here and not self._is_public(request) and not is_loopback(_name(host))

    def _is_public(self, request: web.Request) -> bool:
        """Whether it came to the public address."""
        return _place(f"{self._own.scheme}://{request.headers.get(hdrs.HOST, '')}") == self._place

    def _welcome(self, request: web.Request) -> web.Response:
        """Swap the token for a cookie, and go on at the address without it."""
        rest = [(key, value) for key, value in request.query.items() if key != TOKEN]
        welcome = web.Response(
            status=HTTPStatus.SEE_OTHER, headers={hdrs.LOCATION: f"./?{urlencode(rest)}" if rest else "./"}
        )
        public = self._is_public(request)
        welcome.set_cookie(
            self._cookie,
            self._pass,
            path=(public and self._own.path) or "/",
            httponly=True,
            samesite="Strict",
            secure=public and self._own.scheme == "https",
        )
        return welcome


async def make_safe(_request: web.Request, response: web.StreamResponse) -> None:
    """Say of everything that is sent what a browser must not do with it."""
    for name, value in _SAFE.items():
        response.headers.setdefault(name, value)


def _refusal(text: str) -> web.Response:
    return web.Response(status=HTTPStatus.FORBIDDEN, text=note(text), content_type="text/html")


def _same(given: str, secret: str) -> bool:
    """Whether they are the same, in a time that tells nothing of how far they are."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), secret.encode())


def _place(address: str) -> tuple[str, int] | None:
    """The name and the port in an address, as a browser writes them; None where it makes no sense."""
    try:
        parts = urlsplit(address)
        name = (parts.hostname or "").encode("idna").decode("ascii")
        return (name, parts.port or _PORTS[parts.scheme]) if name else None
    except (ValueError, KeyError):
        return None


def _name(host: str) -> str:
    """The name in a `Host`, without its port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
