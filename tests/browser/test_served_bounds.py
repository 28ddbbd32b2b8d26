"""What one page, or one that is no page, may take of the machine; and how a served chat ends."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

pytest.importorskip("textual_serve", reason="the extra [serve] is not installed")

import aiohttp

from tests.browser.conftest import Tab
from tests.browser.processes import alive, family, resident
from tests.browser.tab import line_tab, visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.browser.conftest import Serve, Served, Visit
    from tests.browser.tab import LineTab

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes by /proc"),
]

PASTE = "\x1b[200~{}\x1b[201~"


@pytest.fixture(scope="module")
def own(serve: Serve, tiny_folder: Path) -> Iterator[Served]:
    with serve(tiny_folder) as running:
        yield running


async def until(condition: Callable[[], object], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


async def chat_of(tab: LineTab, served: Served) -> int:
    """The process of a tab's chat, which has begun."""
    await tab.wait_for("Try asking")
    return served.chats[-1]


# Sizes


@pytest.mark.parametrize(
    "frame",
    [
        ["resize", {"width": 100_000, "height": 100_000}],
        ["resize", {"width": 10**400, "height": 2**63}],
        ["stdin", "\x1b[48;100000;100000;0;0t"],
    ],
)
async def test_no_terminal_is_larger_than_a_screen(own: Served, frame: list[object]) -> None:
    async with visitor(own) as browser, line_tab(browser, columns=10**9, rows=10**9) as tab:
        chat = await chat_of(tab, own)
        await tab.send(*frame)
        await tab.ask("how high is the tower?")
        await tab.wait_for("✓ Answered")
        assert resident([chat]) < 150_000_000


@pytest.mark.parametrize(
    "frame",
    [
        '["resize", {"width": -5, "height": 0}]', '["resize", {"width": true, "height": false}]',
        '["resize", {"width": NaN, "height": 1e999}]', '["resize", {"width": null}]', '["stdin", ""]',
        '["stdin", "\\ud800"]', '["stdin", 5]', "[" * 200_000, "1" * 5_000, '{"type": "exit"}', "", "[]",
        '["stdin", "\\u001b[200~unfinished"]\n', '["stdin", "\\u001b[<0;%s;1M"]' % ("9" * 25),
    ],
    ids=lambda frame: frame[:30],
)  # fmt: skip
async def test_what_makes_no_sense_is_passed_over(own: Served, frame: str) -> None:
    async with visitor(own) as browser, line_tab(browser) as tab:
        await tab.wait_for("Try asking")
        await tab.line.send_bytes(b"\x00\xff")
        await tab.line.send_str(frame)
        await tab.line.send_str(frame)
        # The end of a paste that may have begun.
        await tab.send("stdin", "\x1b[201~")
        await tab.send("resize", {"width": 120, "height": 40})
        await tab.send("stdin", "\x15")
        await tab.ask("how high is the tower?")
        await tab.wait_for("✓ Answered")


# Floods


async def test_a_paste_of_megabytes_ends_the_chat_and_not_the_machine(own: Served) -> None:
    async with visitor(own) as browser, line_tab(browser) as tab:
        await chat_of(tab, own)
        with suppress(ConnectionError, aiohttp.ClientError):
            # The line may be closed before all of it was sent.
            await tab.send("stdin", PASTE.format("x" * 4_000_000))
        assert await tab.closed() in {
            aiohttp.WSCloseCode.MESSAGE_TOO_BIG,
            aiohttp.WSCloseCode.ABNORMAL_CLOSURE,
        }
    await until(lambda: not own.chats)


async def test_four_thousand_lines_can_be_pasted(own: Served) -> None:
    async with visitor(own) as browser, line_tab(browser) as tab:
        await tab.wait_for("Try asking")
        await tab.send("stdin", PASTE.format("how high is the tower, and of what is it built?\n" * 4_000))
        await tab.wait_for("4,000 lines were pasted")


async def test_so_do_keys_by_the_hundred_thousand(own: Served) -> None:
    async with visitor(own) as browser, line_tab(browser) as tab:
        chat = await chat_of(tab, own)
        for _ in range(10):
            await tab.send("stdin", "a" * 200_000)
        assert await tab.closed() == aiohttp.WSCloseCode.POLICY_VIOLATION
        assert resident([chat, own.process.pid]) < 250_000_000
    await until(lambda: not alive(chat))


@pytest.mark.parametrize("of_the_protocol", [False, True])
async def test_so_do_frames_without_end(own: Served, *, of_the_protocol: bool) -> None:
    async with visitor(own) as browser, line_tab(browser) as tab:
        with suppress(ConnectionError, aiohttp.ClientError):
            for _ in range(100_000):
                await (tab.line.ping() if of_the_protocol else tab.send("ping", "1"))
        assert await tab.closed() in {
            aiohttp.WSCloseCode.POLICY_VIOLATION,
            aiohttp.WSCloseCode.ABNORMAL_CLOSURE,
        }
    await until(lambda: not own.chats)


async def test_files_that_nobody_fetches_make_room_for_others(own: Served) -> None:
    async with visitor(own) as browser, line_tab(browser) as tab:
        await tab.wait_for("Try asking")
        await tab.ask("hello!")
        await tab.wait_for("Ask me about the tower")
        keys: list[str] = []
        while len(keys) < 6:
            await tab.ask("/export json")
            async with asyncio.timeout(20):
                while (message := await tab.line.receive()).type != aiohttp.WSMsgType.TEXT:
                    pass
            keys.append(json.loads(message.data)[1])
        found = []
        for key in keys:
            async with browser.get(f"/download/{key}") as reply:
                found.append(reply.status)
            async with browser.get(f"/download/{key}") as reply:
                assert reply.status == 404
    assert found == [404, 404, 200, 200, 200, 200]


# How many


async def test_one_more_chat_than_there_is_room_for_is_told_so(serve: Serve, tiny_folder: Path) -> None:
    with serve(tiny_folder, "--most-chats", "2") as served:
        async with visitor(served) as browser, line_tab(browser) as tab:
            await tab.wait_for("Try asking")
            async with line_tab(browser) as second:
                await second.wait_for("Try asking")
                async with line_tab(browser) as third:
                    message = await third.line.receive()
                assert message.data == aiohttp.WSCloseCode.TRY_AGAIN_LATER
                assert message.extra == (
                    "2 chats are open here, and there is room for no more. Close one, then start again."
                )
            async with line_tab(browser) as fourth:
                await fourth.wait_for("Try asking")
                assert len(served.chats) == 2


def test_the_page_says_that_there_is_no_room(serve: Serve, tiny_folder: Path, visit: Visit) -> None:
    with serve(tiny_folder, "--most-chats", "1") as served:
        first = Tab(visit.page(), served.url)
        second = visit.page()
        second.goto(served.origin)
        second.get_by_text("1 chat is open here, and there is room for no more.").wait_for()
        first.page.close()
        second.get_by_role("button", name="Start again").click()
        second.wait_for_selector("body.-first-byte")


@contextmanager
def lines_to(served: Served, number: int) -> Iterator[list[socket.socket]]:
    """Connections that say nothing by themselves."""
    place = urlsplit(served.origin)
    with ExitStack() as stack:
        address = (place.hostname, place.port)
        lines = [stack.enter_context(socket.create_connection(address)) for _ in range(number)]
        for line in lines:
            line.setblocking(False)
        yield lines


async def test_lines_that_say_nothing_keep_nobody_out(serve: Serve, tiny_folder: Path) -> None:
    with serve(tiny_folder) as served:
        async with visitor(served) as browser, line_tab(browser) as tab:
            await tab.wait_for("Try asking")
            with lines_to(served, 160):
                await tab.ask("how high is the tower?")
                await tab.wait_for("✓ Answered")
                async with browser.get("/") as page:
                    assert page.status == 200
                assert len([*Path(f"/proc/{served.process.pid}/fd").iterdir()]) < 150
        assert served.end() == (0, "")


@pytest.mark.endurance
async def test_a_head_that_comes_by_the_letter_is_not_waited_for(own: Served) -> None:
    loop, begun = asyncio.get_running_loop(), monotonic()
    with lines_to(own, 1) as (line,), suppress(ConnectionError):
        while monotonic() - begun < 30:
            await loop.sock_sendall(line, b"G")
            await asyncio.sleep(0.2)
    assert monotonic() - begun < 15


# Ends


async def test_a_chat_that_ends_by_itself_or_is_killed_closes_its_page(
    serve: Serve, tiny_folder: Path
) -> None:
    with serve(tiny_folder) as served:
        async with visitor(served) as browser:
            async with line_tab(browser) as tab:
                await chat_of(tab, served)
                await tab.ask("/quit")
                assert await tab.closed() == aiohttp.WSCloseCode.OK
            async with line_tab(browser) as tab:
                os.kill(await chat_of(tab, served), signal.SIGKILL)
                assert await tab.closed() == aiohttp.WSCloseCode.OK
        await until(lambda: not served.chats)
        assert served.end() == (0, "")


@pytest.mark.parametrize("state", ["idle", "busy", "stopped", "unread"])
async def test_a_chat_ends_with_its_tab(own: Served, state: str) -> None:
    async with visitor(own) as browser, line_tab(browser) as tab:
        chat = await chat_of(tab, own)
        await bring_about(tab, chat, state)
        assert tab.line._response.connection
        assert tab.line._response.connection.transport
        tab.line._response.connection.transport.abort()
        await until(lambda: not alive(chat))


@pytest.mark.parametrize("state", ["idle", "busy", "stopped", "unread"])
async def test_a_chat_ends_with_its_server(serve: Serve, tiny_folder: Path, state: str) -> None:
    with serve(tiny_folder) as served:
        async with visitor(served) as browser, line_tab(browser) as tab:
            chat = await chat_of(tab, served)
            await bring_about(tab, chat, state)
            served.process.kill()
            await until(lambda: not alive(chat))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
@pytest.mark.parametrize("state", ["idle", "busy", "stopped", "unread"])
async def test_a_server_ends_at_a_signal(
    serve: Serve, tiny_folder: Path, number: signal.Signals, state: str
) -> None:
    with serve(tiny_folder) as served, lines_to(served, 5):
        async with visitor(served) as browser, line_tab(browser) as tab:
            chat = await chat_of(tab, served)
            await bring_about(tab, chat, state)
            members = family(served.process.pid)
            served.process.send_signal(number)
            if state != "idle":
                # Nor does a second one keep it from ending well.
                await asyncio.sleep(0.1)
                served.process.send_signal(number)
            await until(lambda: served.process.poll() is not None)
            assert not [pid for pid in members if alive(pid)]
        out, err = served.process.communicate()
        assert (served.process.returncode, out, err) == (0, "", "")


async def bring_about(tab: LineTab, chat: int, state: str) -> None:
    """Bring a chat to a state in which it does not end by itself."""
    if state == "busy":
        for _ in range(2):
            await tab.send("stdin", "a" * 200_000)
    elif state == "stopped":
        os.kill(chat, signal.SIGSTOP)
        await tab.send("stdin", "a" * 200_000)
    elif state == "unread":
        # The help, over and over, which nobody reads.
        for _ in range(300):
            await tab.send("stdin", "\x1bOP\x1b")
            await tab.send("resize", {"width": 400, "height": 150})
            await tab.send("resize", {"width": 300, "height": 150})
    await asyncio.sleep(0.5)


async def test_a_page_that_does_not_read_costs_nothing(own: Served) -> None:
    async with visitor(own) as browser, line_tab(browser) as tab:
        await chat_of(tab, own)
        before = resident([own.process.pid])
        await bring_about(tab, own.chats[-1], "unread")
        await asyncio.sleep(2)
        assert resident([own.process.pid]) - before < 10_000_000
