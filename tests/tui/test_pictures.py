"""Pictures of the chat; after a wanted change: ``pytest tests/tui/test_pictures.py --snapshot-update``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.tui.picture import picture
from assistant.tui.theme import DARK, LIGHT
from assistant.tui.widgets.prompt import Prompt
from tests.tui.fake import FakeAssistant

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from assistant.tui.app import ChatApp

    Ask = Callable[..., Awaitable[None]]

SCENES = {
    "welcome": (),
    "answer": ("Who is it for, and who made it?", "Who approved the bridge?"),
    "refusal": ("hello", "cost"),
    "clarify": ("who",),
}


@pytest.mark.parametrize("theme", [DARK.name, LIGHT.name])
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("scene", SCENES)
def test_picture(
    app: ChatApp, ask: Ask, snap_compare: Callable[..., bool], scene: str, size: tuple[int, int], theme: str
) -> None:
    async def play(pilot: Pilot[None]) -> None:
        app.theme = theme
        app.screen.query_one(Prompt).cursor_blink = False
        for question in SCENES[scene]:
            await ask(pilot, question)

    assert snap_compare(app, terminal_size=size, run_before=play)


@pytest.mark.parametrize("size", [(60, 20), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_picture_of_the_help(app: ChatApp, snap_compare: Callable[..., bool], size: tuple[int, int]) -> None:
    assert snap_compare(app, terminal_size=size, press=["f1"])


def test_the_picture_for_the_readme() -> None:
    svg = picture(FakeAssistant(), ["who", "1", "cost"], size=(100, 40))
    assert svg.startswith("<svg")
    assert "Not&#160;in&#160;the&#160;article" in svg
    assert "Did&#160;you&#160;mean" in svg
