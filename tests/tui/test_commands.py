"""Keys, palette, help and themes."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
from textual.binding import Binding
from textual.command import CommandPalette
from textual.driver import Driver
from textual.widgets import Input, OptionList, Static

from assistant.tui.app import ChatApp
from assistant.tui.chat_screen import ChatScreen
from assistant.tui.commands import COMMANDS
from assistant.tui.help_screen import HelpScreen, KeyLine
from assistant.tui.theme import DARK, LIGHT
from assistant.tui.widgets.article import ArticlePane
from assistant.tui.widgets.choices import Choice
from assistant.tui.widgets.exchange import CitationChip, Exchange
from assistant.tui.widgets.key_bar import KeyBar
from assistant.tui.widgets.prompt import Prompt
from tests.tui.fake import PACK
from tests.tui.telling import told
from tests.tui.test_chat import shown
from tests.tui.waiting import until

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from tests.tui.fake import FakeAssistant

    Ask = Callable[..., Awaitable[None]]


async def palette(pilot: Pilot[None], query: str = "") -> list[str]:
    """Open the palette, type `query`, and read the entries."""
    await pilot.press("ctrl+p")
    await pilot.pause()
    pilot.app.screen.query_one(Input).insert_text_at_cursor(query)
    options = pilot.app.screen.query_one(OptionList)

    def entries() -> list[str]:
        return [str(options.get_option_at_index(index).prompt) for index in range(options.option_count)]

    def found() -> bool:
        searched = all(worker.is_finished for worker in pilot.app.workers)
        return searched and query.casefold() in "".join(entries()[:1]).casefold() and bool(entries())

    await until(pilot, found)
    return entries()


async def test_quit(app: ChatApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert not app.is_running


async def test_quit_from_the_help(app: ChatApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f1", "ctrl+q")
        await pilot.pause()
        assert not app.is_running


async def test_ctrl_c_says_in_plain_words_how_to_leave(app: ChatApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert told(app) == ["ctrl+q leaves the chat."]
        assert "! ctrl+q leaves the chat." in shown(app)


@pytest.mark.skipif(not hasattr(signal, "SIGTSTP"), reason="Windows suspends nothing")
@pytest.mark.parametrize("can_suspend", [True, False])
async def test_ctrl_z_suspends_the_chat_where_that_can_be(
    app: ChatApp, monkeypatch: pytest.MonkeyPatch, can_suspend: bool
) -> None:
    sent: list[int] = []
    monkeypatch.setattr(Driver, "can_suspend", can_suspend)
    monkeypatch.setattr(os, "kill", lambda process, number: sent.append(number))
    async with app.run_test() as pilot:
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert sent == [signal.SIGTSTP] * can_suspend


async def test_the_theme_toggles(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, "How long will it be?")
        assert app.theme == DARK.name
        await pilot.press("ctrl+t")
        await pilot.pause()
        assert app.theme == LIGHT.name
        (cited,) = app.screen.query("SentenceView.-cited")
        (span,) = cited.body().spans
        assert span.style.background.hex.lower() == LIGHT.variables["quote"]
        await pilot.press("ctrl+t")
        assert app.theme == DARK.name


async def test_the_help_lists_every_binding(app: ChatApp) -> None:
    async with app.run_test(size=(100, 80)) as pilot:
        own = [*app.screen.BINDINGS, *Prompt.BINDINGS, *Choice.BINDINGS, *CitationChip.BINDINGS]
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        lines = {line.meaning: line.keys.split(", ") for line in app.screen.query(KeyLine)}
        for binding in Binding.make_bindings(own):
            assert app.get_key_display(binding) in lines[binding.tooltip]
        assert "Misspelt words are understood." in str(app.screen.query(Static)[1].content)
        await pilot.press("escape")
        assert not isinstance(app.screen, HelpScreen)
        assert app.screen.query_one(Prompt).has_focus


async def test_the_help_fits_a_small_terminal(app: ChatApp) -> None:
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("f1")
        await pilot.pause()
        panel = app.screen.query_one("#help")
        assert app.screen.region.contains_region(panel.region)
        await pilot.press("pagedown")
        await pilot.pause()
        assert panel.scroll_y > 0


def test_every_binding_has_an_id_and_a_tooltip() -> None:
    bindings = [*(command.binding() for command in COMMANDS), *Prompt.BINDINGS, *Choice.BINDINGS]
    bindings += CitationChip.BINDINGS + HelpScreen.BINDINGS
    ids = [binding.id for binding in bindings]
    assert all(ids)
    assert len(set(ids)) == len(ids)
    assert all(binding.tooltip for binding in bindings)


@pytest.mark.parametrize("width", [200, 80, 60, 40, 20])
async def test_the_footer_shows_the_first_keys_and_the_way_out_whole(app: ChatApp, width: int) -> None:
    labels = [command.label for command in COMMANDS if command.footer]
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.resize_terminal(width, 20)
        await pilot.pause()
        keys = shown(app).splitlines()[-1].split()
        first = [label for label in labels if label != "Quit"]
        assert "Quit" in keys
        assert [label for label in keys[1::2] if label != "Quit"] == first[: len(keys) // 2 - 1]
        assert all(len(key) == 2 for key in keys[::2])
        if width >= 60:
            assert {"Help", "Topics", "Quit"} <= set(keys)
        if width >= 80:
            assert keys[1::2] == labels
            assert "History" in keys


async def test_the_footer_is_set_up_anew_only_for_other_keys(app: ChatApp) -> None:
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.pause()
        keys = list(app.screen.query_one(KeyBar).children)
        await pilot.press("shift+tab")
        await pilot.pause()
        assert not isinstance(app.focused, Prompt)
        assert list(app.screen.query_one(KeyBar).children) == keys
        await pilot.resize_terminal(40, 20)
        await pilot.pause()
        assert len(app.screen.query_one(KeyBar).children) < len(keys)


async def test_the_palette_offers_the_commands_and_the_questions(app: ChatApp) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        entries = "\n".join(await palette(pilot))
        for command in COMMANDS:
            assert (command.about in entries) == command.palette
        for question in PACK.welcome:
            assert f"Ask: {question}" in entries


@pytest.mark.parametrize("query", ["/HIST", "f6"])
async def test_the_palette_finds_a_command_by_its_name_and_its_key(app: ChatApp, query: str) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        first, *_ = await palette(pilot, query)
        assert first.startswith("Show earlier conversations")


async def test_the_palette_puts_a_command_that_is_named_before_questions(
    app: ChatApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ChatScreen, "questions", ("Is theme park near?", "What is the theme?"))
    async with app.run_test(size=(100, 40)) as pilot:
        found = await palette(pilot, "theme")
        assert found[0].startswith("Switch between dark and light")
        assert "Ask: What is the theme?" in found[1] + found[2]


async def test_the_palette_asks_a_question(app: ChatApp, assistant: FakeAssistant) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        await palette(pilot, "how long")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: bool(assistant.conversations[-1].asked))
        assert assistant.conversations[-1].asked == ["How long will it be?"]
        assert not CommandPalette.is_open(app)


async def test_the_palette_does_not_open_over_the_help(app: ChatApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f1", "ctrl+p")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)


async def test_the_palette_runs_commands_of_chat_and_app(app: ChatApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await palette(pilot, "hide the article")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: not app.chat.query_one(ArticlePane).display)
        assert not app.screen.query_one(ArticlePane).display
        await palette(pilot, "dark and light")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: app.theme == LIGHT.name)


async def test_copying(app: ChatApp, ask: Ask) -> None:
    async with app.run_test() as pilot:
        await pilot.press("ctrl+y")
        await pilot.pause()
        assert told(app) == ["There is no answer to copy yet."]
        await ask(pilot, "How long will it be?")
        await pilot.press("ctrl+y")
        assert app.clipboard == (
            "The bridge will be 212 metres long.\n\n“The bridge will be 212 metres long” (sentence 3)"
        )
        assert len(app.screen.query(Exchange)) == 1


async def test_without_colour_the_status_and_the_quote_still_show(
    assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = ChatApp(assistant)
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, "How long will it be?", "cost")
        assert "✗ Not in the article" in shown(app)
        (cited,) = app.screen.query("SentenceView.-cited")
        assert cited.body().spans[0].style.underline
