"""The kept conversations: listed, searched, reopened, renamed, deleted, whatever becomes of the file."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from textual.app import App
from textual.widgets import Input, Static
from textual.widgets._footer import FooterKey

from assistant.history import HistoryError, Journal, Kept
from assistant.history.turns import MOST_LISTED
from assistant.reply import Reply, Status
from assistant.tui.app import ChatApp
from assistant.tui.history_screen import Confirmation, HistoryScreen, NameInput
from assistant.tui.theme import DARK, LIGHT
from assistant.tui.when import told
from assistant.tui.widgets.kept_list import KeptList
from tests.tui.test_chat import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from textual.pilot import Pilot

ZONE = timezone(timedelta(hours=2))
NOW = datetime(2026, 11, 22, 14, 30, tzinfo=ZONE)
WIDE = (100, 30)

Talk = tuple[datetime, str, list[tuple[str, str]]]
TALKS: list[Talk] = [
    (datetime(2025, 11, 12, 9, 0, tzinfo=ZONE), "", [("Who is it for?", "For walkers and cyclists.")]),
    (
        datetime(2026, 11, 12, 9, 0, tzinfo=ZONE),
        "The [b]club[/] and its café",
        [("Who rows?", "The club."), ("Where?", "On the Wend."), ("Why?", "The article does not say.")],
    ),
    (
        datetime(2026, 11, 21, 23, 59, tzinfo=ZONE),
        "",
        [
            (
                "Who spoke for the rowing club, and who for the last of the ferrymen who are not content?",
                "The last ferryman, Ole Brandt, said that he would rather have seen a new boat.",
            )
        ],
    ),
    (
        datetime(2026, 11, 22, 14, 3, tzinfo=ZONE),
        "",
        [("How long will it be?", "The bridge will be 212 metres long.")] * 12,
    ),
]


class HistoryApp(App[None]):
    """Nothing but the screen."""

    CSS_PATH = ChatApp.CSS_PATH

    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self.journal = journal
        self.reopened: list[Kept | None] = []
        self.deleted: list[int] = []
        self.animation_level = "none"
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        self.theme = DARK.name

    def on_mount(self) -> None:
        screen = HistoryScreen(self.journal, lambda: NOW, self.deleted.append)
        self.push_screen(screen, self.reopened.append)


def talk(journal: Journal, *turns: tuple[str, str]) -> None:
    for question, answer in turns:
        place = journal.ask(question)
        journal.answer(place, Reply(question=question, status=Status.ANSWERED, answer=answer))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def told_of() -> list[str]:
    return []


@pytest.fixture
def journal(folder: Path, told_of: list[str]) -> Journal:
    """Four talks were kept; the last of them is the present one."""
    return journal_of(TALKS, told_of)


def journal_of(talks: Sequence[Talk], told_of: list[str], *, keep: bool = True) -> Journal:
    moment = NOW
    journal = Journal("p", keep=keep, clock=lambda: moment, tell=told_of.append)
    for moment, name, turns in talks:  # noqa: B007  (the clock tells it)
        journal.restart()
        talk(journal, *turns)
        assert journal.conversation is not None
        if name:
            journal.history.rename(journal.conversation, name)
    return journal


@pytest.fixture
def app(journal: Journal) -> HistoryApp:
    return HistoryApp(journal)


def listed(app: HistoryApp) -> list[str]:
    return [kept.title for kept in app.journal.history.conversations("p")]


def kept_list(app: HistoryApp) -> KeptList:
    return app.screen.query_one(KeptList)


def note(app: HistoryApp) -> str:
    line = app.screen.query_one("#history-note", Static)
    return str(line.content) if line.display else ""


def line_of(app: HistoryApp, text: str) -> str:
    return next(line for line in shown(app).splitlines() if text in line)


def marked(app: HistoryApp, text: str) -> list[str]:
    """What is underlined on the line with `text`."""
    strip = next(strip for strip in app.screen._compositor.render_strips() if text in strip.text)
    return [part.text for part in strip if part.style and part.style.underline]


async def type_(pilot: Pilot[None], text: str) -> None:
    pilot.app.screen.query_one("#history-search", Input).insert_text_at_cursor(text)
    await pilot.pause()


# When


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOW - timedelta(minutes=27), "today 14:03"),
        (NOW.replace(hour=0, minute=0), "today 00:00"),
        (NOW.replace(hour=0, minute=0) - timedelta(seconds=1), "yesterday"),
        (NOW - timedelta(days=2), "Nov 20"),
        (datetime(2026, 1, 2, tzinfo=ZONE), "Jan 2"),
        (datetime(2025, 11, 22, tzinfo=ZONE), "2025-11-22"),
        # 23:30 of the day before in Greenwich, and today here.
        (datetime(2026, 11, 21, 23, 30, tzinfo=UTC), "today 01:30"),
    ],
)
def test_when_it_was_is_told_in_the_zone_of_the_person(moment: datetime, words: str) -> None:
    assert told(moment, NOW) == words


# Listing and searching


async def test_each_conversation_is_told_by_title_size_and_age(app: HistoryApp) -> None:
    async with app.run_test(size=WIDE):
        places = [shown(app).index(text) for text in ("How long", "Who spoke", "The [b]club[/]", "Who is it")]
        assert places == sorted(places)
        for title, count, when in (
            ("How long will it be?", "12 questions", "open now"),
            ("Who spoke for", "1 question ", "yesterday"),
            ("The [b]club[/] and its café", "3 questions", "Nov 12"),
            ("Who is it for?", "1 question ", "2025-11-12"),
        ):
            line = line_of(app, title)
            assert count in line
            assert when in line


async def test_only_the_present_conversation_is_marked(app: HistoryApp) -> None:
    async with app.run_test(size=WIDE):
        assert shown(app).count("●") == 1
        assert "● How long will it be?" in shown(app)


async def test_what_is_searched_for_is_found_and_shown(app: HistoryApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await type_(pilot, "FERRYM brandt")
        assert "How long" not in shown(app)
        assert "The last ferryman, Ole Brandt, said that" in shown(app)

        assert marked(app, "The last ferryman") == ["ferryman", "Brandt"]


async def test_what_is_found_in_the_title_is_marked_there_alone(app: HistoryApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await type_(pilot, "cafe")
        assert kept_list(app).option_count == 1
        assert marked(app, "The [b]club[/]") == ["café"]

        search = app.screen.query_one("#history-search", Input)
        search.value = "long be"
        await pilot.pause()
        assert marked(app, "How long") == ["long", "be"]
        assert shown(app).count("How long will it be?") == 1

        # There is no room for so much of the title.
        search.value = "ferrymen"
        await pilot.pause()
        assert marked(app, "the last of the ferrymen") == ["ferrymen"]
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert marked(app, "the last of the ferrymen") == ["ferrymen"]


async def test_what_is_not_found_is_said(app: HistoryApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await type_(pilot, "zebra [b]")
        assert "No conversation holds “zebra [b]”." in shown(app)
        await pilot.press("enter", "delete", "ctrl+r", "down", "escape")
        assert app.reopened == [None]


async def test_before_the_first_question_there_is_a_friendly_word(folder: Path, told_of: list[str]) -> None:
    app = HistoryApp(journal_of([], told_of))
    async with app.run_test(size=WIDE):
        assert "There is no conversation yet." in shown(app)


async def test_that_nothing_is_kept_is_said(folder: Path, told_of: list[str]) -> None:
    app = HistoryApp(journal_of(TALKS, told_of, keep=False))
    async with app.run_test(size=WIDE) as pilot:
        assert "These conversations end with the program" in note(app)
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        assert [kept.title for kept in app.reopened if kept] == [TALKS[2][2][0][0]]
    assert not folder.exists()


async def test_no_more_than_the_latest_are_listed(folder: Path, told_of: list[str]) -> None:
    many = [(NOW - timedelta(days=1), "", [(f"question {n}", "x")]) for n in range(MOST_LISTED + 1)]
    app = HistoryApp(journal_of(many, told_of))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("down", "end")
        assert kept_list(app).chosen.first == "question 1"  # type: ignore[union-attr]
        await pilot.press("down", "down")
        assert "The latest 200; search for older ones." in shown(app)

        await type_(pilot, "question 0")
        assert "question 0" in shown(app)
        assert "The latest" not in shown(app)


# Keys and mouse


async def test_enter_reopens_what_is_chosen(app: HistoryApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await type_(pilot, "ro")
        await pilot.press("enter")
        await pilot.pause()
        assert [kept.title for kept in app.reopened if kept] == [TALKS[2][2][0][0]]


async def test_the_arrows_lead_into_the_list_and_out_of_it(app: HistoryApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        search = app.screen.query_one("#history-search", Input)
        assert search.has_focus
        await pilot.press("down")
        assert kept_list(app).has_focus
        assert kept_list(app).highlighted == 0
        await pilot.press("down", "up", "up")
        assert search.has_focus
        await pilot.press("down", "end", "w", "h", "o")
        assert search.has_focus
        assert search.value == "who"


async def test_a_click_chooses_and_another_reopens(app: HistoryApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.click(KeptList, offset=(8, 2))
        assert kept_list(app).highlighted == 2
        assert app.reopened == []
        await pilot.click(KeptList, offset=(8, 2))
        await pilot.pause()
        assert [kept.title for kept in app.reopened if kept] == ["The [b]club[/] and its café"]


@pytest.mark.parametrize("key", ["ctrl+r", "f2"])
async def test_a_conversation_is_renamed_in_its_place(app: HistoryApp, key: str) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("down", "down", key)
        name = app.screen.query_one(NameInput)
        assert name.has_focus
        assert name.region.y == kept_list(app).region.y + 1
        await pilot.press(*"a [b]", "enter")
        await pilot.pause()
        assert listed(app)[1] == "a [b]"
        assert "a [b]" in shown(app)
        assert kept_list(app).has_focus
        assert kept_list(app).highlighted == 1

        # No name, and it is called by its first question again.
        await pilot.press(key, "delete", "enter")
        await pilot.pause()
        assert listed(app)[1].startswith("Who spoke")


async def test_escape_leaves_the_name_as_it_was(app: HistoryApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("ctrl+r", "x", "escape")
        await pilot.pause()
        assert listed(app)[0] == "How long will it be?"
        assert isinstance(app.screen, HistoryScreen)
        assert not app.screen.query_one(NameInput).display


async def test_deleting_is_asked_about_once(app: HistoryApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("down", "down", "down", "delete")
        asked = "Delete “The [b]club[/] and its café” and its 3 questions for good? y/n"
        assert asked in shown(app)
        await pilot.press("x", "enter", "n")
        await pilot.pause()
        assert not app.screen.query_one(Confirmation).display
        assert len(listed(app)) == 4

        await pilot.press("ctrl+d", "y")
        await pilot.pause()
        assert len(listed(app)) == 3
        assert app.deleted == [2]
        assert kept_list(app).highlighted == 2
        await pilot.press("delete", "y")
        await pilot.pause()
        assert app.deleted == [2, 1]
        assert isinstance(app.screen, HistoryScreen)


async def test_the_mouse_deletes_and_renames(app: HistoryApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.click(KeptList, offset=(8, 1))
        await press_by_mouse(pilot, "Delete")
        await press_by_mouse(pilot, "Yes, delete")
        assert app.deleted == [3]
        await press_by_mouse(pilot, "Rename")
        assert app.screen.query_one(NameInput).has_focus


async def press_by_mouse(pilot: Pilot[None], label: str) -> None:
    await pilot.pause()
    await pilot.click(next(key for key in pilot.app.screen.query(FooterKey) if key.description == label))
    await pilot.pause()


@pytest.mark.parametrize("steps", [1, 3])
async def test_whether_to_delete_is_asked_beside_the_conversation(app: HistoryApp, steps: int) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*["down"] * steps, "delete")
        await pilot.pause()
        await pilot.pause()
        line = app.screen.query_one(Confirmation).region
        lines = shown(app).splitlines()
        assert "for good?" in "".join(lines[line.y : line.bottom])
        chosen = kept_list(app).chosen
        assert chosen
        assert chosen.title[:20] in lines[line.y - 1]
        # Nor does the question hide any other.
        assert [
            title for line in lines for title in listed(app) if line.strip("│ ●").startswith(title[:20])
        ] == listed(app)


async def test_the_list_makes_room_for_whether_to_delete_its_last(told_of: list[str], folder: Path) -> None:
    moment = datetime(2026, 11, 12, 9, 0, tzinfo=ZONE)
    app = HistoryApp(
        journal_of([(moment, f"Talk {number:02}", [("Why?", "So.")]) for number in range(30)], told_of)
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "end", "delete")
        await pilot.pause()
        await pilot.pause()
        line = app.screen.query_one(Confirmation).region
        assert "Talk 00" in shown(app).splitlines()[line.y - 1]
        assert line.bottom == kept_list(app).region.bottom
        await pilot.press("n")
        await pilot.pause()
        assert "Talk 00" in shown(app).splitlines()[kept_list(app).region.bottom - 1]


async def test_whoever_clicks_elsewhere_deletes_nothing(app: HistoryApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("down", "delete")
        await pilot.click("#history-search")
        await pilot.pause()
        assert not app.screen.query_one(Confirmation).display
        await pilot.press("y")
        assert len(listed(app)) == 4
        assert app.screen.query_one("#history-search", Input).value == "y"


async def test_delete_edits_what_is_searched_for(app: HistoryApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await type_(pilot, "who")
        await pilot.press("home", "delete")
        assert app.screen.query_one("#history-search", Input).value == "ho"
        assert not app.screen.query_one(Confirmation).display


# Files that are not what they should be


@pytest.mark.parametrize("endings", [("",), ("-wal",), ("", "-wal", "-shm")])
@pytest.mark.parametrize("read_before", [True, False])
async def test_a_file_that_is_written_over(
    folder: Path, told_of: list[str], endings: tuple[str, ...], read_before: bool
) -> None:
    journal_of(TALKS, told_of).close()
    journal = journal_of([], told_of)
    if not read_before:
        # As in a large file, of which SQLite remembers little.
        journal.history._connection.execute("PRAGMA cache_size = 0")
    talk(journal, ("How long is the ferry?", "Nobody knows."))
    app = HistoryApp(journal)
    async with app.run_test(size=WIDE) as pilot:
        for ending in endings:
            file = folder / f"history.db{ending}"
            file.write_bytes(b"garbage " * (file.stat().st_size // 8))
        await type_(pilot, "ferry")
        await pilot.press("backspace", "down", "ctrl+r", "x", "enter", "delete", "y")
        await pilot.pause()
        assert isinstance(app.screen, HistoryScreen)
    talk(journal, ("And now?", "Now it goes on."))
    journal.close()

    # Whatever was noticed when: there is a history again, and nothing was thrown away.
    after = journal_of([], told_of)
    talk(after, ("hello", "hello"))
    assert "hello" in [kept.first for kept in after.history.conversations("p")]
    assert after.kept
    # The conversation that was deleted above may have been the journal's own.
    damaged = [notice for notice in told_of if "deleted in another chat" not in notice]
    assert len(damaged) == len(list(folder.glob("history.db.damaged-*[0-9]")))


async def test_a_file_that_another_program_keeps_for_itself(app: HistoryApp, folder: Path) -> None:
    async with app.run_test(size=WIDE) as pilot:
        with closing(sqlite3.connect(folder / "history.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            await pilot.press("down", "delete", "y")
            await pilot.pause()
            assert note(app) == "Another program keeps the history for itself; try again."
            await pilot.press("ctrl+r", "x", "enter")
            await pilot.pause()
            assert note(app) == "Another program keeps the history for itself; try again."
            assert app.deleted == []
            other.execute("ROLLBACK")
        await pilot.press("delete", "y")
        await pilot.pause()
        assert app.deleted == [4]
        assert note(app) == ""


async def test_a_folder_that_is_removed_begins_anew_with_what_was_said(
    app: HistoryApp, folder: Path, told_of: list[str]
) -> None:
    async with app.run_test(size=WIDE) as pilot:
        shutil.rmtree(folder)
        await type_(pilot, "long")
        assert listed(app) == ["How long will it be?"]
        assert "How long will it be?" in shown(app)
        assert (folder / "history.db").exists()


# Pictures


@pytest.mark.parametrize(
    "size", [(60, 20), (80, 24), (120, 40), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}"
)
@pytest.mark.parametrize("theme", [DARK.name, LIGHT.name])
@pytest.mark.parametrize("scene", ["listed", "searched", "renaming", "deleting"])
def test_picture_of_the_history(
    app: HistoryApp, snap_compare: Callable[..., bool], scene: str, size: tuple[int, int], theme: str
) -> None:
    async def play(pilot: Pilot[None]) -> None:
        app.theme = theme
        app.screen.query_one("#history-search", Input).cursor_blink = False
        app.screen.query_one(NameInput).cursor_blink = False
        if scene == "searched":
            await type_(pilot, "club")
        else:
            keys = {"listed": (), "renaming": ("f2",), "deleting": ("delete",)}[scene]
            await pilot.press("down", "down", *keys)

    assert snap_compare(app, terminal_size=size, run_before=play)


async def test_what_can_only_be_read_is_listed_and_cannot_be_changed(
    journal: Journal, told_of: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.close()

    def refuse(path: Path, *, thorough: bool) -> sqlite3.Connection:
        raise HistoryError(f"{path}: attempt to write a readonly database")

    monkeypatch.setattr("assistant.history.store.open_file", refuse)
    app = HistoryApp(journal_of([], told_of))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "Who is it for?" in shown(app)
        assert note(app).startswith("The history can be read, but not written")
        before = listed(app)
        await pilot.press("ctrl+r", "delete")
        assert not app.screen.query_one(NameInput).display
        assert not app.screen.query_one(Confirmation).display
        assert listed(app) == before != []
