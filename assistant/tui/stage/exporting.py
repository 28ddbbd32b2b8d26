"""Plays a demo and keeps it: a page, a picture of each step and a recording, in a folder of their own."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Final

from textual.containers import VerticalScroll
from textual.css.query import NoMatches

from assistant import signals
from assistant.demo.folder import check_free, write_elsewhere, write_folder
from assistant.demo.pace import text_seconds
from assistant.errors import AssistantError
from assistant.tui.leaving import in_good_order
from assistant.tui.stage.app import DemoApp
from assistant.tui.stage.keeping import PAGE, RECORDING, Keeper
from assistant.tui.stage.recording import SIZE, Recording, recorded, without_terminal
from assistant.tui.stage.screen import THE_END
from assistant.tui.stage.widgets import StatusLine
from assistant.tui.widgets.key_bar import KeyBar
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.suggestions import Suggestions

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from textual.pilot import Pilot

    from assistant.tui.ports import Assistant
    from assistant.tui.stage.pace import Pace
    from assistant.tui.stage.screen import Showing

# Seconds to look at a screenful of what was drawn on.
_LOOKING: Final = 5.0
# A letter is on the screen after so many turns of all that is there, an answer when nothing more moves.
_TURNS: Final = 2
# Seconds to wait for what still moves.
_PATIENCE: Final = 1.0


def export(
    assistant: Assistant,
    showing: Showing,
    folder: Path,
    size: tuple[int, int] = SIZE,
    watch: Callable[[int], object] = lambda _: None,
) -> int:
    """Play what is `showing` without a terminal, and keep it in `folder`; `watch` is told each step's number.

    Its pace is a fast one, so that it takes as long as the machine needs; the recording has the timing of
    the stage.

    Returns:
        How many files were written.

    Raises:
        AssistantError: when the folder is not free, or cannot be written.
    """
    check_free(folder)
    files = asyncio.run(_played(assistant, showing, size, watch))
    write_folder(folder, files)
    return len(files)


async def _played(
    assistant: Assistant, showing: Showing, size: tuple[int, int], watch: Callable[[int], object]
) -> dict[str, str]:
    pace, app = showing.pace, DemoApp(assistant, showing)
    app.chat.on_progress = lambda player: watch(min(player.position + 1, len(player.steps)))
    # Until there is someone to watch.
    pace.pause()
    app.animation_level = "none"
    beyond = _Beyond(pace)
    recording = Recording(beyond.now)
    app.driver_class = without_terminal(recording)
    files: dict[str, str] = {}
    ended = asyncio.Event()

    async def play(pilot: Pilot[object]) -> None:
        async def frame() -> None:
            app.chat.show_progress()
            # Between the first letter and the last, and while a step that is done is read.
            calm = len(app.chat.query_one(Prompt).value) > 1 or app.player.through > app.player.position
            for _ in range(_TURNS):
                if calm:
                    await _gone_on(app)
                else:
                    await pilot.pause(0)

        async def end() -> None:
            ended.set()

        app.chat.query_one(Prompt).cursor_blink = False
        keeper = Keeper(app, lambda: _quiet(pilot), pictures=True)
        app.chat.on_end = end
        await _quiet(pilot)
        pace.frame = frame
        pace.go_on()
        while not ended.is_set():
            if not app.is_running:
                return
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), _PATIENCE)
        await _quiet(pilot)
        beyond.wait(_LOOKING)
        await keeper.show_coverage()
        await _read_on(pilot, beyond)
        files.update(keeper.files(recording))
        app.exit()

    with in_good_order(app) as signal_come:
        try:
            await app.run_async(size=size, auto_pilot=play)
        except NoMatches:
            # A signal has ended the app, and what was to be played on is gone.
            if signal_come() is None:
                raise
    if number := signal_come():
        raise signals.raised(number)
    if not files:
        raise AssistantError("the demo broke off, and nothing of it is kept")
    return files


class _Beyond:
    """The clock of a pace, which goes on when the script is over."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._more = 0.0

    def now(self) -> float:
        return self._pace.now + self._more

    def wait(self, seconds: float) -> None:
        self._more += seconds


async def _quiet(pilot: Pilot[object]) -> None:
    """Wait until all that was begun is on the screen."""
    for _ in range(_TURNS):
        await pilot.pause()


async def _gone_on(app: DemoApp) -> None:
    """Wait until a letter or a second more is on the screen, without asking all of a long conversation."""
    chat = app.chat
    concerned = [app, chat]
    for kind in (StatusLine, Suggestions, Prompt, KeyBar):
        for widget in chat.query(kind):
            concerned += [widget, *widget.query("*")]
    heard = [asyncio.Event() for _ in concerned]
    waits = [each.wait() for each, pump in zip(heard, concerned, strict=True) if pump.call_later(each.set)]
    await asyncio.gather(*waits)
    chat._on_timer_update()


async def _read_on(pilot: Pilot[object], clock: _Beyond) -> None:
    """Look at all of the page that is on the screen, a screenful at a time."""
    await _quiet(pilot)
    page = pilot.app.screen.query_one("#coverage", VerticalScroll)
    clock.wait(_LOOKING)
    while page.scroll_offset.y < page.max_scroll_y:
        page.scroll_page_down(animate=False)
        await _quiet(pilot)
        clock.wait(_LOOKING)


class Kept:
    """Keeps the demo that `app` plays on the stage, live turns and all, and at the end shows what it drew on.

    Args:
        app: What plays, though nothing yet.
        pace: How it plays.
        folder: Where to keep it; without one there is only something to show.

    Raises:
        AssistantError: when the folder is not free, or cannot be written.
    """

    def __init__(self, app: DemoApp, pace: Pace, folder: Path | None) -> None:
        if folder:
            check_free(folder)
        self._folder = folder
        self._pace = pace
        self._recording = Recording(lambda: pace.now)
        if folder:
            app.driver_class = recorded(app.driver_class, self._recording)
        self._keeper = Keeper(app, lambda: _still(app), pictures=folder is not None)
        app.chat.on_end = self._end

    async def _end(self) -> None:
        # Though the script was paused to go through it step by step: it is over.
        await self._pace.wait(text_seconds(THE_END), even_paused=True)
        await self._keeper.show_coverage()

    def write(self, created: datetime) -> str:
        """Write what was shown, once the app has ended.

        Returns:
            What to tell of it, empty where there is nothing to be kept.

        Raises:
            AssistantError: when the folder cannot be written any more; it names the one that was instead.
        """
        if self._folder is None or self._keeper.empty:
            return ""
        files = self._keeper.files(self._recording, created)
        try:
            write_folder(self._folder, files)
        except AssistantError as error:
            # A show is not given twice.
            place = write_elsewhere(files)
            if place is None:
                raise
            raise AssistantError(f"{error}; what was shown is in {place} instead") from None
        return kept_in(self._folder, len(files))


def kept_in(folder: Path, files: int) -> str:
    """What to tell of a demo that is kept."""
    return f"{files} files in {folder}: {PAGE}, {RECORDING} and a picture of each step"


async def _still(app: DemoApp) -> None:
    """Wait until what scrolls has come to rest, but not for long."""
    await app.screen.wait_for_refresh()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(app.animator.wait_until_complete(), _PATIENCE)
