"""Several lines pasted at once: what they are taken for, the batch of them, and the file that it leaves."""

from __future__ import annotations

import asyncio
import re
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.color import Color
from textual.widgets import DataTable, Static
from textual.widgets._footer import FooterKey

from assistant.colours import COLOURS
from assistant.formats import OutputFormat, reply_format, whole
from assistant.text import LONGEST_QUESTION
from assistant.tui.app import ChatApp
from assistant.tui.batch_screen import BatchScreen, ReplyPane
from assistant.tui.chat_screen import ChatScreen
from assistant.tui.paste_screen import PasteOption, PasteScreen
from assistant.tui.pasted import pasted_questions
from assistant.tui.widgets.exchange import Exchange
from assistant.tui.widgets.key_table import KeyTable
from assistant.tui.widgets.notice import Notice
from assistant.tui.widgets.prompt import Prompt
from tests.tui.fake import FakeAssistant, FakeConversation
from tests.tui.telling import told
from tests.tui.test_chat import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App
    from textual.pilot import Pilot

    from assistant import Assistant
    from assistant.reply import Reply
    from tests.conftest import Run

WIDE = (120, 40)
QUESTIONS = ("Who approved the bridge?", "[bold]x[/]", "cost", "hello", "nasty")


@pytest.fixture
def app(assistant: FakeAssistant) -> ChatApp:
    return chat(assistant)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The present folder: empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def chat(assistant: FakeAssistant | Assistant) -> ChatApp:
    app = ChatApp(assistant, clock=lambda: datetime(2026, 3, 4, 12, 5, 6, tzinfo=UTC))
    app.animation_level = "none"
    return app


async def paste(pilot: Pilot[None], text: str) -> None:
    pilot.app.screen.query_one(Prompt).post_message(events.Paste(text))
    await pilot.pause()


async def run_batch(pilot: Pilot[None], *questions: str) -> BatchScreen:
    """Paste `questions`, run them, and wait for the last reply."""
    await paste(pilot, "\n".join(questions))
    await pilot.press("enter")
    await finished(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, BatchScreen)
    return screen


async def finished(pilot: Pilot[None]) -> None:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def cells(app: ChatApp) -> list[list[str]]:
    table = app.screen.query_one(DataTable)
    return [[str(cell) for cell in table.get_row_at(row)] for row in range(table.row_count)]


def texts(app: ChatApp, selector: str = "Static") -> str:
    return "\n".join(str(part.content) for part in app.screen.query(selector).results(Static))


def colours_of(app: ChatApp, glyph: str) -> list[object]:
    """The colours of what begins with `glyph`, from the top down."""
    segments = [segment for strip in app.screen._compositor.render_strips() for segment in strip]
    return [part.style.color for part in segments if part.style and part.text.strip().startswith(glyph)]


def notes(app: ChatApp) -> list[str]:
    return told(app)


def prompt(app: ChatApp) -> Prompt:
    return app.screen_stack[0].query_one(Prompt)


# The lines


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        pytest.param("who\nwhen\n", ("who", "when"), id="newlines"),
        pytest.param("who\r\nwhen\r\n", ("who", "when"), id="CRLF"),
        pytest.param("who\rwhen\r", ("who", "when"), id="the return key"),
        pytest.param("\n who \n\t\n\nwhen", ("who", "when"), id="blank lines"),
        pytest.param("a\tb\n\x1b[31mred\x1b[0m", ("a\tb", "\x1b[31mred\x1b[0m"), id="tabs and escapes"),
        pytest.param("\ud800\nwhen", ("\ufffd", "when"), id="lone surrogates"),
        pytest.param(" \n\n", (), id="nothing"),
        pytest.param("1. who\n2. when\n10. where", ("who", "when", "where"), id="numbers"),
        pytest.param("1) who\n(2) when\n3: where", ("who", "when", "where"), id="other numbers"),
        pytest.param("- who\n* when\n\n  • where", ("who", "when", "where"), id="bullets"),
        pytest.param("a) who\nb) when", ("who", "when"), id="letters"),
        pytest.param("1. who\nwhen", ("1. who", "when"), id="a mark on some lines alone"),
        pytest.param("1. who\n2.", ("1. who", "2."), id="a mark with nothing after it"),
        pytest.param("7 October?\n4 May?", ("7 October?", "4 May?"), id="numbers that are no marks"),
        pytest.param("-1 or\n-2", ("-1 or", "-2"), id="signs that are no marks"),
    ],
)
def test_the_questions_of_a_paste(text: str, questions: tuple[str, ...]) -> None:
    assert pasted_questions(text) == questions


# The choice


async def test_several_lines_are_asked_about(app: ChatApp, assistant: FakeAssistant) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await paste(pilot, "\r\n".join(["[b]who[/b]", "\x1b[31mred", *(f"q{n}" for n in range(1_198))]))

        assert isinstance(app.screen, PasteScreen)
        assert "1,200 lines were pasted" in shown(app)
        assert texts(app).startswith("[b]who[/b]\n␛[31mred\nq0\nq1\nq2\nand 1,195 more")
        assert prompt(app).value == ""

        # The last of what can be chosen is to leave the program.
        await pilot.press("up", "enter")
        assert app.return_code == 0


async def test_one_line_goes_to_the_prompt_as_ever(app: ChatApp) -> None:
    async with app.run_test() as pilot:
        await paste(pilot, "\n\twho approved it?\n\n")

        assert isinstance(app.screen, ChatScreen)
        assert prompt(app).value == " who approved it? "


async def test_the_lines_can_be_one_question(app: ChatApp, assistant: FakeAssistant) -> None:
    async with app.run_test() as pilot:
        await pilot.press(*"so: ")
        await paste(pilot, "who\r\napproved\n\n\tit?\n")
        await pilot.press("o")
        assert prompt(app).value == "so: who approved it? "
        assert prompt(app).cursor_at_end
        await pilot.press("enter")
        await pilot.pause()

        assert assistant.conversations[0].asked == ["so: who approved it?"]


async def test_the_lines_can_be_left(app: ChatApp, assistant: FakeAssistant) -> None:
    async with app.run_test() as pilot:
        await pilot.press(*"so")
        await paste(pilot, "who\nwhen")
        await pilot.press("escape")

        assert isinstance(app.screen, ChatScreen)
        assert prompt(app).value == "so"
        assert [conversation.asked for conversation in assistant.conversations] == [[]]


@pytest.mark.parametrize(("option", "screen"), [(0, BatchScreen), (1, ChatScreen), (2, ChatScreen)])
async def test_the_mouse_chooses_too(app: ChatApp, option: int, screen: type) -> None:
    async with app.run_test() as pilot:
        await paste(pilot, "who\nwhen")
        await pilot.click(list(app.screen.query(PasteOption))[option])

        await soon(lambda: isinstance(app.screen, screen))
        await soon(lambda: prompt(app).value == ("who when" if option == 1 else ""))


# The batch


async def test_each_line_is_asked_on_its_own(app: ChatApp, assistant: FakeAssistant) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await run_batch(pilot, *QUESTIONS)

        assert [conversation.asked for conversation in assistant.conversations] == [
            [],
            *([question] for question in QUESTIONS),
        ]
        assert [row[:3] for row in cells(app)] == [
            ["1", "✓", "Who approved the bridge?"],
            ["2", "✓", "[bold]x[/]"],
            ["3", "✗", "cost"],
            ["4", "~", "hello"],
            ["5", "?", "nasty"],
        ]
        assert cells(app)[1][3:] == ["[red]literal[/red] [b]answer[/b] \\[x]", "93%"]
        assert [row[4] for row in cells(app)] == ["93%", "93%", "50%", "50%", "50%"]
        assert cells(app)[4][3] == "esc ␛[31mred␛[0m bidi �abc nul ␀ lone � end"
        assert texts(app, "#batch-progress") == (
            "✓ Answered 2   ? Did you mean 1   ✗ Not in the article 1   ~ Small talk 1"
        )
        # The row under the cursor is in the colours of the cursor.
        for glyph, name, times in (("✓", "good", 2), ("?", "doubt", 2), ("✗", "gap", 2), ("~", "muted", 2)):
            assert colours_of(app, glyph)[-times:] == [Color.parse(COLOURS[name].dark).rich_color] * times


async def test_the_reply_under_the_cursor_is_shown_whole(app: ChatApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await run_batch(pilot, *QUESTIONS)
        # A short question leaves the rest of the width to the answers.
        assert "The town council of Port Ellery approved the footbridge on Tuesday. " in shown(app)
        assert "The town council of Port Ellery approved the footbridge on Tuesday." in texts(app)

        await pilot.press("down", "down")
        await pilot.pause()
        quote = "a concrete arch that would have cost less to build but more to keep"
        assert f"Closest in the article:\n“{quote}” — sentence 9" in texts(app)

        await pilot.press("down", "down")
        await pilot.pause()
        assert "esc ␛[31mred␛[0m bidi �abc nul ␀ lone � end\n· ␛[5mx" in texts(app)


async def test_a_row_is_asked_in_the_chat(app: ChatApp, assistant: FakeAssistant) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await run_batch(pilot, *QUESTIONS)
        await pilot.press("down", "down", "enter")
        await pilot.pause()

        assert isinstance(app.screen, ChatScreen)
        assert assistant.conversations[0].asked == ["cost"]
        assert len(app.screen.query(Exchange)) == 1


async def test_a_click_shows_a_row_and_asks_nothing(app: ChatApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await run_batch(pilot, *QUESTIONS)
        table = app.screen.query_one(DataTable)
        for row in (1, 3, 3):
            await pilot.click(table, offset=(10, row))

        assert isinstance(app.screen, BatchScreen)
        assert table.cursor_row == 2


async def test_escape_closes_a_finished_batch(app: ChatApp, assistant: FakeAssistant) -> None:
    async with app.run_test(size=(60, 20)) as pilot:
        await run_batch(pilot, *QUESTIONS)
        # However little room there is, nothing is broken, and the way out is named.
        assert "✓ Answered 2   ? Did you mean 1\n" in re.sub(" +\n", "\n", shown(app))
        assert "✗ Not in the article 1   ~ Small talk 1" in shown(app)
        labels = [key.description for key in app.screen.query(FooterKey)]
        assert labels == ["Ask in chat", "Close", "Save JSONL", "Quit"]
        await pilot.press("escape")

        assert isinstance(app.screen, ChatScreen)
        assert assistant.conversations[0].asked == []


# The file


@pytest.mark.endurance
@pytest.mark.parametrize(("key", "ending"), [("s", "jsonl"), ("c", "csv")])
async def test_the_file_is_that_of_the_command(
    tiny: Assistant, tiny_folder: Path, run: Run, key: str, ending: str
) -> None:
    folder = Path.cwd()
    questions = ["How high is the tower?", "when?", "=1+1", "\x1b[31mWho\x1b[0m\tdesigned it?", "Hello!"]
    app = chat(tiny)
    async with app.run_test(size=WIDE) as pilot:
        await run_batch(pilot, *questions)
        await pilot.press(key, key)
        await pilot.pause()

        path = folder / f"batch-20260304-120506.{ending}"
        assert notes(app)[0] == f"Saved 5 replies to {path}"
        # On a line of its own, and not over the reply.
        assert app.screen.query_one(Notice).display
        assert not app.screen.query_one(Notice).region.overlaps(app.screen.query_one(ReplyPane).region)
    done = run("batch", "--pack", tiny_folder, "--format", ending, stdin="\n".join(questions))
    assert path.read_bytes() == done.stdout.encode()
    # Nothing is written over.
    assert sorted(file.name for file in folder.iterdir()) == [
        f"batch-20260304-120506-2.{ending}",
        f"batch-20260304-120506.{ending}",
    ]


async def test_a_file_that_cannot_be_written_is_told_in_one_line(
    app: ChatApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    async with app.run_test(size=WIDE) as pilot:
        await run_batch(pilot, "who", "cost")
        monkeypatch.setattr("assistant.replacing.new_beside", refuse)
        await pilot.press("s")
        await pilot.pause()

        assert notes(app) == ["batch-20260304-120506: Permission denied"]
        assert isinstance(app.screen, BatchScreen)


async def test_h_saves_the_page_of_the_replies(tiny: Assistant) -> None:
    app = chat(tiny)
    async with app.run_test(size=WIDE) as pilot:
        batch = await run_batch(pilot, "How high is the tower?", "<b>who</b>", "Hello!")
        await pilot.press("h")
        await pilot.pause()

        path = Path.cwd() / "batch-20260304-120506.html"
        assert notes(app) == [f"Saved 3 replies to {path}"]
        assert path.read_text("utf-8") == whole(reply_format(OutputFormat.HTML, tiny.pack), batch.replies)


# Many lines


class SlowConversation(FakeConversation):
    """Takes as long as a hard question."""

    def __init__(self, owner: SlowAssistant) -> None:
        super().__init__()
        self._owner = owner

    def ask(self, question: str) -> Reply:
        self._owner.count += 1
        time.sleep(0.002)
        return super().ask(question)


class SlowAssistant(FakeAssistant):
    """Counts what it is asked."""

    count = 0

    def conversation(self) -> SlowConversation:
        return SlowConversation(self)


async def begun(pilot: Pilot[None], assistant: SlowAssistant) -> None:
    """Run 5,000 lines, and wait for the first rows."""
    await paste(pilot, "\n".join(f"line {n}" for n in range(5_000)))
    press(pilot.app, "enter")
    await soon(lambda: isinstance(pilot.app.screen, BatchScreen) and len(pilot.app.screen.replies) > 2)
    await soon(lambda: pilot.app.screen.query_one(DataTable).row_count > 2)


def press(app: App[None], key: str) -> None:
    # Pilot would wait until nothing runs any more.
    app.post_message(events.Key(key, None))


async def soon(condition: Callable[[], bool]) -> None:
    """Wait for `condition`, on a busy machine too."""
    late = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < late
        await asyncio.sleep(0.001)


@pytest.mark.endurance
async def test_a_big_paste_blocks_nothing_and_escape_stops_it(folder: Path) -> None:
    assistant = SlowAssistant()
    app = chat(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await begun(pilot, assistant)
        steps = []
        for _ in range(50):
            before = assistant.count
            await asyncio.sleep(0)
            steps.append(assistant.count - before)
        # The loop turned after every few questions, whatever their number.
        assert 0 < max(steps) <= 3

        table = app.screen.query_one(DataTable)
        press(app, "down")
        await soon(lambda: table.cursor_row == 1)
        await soon(lambda: "of 5,000 replies so far" in texts(app, "#batch-progress"))
        press(app, "escape")
        await soon(lambda: texts(app, "#batch-progress").startswith("Stopped"))
        stopped = assistant.count
        await finished(pilot)

        assert assistant.count == stopped < 5_000
        assert isinstance(app.screen, BatchScreen)
        assert texts(app, "#batch-progress").startswith(f"Stopped after {stopped:,} of 5,000 ")
        assert len(cells(app)) == stopped
        await pilot.press("s")
        await pilot.pause()
        (path,) = folder.iterdir()
        assert len(path.read_text("utf-8").splitlines()) == stopped

        await pilot.press("escape")
        assert isinstance(app.screen, ChatScreen)
        assert not app.screen.query(Exchange)


async def test_a_row_can_be_asked_while_others_wait() -> None:
    assistant = SlowAssistant()
    app = chat(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await begun(pilot, assistant)
        press(app, "enter")
        await soon(lambda: isinstance(app.screen, ChatScreen))
        await finished(pilot)

        assert [exchange.question for exchange in app.screen.query(Exchange)] == ["line 0"]
        assert assistant.count < 5_000


async def test_the_chat_can_be_left_in_the_midst_of_a_batch() -> None:
    assistant = SlowAssistant()
    app = chat(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await begun(pilot, assistant)
        press(app, "ctrl+q")
        await soon(lambda: app.return_code is not None)

    assert app.return_code == 0
    assert assistant.count < 5_000


async def test_a_line_without_end_is_shown_and_asked_only_so_far(app: ChatApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await run_batch(pilot, "x" * 100_000, "cost")
        assert len(texts(app, ".batch--question")) == LONGEST_QUESTION
        await pilot.press("enter")
        await pilot.pause()

        assert [len(exchange.question) for exchange in app.screen.query(Exchange)] == [LONGEST_QUESTION]


# Discovery


async def test_the_help_names_the_keys(app: ChatApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f1")
        words = texts(app)

        titles = [table.title for table in app.screen.query(KeyTable)]

        assert "Several lines pasted at the prompt" in words
        assert {"When several lines were pasted", "In a batch"} <= set(titles)
