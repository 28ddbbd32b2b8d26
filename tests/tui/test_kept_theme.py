"""The theme that a person chose: there again the next time, and never a reason for trouble."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from assistant.clock import local_time
from assistant.tui.kept_theme import FILE, keep_theme
from assistant.tui.loading import LoadingApp
from assistant.tui.stage.app import DemoApp
from assistant.tui.stage.notes import NotesApp, show_notes
from assistant.tui.stage.pace import Pace
from assistant.tui.stage.playing import play
from assistant.tui.stage.screen import Showing
from assistant.tui.theme import DARK, LIGHT
from tests.tui.fake import FakeAssistant
from tests.tui.staging import loading
from tests.tui.telling import told

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def opened(*, keep: bool = True) -> LoadingApp:
    return LoadingApp(FakeAssistant, local_time, keep=keep)


async def toggle(app: LoadingApp) -> None:
    async with app.run_test() as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("ctrl+t")
        await pilot.pause()


async def test_the_theme_is_there_again_the_next_time() -> None:
    assert opened().theme == DARK.name
    await toggle(opened())
    assert opened().theme == LIGHT.name
    await toggle(opened())
    assert opened().theme == DARK.name


async def test_without_a_history_the_theme_is_taken_and_none_is_written(folder: Path) -> None:
    await toggle(opened(keep=False))
    assert not folder.exists()

    await toggle(opened())
    private = opened(keep=False)
    assert private.theme == LIGHT.name
    await toggle(private)
    assert private.theme == DARK.name
    assert opened().theme == LIGHT.name


def test_a_demo_and_its_notes_begin_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    for app in (DemoApp, NotesApp):
        monkeypatch.setattr(app, "run", lambda app: begun.append(app.theme))
    keep_theme(LIGHT.name)

    play(loading(), Showing(None, Pace()))
    show_notes()

    assert begun == [LIGHT.name, LIGHT.name]


@pytest.mark.parametrize(
    "content",
    [b"", b"mauve\n", b"\xff\xfe\x00", b"light" * 100_000],
    ids=["empty", "another", "bytes", "long"],
)
def test_a_file_that_makes_no_sense_is_as_none(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / FILE).write_bytes(content)

    assert opened().theme == DARK.name


async def test_where_nothing_can_be_written_the_theme_still_changes(folder: Path) -> None:
    folder.write_text("a file in the place of the folder")
    app = opened()
    await toggle(app)

    assert app.theme == LIGHT.name
    assert not [notice for notice in told(app) if "theme" in notice]
    assert opened().theme == DARK.name


def test_a_folder_in_the_place_of_the_file_is_as_none(folder: Path) -> None:
    (folder / FILE).mkdir(parents=True)

    assert opened().theme == DARK.name


def test_nobody_waits_for_a_pipe_in_the_place_of_the_file(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    os.mkfifo(folder / FILE)

    assert opened().theme == DARK.name
    keep_theme(LIGHT.name)
    assert opened().theme == DARK.name
