"""Pictures of the chat; after a wanted change: ``pytest -m picture --snapshot-update``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events

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


SIZES = pytest.mark.parametrize(
    "size", [(60, 20), (80, 24), (120, 40), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}"
)
THEMES = pytest.mark.parametrize("theme", [DARK.name, LIGHT.name])


@pytest.fixture
def matches(app: ChatApp, ask: Ask, snap_compare: Callable[..., bool]) -> Callable[..., bool]:
    """Whether the chat, after questions and keys, looks as in the picture kept of it."""

    def matches(
        size: tuple[int, int], theme: str, questions: tuple[str, ...] = (), keys: tuple[str, ...] = ()
    ) -> bool:
        async def play(pilot: Pilot[None]) -> None:
            app.theme = theme
            app.screen.query_one(Prompt).cursor_blink = False
            await pilot.pause()
            await ask(pilot, *questions)
            await pilot.press(*keys)
            await pilot.pause()

        return snap_compare(app, terminal_size=size, run_before=play)

    return matches


@SIZES
@THEMES
@pytest.mark.parametrize("scene", SCENES)
def test_picture(matches: Callable[..., bool], scene: str, size: tuple[int, int], theme: str) -> None:
    assert matches(size, theme, SCENES[scene])


@SIZES
@THEMES
def test_picture_of_suggestions(matches: Callable[..., bool], size: tuple[int, int], theme: str) -> None:
    assert matches(size, theme, ("How long will it be?",), keys=(*"who", "down", "down"))


@SIZES
@THEMES
def test_picture_of_the_help(matches: Callable[..., bool], size: tuple[int, int], theme: str) -> None:
    assert matches(size, theme, keys=("f1",))


@THEMES
def test_picture_of_what_the_help_says_of_something(matches: Callable[..., bool], theme: str) -> None:
    assert matches((80, 24), theme, keys=("f1", *"scroll"))


@THEMES
@pytest.mark.parametrize("keys", [("tab",), ("shift+tab", "down")], ids=["chip", "sentence"])
def test_picture_of_the_focus(matches: Callable[..., bool], keys: tuple[str, ...], theme: str) -> None:
    assert matches((120, 40), theme, ("How long will it be?",), keys)


def test_picture_of_the_article_on_a_narrow_terminal(matches: Callable[..., bool]) -> None:
    assert matches((60, 20), DARK.name, SCENES["answer"], keys=("f2",))


def test_the_picture_for_the_readme() -> None:
    svg = picture(FakeAssistant(), ["who", "1", "cost"], size=(100, 60))
    assert svg.startswith("<svg")
    assert "Not&#160;in&#160;the&#160;article" in svg
    assert "Did&#160;you&#160;mean" in svg


@SIZES
@THEMES
def test_picture_of_the_reasons(matches: Callable[..., bool], size: tuple[int, int], theme: str) -> None:
    assert matches(size, theme, ("Who approved the bridge?",), ("f3",))


@SIZES
@THEMES
def test_picture_of_the_topics(matches: Callable[..., bool], size: tuple[int, int], theme: str) -> None:
    assert matches(size, theme, keys=("f4", *"bri", "down"))


@SIZES
@THEMES
def test_picture_of_the_menu(matches: Callable[..., bool], size: tuple[int, int], theme: str) -> None:
    assert matches(size, theme, keys=("ctrl+p", *"the"))


PASTED = (
    "Who approved the bridge?\r\n[bold]x[/]\r\n\tWhen can I see the plans?\r\n\r\n"
    "Who is it for, and who made it?\r\ncost\r\nwho\r\n\x1b[31mred\x1b[0m\r\nhello"
)
PASTE_SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")


@PASTE_SIZES
@pytest.mark.parametrize("theme", [DARK.name, LIGHT.name])
@pytest.mark.parametrize("keys", [(), ("enter", "down", "down")], ids=["choice", "batch"])
def test_picture_of_pasted_lines(
    app: ChatApp,
    snap_compare: Callable[..., bool],
    keys: tuple[str, ...],
    size: tuple[int, int],
    theme: str,
) -> None:
    async def play(pilot: Pilot[None]) -> None:
        app.theme = theme
        prompt = app.screen.query_one(Prompt)
        prompt.cursor_blink = False
        prompt.post_message(events.Paste(PASTED))
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await app.workers.wait_for_complete()
            await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=play)
