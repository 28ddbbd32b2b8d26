"""Pictures of a demo: states of the stage, and every step of the default script."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from assistant import Assistant
from assistant.clock import local_time
from assistant.demo.reading import default_script, read_script
from assistant.knowledge import default_pack_folder
from assistant.tui.stage.notes import NotesApp
from assistant.tui.stage.playing import LoadingDemoApp
from assistant.tui.stage.progress import Progress, write_progress
from assistant.tui.stage.screen import Showing
from assistant.tui.theme import DARK, LIGHT
from assistant.tui.widgets.prompt import Prompt
from tests.tui.staging import STEPS, ByHand, loading, settled, staged

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from assistant.demo.script import Script, Step
    from assistant.tui.stage.app import DemoApp

CARD, ASK, SOURCE, WHY, NOTE, VAGUE, SECOND_NOTE, PICK, PAUSE, LAST = range(len(STEPS))
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")


async def stand_still(pilot: Pilot[None], pace: ByHand, app: DemoApp) -> None:
    """Be done with the present step, and stay at what it shows."""
    done = asyncio.Event()

    async def stay(step: Step, reply: object) -> None:
        pace.start()
        done.set()

    app.chat.query_one(Prompt).cursor_blink = False
    app.chat.on_step = stay
    for _ in range(1000):
        if pace.waits or done.is_set():
            break
        await pilot.pause(0.01)
    if not done.is_set():
        pace.skip()
    await asyncio.wait_for(done.wait(), 20)
    for _ in range(3):
        await settled(pilot)


@SIZES
@pytest.mark.parametrize("step", [CARD, SOURCE, WHY, NOTE, LAST])
@pytest.mark.parametrize("projector", [False, True], ids=["desk", "projector"])
def test_picture_of_a_step(
    snap_compare: Callable[..., bool], step: int, size: tuple[int, int], projector: bool
) -> None:
    pace = ByHand()
    app = staged(pace, first=step, projector=projector)

    async def play(pilot: Pilot[None]) -> None:
        await stand_still(pilot, pace, app)

    assert snap_compare(app, terminal_size=size, run_before=play)


@SIZES
@pytest.mark.parametrize(
    ("step", "keys"),
    [(ASK, ()), (ASK, ("space",)), (PICK, ()), (ASK, ("h", "o", "w")), (PAUSE, ("plus",))],
    ids=["typing", "paused", "armed", "live", "faster"],
)
@pytest.mark.parametrize("theme", [DARK.name, LIGHT.name])
def test_picture_of_a_state(
    snap_compare: Callable[..., bool], step: int, keys: tuple[str, ...], size: tuple[int, int], theme: str
) -> None:
    pace = ByHand()
    app = staged(pace, first=step)
    app.theme = theme

    async def play(pilot: Pilot[None]) -> None:
        app.chat.query_one(Prompt).cursor_blink = False
        await settled(pilot)
        for _ in range(2 if step == ASK else 0):
            pace.tick()
            await settled(pilot)
        await pilot.press(*keys)
        await settled(pilot)

    assert snap_compare(app, terminal_size=size, run_before=play)


@pytest.mark.parametrize("size", [(60, 20), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("key", ["space", "h"], ids=["paused", "live"])
def test_picture_of_the_way_back_where_no_keys_are_listed(
    snap_compare: Callable[..., bool], key: str, size: tuple[int, int]
) -> None:
    app = staged(ByHand(), first=ASK, projector=True)

    async def play(pilot: Pilot[None]) -> None:
        app.chat.query_one(Prompt).cursor_blink = False
        await settled(pilot)
        await pilot.press(key)
        await settled(pilot)

    assert snap_compare(app, terminal_size=size, run_before=play)


@pytest.mark.parametrize("projector", [False, True], ids=["desk", "projector"])
def test_picture_of_a_stage_that_is_loading(snap_compare: Callable[..., bool], projector: bool) -> None:
    loaded = threading.Event()
    showing = Showing(None, ByHand(), projector=projector)
    app = LoadingDemoApp(loading(loaded=loaded), showing, None, local_time)

    async def wait(pilot: Pilot[None]) -> None:
        app.chat.query_one(Prompt).cursor_blink = False
        await pilot.pause(app.SAYS_SO_AFTER)
        await settled(pilot)

    try:
        assert snap_compare(app, terminal_size=(60, 20), run_before=wait)
    finally:
        loaded.set()


@SIZES
def test_picture_of_the_end(snap_compare: Callable[..., bool], size: tuple[int, int]) -> None:
    pace = ByHand(paused=True)
    app = staged(pace, first=LAST)

    async def play(pilot: Pilot[None]) -> None:
        app.chat.query_one(Prompt).cursor_blink = False
        await settled(pilot)
        await pilot.press("right")
        await pilot.pause(0.2)
        await settled(pilot)
        await pilot.press("right")
        await pilot.pause(0.2)
        await settled(pilot)

    assert snap_compare(app, terminal_size=size, run_before=play)


@pytest.mark.parametrize("theme", [DARK.name, LIGHT.name])
@pytest.mark.parametrize("plays", [True, False], ids=["playing", "none"])
def test_picture_of_the_notes(
    snap_compare: Callable[..., bool],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    plays: bool,
    theme: str,
) -> None:
    monkeypatch.setattr("assistant.tui.stage.progress.is_running", lambda process: True)
    path = tmp_path / "demo.json"
    if plays:
        said = "Here they wait. Tell them that nothing is made up: " * 3
        write_progress(path, Progress(1, "A bridge", "playing", 2, 10, 65, "Ask: Who?", said, "Unfold why"))
    app = NotesApp(path)
    app.theme = theme

    assert snap_compare(app, terminal_size=(80, 24))


# The default script


@pytest.fixture(scope="module")
def default() -> tuple[Assistant, Script]:
    assistant = Assistant.load()
    return assistant, read_script(default_script(default_pack_folder()), assistant.pack)


def steps_of_the_default_script() -> range:
    # To load the pack takes longer than to collect all the tests.
    lines = default_script(default_pack_folder()).read_text("utf-8").splitlines()
    return range(sum(line.startswith("  - ") for line in lines))


@pytest.mark.parametrize("step", steps_of_the_default_script())
def test_picture_of_each_step_of_the_default_script(
    snap_compare: Callable[..., bool], default: tuple[Assistant, Script], step: int
) -> None:
    assistant, script = default
    assert len(script.steps) == len(steps_of_the_default_script())
    pace = ByHand()
    app = staged(pace, script, first=step, assistant=assistant)

    async def play(pilot: Pilot[None]) -> None:
        await stand_still(pilot, pace, app)

    assert snap_compare(app, terminal_size=(120, 40), run_before=play)
