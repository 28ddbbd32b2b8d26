"""How long chat and demo take until they are drawn, beside an app that has nothing but a prompt."""

from __future__ import annotations

import sys
import time
from statistics import median
from typing import TYPE_CHECKING

import pytest

from tests.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.conftest import Tell

pytestmark = pytest.mark.benchmark

CHAT = [sys.executable, "-m", "assistant", "chat"]
DEMO = [sys.executable, "-m", "assistant", "demo", "--stage"]
PLACEHOLDER = "Ask about the article"
BARE = f"""\
from textual.app import App
from textual.containers import VerticalScroll
from textual.widgets import Input

class Bare(App):
    def compose(self):
        yield VerticalScroll()
        yield Input(placeholder={PLACEHOLDER!r})

    AUTO_FOCUS = "Input"

Bare().run()
"""
# On no screen, in no control sequence, and no letter that a question could begin with.
KEY = "§"
SIZE = (120, 40)
RUNS = 9
MOST = 1.3


def milliseconds(
    command: list[str], environment: dict[str, str], folder: Path, *, takes_keys: bool = True
) -> tuple[float, float]:
    """From the start of the process to the first frame, and to the echo of a key.

    The first frame is there when the placeholder of the prompt has arrived, but for its first letter, which
    is under the cursor in a style of its own. A key is sent at once; that it is echoed shows that the frame
    is of use, and that nothing which was put off until after it keeps a person waiting for it. What takes no
    keys yet has the frame alone.
    """
    opened = Terminal(command, environment, SIZE, folder)
    try:
        opened.wait(lambda: PLACEHOLDER[1:].encode() in opened.output, "prompt")
        painted = time.perf_counter()
        if takes_keys:
            opened.type(KEY)
            opened.wait(lambda: KEY.encode() in opened.output, "echo")
        echoed = time.perf_counter()
        opened.type("\x11")
        opened.end()
    finally:
        opened.close()
    return (painted - opened.started) * 1000, (echoed - opened.started) * 1000


def test_the_first_frame_against_a_bare_app(environment: dict[str, str], tmp_path: Path, tell: Tell) -> None:
    bare = tmp_path / "bare.py"
    bare.write_text(BARE, "utf-8")
    sides = (CHAT, [sys.executable, str(bare)])
    for command in sides:
        milliseconds(command, environment, tmp_path)

    pairs = [[milliseconds(command, environment, tmp_path) for command in sides] for _ in range(RUNS)]

    frames, echoes = ([median(pair[side][moment] for pair in pairs) for side in (0, 1)] for moment in (0, 1))
    ratio = frames[0] / frames[1]
    tell(
        f"first frame: {frames[0]:.0f} ms, bare app {frames[1]:.0f}: {ratio:.2f} times ({MOST} or less); "
        f"first key echoed: {echoes[0]:.0f} and {echoes[1]:.0f} ms, {echoes[0] / echoes[1]:.2f} times"
    )
    assert ratio <= MOST


def test_the_first_frame_of_a_demo(environment: dict[str, str], tmp_path: Path, tell: Tell) -> None:
    bare = tmp_path / "bare.py"
    bare.write_text(BARE, "utf-8")
    sides = (DEMO, [sys.executable, str(bare)])

    def frame(command: list[str]) -> float:
        return milliseconds(command, environment, tmp_path, takes_keys=False)[0]

    for command in sides:
        frame(command)
    frames = [
        median(times) for times in zip(*([frame(each) for each in sides] for _ in range(RUNS)), strict=True)
    ]
    ratio = frames[0] / frames[1]
    tell(
        f"first frame of a demo: {frames[0]:.0f} ms, bare app {frames[1]:.0f}: {ratio:.2f} times "
        f"({MOST} or less)"
    )
    assert ratio <= MOST
