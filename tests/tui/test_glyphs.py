"""The glyphs that the program draws by itself are ones that fonts for terminals have."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.binding import Binding

import assistant.tui
from assistant import manual, response
from assistant.tui.app import ChatApp
from assistant.tui.stage.keys import BINDINGS
from tests.tui.fake import FakeAssistant

# Of Windows Glyph List 4, which fonts such as Consolas, Menlo, DejaVu, Liberation and Cascadia Mono have:
# Latin, punctuation, arrows and shapes. Frames and blocks are drawn by terminals themselves. The two marks of
# a status are there on every system, and never as a coloured picture.
RANGES = ((0x20, 0x7F), (0xA0, 0x180), (0x2500, 0x25A0))
KNOWN = {chr(code) for start, end in RANGES for code in range(start, end)}
KNOWN |= {*"\n–—‘’‚“”„†•…‰‹›€™←↑→↓↔↕■□▪▫▲►▼◄◊○●◘◙◦", *"✓✗"}
TUI = Path(assistant.tui.__file__).parent
# What it reads there is what others have written.
READS = "pasted.py"


@pytest.mark.parametrize("kind", ["py", "tcss", "txt"])
def test_of_what_is_drawn_every_font_has_a_glyph(kind: str) -> None:
    texts = Path(manual.__file__).parent
    files = [*TUI.rglob(f"*.{kind}"), *texts.rglob(f"*.{kind}"), Path(response.__file__)]
    assert files
    drawn = {
        (file.name, letter)
        for file in files
        if file.name != READS
        for letter in file.read_text("utf-8")
        if letter not in KNOWN
    }
    # In the table of what is written in words instead.
    assert drawn - {("app.py", "⏎"), ("app.py", "⌫")} == set()


def test_of_every_name_of_a_key_too() -> None:
    app = ChatApp(FakeAssistant())
    shown = [text for group in app.keys_by_place() for row in group.rows for text in (*row.keys, row.meaning)]
    shown += map(app.get_key_display, Binding.make_bindings(BINDINGS))

    assert shown
    assert set("".join(shown)) <= KNOWN
