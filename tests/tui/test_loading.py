"""The chat while its pack is being loaded."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import Input

from assistant.errors import AssistantError
from assistant.tui.chat_screen import ChatScreen
from assistant.tui.loading import SOON, LoadingApp
from assistant.tui.questions_screen import QuestionsScreen
from assistant.tui.widgets.exchange import Exchange
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.transcript import Transcript
from assistant.tui.widgets.waiting import LoadingNote, WaitingEntry
from assistant.tui.widgets.welcome import Welcome
from tests.tui.fake import FakeAssistant
from tests.tui.test_chat import shown
from tests.tui.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot
    from textual.widget import Widget


@pytest.fixture
def loaded() -> threading.Event:
    return threading.Event()


def opening(load: Callable[[], FakeAssistant]) -> LoadingApp:
    app = LoadingApp(load, lambda: datetime(2026, 3, 4, 12, 5, 6, tzinfo=UTC), keep=False)
    app.animation_level = "none"
    return app


def after(loaded: threading.Event) -> Callable[[], FakeAssistant]:
    """A load that is over once that is `loaded`."""

    def load() -> FakeAssistant:
        loaded.wait(10)
        return FakeAssistant()

    return load


async def settled(pilot: Pilot[None]) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()


async def test_what_is_typed_before_the_pack_is_there_is_not_lost(loaded: threading.Event) -> None:
    app = opening(after(loaded))
    async with app.run_test(size=(120, 40)) as pilot:
        assert not app.chat.begun
        app.screen.query_one(Prompt).insert_text_at_cursor("How long will it be?")
        await pilot.press("enter")
        app.screen.query_one(Prompt).insert_text_at_cursor("who")
        await pilot.press("left")
        loaded.set()
        await settled(pilot)

        chat = app.screen
        assert isinstance(chat, ChatScreen)
        assert [reply.answer for reply in chat.replies] == ["The bridge will be 212 metres long."]
        prompt = chat.query_one(Prompt)
        assert (prompt.value, prompt.cursor_position, prompt.has_focus) == ("who", 2, True)


async def test_a_command_is_not_lost_either_and_what_is_typed_after_it_goes_where_it_would(
    loaded: threading.Event,
) -> None:
    app = opening(after(loaded))
    async with app.run_test(size=(120, 40)) as pilot:
        for key in ("h", "f4", "w", "h", "o"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: app.screen.query_one(Prompt).value == "h")
        loaded.set()
        await until(pilot, lambda: isinstance(app.screen, QuestionsScreen))
        await until(pilot, lambda: app.screen.query_one(Input).value == "who")


@pytest.mark.parametrize(
    ("keys", "ends"),
    [
        (("escape", "tab", "pageup", "x"), lambda app: app.chat.query_one(Prompt).value == "x"),
        (("f1", "escape", "x"), lambda app: app.chat.query_one(Prompt).value == "x"),
        (("f4", "ctrl+q"), lambda app: app.return_code == 0),
    ],
)
async def test_what_needs_no_chat_does_not_wait_for_it(
    keys: tuple[str, ...], ends: Callable[[LoadingApp], bool], loaded: threading.Event
) -> None:
    app = opening(after(loaded))
    async with app.run_test(size=(120, 40)) as pilot:
        began = time.monotonic()
        for key in keys:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: ends(app))
        assert time.monotonic() - began < 3
        assert not app.chat.begun
        loaded.set()
        if app.return_code is None:
            await settled(pilot)


async def test_while_the_pack_is_loaded_that_is_said_and_what_was_asked_is_seen(
    loaded: threading.Event,
) -> None:
    app = opening(after(loaded))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(SOON)
        await pilot.pause()
        assert "Loading the article" in shown(app)
        for question in ("How long will it be?", "hello"):
            app.screen.query_one(Prompt).insert_text_at_cursor(question)
            await pilot.press("enter")
        await pilot.pause()
        seen = shown(app)
        assert seen.index("Loading the article") < seen.index("How long will it be?") < seen.index("hello")

        loaded.set()
        await settled(pilot)
        seen = shown(app)
        assert "Loading the article" not in seen
        assert not app.screen.query(WaitingEntry)
        answers = ("212 metres long.", "Small talk")
        assert [app.screen.query(Exchange)[place].question for place in (0, 1)] == [
            "How long will it be?",
            "hello",
        ]
        assert all(answer in seen for answer in answers)


async def test_a_pack_that_comes_just_as_that_is_to_be_said(monkeypatch: pytest.MonkeyPatch) -> None:
    begin = Transcript.begin

    async def begin_late(transcript: Transcript, block: Widget) -> None:
        if isinstance(block, Welcome):
            await app.chat.show_loading()
        await begin(transcript, block)

    monkeypatch.setattr(Transcript, "begin", begin_late)
    app = opening(FakeAssistant)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)

        assert app.chat.begun
        assert not app.screen.query(LoadingNote)


async def test_keys_that_need_the_pack_do_nothing_yet(loaded: threading.Event) -> None:
    app = opening(after(loaded))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(
            "f2", "f3", "f4", "f6", "f7", "ctrl+l", "ctrl+y", "ctrl+s", "ctrl+p", "escape", "tab", "up"
        )
        assert not app.chat.begun
        await pilot.press("f1")
        await pilot.pause()
        loaded.set()
        await settled(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert app.chat.begun


async def test_a_pack_that_cannot_be_loaded_ends_the_chat() -> None:
    def load() -> FakeAssistant:
        raise AssistantError("intents/a.yaml:1:1: this is wrong")

    app = opening(load)
    async with app.run_test() as pilot:
        await settled(pilot)
    assert str(app.failure) == "intents/a.yaml:1:1: this is wrong"


async def test_one_can_leave_before_the_pack_is_there(loaded: threading.Event) -> None:
    app = opening(after(loaded))
    async with app.run_test() as pilot:
        await pilot.press("ctrl+q")
        loaded.set()
        await pilot.pause()
    assert not app.is_running


async def test_one_who_leaves_does_not_wait_for_the_pack(loaded: threading.Event) -> None:
    threads: list[threading.Thread] = []

    def load() -> FakeAssistant:
        threads.append(threading.current_thread())
        loaded.wait(10)
        return FakeAssistant()

    app = opening(load)
    async with app.run_test() as pilot:
        await until(pilot, lambda: bool(threads))
        await pilot.press("ctrl+q")
        await pilot.pause()
    # Python waits at its end for all threads but daemons.
    assert [thread.daemon for thread in threads] == [True]
    loaded.set()
