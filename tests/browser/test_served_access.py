"""Who may come to the chat in a browser, and what a page may do; without a browser."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

pytest.importorskip("textual_serve", reason="the extra [serve] is not installed")

import aiohttp

from assistant.history.database import FILE
from tests.browser.tab import line_tab, visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.conftest import Serve, Served
    from tests.conftest import Run

pytestmark = pytest.mark.browser

# What is there, and what is not.
PATHS = ("/", "/ws", "/static/js/textual.js", "/static/", "/page/chat.js", "/download/x", "/nowhere")


@pytest.fixture(scope="module")
def own(serve: Serve, tiny_folder: Path) -> Iterator[Served]:
    with serve(tiny_folder) as running:
        yield running


def talk(served: Served, request: bytes) -> bytes:
    """What comes back for bytes that may be no request at all."""
    place = urlsplit(served.origin)
    with socket.create_connection((place.hostname, place.port), timeout=20) as line:
        line.sendall(request)
        got = b""
        while piece := line.recv(65_536):
            got += piece
        return got


def get(served: Served, path: str, *lines: str, method: str = "GET") -> bytes:
    return talk(
        served,
        "\r\n".join((f"{method} {path} HTTP/1.1", *lines, "Connection: close", "", "")).encode(
            "utf-8", "surrogateescape"
        ),
    )


def welcome(served: Served, *lines: str) -> tuple[str, str]:
    """The reply to the address with the token, and the cookie that comes with it."""
    place = urlsplit(served.url)
    reply = get(served, f"/?{place.query}", *(lines or (f"Host: {place.netloc}",))).decode()
    cookie = next(line for line in reply.splitlines() if line.startswith("Set-Cookie: "))
    return reply, cookie.removeprefix("Set-Cookie: ")


def with_cookie(served: Served) -> tuple[str, str]:
    return f"Host: {urlsplit(served.url).netloc}", f"Cookie: {welcome(served)[1].partition(';')[0]}"


# The token


@pytest.mark.parametrize("path", PATHS)
def test_without_the_token_nothing_is_served_but_what_to_do(own: Served, path: str) -> None:
    for query in ("", "?token=", "?token=x", "?token=%ff%00%c3%a9"):
        reply = get(own, path + query, f"Host: {urlsplit(own.url).netloc}", "Cookie: assistant=x").decode()
        assert reply.startswith("HTTP/1.1 403 ")
        assert "Copy the whole address that the terminal printed" in reply


def test_the_token_is_exchanged_for_a_cookie_of_this_port_alone(own: Served) -> None:
    place = urlsplit(own.url)
    token = parse_qs(place.query)["token"][0]

    reply, cookie = welcome(own)

    assert len(token) >= 32
    assert "\r\nLocation: ./\r\n" in reply
    assert "\r\nReferrer-Policy: no-referrer\r\n" in reply
    assert cookie.startswith(f"assistant-{place.port}=")
    assert cookie.endswith("; HttpOnly; Path=/; SameSite=Strict")
    assert token not in reply


def test_what_else_the_address_asks_for_is_asked_for_on(own: Served) -> None:
    place = urlsplit(own.url)
    reply = get(own, f"/?fontsize=20&{place.query}", f"Host: {place.netloc}")
    assert b"\r\nLocation: ./?fontsize=20\r\n" in reply
    page = get(own, "/?fontsize=20", *with_cookie(own))
    assert b'data-font-size="20"' in page


@pytest.mark.parametrize("size", ["", "x", "-1", "0", "9999", "%c2%b2", "1" * 5_000, '"><script>'])
def test_a_size_that_is_none_is_passed_over(own: Served, size: str) -> None:
    assert b'data-font-size="16"' in get(own, f"/?fontsize={size}", *with_cookie(own))


def test_a_public_address_has_a_cookie_for_it_alone(serve: Serve, tiny_folder: Path) -> None:
    with serve(tiny_folder, "--public-url", "https://example.org/talk/") as served:
        assert served.said[0].startswith("The chat is at https://example.org/talk/?token=")
        _, cookie = welcome(served, "Host: example.org")
        assert set(cookie.split("; ")[1:]) == {"HttpOnly", "Path=/talk", "SameSite=Strict", "Secure"}


@pytest.mark.parametrize(
    ("public_url", "host"),
    [
        ("https://Chat.Example.org", "chat.example.org"),
        ("https://chat.example.org:443/talk", "chat.example.org"),
        ("http://chat.example.org:80", "chat.example.org"),
        ("https://chat.example.org:8443", "chat.example.org:8443"),
        ("https://tür.example.org", "xn--tr-xka.example.org"),
    ],
)
def test_a_public_address_is_known_as_a_browser_writes_it(
    serve: Serve, tiny_folder: Path, public_url: str, host: str
) -> None:
    scheme = public_url.partition(":")[0]
    with serve(tiny_folder, "--public-url", public_url) as served:
        _, cookie = welcome(served, f"Host: {host}", f"Origin: {scheme}://{host}")
        assert ("Secure" in cookie) == (scheme == "https")
        for foreign in ("Host: example.org", f"Host: {host}\r\nOrigin: {scheme}://{host}.example.org"):
            assert get(served, "/", foreign).startswith(b"HTTP/1.1 403 ")


async def test_the_token_is_in_no_process_and_is_another_each_time(
    serve: Serve, tiny_folder: Path, own: Served
) -> None:
    token = own.url.partition("token=")[2]
    async with visitor(own) as browser, line_tab(browser) as tab:
        await tab.wait_for("Try asking")
        pids = [own.process.pid, *own.chats]
        assert len(pids) == 2
        for pid in pids:
            for about in ("cmdline", "environ"):
                assert token.encode() not in Path(f"/proc/{pid}/{about}").read_bytes()
    with serve(tiny_folder) as other:
        assert token not in other.url
        reply = get(other, f"/?token={token}", f"Host: {urlsplit(other.url).netloc}")
        assert reply.startswith(b"HTTP/1.1 403 ")


def test_another_machine_needs_it_too(serve: Serve, tiny_folder: Path) -> None:
    with serve(tiny_folder, "--host", "0.0.0.0", lines=2) as served:
        assert get(served, "/", "Host: example.org").startswith(b"HTTP/1.1 403 ")
        assert welcome(served, "Host: example.org")[1].endswith("; Path=/; SameSite=Strict")


async def test_no_line_is_opened_without_it(own: Served) -> None:
    async with visitor(own, knows_token=False) as stranger:
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await stranger.ws_connect("/ws")
    assert own.chats == []


# Pages


@pytest.mark.parametrize("path", ["/", *PATHS[2:]])
def test_no_other_page_may_frame_or_guess_what_is_sent(own: Served, path: str) -> None:
    for lines in (with_cookie(own), with_cookie(own)[:1]):
        head = get(own, path, *lines).partition(b"\r\n\r\n")[0].decode()
        assert "frame-ancestors 'none'" in head
        assert "default-src 'none'" in head
        for line in (
            "X-Frame-Options: DENY",
            "X-Content-Type-Options: nosniff",
            "Referrer-Policy: no-referrer",
        ):
            assert line in head


@pytest.mark.parametrize(
    "path",
    [
        "/static", "/static/", "/static/js/", "/page/", "/page/../serving.py", "/static/../server.py",
        "/static/%2e%2e/server.py", "/static/..%2fserver.py", "/static//etc/passwd", "/static/%00",
        "/page/%2e%2e%2fserving.py", "/download/", "/download/../", "/download/..%2f..%2fx",
        "/download/" + "x" * 4_000,
    ],
)  # fmt: skip
def test_nothing_is_listed_and_no_other_file_is_served(own: Served, path: str) -> None:
    reply = get(own, path, *with_cookie(own))
    assert reply.split()[1] in {b"403", b"404"}
    assert b"import" not in reply
    assert b"textual.js" not in reply


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_no_other_method_is_taken(own: Served, method: str) -> None:
    for path in ("/", "/ws", "/static/js/textual.js", "/download/x"):
        assert get(own, path, *with_cookie(own), method=method).split()[1] in {b"405", b"404"}


@pytest.mark.parametrize(
    "lines",
    [
        ("Host: example.org",), ("Host: 127.0.0.1.example.org",), ("Host: [",), ("Host: [::1",), ("Host: é",),
        ("Host: ⓛocalhost",), ("Host: \udcff",), ("Host: 127.1",), ("Host: a b",), ("Host: ",), (),
        ("Host: 127.0.0.1", "Origin: http://["), ("Host: 127.0.0.1", "Origin: null"),
        ("Host: 127.0.0.1", "Origin: "), ("Host: 127.0.0.1", "Origin: http://127.0.0.1:1"),
        ("Host: 127.0.0.1", "Origin: http://é"), ("Host: localhost", "Origin: http://127.0.0.1"),
    ],
)  # fmt: skip
def test_a_strange_name_or_page_is_turned_away(own: Served, lines: tuple[str, ...]) -> None:
    token = urlsplit(own.url).query
    for path in ("/", f"/?{token}", f"/ws?{token}"):
        reply = get(own, path, *lines)
        assert reply.split()[1] in {b"400", b"403"}
        assert b"Set-Cookie" not in reply


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\n\r\n", b"GET /?" + b"a=b&" * 30_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"A: b\r\n" * 50_000 + b"\r\n",
        b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n", b"GET\r\n\r\n", b"\r\n\r\n\r\nx\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: " + b"a=b;" * 1_500 + b"\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\nx",
        b"CONNECT example.org:80 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
    ],
)  # fmt: skip
def test_what_is_no_request_is_refused(own: Served, request_: bytes) -> None:
    try:
        reply = talk(own, request_)
    except ConnectionError:
        return
    assert reply[:13] in {b"HTTP/1.1 400 ", b"HTTP/1.0 400 ", b"HTTP/1.1 403 ", b""}, reply[:100]


def test_none_of_it_was_worth_a_word(serve: Serve, tiny_folder: Path) -> None:
    with serve(tiny_folder) as served:
        for lines in (("Host: [",), ("Host: é",), ("Host: 127.0.0.1", "Origin: http://[")):
            get(served, "/", *lines)
        talk(served, b"GET / HTTP/9.9\r\n\r\n")
        get(served, "/static/%00", *with_cookie(served))
        get(served, "/ws", *with_cookie(served))
        assert served.end() == (0, "")


# The history


async def seen(served: Served, question: str = "how high is the tower?") -> str:
    """What the history shows to a tab that has asked a question."""
    async with visitor(served) as browser, line_tab(browser) as tab:
        await tab.wait_for("Try asking")
        await tab.ask(question)
        await tab.wait_for("✓ Answered")
        await tab.send("stdin", "\x1b[17~")
        await tab.wait_for("Conversations")
        await tab.wait(lambda: question in tab.text)
        return tab.text


@pytest.mark.parametrize("options", [(), ("--share-history",)])
async def test_a_tab_sees_its_own_conversations_unless_all_are_shared(
    serve: Serve, tiny_folder: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    with serve(tiny_folder, *options, data=tmp_path) as served:
        await seen(served, "what strikes the hour?")
        assert ("what strikes the hour?" in await seen(served)) is bool(options)


async def test_nothing_is_kept_without_a_history(serve: Serve, tiny_folder: Path, tmp_path: Path) -> None:
    with serve(tiny_folder, "--no-history", data=tmp_path) as served:
        assert "none of them is kept" in await seen(served)
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize(
    "option", [("--no-history",), ("--host", "0.0.0.0"), ("--public-url", "http://example.org")]
)
def test_what_is_not_kept_cannot_be_shared(run: Run, tiny_folder: Path, option: tuple[str, ...]) -> None:
    done = run("serve", "--port", "0", "--share-history", *option, "--pack", tiny_folder)
    assert (done.code, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].startswith("Error: --share-history shares what is kept")
