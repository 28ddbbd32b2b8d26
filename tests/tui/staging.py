"""What the tests of the stage share: a script about the frozen article, and a pace that a test lets go on."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assistant.demo.script import Ask, Card, Note, Pause, Pick, Place, Script, Source, Why
from assistant.tui.stage.app import DemoApp
from assistant.tui.stage.pace import Pace
from assistant.tui.stage.screen import Showing
from tests.tui.fake import FakeAssistant

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from textual.pilot import Pilot

    from assistant.demo.script import Step
    from assistant.tui.ports import Assistant

    Opened = tuple[Assistant, Script]

PLACE = Place("demo.yaml", 1, 1)
STEPS: tuple[Step, ...] = (
    Card(place=PLACE, title="A [b]bridge[/]", text="What was decided?", presenter="Welcome all."),
    Ask(place=PLACE, question="Who approved the bridge?", presenter="Here [b]they[/] wait."),
    Source(place=PLACE),
    Why(place=PLACE),
    Note(place=PLACE, text="Now [b]something[/] \x1b[31mvague."),
    Ask(place=PLACE, question="who"),
    Note(place=PLACE, text="It asks back."),
    Pick(place=PLACE, number=4),
    Pause(place=PLACE, seconds=2.0),
    Ask(place=PLACE, question="cost"),
)
SCRIPT = Script("A bridge", STEPS, "demo.yaml")


class ByHand(Pace):
    """Waits until the test says so; its clock stands still but for the test."""

    def __init__(self, *, paused: bool = False) -> None:
        super().__init__(paused=paused, clock=lambda: self.clock)
        self.clock = 0.0
        self.waits: list[float] = []
        self._tick = asyncio.Event()

    async def _rest(self, seconds: float) -> float:
        self.waits.append(seconds)
        changed = asyncio.ensure_future(self._changed.wait())
        ticked = asyncio.ensure_future(self._tick.wait())
        await asyncio.wait({changed, ticked}, return_when=asyncio.FIRST_COMPLETED)
        passed = seconds if ticked.done() else 0.0
        for waiting in (changed, ticked):
            waiting.cancel()
        self._tick.clear()
        return passed

    def tick(self) -> None:
        """Let one wait be over."""
        self._tick.set()


def staged(
    pace: Pace,
    script: Script = SCRIPT,
    *,
    projector: bool = False,
    first: int = 0,
    assistant: Assistant | None = None,
) -> DemoApp:
    """An app that plays `script`."""
    showing = Showing(script, pace, projector=projector, first=first)
    app = DemoApp(assistant or FakeAssistant(), showing, lambda: datetime(2026, 3, 4, 12, 5, 6, tzinfo=UTC))
    app.animation_level = "none"
    return app


def loading(script: Script = SCRIPT, loaded: threading.Event | None = None) -> Callable[[], Opened]:
    """What loads an assistant and `script`, as soon as `loaded` is set where there is such an event."""

    def load() -> Opened:
        if loaded:
            loaded.wait(10)
        return FakeAssistant(), script

    return load


async def settled(pilot: Pilot[None]) -> None:
    """Let all that can happen happen."""
    for _ in range(3):
        await pilot.pause()
