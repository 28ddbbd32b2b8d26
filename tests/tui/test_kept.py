"""What the chat keeps: conversations that go on where they ended, marks, and what a killed process leaves."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from assistant.clock import local_time
from assistant.history import Mark, key_of
from assistant.history.database import FILE
from assistant.history.store import History
from assistant.tui.app import ChatApp
from assistant.tui.chat_screen import ChatScreen
from assistant.tui.messages import AnswerMarked
from assistant.tui.widgets.exchange import Exchange
from assistant.tui.widgets.marks import MarkChip
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.reopened import EarlierTurns
from assistant.tui.widgets.transcript import Transcript
from tests.tui.fake import PACK, FakeAssistant
from tests.tui.telling import told

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    Ask = Callable[..., Awaitable[None]]

WIDE = (120, 40)
KEY = key_of(PACK.sources.values())
# Fewer than a person gets, and more than there is room for.
MOST_SHOWN = 8


@pytest.fixture(autouse=True)
def _a_few_turns_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.tui.chat_screen.SETTLED_EVERY_SECONDS", 0.05)
    for user in ("widgets.reopened", "talk.going_on"):
        monkeypatch.setattr(f"assistant.tui.{user}.MOST_SHOWN", MOST_SHOWN)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def keeping(folder: Path) -> Callable[[], ChatApp]:
    def keeping() -> ChatApp:
        app = ChatApp(FakeAssistant(), keep=True)
        app.animation_level = "none"
        return app

    return keeping


def chat(app: ChatApp) -> ChatScreen:
    assert isinstance(app.screen, ChatScreen)
    return app.screen


async def test_a_conversation_goes_on_where_it_ended(
    keeping: Callable[[], ChatApp], folder: Path, ask: Ask
) -> None:
    first = keeping()
    async with first.run_test(size=WIDE) as pilot:
        await ask(pilot, "Who approved the bridge?", "How long will it be?")
        said = chat(first).replies

    history = History(folder / FILE)
    (kept,) = history.conversations(KEY)
    assert (kept.title, kept.turns) == ("Who approved the bridge?", 2)

    second = keeping()
    async with second.run_test(size=WIDE) as pilot:
        await chat(second).reopen(kept.number)
        await pilot.pause()
        assert chat(second).replies == said
        assert [exchange.question for exchange in second.screen.query(Exchange)] == [
            "Who approved the bridge?",
            "How long will it be?",
        ]
        assert second.screen.query("SentenceView.-used")
        await ask(pilot, "cost")
        assert chat(second)._assistant.conversations[-1].asked == [  # type: ignore[attr-defined]
            "Who approved the bridge?",
            "How long will it be?",
            "cost",
        ]
    assert [turn.question for turn in history.turns(kept.number)][-1] == "cost"
    assert len(history.conversations(KEY)) == 1


def long_talk(folder: Path, turns: int) -> int:
    """Keep a conversation of so many turns, the first marked as wrong; its number."""
    folder.mkdir()
    history, talker = History(folder / FILE), FakeAssistant().conversation()
    conversation = history.begin(KEY, local_time())
    for number in range(turns):
        turn = history.ask(conversation, f"question {number}", local_time())
        assert turn
        history.answer(turn, talker.ask(f"question {number}"))
        if number == 0:
            history.mark(turn, Mark.WRONG)
    history.close()
    return conversation


def shown_places(app: ChatApp) -> list[int]:
    return [int(exchange.question.split()[1]) for exchange in app.screen.query(Exchange)]


async def test_of_a_long_conversation_the_end_is_shown_and_all_is_kept(
    keeping: Callable[[], ChatApp], folder: Path, ask: Ask
) -> None:
    conversation = long_talk(folder, MOST_SHOWN + 3)
    app = keeping()
    async with app.run_test(size=WIDE) as pilot:
        await chat(app).reopen(conversation)
        await pilot.pause()
        assert len(app.screen.query(Exchange)) == MOST_SHOWN
        assert shown_places(app) == list(range(3, MOST_SHOWN + 3))
        assert len(chat(app).replies) == MOST_SHOWN + 3


@pytest.mark.endurance
async def test_earlier_turns_are_shown_by_key_a_few_at_a_time(
    keeping: Callable[[], ChatApp], folder: Path, ask: Ask
) -> None:
    conversation = long_talk(folder, 2 * MOST_SHOWN + 1)
    app = keeping()
    async with app.run_test(size=WIDE) as pilot:
        await chat(app).reopen(conversation)
        await pilot.pause()
        chip = app.screen.query_one(EarlierTurns)
        assert str(chip.content) == f"{MOST_SHOWN + 1} earlier turns: show {MOST_SHOWN} more"
        await pilot.press("ctrl+home", "tab")
        await pilot.pause()
        assert app.focused is chip
        await pilot.press("enter")
        await pilot.pause()
        assert shown_places(app) == list(range(1, 2 * MOST_SHOWN + 1))
        assert str(chip.content) == "1 earlier turn: show it"

        await pilot.press("enter")
        await pilot.pause()
        assert shown_places(app) == list(range(2 * MOST_SHOWN + 1))
        assert not app.screen.query(EarlierTurns)
        assert isinstance(app.focused, Prompt)
        first = app.screen.query(Exchange).first()
        assert [chip.mark for chip in first.query(MarkChip) if chip.has_class("-chosen")] == [Mark.WRONG]

        # The latest is the latest still.
        await pilot.press("f7")
        await ask(pilot, "cost")
        assert chat(app)._journal.turns[2 * MOST_SHOWN].mark is Mark.RIGHT
        assert app.screen.query(Exchange).last().question == "cost"


async def test_what_is_in_view_stays_there_when_earlier_turns_come(
    keeping: Callable[[], ChatApp], folder: Path
) -> None:
    conversation = long_talk(folder, 2 * MOST_SHOWN)
    app = keeping()
    async with app.run_test(size=WIDE) as pilot:
        await chat(app).reopen(conversation)
        await pilot.pause()
        transcript = app.screen.query_one(Transcript)
        transcript.scroll_home(animate=False)
        await pilot.pause()
        in_view = app.screen.query(Exchange)[1]
        line = in_view.region.y
        await pilot.click(EarlierTurns)
        await pilot.pause()
        await pilot.pause()
        assert len(app.screen.query(Exchange)) == 2 * MOST_SHOWN
        assert in_view.region.y == line
        assert transcript.scroll_y > 0


async def test_a_question_without_a_reply_is_answered_when_its_conversation_is_reopened(
    keeping: Callable[[], ChatApp], folder: Path
) -> None:
    app = keeping()
    async with app.run_test(size=WIDE) as pilot:
        history = chat(app)._journal.history
        conversation = history.begin(KEY, chat(app)._clock())
        history.ask(conversation, "How long will it be?", chat(app)._clock())
        await chat(app).reopen(conversation)
        await pilot.pause()
        assert [reply.answer for reply in chat(app).replies] == ["The bridge will be 212 metres long."]
        (turn,) = history.turns(conversation)
        assert turn.reply


async def test_turns_without_a_reply_that_are_not_shown_yet_are_answered_too(
    keeping: Callable[[], ChatApp], folder: Path
) -> None:
    conversation = long_talk(folder, MOST_SHOWN + 2)
    with sqlite3.connect(folder / FILE) as connection:
        connection.execute("UPDATE turn SET status = '', answer = '', reply = '' WHERE id = 2")
    app = keeping()
    async with app.run_test(size=WIDE) as pilot:
        await chat(app).reopen(conversation)
        await pilot.pause()
        said = [f"question {number}" for number in range(MOST_SHOWN + 2)]
        assert [reply.question for reply in chat(app).replies] == said
        assert all(turn.reply for turn in chat(app)._journal.history.turns(conversation))


async def test_a_mark_is_kept_and_taken_back(keeping: Callable[[], ChatApp], folder: Path, ask: Ask) -> None:
    app = keeping()
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "Who approved the bridge?", "cost", "hello")
        await pilot.press("f8")
        history = History(folder / FILE)
        (kept,) = history.conversations(KEY)

        def marks() -> list[Mark]:
            return [turn.mark for turn in history.turns(kept.number)]

        assert marks() == [Mark.NONE, Mark.WRONG, Mark.NONE]
        assert [chip.mark for chip in app.screen.query(MarkChip) if chip.has_class("-chosen")] == [Mark.WRONG]

        app.screen.query(MarkChip).first().focus()
        await pilot.press("enter")
        await pilot.pause()
        assert marks() == [Mark.RIGHT, Mark.WRONG, Mark.NONE]

        await pilot.press("f8")
        await pilot.pause()
        assert marks() == [Mark.RIGHT, Mark.NONE, Mark.NONE]
        assert [(turn.question, turn.mark) for turn in history.for_the_curator(KEY)] == [
            ("Who approved the bridge?", Mark.RIGHT),
            ("cost", Mark.NONE),
        ]


async def test_marks_and_the_name_are_exported(
    keeping: Callable[[], ChatApp], folder: Path, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = keeping()
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "Who approved the bridge?", "cost", "hello")
        await pilot.press("f8")
        (kept,) = History(folder / FILE).conversations(KEY)
        History(folder / FILE).rename(kept.number, "The bridge")
        await ask(pilot, "/export json")
    record = json.loads((tmp_path / "The-bridge.json").read_text("utf-8"))
    assert record["title"] == "The bridge"
    assert [turn.get("mark") for turn in record["turns"]] == [None, "wrong", None]


async def test_there_is_nothing_to_mark_at_first(app: ChatApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f7")
        await pilot.pause()
        assert told(app) == ["There is no answer to mark yet."]


async def test_without_a_history_nothing_is_written(app: ChatApp, folder: Path, ask: Ask) -> None:
    async with app.run_test() as pilot:
        await ask(pilot, "Who approved the bridge?")
        await pilot.press("f7")
    assert not folder.exists()


async def test_a_damaged_history_is_set_aside_and_the_chat_goes_on(
    keeping: Callable[[], ChatApp], folder: Path, ask: Ask
) -> None:
    folder.mkdir()
    (folder / FILE).write_bytes(b"no database " * 500)
    app = keeping()
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "Who approved the bridge?")
        assert any("was damaged" in notice for notice in told(app))
        assert chat(app).replies
    (damaged,) = folder.glob(f"{FILE}.damaged-*")
    assert damaged.read_bytes().startswith(b"no database")
    assert len(History(folder / FILE).conversations(KEY)) == 1


async def test_where_nothing_can_be_written_the_chat_goes_on(
    keeping: Callable[[], ChatApp], folder: Path, ask: Ask
) -> None:
    folder.write_text("a file in the place of the folder")
    app = keeping()
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "Who approved the bridge?", "cost")
        notices = told(app)
        assert len(notices) == 1
        assert "is not kept" in notices[0]
        assert len(chat(app).replies) == 2


async def test_what_a_busy_history_could_not_take_is_written_later(
    keeping: Callable[[], ChatApp], folder: Path, ask: Ask
) -> None:
    app = keeping()
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "hello")
        other = sqlite3.connect(folder / FILE, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await ask(pilot, "Who approved the bridge?")
        assert len(chat(app).replies) == 2
        other.execute("ROLLBACK")
        other.close()
        await ask(pilot, "cost")
    history = History(folder / FILE)
    (kept,) = history.conversations(KEY)
    assert [turn.question for turn in history.turns(kept.number)] == [
        "hello",
        "Who approved the bridge?",
        "cost",
    ]
    assert all(turn.reply for turn in history.turns(kept.number))


@pytest.mark.endurance
async def test_a_history_that_is_locked_from_the_start_keeps_nobody_waiting(
    keeping: Callable[[], ChatApp], folder: Path, ask: Ask
) -> None:
    History(folder / FILE).close()
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        app = keeping()
        async with app.run_test(size=WIDE) as pilot:
            started = time.monotonic()
            await ask(pilot, "Who approved the bridge?")
            await pilot.press("f6")
            await pilot.pause()
            assert time.monotonic() - started < 10
            await pilot.press("escape")
            assert len(chat(app).replies) == 1
            other.execute("ROLLBACK")
            other.close()
            await pilot.pause(0.3)
            with closing(History(folder / FILE)) as history:
                (kept,) = history.conversations(KEY)
                assert [turn.reply is not None for turn in history.turns(kept.number)] == [True]
    assert told(app) == []
    assert app.chat.loss == ""


async def test_what_was_deleted_in_another_chat_does_not_come_back(
    keeping: Callable[[], ChatApp], folder: Path, ask: Ask
) -> None:
    app = keeping()
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "Who approved the bridge?")
        other = History(folder / FILE)
        (kept,) = other.conversations(KEY)
        other.delete(kept.number)
        await ask(pilot, "How long will it be?")
        assert any("deleted in another chat" in notice for notice in told(app))
        assert len(chat(app).replies) == 2

    (new,) = other.conversations(KEY)
    assert [turn.question for turn in other.turns(new.number)] == ["How long will it be?"]
    assert new.number != kept.number


async def test_a_reply_that_comes_late_is_not_put_into_another_conversation(
    keeping: Callable[[], ChatApp], folder: Path
) -> None:
    conversation = long_talk(folder, 3)
    app = keeping()
    async with app.run_test(size=WIDE) as pilot:
        journal = chat(app)._journal
        # Its block stays on the screen for a moment after the conversation was left.
        late = Exchange("cost", journal.ask("cost"))
        await app.screen.query_one(Transcript).add(late)
        before = journal.history.turns(conversation)
        journal.resume(conversation, before)
        await chat(app)._reply(late)
        chat(app)._mark(AnswerMarked(late.place, Mark.RIGHT))
        await pilot.pause()
        assert journal.history.turns(conversation) == before
        assert list(journal.turns) == before
        assert chat(app)._assistant.conversations[-1].asked == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("shown", [1, 4])
async def test_a_new_conversation_may_begin_while_an_earlier_one_is_being_reopened(
    keeping: Callable[[], ChatApp], folder: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch, shown: int
) -> None:
    conversation = long_talk(folder, MOST_SHOWN + 2)
    app, show, calls = keeping(), Exchange.show, []

    async def show_and_leave(exchange: Exchange, *given: Any) -> None:
        await show(exchange, *given)
        calls.append(exchange)
        if len(calls) == shown:
            await chat(app).action_new_conversation()

    async with app.run_test(size=WIDE) as pilot:
        monkeypatch.setattr(Exchange, "show", show_and_leave)
        await chat(app).reopen(conversation)
        await pilot.pause()
        assert not app.screen.query(Exchange)
        assert not app.screen.query(EarlierTurns)
        assert len(calls) == shown
        await ask(pilot, "cost")
        assert [turn.question for turn in chat(app)._journal.turns] == ["cost"]
        assert len(chat(app)._journal.history.turns(conversation)) == MOST_SHOWN + 2


async def test_a_new_conversation_begun_before_an_earlier_one_is_there_stays(
    keeping: Callable[[], ChatApp], folder: Path
) -> None:
    conversation = long_talk(folder, 3)
    app = keeping()
    async with app.run_test(size=WIDE) as pilot:
        reopening = asyncio.ensure_future(chat(app).reopen(conversation))
        await asyncio.sleep(0)
        await chat(app).action_new_conversation()
        await reopening
        await pilot.pause()
        assert chat(app)._journal.conversation is None
        assert not app.screen.query(Exchange)
