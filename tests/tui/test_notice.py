"""What there is to tell stands on a line of its own, and covers nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets._toast import Toast, ToastRack

from assistant.tui.app import ChatApp
from assistant.tui.widgets import notice
from assistant.tui.widgets.notice import Notice
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.transcript import Transcript
from tests.tui.test_chat import NARROW, WIDE, shown
from tests.tui.waiting import until

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Ask = Callable[..., Awaitable[None]]


@pytest.fixture(autouse=True)
def _what_is_told_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long a busy machine takes to look at it."""
    monkeypatch.setattr(notice, "STAYS", dict.fromkeys(notice.STAYS, 3600.0))
    monkeypatch.setattr(ChatApp, "NOTIFICATION_TIMEOUT", 3600.0)


@pytest.mark.parametrize("size", [NARROW, (80, 24), WIDE])
async def test_it_covers_nothing_of_the_conversation(app: ChatApp, ask: Ask, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await ask(pilot, "hello", "How long will it be?")
        await pilot.press("ctrl+y")
        await pilot.pause()
        line = app.screen.query_one(Notice).region
        assert "✓ Copied the last answer." in shown(app).splitlines()[line.y]
        assert line.height == 1
        assert not line.overlaps(app.screen.query_one(Transcript).region)
        assert not line.overlaps(app.screen.query_one(Prompt).region)
        assert not any(toast.region for toast in app.screen.query(Toast) if toast.display and toast.size)
        transcript = app.screen.query_one(Transcript)
        assert transcript.scroll_y == transcript.max_scroll_y


@pytest.mark.parametrize("key", ["f4", "f6", "f1"])
async def test_what_was_told_in_the_chat_does_not_come_up_over_a_dialog(
    app: ChatApp, ask: Ask, key: str
) -> None:
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await ask(pilot, "/nonsense")
        await pilot.press(key)
        await until(pilot, lambda: app.screen is not app.chat and bool(app.screen.query(ToastRack)))
        assert not app.screen.query(Toast)
        app.notify("Told here.", markup=False)
        await until(pilot, lambda: bool(app.screen.query(Toast)))
        assert len(app.screen.query(Toast)) == 1


async def test_the_newest_replaces_the_one_before(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "/nonsense", "/copy")
        await pilot.pause()
        assert "nonsense" not in shown(app)
        assert "! There is no answer to copy yet." in shown(app)


async def test_typing_takes_news_away_but_no_error(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "hello")
        await pilot.press("ctrl+y", "x")
        assert not app.screen.query_one(Notice).display
        await pilot.press("backspace")
        await ask(pilot, "/export no/such/folder.md")
        await pilot.press("x")
        assert "No such file or directory" in shown(app)
        await pilot.press("backspace")
        await ask(pilot, "hello")
        assert "No such file or directory" not in shown(app)


async def test_it_goes_after_a_while_and_an_error_later(
    app: ChatApp, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notice, "STAYS", {"information": 0.05, "warning": 3600, "error": 3600})
    async with app.run_test(size=WIDE) as pilot:
        app.notify("It went well.", markup=False)
        assert app.screen.query_one(Notice).display
        await until(pilot, lambda: not app.screen.query_one(Notice).display)
        app.notify("It went wrong.", severity="error", markup=False)
        await pilot.pause(0.3)
        assert app.screen.query_one(Notice).display


async def test_it_is_shown_literally(app: ChatApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        app.notify("[b]\x1b[31mx[/]")
        await pilot.pause()
        assert "✓ [b]␛[31mx[/]" in shown(app)
