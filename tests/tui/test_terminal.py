"""The chat as a process in a terminal of its own, seen through a terminal emulator."""

from __future__ import annotations

import contextlib
import re
import sys
from typing import TYPE_CHECKING

import pytest

from tests.screen import Screen
from tests.terminal import terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.terminal import Terminal

    Chat = Callable[..., Screen]

CHAT = [sys.executable, "-m", "assistant", "chat"]
MISSPELT = "whst day did teh cabinet aprove it"
READY = "Ask about the article"
ARTICLE = "The article"
# What is quoted of the article, and what stands around it in the same sentence.
QUOTED = (
    "Union Cabinet on Thursday gave approval to signing of Memorandum of Cooperation (MoC) "
    "between India and Japan"
)
SENTENCE = ("In a major boost", "Technologies.")
# A question of “Ask next” beside the article.
OFFERED_FIRST = re.compile(r"^ +1  (.+?\?) ", re.MULTILINE)
CTRL_C, CTRL_Q, F3, DOWN = "\x03", "\x11", "\x1bOR", "\x1b[B"
STYLE = re.compile(rb"\x1b\[([0-9;]*)m")


@pytest.fixture
def chat(environment: dict[str, str], tmp_path: Path) -> Iterator[Chat]:
    """Opens the chat on 100 columns and 30 rows."""
    with contextlib.ExitStack() as opened:

        def chat(**settings: str) -> Screen:
            kept = {key: value for key, value in environment.items() if key != "NO_COLOR"}
            screen = Screen(opened.enter_context(terminal(CHAT, kept | settings, (100, 30), tmp_path)))
            screen.shows(READY, "Try asking", ARTICLE)
            return screen

        yield chat


def assert_restored(terminal: Terminal) -> None:
    """The shell gets back its screen, cursor, mouse and keyboard."""
    output = bytes(terminal.output)
    for on, off in (
        (b"\x1b[?1049h", b"\x1b[?1049l"),
        (b"\x1b[?25l", b"\x1b[?25h"),
        (b"\x1b[?1000h", b"\x1b[?1000l"),
        (b"\x1b[?1003h", b"\x1b[?1003l"),
        (b"\x1b[?1006h", b"\x1b[?1006l"),
        (b"\x1b[?2004h", b"\x1b[?2004l"),
    ):
        assert -1 < output.rfind(on) < output.rfind(off), off
    assert terminal.settings_now == terminal.settings


def words(text: str) -> str:
    """`text` with every run of white space as one space."""
    return " ".join(text.split())


def test_a_conversation_in_a_terminal(chat: Chat) -> None:
    screen = chat()
    terminal = screen.terminal
    (article,) = {line.index(ARTICLE) for line in screen.lines if line.rstrip().endswith(ARTICLE)}
    (plain,) = {cell.bg for line in screen.cells(article, top=1) for cell in line if cell.data.isalpha()}

    terminal.type(MISSPELT)
    screen.shows(MISSPELT)
    terminal.type("\r")
    screen.shows("✓ Answered", "with Japan on Thursday.", "Ask next")

    # The sentence stands out in the article, and what is quoted of it once more.
    def marked(*, quoted: bool) -> str:
        return words(
            "".join(
                cell.data if cell.bg != plain and cell.underscore is quoted else " "
                for line in screen.cells(article, top=1)
                for cell in line
            )
        )

    screen.wait(
        lambda: marked(quoted=True) == QUOTED and all(part in marked(quoted=False) for part in SENTENCE),
        "marks in the article",
    )

    (follow_up,) = OFFERED_FIRST.findall(screen.text)
    terminal.type("1")
    screen.shows(f"▌ {follow_up}", "✓ Answered", "Ask next")
    screen.shows_no_more(MISSPELT)

    terminal.type(F3)
    screen.shows("Nearest phrase", "█")

    screen.resize(60, 20)
    screen.shows(READY, "f1 Help", "Nearest phrase")
    assert ARTICLE not in screen.text.replace(READY, "")

    terminal.type(CTRL_Q)
    assert terminal.end() == 0
    assert_restored(terminal)


def test_ctrl_c_does_not_leave_the_chat(chat: Chat) -> None:
    screen = chat()
    screen.terminal.type(CTRL_C)
    screen.shows("ctrl+q")
    screen.terminal.type(CTRL_Q)
    assert screen.terminal.end() == 0
    assert_restored(screen.terminal)


def test_no_color_leaves_no_colour(chat: Chat) -> None:
    screen = chat(NO_COLOR="1")
    screen.terminal.type(f"{MISSPELT}\r")
    screen.shows("✓ Answered", "Ask next")

    quoted = "".join(cell.data for line in screen.cells() for cell in line if cell.underscore and cell.bold)
    assert "Union Cabinet on Thursday" in words(quoted)

    # What has the keys is in reverse.
    screen.terminal.type("who ")
    screen.shows("▌ Who")
    screen.terminal.type(DOWN)
    screen.wait(
        lambda: "Who" in "".join(cell.data for line in screen.cells() for cell in line if cell.reverse),
        "what has the keys",
    )
    screen.terminal.type(CTRL_Q)
    assert screen.terminal.end() == 0
    styles = STYLE.findall(bytes(screen.terminal.output))
    assert styles
    assert {int(code) for style in styles for code in style.split(b";") if code} <= {0, 1, 3, 4, 7}
