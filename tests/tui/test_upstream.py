"""What a terminal may send, and where it shows the cursor."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual import events

import assistant.tui
from assistant.tui import upstream
from assistant.tui.app import ChatApp
from assistant.tui.palette_screen import PaletteScreen
from assistant.tui.questions_screen import QuestionsScreen
from assistant.tui.upstream import Incoming
from assistant.tui.widgets.exchange import Exchange
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.transcript import Transcript
from tests.tui.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.message import Message

    from tests.tui.fake import FakeAssistant

FAMILY, FLAGS = "👨‍👩‍👧", "🇮🇳🇯🇵"


def told(messages: Iterable[Message]) -> list[str]:
    """Keys by their names, and pastes with their texts."""
    return [
        f"paste {message.text}" if isinstance(message, events.Paste) else message.key
        for message in messages
        if isinstance(message, (events.Paste, events.Key))
    ]


def test_a_byte_that_is_no_text_ends_nothing() -> None:
    read = told(Incoming().feed(b"a\xff\xe9b"))
    assert read == ["a", "replacement_character", "replacement_character", "b"]


def test_a_sequence_that_makes_no_sense_ends_nothing() -> None:
    incoming = Incoming()
    assert told(incoming.feed(b"\x1b[99999999999;5ua")) == ["a"]
    assert told(incoming.feed(b"\x1b[A")) == ["up"]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
def test_a_paste_is_one_whatever_is_in_it_and_in_whatever_pieces_it_comes(size: int) -> None:
    sent = "x\x1b[200~a\x1bb\x1b[31mc\x1b[200~é\x1b[201~\x1b[Ay".encode()
    incoming = Incoming()
    pieces = [sent[begin : begin + size] for begin in range(0, len(sent), size)]
    messages = [message for piece in pieces for message in incoming.feed(piece)]

    assert told(messages) == ["x", "paste a\x1bb\x1b[31mc\x1b[200~é", "up", "y"]


def test_a_paste_without_an_end_is_over_when_nothing_more_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    incoming = Incoming()
    assert told(incoming.feed(b"\x1b[200~cut off")) == []
    assert told(incoming.tick()) == []
    later = time.monotonic() + 60
    monkeypatch.setattr(upstream.time, "monotonic", lambda: later)

    assert told(incoming.tick()) == ["paste cut off"]
    assert told(incoming.feed(b"a\x1b[201~b")) == ["a", "b"]


@pytest.mark.parametrize("letter", [b"x", b"~"])
def test_of_an_endless_paste_no_more_is_held_than_a_question_can_have(letter: bytes) -> None:
    incoming = Incoming()
    assert told(incoming.feed(b"\x1b[200~" + letter * 1_200_000)) == []
    (paste,) = incoming.feed(b"\x1b[201~")
    assert isinstance(paste, events.Paste)
    assert 400_000 < len(paste.text) <= 1_000_000


async def test_keys_that_are_one_on_most_terminals_are_one_on_all(assistant: FakeAssistant) -> None:
    app = ChatApp(assistant)
    async with app.run_test() as pilot:
        prompt = app.screen.query_one(Prompt)
        # Backspace twice; AltGr, a dead key, a digit of the keypad, and a space with shift.
        keys = "abc\x08\x1b[127;2u\x1b[113;7;64u\x1b[101;;233u\x1b[57400;;49u\x1b[32;2;32u"
        for message in Incoming().feed(keys.encode()):
            app.post_message(message)
        await until(pilot, lambda: prompt.value == "a@é1 ")
        for number, key in enumerate(("\n", "\x1b[13;2u", "\x1b[106;5u", "\x1bOM"), 1):
            prompt.value = f"question {number}"
            for message in Incoming().feed(key.encode()):
                app.post_message(message)
            await until(pilot, lambda: prompt.value == "")
        asked = [exchange.question for exchange in app.chat.query(Exchange)]
    assert asked == [f"question {number}" for number in range(1, 5)]


@pytest.mark.parametrize("letter", [FAMILY, FLAGS[:2], "e\u0301"])
async def test_what_looks_like_one_letter_is_one(letter: str, assistant: FakeAssistant) -> None:
    app = ChatApp(assistant)
    async with app.run_test() as pilot:
        prompt = app.screen.query_one(Prompt)
        prompt.value = f"x{letter * 4}y"
        prompt.cursor_position = len(prompt.value) - 1
        await pilot.press("backspace")
        assert prompt.value == f"x{letter * 3}y"
        await pilot.press("left", "left", "delete")
        assert prompt.value == f"x{letter * 2}y"
        assert prompt.cursor_position == 1 + len(letter)
        await pilot.press("shift+right", "delete")
        assert prompt.value == f"x{letter}y"
        await pilot.press("right", "left", "left", "right", "z")
        assert prompt.value == f"x{letter}zy"


async def test_a_cursor_is_never_put_within_a_letter(assistant: FakeAssistant) -> None:
    app = ChatApp(assistant)
    async with app.run_test() as pilot:
        prompt = app.screen.query_one(Prompt)
        prompt.value = f"{FAMILY}{FLAGS}"
        beginnings = {0, len(FAMILY), len(FAMILY) + 2, len(prompt.value)}
        for position in range(len(prompt.value) + 1):
            prompt.cursor_position = position
            assert prompt.cursor_position in beginnings
        await pilot.press("home", "right", "z")
        assert prompt.value == f"{FAMILY}z{FLAGS}"


async def test_the_cursor_of_the_terminal_is_where_the_text_goes(assistant: FakeAssistant) -> None:
    app = ChatApp(assistant)
    async with app.run_test(size=(60, 20)) as pilot:
        prompt = app.screen.query_one(Prompt)
        x, y = prompt.content_region.offset
        assert app.cursor_position == (x, y)
        await pilot.press("a", "b")
        assert app.cursor_position == (x + 2, y)
        await pilot.press("left")
        assert app.cursor_position == (x + 1, y)
        await pilot.resize_terminal(80, 30)
        assert app.cursor_position == (prompt.content_region.x + 1, prompt.content_region.y)
        assert prompt.content_region.y > y


async def test_it_follows_the_focus(assistant: FakeAssistant) -> None:
    app = ChatApp(assistant)
    async with app.run_test() as pilot:
        await pilot.press("shift+tab")
        assert app.focused
        assert not isinstance(app.focused, Prompt)
        assert app.cursor_position == app.focused.content_region.offset


@pytest.mark.endurance
async def test_of_a_key_that_is_held_nothing_piles_up(assistant: FakeAssistant) -> None:
    app = ChatApp(assistant)
    async with app.run_test(size=(60, 20)) as pilot:
        for _ in range(6):
            await pilot.press(*"who?", "enter")
        await pilot.pause()
        transcript = app.chat.query_one(Transcript)
        bottom = transcript.scroll_y
        began = time.monotonic()
        for key in (*["pageup"] * 12, *["pagedown"] * 12, "x"):
            app.post_message(events.Key(key, key if key == "x" else None))
        await until(pilot, lambda: app.screen.query_one(Prompt).value == "x")
        # One of them moves for a fifth of a second where nothing comes after it.
        assert time.monotonic() - began < 2
        assert transcript.scroll_y == bottom > 0


async def test_keys_are_dealt_with_also_where_nobody_can_tell_what_is_under_way(
    assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(_app: ChatApp, _event: events.Event) -> bool:
        raise AttributeError("no such name in this Textual")

    monkeypatch.setattr(ChatApp, "_is_at_work", unknown)
    app = ChatApp(assistant)
    async with app.run_test() as pilot:
        await pilot.press("a", "b")
        assert app.screen.query_one(Prompt).value == "ab"
        await pilot.press("ctrl+q")
    assert app.return_code == 0


async def test_enter_in_the_menu_takes_nothing_where_nothing_is_found(assistant: FakeAssistant) -> None:
    app = ChatApp(assistant)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("ctrl+p")
        for key in (*"topics", *"xqzzxq", "enter"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause(0.3)
        assert isinstance(app.screen, PaletteScreen)
        for key in (*["backspace"] * 6, "enter"):
            app.post_message(events.Key(key, None))
        await until(pilot, lambda: isinstance(app.screen, QuestionsScreen))


def test_no_line_is_one_of_textual_itself() -> None:
    files = [file for file in Path(assistant.tui.__file__).parent.rglob("*.py") if file.name != "upstream.py"]
    assert files
    bare = re.compile(r"(?<!class )\bInput\(")
    assert [file.name for file in files if bare.search(file.read_text("utf-8"))] == []
