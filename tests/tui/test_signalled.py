"""The screen that a signal ends: the terminal is as it was, and what was said is kept."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest

from assistant.history import key_of
from assistant.history.database import FILE
from assistant.history.store import History
from assistant.tui.app import ChatApp
from assistant.tui.leaving import in_good_order
from tests.screen import Screen
from tests.terminal import terminal
from tests.tui.test_terminal import assert_restored

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from assistant import Assistant

SIZE = (100, 30)
# The last that a screen says before it takes keys.
TAKES_KEYS = b"\x1b[?2004h"
SCRIPT = "title: The tower\nsteps: [{ask: How tall is it?, hold: 500}]\n"
# What is run, what it shows when it is there, and what is typed then until something else is shown.
SCREENS = {
    "chat": (["chat"], "Try asking", "when does it open?\r", "sentence 2"),
    "history": (["chat"], "Try asking", "\x1b[17~", "onversation"),
    "pasted lines": (["chat"], "Try asking", "\x1b[200~how high?\nwho?\n\x1b[201~", "2"),
    "watching": (["chat", "--watch"], "Try asking", "", ""),
    "demo": (["demo"], "41 metres high", "", ""),
    "notes": (["demo", "--notes"], "No demo is playing", "", ""),
}
# Stays busy from the beginning on, for longer than anybody waits.
BUSY = """
import sys, time
from textual.app import App
from assistant import signals
from assistant.tui.leaving import in_good_order

class Busy(App):
    def on_ready(self):
        self.call_after_refresh(self.hang)

    def hang(self):
        while time.sleep(60) or True:
            pass

signals.raise_at_signals()
app = Busy()
with in_good_order(app):
    app.run()
sys.exit(app.return_code)
"""


@pytest.mark.endurance
@pytest.mark.parametrize("signalled", [False, True])
def test_the_end_of_the_terminal_ends_the_chat(
    environment: Mapping[str, str], tiny_folder: Path, tmp_path: Path, *, signalled: bool
) -> None:
    command = [sys.executable, "-m", "assistant", "chat", "--pack", str(tiny_folder)]
    settings = dict(environment) | {"ASSISTANT_DATA_DIR": str(tmp_path / "data")}
    with terminal(command, settings, SIZE, tmp_path) as opened:
        seen = Screen(opened)
        seen.shows("Try asking")
        opened.type("how high is it?\r")
        seen.shows("41 metres")
        started = time.monotonic()
        assert opened.hang_up(signalled=signalled) == 128 + signal.SIGHUP
        assert time.monotonic() - started < 1.9
    # Whoever closes the history in good order leaves no log.
    assert [path.name for path in (tmp_path / "data").glob("history.db*")] == ["history.db"]


@pytest.mark.endurance
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_signal_restores_the_terminal(
    environment: Mapping[str, str], tiny_copy: Path, tmp_path: Path, screen: str, number: signal.Signals
) -> None:
    (tiny_copy / "intents" / "demo.yaml").write_text(SCRIPT, "utf-8")
    arguments, shown, typed, then = SCREENS[screen]
    # The notes are of whatever demo is playing.
    about = [] if screen == "notes" else ["--pack", str(tiny_copy)]
    command = [sys.executable, "-m", "assistant", *arguments, *about]
    settings = dict(environment) | {"ASSISTANT_DATA_DIR": str(tmp_path / "data")}
    with terminal(command, settings, SIZE, tmp_path) as opened:
        seen = Screen(opened)
        seen.shows(shown)
        if typed:
            opened.type(typed)
            seen.shows(then)
        opened.process.send_signal(number)
        assert opened.end() == 128 + number
        assert_restored(opened)
        assert b"Traceback" not in opened.output


@pytest.mark.endurance
def test_what_was_said_before_a_signal_is_kept(
    environment: Mapping[str, str], tiny_folder: Path, tiny: Assistant, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "assistant", "chat", "--pack", str(tiny_folder)]
    settings = dict(environment) | {"ASSISTANT_DATA_DIR": str(tmp_path)}
    with terminal(command, settings, SIZE, tmp_path) as opened:
        seen = Screen(opened)
        seen.shows("Try asking")
        opened.type("when does it open?\r")
        seen.shows("sentence 2")
        opened.process.send_signal(signal.SIGTERM)
        opened.end()

    history = History(tmp_path / FILE, thorough=True)
    (conversation,) = history.conversations(key_of(tiny.pack.sources.values()))
    assert [turn.question for turn in history.turns(conversation.number)] == ["when does it open?"]
    history.close()


@pytest.mark.endurance
def test_a_screen_that_is_busy_is_left_all_the_same(environment: Mapping[str, str], tmp_path: Path) -> None:
    with terminal([sys.executable, "-c", BUSY], environment, SIZE, tmp_path) as opened:
        opened.wait(lambda: b"\x1b[?1049h" in opened.output, "screen")
        until = time.monotonic() + 0.5
        while time.monotonic() < until:
            opened.read()
        opened.process.send_signal(signal.SIGTERM)
        assert opened.end() == 128 + signal.SIGTERM
        assert_restored(opened)


@pytest.mark.endurance
def test_a_screen_that_is_stopped_gives_the_terminal_back_and_takes_it_again(
    environment: Mapping[str, str], tiny_folder: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "assistant", "chat", "--pack", str(tiny_folder)]
    with terminal(command, environment, SIZE, tmp_path) as opened:
        seen = Screen(opened)
        seen.shows("Try asking")
        opened.process.send_signal(signal.SIGTSTP)
        opened.wait(lambda: b"\x1b[?1004l" in opened.output, "end of the screen")
        assert_restored(opened)
        os.waitid(os.P_PID, opened.process.pid, os.WSTOPPED | os.WNOWAIT)
        before = opened.output.count(TAKES_KEYS)
        opened.process.send_signal(signal.SIGCONT)
        opened.wait(lambda: opened.output.count(TAKES_KEYS) > before, "screen")
        opened.type("when does it open?\r")
        seen.shows("sentence 2")
        opened.type("\x11")
        assert opened.end() == 0
        assert_restored(opened)


async def test_an_app_is_asked_to_exit_with_the_code_of_the_signal(tiny: Assistant) -> None:
    app = ChatApp(tiny)
    with in_good_order(app):
        async with app.run_test() as pilot:
            signal.raise_signal(signal.SIGTERM)
            await pilot.pause()

    assert app.return_code == 128 + signal.SIGTERM
