"""A demo while what it plays is being loaded."""

from __future__ import annotations

import sys
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from assistant.errors import AssistantError
from assistant.tui.stage.player import State
from assistant.tui.stage.playing import LoadingDemoApp
from assistant.tui.stage.screen import Showing
from assistant.tui.stage.widgets import CardView, StatusLine
from assistant.tui.widgets.exchange import Exchange
from assistant.tui.widgets.prompt import Prompt
from tests.screen import Screen
from tests.terminal import terminal
from tests.tui.staging import ByHand, loading
from tests.tui.test_chat import shown
from tests.tui.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from assistant.demo.script import Script
    from assistant.tui.ports import Assistant

pytestmark = pytest.mark.stage
SIZE = (120, 40)


@pytest.fixture
def loaded() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def opening(load: Callable[[], tuple[Assistant, Script]], pace: ByHand) -> LoadingDemoApp:
    app = LoadingDemoApp(load, Showing(None, pace), None, lambda: datetime(2026, 3, 4, tzinfo=UTC))
    app.animation_level = "none"
    return app


def status(app: LoadingDemoApp) -> str:
    return str(app.chat.query_one(StatusLine).visual)


async def test_the_frame_is_there_before_what_it_shows_and_says_what_it_waits_for(
    loaded: threading.Event,
) -> None:
    app = opening(loading(loaded=loaded), ByHand())
    async with app.run_test(size=SIZE) as pilot:
        assert app.screen.query_one(Prompt).display
        assert status(app) == "… loading"
        await pilot.pause(app.SAYS_SO_AFTER)
        await pilot.pause()
        assert "Loading the article and the script." in shown(app)

        loaded.set()
        await until(pilot, lambda: bool(app.chat.query(CardView)))
        assert "Loading" not in shown(app)
        assert status(app) == "► playing   1/10   0:00   ×1.0"


async def test_no_key_pressed_before_the_show_falls_into_it(loaded: threading.Event) -> None:
    pace = ByHand()
    app = opening(loading(loaded=loaded), pace)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("space", "right", "left", "plus", "minus", "w", "h", "o", "enter", "1", "ctrl+r")
        await pilot.press("backspace", "tab", "up", "escape", "enter", "ctrl+l", "f2", "f4", "f6")
        loaded.set()
        await until(pilot, lambda: bool(app.chat.query(CardView)))

        assert app.player.state is State.PLAYING
        assert (app.player.position, pace.factor, pace.paused) == (0, 1.0, False)
        assert app.chat.query_one(Prompt).value == ""
        assert not app.chat.query(Exchange)
        assert app.focused is app.chat.query_one(Prompt)


async def test_a_show_whose_help_was_opened_meanwhile_waits_until_it_is_closed(
    loaded: threading.Event,
) -> None:
    pace = ByHand()
    app = opening(loading(loaded=loaded), pace)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f1")
        loaded.set()
        await until(pilot, lambda: app.chat.begun)
        pace.clock += 60
        assert app.player.state is State.HELD

        await pilot.press("escape")
        await until(pilot, lambda: bool(app.chat.query(CardView)))
        assert status(app) == "► playing   1/10   0:00   ×1.0"


async def test_what_cannot_be_loaded_ends_the_demo() -> None:
    def load() -> tuple[Assistant, Script]:
        raise AssistantError("demo.yaml:1:1: this is wrong")

    app = opening(load, ByHand())
    async with app.run_test() as pilot:
        await until(pilot, lambda: not app.is_running)
    assert str(app.failure) == "demo.yaml:1:1: this is wrong"
    assert app.kept is None


async def test_one_can_leave_before_the_show(loaded: threading.Event) -> None:
    app = opening(loading(loaded=loaded), ByHand())
    async with app.run_test() as pilot:
        await pilot.press("ctrl+q")
        loaded.set()
        await pilot.pause()
    assert not app.is_running


def test_what_is_typed_from_the_start_of_the_program_falls_into_nothing(
    environment: dict[str, str], tiny_copy: Path, tmp_path: Path
) -> None:
    (tiny_copy / "intents" / "demo.yaml").write_text(
        "title: The tower\nsteps: [{card: The tower, hold: 500}, {ask: How tall is it?}]\n", "utf-8"
    )
    # Nothing is in the cache: the pack is compiled while the stage is there.
    cold = environment | {"ASSISTANT_CACHE_DIR": str(tmp_path / "cache")}
    command = [sys.executable, "-m", "assistant", "demo", "--pack", str(tiny_copy)]
    with terminal(command, cold, (80, 24), tmp_path) as opened:
        opened.type(" who?\r")
        screen = Screen(opened)
        screen.shows("loading", "Ask about the article")
        opened.type(" \x1b[C1\r\x1b[200~how tall?\x1b[201~\r+")
        screen.shows("playing", "1/2", "×1.0", "The tower")
        assert "who?" not in screen.text
        opened.type(" ")
        screen.shows("paused")
