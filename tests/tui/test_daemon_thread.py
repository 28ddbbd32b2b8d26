"""Work in a thread that does not hold up the end of the process."""

from __future__ import annotations

import asyncio
import threading

import pytest

from assistant.tui.daemon_thread import in_daemon_thread


async def test_it_gives_the_result_and_does_not_hold_up_the_end() -> None:
    thread = await in_daemon_thread(threading.current_thread)

    assert thread is not threading.main_thread()
    assert thread.daemon


async def test_it_raises_what_the_function_raises() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        await in_daemon_thread(int, "x")


async def test_one_who_is_cancelled_does_not_wait_for_it() -> None:
    begun, ended = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        ended.wait(10)

    waiting = asyncio.create_task(in_daemon_thread(work))
    while not begun.is_set():
        await asyncio.sleep(0.001)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert not ended.is_set()
    ended.set()
