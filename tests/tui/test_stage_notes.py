"""The presenter's notes in a second terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from assistant.demo.script import Note, Script
from assistant.tui.stage.following import Followed, progress_of
from assistant.tui.stage.notes import NO_DEMO, NO_NOTES, NotesApp
from assistant.tui.stage.player import State
from assistant.tui.stage.playing import LoadingDemoApp, play
from assistant.tui.stage.progress import Progress, progress_path, read_progress, write_progress
from assistant.tui.stage.screen import Showing
from tests.tui.staging import PLACE, SCRIPT, ByHand, loading, settled, staged

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.conftest import Run

pytestmark = pytest.mark.stage

FIRST = Progress(
    process=os.getpid(),
    title="A bridge",
    state="playing",
    number=2,
    steps=10,
    elapsed=65,
    doing="Ask: Who approved the bridge?",
    presenter="Here [b]they[/] wait.",
    next="Show the source in the article",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run" / "demo.json"


def shown(app: NotesApp, name: str) -> str:
    return str(app.query_one(f"#notes-{name}").visual)  # type: ignore[attr-defined]


async def seen(pilot: Pilot[None], app: NotesApp) -> tuple[str, ...]:
    app.look()
    await settled(pilot)
    return tuple(shown(app, name) for name in ("state", "doing", "presenter", "next"))


async def test_the_notes_follow_a_demo_that_begins_later_goes_on_and_ends(path: Path) -> None:
    app = NotesApp(path)
    async with app.run_test(size=(80, 24)) as pilot:
        assert (await seen(pilot, app))[2] == NO_DEMO

        write_progress(path, FIRST)
        assert await seen(pilot, app) == (
            "► playing · 2/10 · 1:05",
            "Ask: Who approved the bridge?",
            "Here [b]they[/] wait.",
            "Next: Show the source in the article",
        )

        path.unlink()
        assert await seen(pilot, app) == ("", "", NO_DEMO, "")


@pytest.mark.parametrize(("state", "hint"), [(State.LIVE, "ctrl+r on the stage"), (State.PAUSED, "space on")])
async def test_they_tell_how_a_script_that_does_not_play_goes_on(path: Path, state: State, hint: str) -> None:
    write_progress(path, Progress(**dict(_fields(FIRST), state=state.value)))  # type: ignore[arg-type]
    app = NotesApp(path)
    async with app.run_test(size=(80, 24)) as pilot:
        assert (await seen(pilot, app))[-1].startswith(hint)


async def test_they_follow_one_that_plays_already(path: Path) -> None:
    write_progress(path, FIRST)
    app = NotesApp(path)
    async with app.run_test(size=(80, 24)):
        assert shown(app, "title") == "A bridge"


async def test_of_a_demo_that_was_killed_nothing_is_shown(path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    write_progress(path, Progress(**json.loads(json.dumps(dict(_fields(FIRST), process=ended.pid)))))

    assert read_progress(path) is None


async def test_other_notes_are_read_from_their_beginning(path: Path) -> None:
    long = "Say it slowly. " * 200
    write_progress(path, Progress(**dict(_fields(FIRST), presenter=long)))  # type: ignore[arg-type]
    app = NotesApp(path)
    async with app.run_test(size=(60, 20)) as pilot:
        await settled(pilot)
        said = app.query_one("#notes-said")
        said.scroll_end(animate=False)
        # Only the clock has gone on.
        write_progress(path, Progress(**dict(_fields(FIRST), presenter=long, elapsed=66)))  # type: ignore[arg-type]
        await seen(pilot, app)
        assert said.scroll_offset.y > 10

        write_progress(path, Progress(**dict(_fields(FIRST), presenter=f"Now this. {long}")))  # type: ignore[arg-type]
        await seen(pilot, app)
        assert said.scroll_offset.y == 0


async def test_what_is_long_leaves_room_for_what_is_to_be_said(path: Path) -> None:
    long = "Note: and so on, and so on. " * 100
    write_progress(path, Progress(**dict(_fields(FIRST), doing=long, next=long)))  # type: ignore[arg-type]
    app = NotesApp(path)
    async with app.run_test(size=(60, 20)) as pilot:
        await settled(pilot)
        assert app.query_one("#notes-said").size.height >= 5


def _fields(progress: Progress) -> dict[str, object]:
    return {name: getattr(progress, name) for name in Progress.__slots__}  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"process": 1}', "\xff"])
async def test_a_file_that_is_none_is_as_good_as_no_demo(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text, "latin-1")

    assert read_progress(path) is None


async def test_a_file_with_other_things_in_it_is_as_good_as_no_demo(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps(dict(_fields(FIRST), presenter=["x"])), "utf-8")

    assert read_progress(path) is None


async def test_a_step_without_notes_says_so(path: Path) -> None:
    write_progress(path, Progress(**dict(_fields(FIRST), presenter="")))  # type: ignore[arg-type]
    app = NotesApp(path)
    async with app.run_test(size=(80, 24)):
        assert shown(app, "presenter") == NO_NOTES


async def test_what_plays_tells_each_step_and_who_has_the_say(path: Path) -> None:
    app = staged(ByHand(paused=True))
    app.chat.on_progress = Followed(path).tell
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        first = read_progress(path)
        assert first == progress_of(app.player)
        assert first is not None
        assert (first.number, first.steps, first.state) == (1, 10, "paused")
        assert first.presenter == "Welcome all."
        assert first.next == "Ask: Who approved the bridge?"
        assert path.stat().st_mode & 0o077 == 0

        # The card lies there until the next step is done.
        await pilot.press("right")
        await settled(pilot)
        card = read_progress(path)
        assert card is not None
        assert card.presenter == "Welcome all."

        await pilot.press("right")
        await settled(pilot)
        second = read_progress(path)
        assert second is not None
        assert second.presenter == "Here [b]they[/] wait."

        await pilot.press("x")
        await settled(pilot)
        third = read_progress(path)
        assert third is not None
        assert third.state == "live"
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_when_the_demo_is_left_the_file_goes_but_not_that_of_another(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(path.parent))
    assert progress_path() == path
    script = Script("x", (Note(place=PLACE, text="x"),), "demo.yaml")
    there: list[bool] = []

    def run(app: LoadingDemoApp) -> None:
        app.be_followed()
        write_progress(path, FIRST)
        there.append(path.exists())

    monkeypatch.setattr("assistant.tui.stage.app.DemoApp.run", run)

    play(loading(script), Showing(None, ByHand()))
    assert there == [True]
    assert not path.exists()

    followed = Followed(path)
    write_progress(path, Progress(**dict(_fields(FIRST), process=1)))  # type: ignore[arg-type]
    followed.close()
    assert path.exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="to root every folder is open")
async def test_a_demo_goes_on_where_nothing_can_be_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    write_progress(tmp_path / "demo.json", FIRST)


def test_a_folder_that_is_a_file_does_not_end_the_demo(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("", "utf-8")
    write_progress(tmp_path / "run" / "demo.json", FIRST)


@pytest.mark.parametrize("arguments", [(), ("--notes",), ("--stage", "--pace", "2")])
def test_without_a_terminal_it_says_what_can_be_done(run: Run, arguments: tuple[str, ...]) -> None:
    done = run("demo", *arguments)

    assert done.code == 2
    assert done.stderr.count("\n") == 1
    assert "--check" in done.stderr


@pytest.mark.parametrize("pace", ["0", "5", "nan", "fast", "-1"])
def test_a_pace_that_is_none_is_told_in_a_line(run: Run, pace: str) -> None:
    done = run("demo", "--check", f"--pace={pace}")

    assert done.code == 2
    assert done.stderr == f"{pace}: a pace is a number from 0.25 to 4\n"


def test_every_step_has_words() -> None:
    app = staged(ByHand())
    for position in range(len(SCRIPT.steps)):
        app.player.position = position
        assert progress_of(app.player).doing


@pytest.mark.parametrize("other", [("--check",), ("--export", "kept")])
def test_notes_go_with_nothing_that_plays(run: Run, tmp_path: Path, other: tuple[str, ...]) -> None:
    done = run("demo", "--notes", *other, cwd=tmp_path)

    assert done.code == 2
    assert "would have no effect" in done.stderr
    assert list(tmp_path.iterdir()) == []
