"""A file of questions that is named, or dropped on the window of the chat."""

from __future__ import annotations

import io
import json
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import DataTable

from assistant.batch import Batch, InputFormat, StreamSink, rows_of
from assistant.formats import OutputFormat
from assistant.records import question_files
from assistant.records.question_files import rows_of_files
from assistant.served import DRIVER
from assistant.tui.app import ChatApp
from assistant.tui.batch_screen import BatchScreen
from assistant.tui.chat_screen import ChatScreen
from assistant.tui.help_screen import HelpScreen
from assistant.tui.palette import Palette
from assistant.tui.served_driver import ServedDriver
from assistant.tui.talk import batching
from assistant.tui.talk.batching import NO_FILES_HERE
from assistant.tui.widgets.exchange import Exchange
from assistant.tui.widgets.key_table import KeyTable
from assistant.tui.widgets.notice import Notice
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.suggestions import Suggestions
from assistant.tui.widgets.title_bar import TitleBar
from tests.tui.telling import told
from tests.tui.waiting import until

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from textual.pilot import Pilot

    from assistant import Assistant
    from assistant.records.rows import Row
    from tests.tui.fake import FakeAssistant

    Ask = Callable[..., Awaitable[None]]

TABLE = "id,conversation,question\na,c1,Who approved the bridge?\nb,c1,cost\n,,hello\nx\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The present folder, with files of questions in it."""
    folder = tmp_path / "my files"
    (folder / "sub").mkdir(parents=True)
    (folder / "q 1.csv").write_text(TABLE, "utf-8")
    (folder / "more.txt").write_text("who\n", "utf-8")
    (folder / "notes.md").write_text("who\n", "utf-8")
    (folder / "sub" / "deep.jsonl").write_text('{"question": "who"}\n', "utf-8")
    monkeypatch.chdir(folder)
    return folder


async def drop(pilot: Pilot[None], text: str) -> None:
    prompt(pilot.app).post_message(events.Paste(text))
    await settled(pilot)


async def settled(pilot: Pilot[None]) -> None:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def rows(app: ChatApp) -> list[list[str]]:
    table = app.screen.query_one(DataTable)
    return [[str(cell) for cell in table.get_row_at(row)][:3] for row in range(table.row_count)]


def title(app: ChatApp) -> str:
    return str(app.screen.query_one(TitleBar).content)


def prompt(app: ChatApp) -> Prompt:
    return app.chat.query_one(Prompt)


def value(app: ChatApp) -> str:
    return prompt(app).value


class SlowReading:
    """A disk that gives nothing until it is to go on."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.go_on = threading.Event()

    def rows_of_files(self, paths: Sequence[Path]) -> list[Row]:
        self.begun += [path.name for path in paths]
        self.go_on.wait(10)
        return rows_of_files(paths)


@contextmanager
def reading_slowly(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowReading]:
    reading = SlowReading()
    monkeypatch.setattr(question_files, "rows_of_files", reading.rows_of_files)
    try:
        yield reading
    finally:
        reading.go_on.set()


async def test_a_named_file_is_a_batch_whose_conversations_are_its_own(
    app: ChatApp, assistant: FakeAssistant, ask: Ask
) -> None:
    async with app.run_test() as pilot:
        await ask(pilot, "/batch q 1.csv")
        await settled(pilot)

        assert isinstance(app.screen, BatchScreen)
        assert title(app) == "A batch of 4 questions from q 1.csv"
        assert rows(app) == [
            ["a", "✓", "Who approved the bridge?"],
            ["b", "✗", "cost"],
            ["3", "~", "hello"],
            ["x", "!", ""],
        ]
        assert app.screen.replies[3].answer == "q 1.csv:5:1: this row has 1 cell where the header has 3"
        asked = [conversation.asked for conversation in assistant.conversations]
        assert asked == [[], ["Who approved the bridge?", "cost"], ["hello"]]
        # There is nothing to ask of a row that could not be read.
        app.screen.query_one(DataTable).move_cursor(row=3)
        await pilot.press("enter")
        assert told(app) == ["There is no question in this row."]
        await pilot.press("up", "enter")
        await pilot.pause()
        assert [exchange.question for exchange in app.screen.query(Exchange)] == ["hello"]


async def test_what_is_saved_is_what_the_command_writes(tiny: Assistant, folder: Path, ask: Ask) -> None:
    questions = "a,c1,How high is the tower?\nb,c1,and what strikes the hour?\n,,when?\nx\n"
    (folder / "q.csv").write_text(f"id,conversation,question\n{questions}", "utf-8")
    app = ChatApp(tiny, clock=lambda: datetime(2026, 3, 4, 12, 5, 6, tzinfo=UTC))
    async with app.run_test() as pilot:
        await ask(pilot, "/batch q.csv")
        await settled(pilot)
        await pilot.press("s")

    written = io.StringIO()
    with (folder / "q.csv").open("rb") as stream:
        rows = rows_of(stream, "q.csv", InputFormat.AUTO)
        Batch(tiny, None, OutputFormat.JSONL).run(rows, StreamSink(written))
    saved = (folder / "batch-20260304-120506.jsonl").read_text("utf-8")
    assert saved == written.getvalue()
    assert [json.loads(line)["conversation"] for line in saved.splitlines()] == ["c1", "c1", None, None]


async def test_dropped_files_are_a_batch(app: ChatApp, folder: Path) -> None:
    table, text = folder / "q 1.csv", folder / "more.txt"
    async with app.run_test() as pilot:
        await drop(pilot, f"'{table}' ")
        assert title(app) == "A batch of 4 questions from q 1.csv"
        assert value(app) == ""
        app.screen.dismiss()
        await pilot.pause()
        # It can be called back, as if it was typed.
        await pilot.press("up")
        assert value(app) == f"/batch '{table}'"

        prompt(app).value = ""
        await drop(pilot, f"{text.as_uri()}\r\n{table.as_uri()}\r\n")
        assert title(app) == "A batch of 5 questions from more.txt and q 1.csv"
        assert [row[0] for row in rows(app)] == ["1", "a", "b", "4", "x"]
        app.screen.dismiss()
        await pilot.pause()

        # Beside words it is part of them.
        prompt(app).value = "/batch "
        prompt(app).cursor_position = len("/batch ")
        await drop(pilot, str(text))
        assert value(app) == f"/batch {text}"


async def test_keys_that_come_with_a_file_are_for_its_batch(app: ChatApp, folder: Path) -> None:
    async with app.run_test() as pilot:
        for event in (events.Paste(str(folder / "q 1.csv")), events.Key("x", "x"), events.Key("down", None)):
            app.post_message(event)
        await until(pilot, lambda: isinstance(app.screen, BatchScreen) and len(rows(app)) == 4)
        await until(pilot, lambda: app.screen.query_one(DataTable).cursor_row == 1)
        assert value(app) == ""


async def test_a_second_file_is_being_read_when_the_first_is_given_up(
    app: ChatApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reading_slowly(monkeypatch) as read:
        async with app.run_test() as pilot:
            app.chat.action_batch("q 1.csv")
            await until(pilot, lambda: read.begun == ["q 1.csv"])
            app.chat.action_batch("more.txt")
            await until(pilot, lambda: read.begun == ["q 1.csv", "more.txt"])
            assert app.chat.is_reading
            read.go_on.set()
            await until(pilot, lambda: isinstance(app.screen, BatchScreen))
            assert title(app) == "A batch of 1 question from more.txt"
            assert not app.chat.is_reading


async def test_a_file_that_takes_long_to_read_is_said_to_be_read_and_escape_stops_that(
    app: ChatApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batching, "READING_SAID_AFTER", 0.01)
    with reading_slowly(monkeypatch) as read:
        async with app.run_test() as pilot:
            app.chat.action_batch("'q 1.csv' more.txt")
            await until(pilot, lambda: bool(told(app)))
            assert told(app) == ["Reading q 1.csv and more.txt … esc stops it."]
            assert app.chat.query_one(Notice).display

            await app.chat.run_action("to_prompt")
            assert not app.chat.is_reading
            read.go_on.set()
            await settled(pilot)
            assert told(app)[1:] == ["Stopped reading."]
            assert isinstance(app.screen, ChatScreen)


async def test_a_dropped_file_that_cannot_be_read_is_told_in_a_line(app: ChatApp, folder: Path) -> None:
    missing, part, notes = (folder / name for name in ("missing.csv", "sub", "notes.md"))
    async with app.run_test() as pilot:
        for path in (missing, part, notes):
            await drop(pilot, str(path))
            assert value(app) == ""
        no_such, is_folder, other = told(app)
        assert no_such == f"{missing}: there is no such file; see to its name and its folder"
        assert is_folder == f"{part}: this is a folder; name a file of questions in it"
        assert other.startswith(f"{notes}: questions are read from files that end in .txt, .text, .csv")
        assert isinstance(app.screen, ChatScreen)
        # What may be something else stays at the prompt.
        await drop(pilot, "/no/such/article.md")
        assert value(app) == "/no/such/article.md"


async def test_without_a_file_it_says_what_it_wants_and_names_are_completed(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=(80, 30)) as pilot:
        await ask(pilot, "/batch")
        suggestions = app.screen.query_one(Suggestions)
        assert told(app) == [
            "/batch takes a file of questions, text or CSV: name it, or drop it on the window."
        ]
        assert value(app) == "/batch "
        assert not suggestions.visible

        prompt(app).insert_text_at_cursor("S")
        assert suggestions.questions == ("/batch sub/",)
        await pilot.press("down", "enter")
        # A folder is gone into.
        assert suggestions.questions == ("/batch sub/deep.jsonl",)
        prompt(app).value = "/batch "
        assert suggestions.questions == ("/batch more.txt", "/batch q 1.csv", "/batch sub/")
        await pilot.press("tab", "enter")
        await settled(pilot)
        assert title(app) == "A batch of 1 question from more.txt"


async def test_a_file_that_is_dropped_too_soon_waits(assistant: FakeAssistant, folder: Path) -> None:
    app = ChatApp(None)
    async with app.run_test() as pilot:
        await drop(pilot, f"{folder / 'more.txt'}")
        assert isinstance(app.screen, ChatScreen)
        await app.chat.begin(assistant)
        await settled(pilot)
        assert title(app) == "A batch of 1 question from more.txt"


# In a browser


def test_the_driver_of_a_served_chat_is_known_for_one() -> None:
    module, _, name = DRIVER.partition(":")
    assert (module, name) == (ServedDriver.__module__, ServedDriver.__name__)
    assert ServedDriver.is_web.fget(None) is True  # type: ignore[attr-defined]


async def test_a_visitor_reads_no_file_of_the_server(
    app: ChatApp, folder: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *_: object, **__: object) -> None:
        raise AssertionError(f"{path} was looked at")

    monkeypatch.setattr(ChatApp, "is_web", True)
    for name in ("stat", "exists", "open", "expanduser"):
        monkeypatch.setattr(Path, name, refuse)
    monkeypatch.setattr("assistant.tui.file_names.scandir", refuse)
    async with app.run_test() as pilot:
        prompt(app).insert_text_at_cursor("/batch ")
        assert app.screen.query_one(Suggestions).questions == ()
        prompt(app).value = ""
        for line in ("/batch", f"/batch {folder / 'more.txt'}", "/batch ~/no.csv"):
            await ask(pilot, line)
        for text in (f"{folder / 'more.txt'}", "'/no/such.csv' ", "file:///etc/passwd"):
            await drop(pilot, text)
        await settled(pilot)

        assert told(app) == [NO_FILES_HERE] * 6
        assert isinstance(app.screen, ChatScreen)
        assert value(app) == ""
        # Whether it is there or not, a path that may be anything is text.
        for text in (f"{folder}", "/no/such/folder"):
            await drop(pilot, text)
            assert value(app) == text
            prompt(app).value = ""


async def test_a_visitor_is_not_offered_it(app: ChatApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ChatApp, "is_web", True)
    async with app.run_test(size=(80, 30)) as pilot:
        prompt(app).insert_text_at_cursor("/")
        offered = app.screen.query_one(Suggestions).questions
        assert "/export " in offered
        assert "/batch " not in offered
        entries = [entry.text for entry in Palette(app.chat, app).listed()]
        assert "Export the conversation to a new file" in entries
        assert "Answer all questions of a file" not in entries
        app.action_help()
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        assert "/batch" not in [keys for table in app.screen.query(KeyTable) for keys, _ in table.rows]
