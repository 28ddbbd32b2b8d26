"""Keys, palette, help and themes."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.driver import Driver
from textual.style import Style
from textual.widgets import Input, OptionList, Tree
from textual.widgets._footer import FooterKey

from assistant.manual import commands as manual_commands
from assistant.manual import widget_keys
from assistant.tui.app import ChatApp
from assistant.tui.batch_screen import BatchScreen
from assistant.tui.chat_screen import ChatScreen
from assistant.tui.commands import COMMANDS
from assistant.tui.help_screen import HelpScreen
from assistant.tui.history_screen import HistoryScreen
from assistant.tui.keys import key_name
from assistant.tui.palette import Palette
from assistant.tui.palette_screen import PaletteScreen
from assistant.tui.theme import DARK, LIGHT
from assistant.tui.widgets.article import ArticlePane
from assistant.tui.widgets.choices import Choice
from assistant.tui.widgets.exchange import CitationChip, Exchange
from assistant.tui.widgets.key_bar import KeyBar
from assistant.tui.widgets.key_table import KeyColumn, KeyTable, marked
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
    screen = pilot.app.screen
    assert isinstance(screen, PaletteScreen)
    screen.query_one(Input).insert_text_at_cursor(query)
    await pilot.pause()
    return [f"{entry.text}\n{entry.help}" for entry in screen.entries]


async def test_quit(app: ChatApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert not app.is_running


@pytest.mark.parametrize(
    "opener", ["f1", *(pytest.param(key, marks=pytest.mark.endurance) for key in ("f4", "f5", "ctrl+p"))]
)
async def test_the_way_out_of_what_lies_over_the_chat_can_be_read_and_leads_there(
    app: ChatApp, opener: str
) -> None:
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press(opener)
        await pilot.pause()
        assert app.screen is not app.chat
        (line,) = {str(key.render()) for key in app.screen.query(FooterKey) if key.action == "app.quit"}
        assert line.split() == ["^q", "Quit"]
        assert "esc Close" in shown(app)
        await pilot.press("ctrl+q")
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


def _tables(app: ChatApp) -> list[KeyTable]:
    return list(app.screen.query(KeyTable))


async def test_the_help_begins_with_the_keys_and_lists_every_binding(app: ChatApp) -> None:
    async with app.run_test(size=(100, 80)) as pilot:
        own = [*app.screen.BINDINGS, *Prompt.BINDINGS, *Choice.BINDINGS, *CitationChip.BINDINGS]
        own += [*Input.BINDINGS, *ArticlePane.BINDINGS, *BatchScreen.BINDINGS, *HistoryScreen.BINDINGS]
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        keys = {keys for table in _tables(app) for row in table.rows for keys in row[0].split(", ")}
        meanings = {meaning for table in _tables(app) for _, meaning in table.rows}
        overridden = {binding.key for binding in Binding.make_bindings(Prompt.BINDINGS)}
        for binding in Binding.make_bindings(own):
            assert key_name(binding) in keys
            if binding.tooltip or binding.key not in overridden:
                assert (binding.tooltip or widget_keys()[binding.action]) in meanings
        assert "f1  " in shown(app).splitlines()[5]
        assert "Misspelt words are understood." in str(app.screen.query("#help-words Static").first().content)
        await pilot.press("escape")
        assert not isinstance(app.screen, HelpScreen)
        assert app.screen.query_one(Prompt).has_focus


async def test_the_help_leaves_what_holds_the_words_that_are_typed(app: ChatApp) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("f1", *"page SCR")
        await pilot.pause()
        rows = [(table.title, *row) for table in _tables(app) if table.display for row in table.shown]
        assert ("Moving about", "pgup", "Scroll up a page") in rows
        assert all(word in str(row).casefold() for row in rows for word in ("page", "scr"))
        assert "Misspelt" not in shown(app)
        await pilot.press(*"zz")
        await pilot.pause()
        assert "The help says nothing of this." in shown(app)


def test_the_help_marks_what_is_sought() -> None:
    spans = marked(Content("Scroll up; [b]scroll[/b] down"), ["scr", "up"], Style(underline=True)).spans
    assert [(span.start, span.end) for span in spans] == [(0, 3), (14, 17), (7, 9)]


def test_no_key_is_cut_in_two_and_where_there_is_room_no_row_of_them() -> None:
    column = KeyColumn(["f1", "shift+up, ctrl+up", "ctrl+shift+right", "ctrl+backspace, alt+backspace"])
    assert [column.width(room) for room in (20, 50, 70, 90, 120)] == [10, 16, 17, 17, 29]


async def test_the_help_says_what_a_key_does(app: ChatApp) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("f1")
        for key in ("ctrl+home", "tab", "shift+up", "ctrl+w", "home", "ctrl+z"):
            app.screen.query_one(Input).value = key
            await pilot.pause()
            assert f" {key}" in "\n".join(shown(app).splitlines()[4:])


@pytest.mark.parametrize(
    "size", [(60, 20), *(pytest.param(size, marks=pytest.mark.endurance) for size in ((80, 24), (200, 60)))]
)
async def test_the_help_fits_the_terminal(app: ChatApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await pilot.press("f1")
        await pilot.pause()
        panel, text = app.screen.query_one(".dialog"), app.screen.query_one("#help-text")
        assert app.screen.region.contains_region(panel.region)
        assert text.region.height >= size[1] * 2 // 3
        assert text.max_scroll_x == 0
        await pilot.press("pagedown")
        await pilot.pause()
        assert text.scroll_y > 0
        await pilot.press("ctrl+end")
        await pilot.pause()
        assert "saved." in shown(app)


@pytest.mark.endurance
async def test_f1_begins_with_the_keys_of_the_screen_in_front(app: ChatApp) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        for opener, title in (("f4", "Among the topics"), ("f6", "In the history")):
            await pilot.press(opener)
            await pilot.pause()
            front = app.screen
            await pilot.press("f1")
            await pilot.pause()
            assert _tables(app)[0].title == title
            await pilot.press("f1")
            await pilot.pause()
            assert app.screen is front
            await pilot.press("escape")
            await pilot.pause()


def test_every_key_of_a_widget_is_explained_in_plain_words() -> None:
    bindings = [*Input.BINDINGS, *Tree.BINDINGS, *OptionList.BINDINGS, *VerticalScroll.BINDINGS]
    actions = [each.action for each in Binding.make_bindings(bindings) if each.key != "enter"]
    sideways = {"scroll_left", "scroll_right", "page_left", "page_right"}
    assert set(actions) - sideways <= set(widget_keys())


def test_the_manual_says_what_each_command_does() -> None:
    about = manual_commands("screen")
    assert {command.slash for command in COMMANDS if command.slash} <= set(about)
    for command in COMMANDS:
        if command.slash:
            assert command.about.startswith(about[command.slash])


def test_every_binding_has_an_id_and_a_tooltip() -> None:
    bindings = [*(command.binding() for command in COMMANDS), *Prompt.BINDINGS, *Choice.BINDINGS]
    bindings += CitationChip.BINDINGS + HelpScreen.BINDINGS + ArticlePane.BINDINGS
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
            assert (command.about in entries) != command.moves
        for question in PACK.welcome:
            assert f"Ask: {question}" in entries


async def test_the_palette_finds_every_command_and_every_key(app: ChatApp) -> None:
    async with app.run_test(size=(100, 40)):
        palette = Palette(app.chat, app)
        rows = [row for group in app.keys_by_place() for row in group.rows]
        for sought in ("scroll", "copy", "history", "theme", "quit", *(row.meaning for row in rows)):
            entries = palette.search(sought)
            assert sought.casefold() in "\n".join(f"{each.text} {each.help}" for each in entries).casefold()
        for key in {key for row in rows for key in row.keys}:
            assert key in palette.search(key)[0].help


async def test_the_palette_explains_a_key_that_is_no_command(app: ChatApp) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        await palette(pilot, "delete all to the left")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        rows = [row for table in _tables(app) if table.display for row in table.shown]
        assert [keys for keys, _ in rows] == ["ctrl+u, super+backspace"]


async def test_the_palette_finds_a_command_by_its_name_or_its_key_and_nothing_besides(app: ChatApp) -> None:
    async with app.run_test(size=(100, 40)):
        palette = Palette(app.chat, app)
        for typed in ("hist", "/HIST", "histroy", "f6", "earl conv"):
            (entry,) = palette.search(typed)
            assert entry.text.startswith("Show earlier conversations")
        assert palette.search("xqzzxq") == palette.search("/")[1:] == []


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
        await pilot.press("enter")
        await until(pilot, lambda: bool(assistant.conversations[-1].asked))
        assert assistant.conversations[-1].asked == ["How long will it be?"]
        assert app.screen is app.chat


async def test_the_palette_does_not_open_over_the_help(app: ChatApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f1", "ctrl+p")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)


async def test_the_palette_runs_commands_of_chat_and_app(app: ChatApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await palette(pilot, "hide the article")
        await pilot.press("enter")
        await until(pilot, lambda: not app.chat.query_one(ArticlePane).display)
        assert not app.screen.query_one(ArticlePane).display
        await palette(pilot, "dark and light")
        await pilot.press("enter")
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
