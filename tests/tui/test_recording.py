"""A recording of the chat, replayed by a terminal emulator; and a demo that is kept."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import sys
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pyte
import pytest

from assistant.cli.progress import telling_steps
from assistant.demo.pace import BEFORE_SENDING
from assistant.demo.script import Ask, Card, Note, Pause, Pick, Place, Script, Source, Why
from assistant.errors import AssistantError
from assistant.tui.app import ChatApp
from assistant.tui.stage.exporting import Kept, export
from assistant.tui.stage.keeping import Keeper
from assistant.tui.stage.pace import Pace
from assistant.tui.stage.player import State
from assistant.tui.stage.playing import play
from assistant.tui.stage.recording import Recording, recorded, without_terminal
from assistant.tui.stage.screen import Showing
from assistant.tui.widgets.prompt import Prompt
from tests.terminal import terminal
from tests.tui.fake import FakeAssistant
from tests.tui.staging import loading, staged
from tests.tui.waiting import until

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from pathlib import Path

    from textual.pilot import Pilot

    from assistant import Assistant
    from assistant.tui.stage.app import DemoApp
    from tests.conftest import Run

pytestmark = pytest.mark.stage

SIZE = (90, 30)
HERE = Place("demo.yaml", 1, 1)
HOSTILE = "<script>&\"'</script> \x1b[31mred\x1b]52;c;eA==\x07 \u202e \x00 ]]>"
# What a cast may hold: the cursor placed and hidden, the screen cleared, colours.
ALLOWED = re.compile(r"\x1b\[(?:\d+;\d+H|\?25l|2J|[\d;]*m)")


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def events(cast: str) -> list[tuple[float, str, str]]:
    return [tuple(json.loads(line)) for line in cast.splitlines()[1:]]


def replayed(cast: str) -> list[str]:
    """The last screen of a recording, line by line."""
    header = json.loads(cast.splitlines()[0])
    screen = pyte.Screen(header["width"], header["height"])
    stream = pyte.Stream(screen)
    for _, kind, data in events(cast):
        if kind == "r":
            columns, rows = map(int, data.split("x"))
            screen.resize(rows, columns)
            screen.reset()
        else:
            stream.feed(data)
    return list(screen.display)


def on_screen(app: ChatApp) -> list[str]:
    return [strip.text for strip in app.screen._compositor.render_strips(app.size)]


def record(app: ChatApp, play: Callable[[Pilot[object]], object], size: tuple[int, int] = SIZE) -> None:
    async def played(pilot: Pilot[object]) -> None:
        await play(pilot)  # type: ignore[misc]
        app.exit()

    app.animation_level = "none"
    asyncio.run(app.run_async(size=size, auto_pilot=played))


async def ask(pilot: Pilot[object], *questions: str) -> None:
    for question in questions:
        pilot.app.screen.query_one(Prompt).insert_text_at_cursor(question)
        await pilot.press("enter")
        await pilot.pause()


def test_the_last_screen_is_the_apps_own(assistant: FakeAssistant) -> None:
    clock, seen = Clock(), list[str]()
    recording = Recording(clock)
    app = ChatApp(assistant)
    app.driver_class = without_terminal(recording)

    async def play(pilot: Pilot[object]) -> None:
        await pilot.pause()
        for question in ("Who approved the bridge?", "who", "4", "cost", "nasty"):
            clock.now += 1.5
            await ask(pilot, question)
            await pilot.pause()
        seen.extend(on_screen(app))
        clock.now += 2

    record(app, play)
    cast = recording.cast("Ünder <b>\x1b")
    assert json.loads(cast.splitlines()[0]) == {
        "version": 2,
        "width": SIZE[0],
        "height": SIZE[1],
        "idle_time_limit": 5.0,
        "env": {"TERM": "xterm-256color"},
        "title": "Ünder <b>␛",
    }
    assert replayed(cast) == seen
    assert any("lone" in line for line in seen)
    times = [time for time, _, _ in events(cast)]
    # An event a moment, and the end, although the last screen was there before.
    assert times == [0.0, 1.5, 3.0, 4.5, 6.0, 7.5, 9.5]


@pytest.mark.parametrize(("pause", "limit"), [(2.0, 5.0), (9.0, 9.0)])
async def test_a_player_skips_what_nobody_meant_to_show(pause: float, limit: float) -> None:
    steps = (Ask(place=HERE, question="who", hold=1.0), Pause(place=HERE, seconds=pause))
    pace = Pace(paused=True)
    app = staged(pace, Script("A bridge", steps, "demo.yaml"))
    app.chat.take_on(FakeAssistant())
    keeper = Keeper(app, lambda: asyncio.sleep(0), pictures=False)
    clock = Clock()
    recording = Recording(clock)
    clock.now += 152
    header, *events_ = map(json.loads, keeper.files(recording)["demo.cast"].splitlines())
    assert header["idle_time_limit"] == limit
    # Nothing of the true time is lost.
    assert events_[-1][0] == 152


def test_a_resized_screen_is_replayed_as_well(assistant: FakeAssistant) -> None:
    clock, seen = Clock(), list[str]()
    recording = Recording(clock)
    app = ChatApp(assistant)
    app.driver_class = without_terminal(recording)

    async def play(pilot: Pilot[object]) -> None:
        await ask(pilot, "cost")
        clock.now += 1
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        await ask(pilot, "Who approved the bridge?")
        seen.extend(on_screen(app))

    record(app, play)
    cast = recording.cast("x")
    assert (1.0, "r", "60x20") in events(cast)
    assert replayed(cast) == seen


def test_it_holds_nothing_that_a_player_should_not_do(assistant: FakeAssistant) -> None:
    recording = Recording(Clock())
    app = ChatApp(assistant)
    app.driver_class = without_terminal(recording)

    async def play(pilot: Pilot[object]) -> None:
        await ask(pilot, "nasty", HOSTILE, "[bold]x[/]")
        await pilot.press("ctrl+y")
        app.bell()
        await pilot.pause()

    record(app, play)
    cast = recording.cast(HOSTILE, datetime(2026, 3, 4, tzinfo=UTC))
    assert json.loads(cast.splitlines()[0])["timestamp"] == 1772582400
    # As a file it is safe to look at; played, it draws and does nothing else.
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", cast)
    for _, _, data in events(cast):
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202e]", ALLOWED.sub("", data))


async def test_what_a_driver_shows_is_recorded_as_well(assistant: FakeAssistant) -> None:
    written: list[str] = []
    quiet = without_terminal(Recording(Clock()))

    class Driver(quiet):  # type: ignore[misc, valid-type]
        def write(self, data: str) -> None:
            written.append(data)

    recording = Recording(Clock())
    app = ChatApp(assistant)
    app.driver_class = recorded(Driver, recording)
    seen: list[str] = []

    async def play(pilot: Pilot[object]) -> None:
        await ask(pilot, "cost")
        seen.extend(on_screen(app))
        app.exit()

    await app.run_async(size=SIZE, auto_pilot=play)
    assert written
    assert replayed(recording.cast("x")) == seen


# A demo that is kept

TOWER = Script(
    "The tower",
    (
        Card(place=HERE, title="The [b]tower[/]", text=HOSTILE),
        Ask(place=HERE, question="How tall is it?"),
        Source(place=HERE),
        Why(place=HERE),
        Note(place=HERE, text=HOSTILE),
        Ask(place=HERE, question="who designed it?"),
        Ask(place=HERE, question="<i>\x1b[5m"),
    ),
    "demo.yaml",
)


def fast(script: Script = TOWER) -> Showing:
    return Showing(script, Pace(fast=True))


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def kept(tiny: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    folder = tmp_path_factory.mktemp("demo") / "kept"
    assert export(tiny, fast(), folder, SIZE) == 9
    return contents(folder)


def test_there_is_a_page_a_recording_and_a_picture_of_each_step(kept: Mapping[str, str]) -> None:
    assert list(kept) == [
        "01-card-the-b-tower.svg",
        "02-ask-how-tall-is-it.svg",
        "03-source.svg",
        "04-why.svg",
        "05-note-script-script-red.svg",
        "06-ask-who-designed-it.svg",
        "07-ask-i.svg",
        "demo.cast",
        "index.html",
    ]
    page = kept["index.html"]
    assert "<mark>The tower is 41 metres high</mark>" in page
    assert "1 of 7 sentences, drawn on once; 2 questions refused." in page
    assert "41&#160;metres" in kept["02-ask-how-tall-is-it.svg"]
    assert "architect" in kept["06-ask-who-designed-it.svg"]
    assert "architect" not in kept["05-note-script-script-red.svg"]


def test_two_of_them_are_the_same(kept: Mapping[str, str], tiny: Assistant, tmp_path: Path) -> None:
    export(tiny, fast(), tmp_path, SIZE)
    assert contents(tmp_path) == kept


def test_nothing_in_it_is_more_than_text(kept: Mapping[str, str]) -> None:
    for name, text in kept.items():
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text), name
    for name in kept:
        if name.endswith(".svg"):
            tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(kept[name]).iter()}
            assert tags <= {"svg", "style", "defs", "clipPath", "rect", "g", "text", "circle"}
            assert "url(http" not in kept[name].replace('"', "")
    assert "<script" not in kept["index.html"]


def test_the_recording_has_the_timing_of_the_stage(kept: Mapping[str, str]) -> None:
    cast = kept["demo.cast"]
    times = [time for time, _, _ in events(cast)]
    assert times[0] == 0
    assert all(before <= after for before, after in pairwise(times))
    # Two cards of text, three questions typed and read, reasons, a source: nobody waited for it.
    assert 25 < times[-1] < 90
    typed = [time for time, _, data in events(cast) if "How t" in re.sub(r"\x1b\[[\d;]*m", "", data)]
    assert len(typed) > 5
    last = replayed(cast)
    assert any("drawn on once; 2 questions refused." in line for line in last)


def test_a_question_is_answered_in_the_recording_when_it_is_sent(kept: Mapping[str, str]) -> None:
    typed, answered = (
        next(time for time, _, data in events(kept["demo.cast"]) if text in data)
        for text in ("How tall is it?", "41 metres high.")
    )
    assert typed + BEFORE_SENDING <= answered < typed + BEFORE_SENDING + 0.4


def test_nothing_is_written_over(tiny: Assistant, tmp_path: Path) -> None:
    (tmp_path / "mine").touch()
    with pytest.raises(AssistantError, match="is not empty"):
        export(tiny, fast(), tmp_path)


# On stage


async def test_on_stage_live_turns_are_kept_too(tmp_path: Path) -> None:
    script = Script("A bridge", (Ask(place=HERE, question="who"), Pick(place=HERE, number=4)), "demo.yaml")
    pace = Pace(fast=True, paused=True)
    app = staged(pace, script)
    kept = Kept(app, pace, tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("c", "o", "s", "t", "enter")
        await pilot.pause()
        app.chat.show_progress()
        pace.go_on()
        await pilot.press("ctrl+r")
        for _ in range(100):
            await pilot.pause()
            if app.screen is not app.chat:
                break
        await pilot.press("escape")
        await pilot.press(*"hello", "enter")
        await pilot.pause()
    told = kept.write(datetime(2026, 3, 4, 12, 5, tzinfo=UTC))
    assert told.startswith(("5 files in ", "6 files in "))
    found = contents(tmp_path)
    assert [name for name in found if name.endswith(".svg")][:3] == [
        "01-live-cost.svg",
        "02-ask-who.svg",
        "03-pick-4.svg",
    ]
    page = found["index.html"]
    questions = re.findall(r"<h3>(.*?)</h3>", page)
    assert questions[:4] == ["cost", "who", "How long will it be?", "hello"]
    assert "2026-03-04 12:05" in page


def pictures(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.svg"))}


async def test_the_same_said_twice_is_pictured_twice(tmp_path: Path) -> None:
    pace = Pace(paused=True)
    app = staged(pace, Script("A bridge", (Ask(place=HERE, question="who"),), "demo.yaml"))
    settling: list[Awaitable[object]] = [asyncio.Event().wait(), asyncio.sleep(0)]
    kept = Kept(app, pace, tmp_path)
    # The first still moves when the second has come to rest.
    kept._keeper._settled = lambda: settling.pop(0)  # type: ignore[assignment, return-value]
    async with app.run_test(size=SIZE) as pilot:
        for _ in range(2):
            await app.chat.ask("cost")
            for _ in range(5):
                await pilot.pause()
        app.exit()
    kept.write(datetime(2026, 3, 4, tzinfo=UTC))
    assert list(pictures(tmp_path)) == ["01-live-cost.svg", "02-live-cost.svg"]


async def test_what_was_shown_last_is_pictured_before_the_presenter_has_left(tmp_path: Path) -> None:
    pace = Pace(fast=True)
    app = staged(pace, Script("A bridge", (Ask(place=HERE, question="who"),), "demo.yaml"))
    never = asyncio.Event()
    kept = Kept(app, pace, tmp_path)
    # As while it still scrolls.
    kept._keeper._settled = never.wait  # type: ignore[assignment]
    async with app.run_test(size=SIZE) as pilot:
        for question in ("cost", "hello"):
            for _ in range(20):
                await pilot.pause()
            await pilot.press(*question, "enter")
            for _ in range(5):
                await pilot.pause()
        app.exit()
    kept.write(datetime(2026, 3, 4, tzinfo=UTC))
    found = pictures(tmp_path)
    assert list(found) == ["01-ask-who.svg", "02-live-cost.svg", "03-live-hello.svg"]
    page = (tmp_path / "index.html").read_text("utf-8")
    # The step has its own reply, though others came before it was looked at.
    assert re.findall(r"<h3>(.*?)</h3>", page)[:-1] == ["who", "cost", "hello"]
    assert all("hello" in picture for picture in found.values())


async def test_only_what_was_asked_in_the_demo_is_kept(tmp_path: Path) -> None:
    steps = (Ask(place=HERE, question="who"), Pick(place=HERE, number=9))
    pace = Pace(fast=True)
    app = staged(pace, Script("A bridge", steps, "demo.yaml"))
    kept = Kept(app, pace, tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        for _ in range(30):
            await pilot.pause()
        assert app.screen is not app.chat
        await pilot.press("escape", *"hello", "enter")
        for _ in range(5):
            await pilot.pause()
        before = app.chat._journal.conversation
        assert before is not None
        await app.chat.action_new_conversation()
        await app.chat.reopen(before)
        for _ in range(5):
            await pilot.pause()
        app.chat.show_progress()
        assert len(app.chat.replies) == 2
        app.exit()
    kept.write(datetime(2026, 3, 4, tzinfo=UTC))
    page = (tmp_path / "index.html").read_text("utf-8")
    # Nothing came of the option that is not there, and what is shown again was not asked again.
    assert re.findall(r"<h3>(.*?)</h3>", page)[:-1] == ["who", "hello"]


async def test_who_goes_through_it_step_by_step_sees_what_it_drew_on(tmp_path: Path) -> None:
    pace = Pace(fast=True, paused=True)
    app = staged(pace, Script("A bridge", (Ask(place=HERE, question="who"),), "demo.yaml"))
    kept = Kept(app, pace, None)
    async with app.run_test(size=SIZE) as pilot:
        for _ in range(2):
            await pilot.press("right")
            for _ in range(20):
                await pilot.pause()
        assert app.screen is not app.chat
    assert kept.write(datetime(2026, 3, 4, tzinfo=UTC)) == ""


def run_to_the_end(monkeypatch: pytest.MonkeyPatch, at_the_end: Callable[[DemoApp], None]) -> None:
    """Have an app run without a terminal, until its script is over."""

    def run(app: DemoApp) -> None:
        async def watch(pilot: Pilot[object]) -> None:
            await until(pilot, lambda: app.player.state is State.ENDED)
            at_the_end(app)

        app.animation_level = "none"
        asyncio.run(app.run_async(headless=True, size=SIZE, auto_pilot=watch))

    monkeypatch.setattr("assistant.tui.stage.app.DemoApp.run", run)


@pytest.mark.parametrize("home", ["data", "temporary"])
def test_a_folder_that_is_gone_at_the_end_loses_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: str
) -> None:
    parent, data, temporary = tmp_path / "stick", tmp_path / "data", tmp_path / "temporary"
    for folder in (parent, temporary):
        folder.mkdir()
    if home == "temporary":
        data.touch()
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(data))
    monkeypatch.setattr("tempfile.tempdir", str(temporary))

    def pull_out(app: DemoApp) -> None:
        app.exit()
        parent.rmdir()

    run_to_the_end(monkeypatch, pull_out)
    with pytest.raises(AssistantError, match=r"^[^\n]*what was shown is in [^\n]* instead$") as raised:
        play(loading(Script("A bridge", TOWER.steps[1:2], "demo.yaml")), fast(None), parent / "kept")
    place = next((data / "demos" if home == "data" else temporary).iterdir())
    assert str(place) in str(raised.value)
    assert sorted(contents(place)) == ["01-ask-how-tall-is-it.svg", "demo.cast", "index.html"]


def test_a_demo_that_broke_off_is_kept_as_far_as_it_came(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run_to_the_end(monkeypatch, lambda app: app.exit(return_code=1))
    code, told = play(loading(Script("A", TOWER.steps[1:2], "x")), fast(None), tmp_path / "kept")
    assert code == 1
    assert told.startswith("3 files in ")
    assert len(contents(tmp_path / "kept")) == 3


def test_a_folder_that_cannot_be_written_is_told_before_the_show(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "kept").mkdir()

    def refuse(path: Path, *_arguments: object, **_named: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.mkdir", refuse)
    monkeypatch.setattr("assistant.tui.stage.app.DemoApp.run", lambda app: pytest.fail("it has begun"))
    for folder in (tmp_path / "kept", tmp_path / "new"):
        with pytest.raises(AssistantError, match=r"^[^\n]*: Permission denied$"):
            play(loading(), fast(None), folder)


# The command


def test_a_file_in_the_way_is_a_line_on_standard_error(run: Run, tiny_folder: Path, tmp_path: Path) -> None:
    script = tmp_path / "demo.yaml"
    script.write_text("title: The tower\nsteps: [{ask: How tall is it?}]\n")
    (tmp_path / "in the way").touch()
    done = run("demo", script, "--pack", tiny_folder, "--export", tmp_path / "in the way")
    assert (done.code, done.stdout) == (2, "")
    assert done.stderr.endswith("is no folder\n")
    assert done.stderr.count("\n") == 1


def test_the_command_keeps_a_demo_without_a_terminal(run: Run, tiny_folder: Path, tmp_path: Path) -> None:
    script = tmp_path / "demo.yaml"
    script.write_text("title: The tower\nsteps: [{ask: How tall is it?}]\n")
    done = run("demo", script, "--pack", tiny_folder, "--export", tmp_path / "kept")
    assert done.code == 0
    # On a slow machine.
    assert set(done.stderr.splitlines()) <= {"step 1 of 1"}
    assert (
        done.stdout == f"3 files in {tmp_path / 'kept'}: index.html, demo.cast and a picture of each step\n"
    )
    assert len(contents(tmp_path / "kept")) == 3


def test_how_far_an_unseen_demo_is_is_told_on_standard_error(
    tiny: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("assistant.cli.progress._LINE_EVERY", 0)
    steps = (Note(place=HERE, text="One."), Note(place=HERE, text="Two."))
    with telling_steps(2) as watch:
        export(tiny, fast(Script("Two notes", steps, "demo.yaml")), tmp_path / "kept", watch=watch)

    told = capsys.readouterr()
    assert list(dict.fromkeys(told.err.splitlines())) == ["step 1 of 2", "step 2 of 2"]
    assert told.out == ""


def test_in_a_terminal_it_plays_on_stage_and_is_kept_when_it_ends(
    environment: Mapping[str, str], tiny_folder: Path, tmp_path: Path
) -> None:
    script = tmp_path / "demo.yaml"
    script.write_text("title: The tower\nsteps: [{ask: How tall is it?, hold: 0.2}]\n")
    command = [sys.executable, "-m", "assistant", "demo", str(script), "--pack", str(tiny_folder)]
    command += ["--pace", "4", "--export", str(tmp_path / "kept")]
    with terminal(command, environment, SIZE, tmp_path) as opened:
        opened.wait(lambda: b"questions refused" in opened.output, "coverage")
        opened.type("\x11")
        assert opened.end() == 0
        assert b"3 files in" in opened.output
    found = contents(tmp_path / "kept")
    assert sorted(found) == ["01-ask-how-tall-is-it.svg", "demo.cast", "index.html"]
    assert any("drawn on once" in line for line in replayed(found["demo.cast"]))


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, None])
def test_a_window_that_is_closed_loses_nothing(
    environment: Mapping[str, str], tiny_folder: Path, tmp_path: Path, number: signal.Signals | None
) -> None:
    script = tmp_path / "demo.yaml"
    script.write_text("title: The tower\nsteps: [{ask: How tall is it?, hold: 500}]\n")
    command = [sys.executable, "-m", "assistant", "demo", str(script), "--pack", str(tiny_folder)]
    with terminal([*command, "--export", str(tmp_path / "kept")], environment, SIZE, tmp_path) as opened:
        opened.wait(lambda: b"41 metres high." in opened.output, "answer")
        if number is None:
            assert opened.hang_up() == 128 + signal.SIGHUP
        else:
            opened.process.send_signal(number)
            assert opened.end() == 128 + number
    assert sorted(contents(tmp_path / "kept")) == ["01-ask-how-tall-is-it.svg", "demo.cast", "index.html"]
