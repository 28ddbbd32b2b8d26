"""The chat in a browser under pages that send anything, and under kills at any moment."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("textual_serve", reason="the extra [serve] is not installed")

import aiohttp

from assistant.history import key_of
from assistant.history.database import FILE
from assistant.history.store import History
from tests.browser.processes import alive, family, resident
from tests.browser.tab import line_tab, visitor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from assistant import Assistant
    from tests.browser.conftest import Serve, Served
    from tests.browser.tab import LineTab

pytestmark = [pytest.mark.browser, pytest.mark.endurance]

# How many frames, and kills: more where the environment says so.
FRAMES = int(os.environ.get("ASSISTANT_TEST_FRAMES", "1000"))
KILLS = int(os.environ.get("ASSISTANT_TEST_KILLS", "12"))
# More than there may be at once.
TABS = 6
MOST_MEMORY = 400_000_000

PASTE = "\x1b[200~{}\x1b[201~"
SIZES = (0, 1, 2, 40, 120, 5_000, 100_000, 2**31, 2**63, 10**400, -1, 1.5, True, None, "80", float("nan"))


class Frames:
    """Seeded frames, of which some are such as a page sends."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._kinds = [getattr(self, name) for name in dir(type(self)) if name.startswith("make_")]

    def next(self) -> str | bytes:
        return self.random.choice(self._kinds)()

    def make_question(self) -> str:
        question = self.random.choice(("how high is the tower?", "what strikes the hour?", "/export", "/new"))
        return json.dumps(["stdin", f"{question}\r"])

    def make_key(self) -> str:
        keys = (
            "\x1b[A",
            "\x1bOP",
            "\x1b",
            "\t",
            "\r",
            "\x03",
            "\x13",
            "\x14",
            "\x1a",
            "é",
            "a",
            "\x1bOR",
            "\x1b[17~",
        )
        return json.dumps(["stdin", self.random.choice(keys)])

    def make_mouse(self) -> str:
        x, y = self.random.choice(SIZES[:10]), self.random.choice(SIZES[:10])
        return json.dumps(["stdin", f"\x1b[<{self.random.randrange(70)};{x};{y}{self.random.choice('Mm')}"])

    def make_size(self) -> str:
        size = {"width": self.random.choice(SIZES), "height": self.random.choice(SIZES)}
        return json.dumps(["resize", size])

    def make_size_of_the_page(self) -> str:
        return json.dumps(
            ["resize", {"width": self.random.randint(20, 300), "height": self.random.randint(5, 90)}]
        )

    def make_size_in_band(self) -> str:
        return json.dumps(["stdin", "\x1b[48;{};{};0;0t".format(*self.random.sample(SIZES[:10], 2))])

    def make_flood(self) -> str:
        return json.dumps(["stdin", self.random.choice("ab \r\x1b[") * self.random.randrange(100_000)])

    def make_paste(self) -> str:
        lines = "how high is the tower?\n" * self.random.choice((1, 3, 500, 5_000))
        return json.dumps(["stdin", PASTE.format(lines)])

    def make_paste_without_end(self) -> str:
        return json.dumps(["stdin", "\x1b[200~" + "x" * self.random.randrange(100_000)])

    def make_paste_of_megabytes(self) -> str:
        return json.dumps(["stdin", PASTE.format("x" * 4_000_000)]) if self.random.random() < 0.1 else "0"

    def make_surrogate(self) -> str:
        return '["stdin", "\\ud800 \\udfff \\u0000"]'

    def make_nonsense(self) -> str:
        return self.random.choice(
            (
                "", "{", "[]", "{}", "null", "NaN", "[NaN]", "1e999", "1" * 5_000, "[" * 100_000, '"\\',
                '["stdin"]', '["stdin", 1]', '["stdin", null]', '["stdin", ["a"]]', '["stdin", "a", "b"]',
                '["resize"]', '["resize", 1]', '["resize", {}]', '["resize", {"width": 1}]', '["focus", 1]',
                '["quit"]', '["exit"]', '[["stdin"], "a"]', '["ping", {}]', "\x00", "\ufeff[]",
                '{"type": "exit"}', '["deliver_chunk_request", {"key": "x", "size": -1}]',
            )
        )  # fmt: skip

    def make_ping(self) -> str:
        return json.dumps(["ping", "1" * self.random.choice((1, 13, 100_000))])

    def make_focus(self) -> str:
        return json.dumps([self.random.choice(("focus", "blur"))])

    def make_bytes(self) -> bytes:
        return self.random.randbytes(self.random.choice((0, 1, 1_000, 100_000)))


async def besiege(served: Served, seed: int, number: int) -> None:
    """Send `number` frames, in as many tabs as it takes, one at a time."""
    frames = Frames(seed)
    async with visitor(served) as browser:
        while number > 0:
            size = {
                "columns": frames.random.choice((1, 80, 10**9)),
                "rows": frames.random.choice((1, 24, 10**9)),
            }
            with suppress(aiohttp.ClientError, ConnectionError, TimeoutError):
                async with browser.ws_connect("/ws?width={columns}&height={rows}".format(**size)) as line:
                    number -= await send_until_closed(line, frames, number)


async def send_until_closed(line: aiohttp.ClientWebSocketResponse, frames: Frames, most: int) -> int:
    """How many frames were sent before the line was closed by one of both."""
    reads = frames.random.random() < 0.7
    for sent in range(most):
        if line.closed or frames.random.random() < 0.01:
            connection = line._response.connection
            if connection and connection.transport and frames.random.random() < 0.5:
                # As if the browser had been killed.
                connection.transport.abort()
            return sent
        frame = frames.next()
        async with asyncio.timeout(5):
            await (line.send_bytes(frame) if isinstance(frame, bytes) else line.send_str(frame))
        if reads:
            with suppress(TimeoutError):
                await line.receive(timeout=frames.random.random() * 0.02)
    return most


async def test_whatever_pages_send_memory_is_bounded_and_nothing_is_left(
    serve: Serve, tiny_folder: Path
) -> None:
    with serve(tiny_folder) as served:
        pages = (besiege(served, seed, FRAMES // TABS) for seed in range(TABS))
        siege = asyncio.ensure_future(asyncio.wait_for(asyncio.gather(*pages), 60 + FRAMES / 10))
        most, seen = 0, set()
        while not siege.done():
            members = family(served.process.pid)
            seen.update(members)
            most = max(most, resident(members))
            await asyncio.sleep(0.05)
        await siege
        await until_none_is_alive(served.chats)
        async with visitor(served) as browser, line_tab(browser) as tab:
            await tab.wait_for("Try asking")
            begun = monotonic()
            served.process.terminate()
            out, err = served.process.communicate(timeout=10)
            took = monotonic() - begun

    print(f"{FRAMES} frames: {most / 1e6:.0f} MB at most, {len(seen)} processes, ended in {took:.2f} s")
    assert (served.process.returncode, out, err) == (0, "", "")
    assert most < MOST_MEMORY
    assert took < 5
    assert not [pid for pid in seen if alive(pid)]


async def replies_shown_until(tab: LineTab, kill: Callable[[], None], number: int, seconds: float) -> int:
    """Ask on, `kill` so long after a number of replies, and count those on the screen that is left."""
    with suppress(EOFError, TimeoutError, ConnectionError):
        for asked, question in enumerate(("when does it open?", "how high?", "who rings the bell?") * 3):
            if asked == number:
                asyncio.get_running_loop().call_later(seconds, kill)
            await tab.ask(question)
            await tab.wait(lambda asked=asked: tab.text.count("✓ Answered") > asked)
    return tab.text.count("✓ Answered")


def replies_kept(folder: Path, tiny: Assistant) -> list[int]:
    """How many replies are kept of each conversation, of the latest first."""
    history = History(folder / FILE, thorough=True)
    kept = history.conversations(key_of(tiny.pack.sources.values()), limit=1_000_000)
    return [sum(turn.reply is not None for turn in history.turns(each.number)) for each in kept]


async def until_none_is_alive(pids: list[int], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while any(map(alive, pids)):
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("victim", ["chat", "server"])
async def test_what_was_shown_is_kept_whatever_is_killed(
    serve: Serve, tiny_folder: Path, tiny: Assistant, tmp_path: Path, victim: str
) -> None:
    chance = random.Random(11)
    shown_of_all, lost = 0, 0
    rounds = 0
    while rounds < KILLS // 2:
        with serve(tiny_folder, data=tmp_path) as served:
            while served.process.poll() is None and rounds < KILLS // 2:
                async with visitor(served) as browser, line_tab(browser, rows=100) as tab:
                    await tab.wait_for("Try asking")
                    chats = served.chats
                    killed = chats[0] if victim == "chat" else served.process.pid
                    kill = partial(os.kill, killed, signal.SIGKILL)
                    shown = await replies_shown_until(tab, kill, chance.randrange(4), chance.random() * 0.4)
                    await until_none_is_alive(chats)
                rounds += 1
                shown_of_all += shown
                lost += max(0, shown - (replies_kept(tmp_path, tiny) or [0])[0]) if shown else 0
                if victim == "server":
                    served.process.wait(timeout=5)
            if victim == "chat":
                assert served.end() == (0, "")

    print(f"{rounds} kills of the {victim}: {shown_of_all} replies shown, {lost} lost")
    assert shown_of_all > rounds
    assert lost == 0
