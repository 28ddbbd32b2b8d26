"""What a key at the prompt costs until the questions suggested for it are on the screen."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

import pytest
from textual.app import App
from textual.containers import VerticalScroll
from textual.drivers.headless_driver import HeadlessDriver
from textual.events import Key
from textual.widgets import Input

from assistant.tui.app import ChatApp
from assistant.tui.widgets.suggestions import Suggestions

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from assistant import Assistant
    from tests.benchmarks.conftest import Tell

pytestmark = pytest.mark.benchmark

QUESTIONS = (
    "which country signs the memorandum with us",
    "wich feilds dose teh agreemnt cover",
    "when did the two foriegn ministers talk in tokyo",
    "is 5g part of waht they agred on",
)
# Typed first, and not counted.
WARM_UP = "whree was this desided by all of them"
SIZE = (120, 40)
# A frame at 60 a second, in milliseconds.
FRAME = 16
# Nothing painted for so many seconds, more than two frames of Textual: all is painted.
QUIET = 0.04
PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Moment:
    """The CPU time of this process and the time of day, in milliseconds."""

    cpu: float
    wall: float

    @classmethod
    def now(cls) -> Moment:
        return cls(time.process_time() * 1000, time.perf_counter() * 1000)

    def since(self, start: Moment) -> Moment:
        return Moment(self.cpu - start.cpu, self.wall - start.wall)


class Paper(HeadlessDriver):
    """Takes what is painted as a terminal does: Textual spares a headless driver the work of writing."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.written: list[str] = []
        self.last = Moment.now()

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        self.written.append(data)
        self.last = Moment.now()


class BareApp(App[None]):
    """A prompt that suggests nothing."""

    def compose(self) -> ComposeResult:
        yield VerticalScroll()
        yield Input(placeholder="Ask about the article")

    AUTO_FOCUS = "Input"


async def press(paper: Paper, letter: str) -> Moment:
    """Post a key; what it cost until the last of what it changed was written."""
    paper.written.clear()
    start = Moment.now()
    paper.process_message(Key("space" if letter == " " else letter, letter))
    while not paper.written or time.perf_counter() - paper.last.wall / 1000 < QUIET:
        assert time.perf_counter() - start.wall / 1000 < PATIENCE, f"{letter!r} changed nothing"
        await asyncio.sleep(QUIET / 4)
    return paper.last.since(start)


async def typed(app: App[None], text: str) -> list[Moment]:
    """What each letter of `text` costs in a new `app`."""
    app.animation_level = "none"
    app.driver_class = Paper
    costs = []
    async with app.run_test(headless=False, size=SIZE) as pilot:
        await pilot.pause()
        prompt = app.screen.query_one(Input)
        # Nothing is written but for a key.
        prompt.cursor_blink = False
        await asyncio.sleep(0.2)
        assert isinstance(app._driver, Paper)
        shown: tuple[str, ...] = ()
        ever: set[str] = set()
        for letter in text:
            costs.append(await press(app._driver, letter))
            shown, before = suggested(app), shown
            painted = "".join(app._driver.written)
            # A long one is cut.
            assert all(question[:40] in painted for question in set(shown) - set(before)), letter
            ever.update(shown)
        assert prompt.value == text
        assert bool(ever) is isinstance(app, ChatApp)
    return costs


def suggested(app: App[None]) -> tuple[str, ...]:
    """The questions that are shown."""
    return tuple(question for found in app.screen.query(Suggestions) for question in found.questions)


async def test_a_key_is_painted_within_a_frame(assistant: Assistant, tell: Tell) -> None:
    """The chat on the default pack and a bare app, in turn, each typed every question letter by letter.

    The CPU time is all that the process works from the posting of the key until the last byte for it was
    handed to the terminal: the key's way to the prompt, the search, the layout, the styles, the painting.
    The time of day has besides up to a sixtieth of a second in which Textual waits with a frame, and whatever
    else the machine does, so that it is told and not judged.
    """
    sides: tuple[Callable[[], App[None]], ...] = (lambda: ChatApp(assistant), BareApp)
    found: list[list[Moment]] = [[] for _ in sides]
    for number, question in enumerate((WARM_UP, *QUESTIONS)):
        for side, costs in zip(sides, found, strict=True):
            new = await typed(side(), question)
            costs.extend(new if number else ())

    (cpu, wall), bare = [([cost.cpu for cost in costs], [cost.wall for cost in costs]) for costs in found]
    p95 = quantiles(cpu, n=100)[94]
    tell(
        f"key to paint: CPU p50 {median(cpu):.1f} ms, p95 {p95:.1f} ms (less than {FRAME}), bare prompt "
        f"{median(bare[0]):.1f} and {quantiles(bare[0], n=100)[94]:.1f}: "
        f"{median(cpu) / median(bare[0]):.1f} times; time of day p50 {median(wall):.0f} ms, "
        f"p95 {quantiles(wall, n=100)[94]:.0f} ms, bare {median(bare[1]):.0f} and "
        f"{quantiles(bare[1], n=100)[94]:.0f}; {len(cpu)} keys"
    )
    assert p95 < FRAME
