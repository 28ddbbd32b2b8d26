"""Noticing that the files of a pack have changed, by a clock that the tests turn."""

from __future__ import annotations

import os
import shutil
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from assistant.knowledge import watching
from assistant.knowledge.watching import LOOK_EVERY, QUIET, PackWatcher

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Clock:
    """Time that passes only while somebody sleeps, and what happens in it: by the second, what to do then."""

    def __init__(self) -> None:
        self.now = 100.0
        self.plan: list[tuple[float, Callable[[], object]]] = []

    def __call__(self) -> float:
        return self.now

    def at(self, second: float, do: Callable[[], object]) -> None:
        self.plan.append((100.0 + second, do))

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        for moment, do in [each for each in self.plan if each[0] <= self.now]:
            self.plan.remove((moment, do))
            do()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tiny_copy: Path) -> Path:
    return tiny_copy


@pytest.fixture
def watcher(folder: Path, clock: Clock) -> PackWatcher:
    return PackWatcher(folder, clock, clock.sleep)


def reported(watcher: PackWatcher, clock: Clock, seconds: float) -> list[float]:
    """When changes are reported within so many seconds, counted from now."""
    start, moments = clock.now, []
    while clock.now < start + seconds:
        clock.sleep(0.05)
        if watcher.poll():
            moments.append(round(clock.now - start, 2))
    return moments


def append(path: Path, text: str = "# a comment\n") -> Callable[[], object]:
    return lambda: path.write_text(path.read_text("utf-8") + text, "utf-8")


def test_a_save_is_reported_once_and_soon(watcher: PackWatcher, clock: Clock, folder: Path) -> None:
    clock.at(1, append(folder / "intents/tower.yaml"))

    (moment,) = reported(watcher, clock, 5)

    assert 1 + QUIET <= moment <= 1 + LOOK_EVERY + QUIET


def test_an_unchanged_pack_reports_nothing(watcher: PackWatcher, clock: Clock) -> None:
    assert reported(watcher, clock, 5) == []


def test_a_save_in_several_steps_is_one_change(watcher: PackWatcher, clock: Clock, folder: Path) -> None:
    path = folder / "intents/tower.yaml"
    text = path.read_text("utf-8")
    clock.at(1, lambda: path.write_text("", "utf-8"))
    clock.at(1.1, lambda: path.write_text(text[:200], "utf-8"))
    clock.at(1.2, lambda: path.write_text(f"{text}# whole\n", "utf-8"))

    (moment,) = reported(watcher, clock, 5)

    assert moment >= 1.2 + QUIET


def test_a_file_renamed_over_another_is_a_change(watcher: PackWatcher, clock: Clock, folder: Path) -> None:
    path = folder / "intents/tower.yaml"

    def save() -> None:
        new = folder / "intents/.tower.yaml.swp"
        shutil.copy2(path, new)
        before = path.stat()
        new.write_text(path.read_text("utf-8").replace("How high", "How tall"), "utf-8")
        os.utime(new, ns=(before.st_atime_ns, before.st_mtime_ns))
        new.replace(path)

    clock.at(1, save)

    assert len(reported(watcher, clock, 5)) == 1


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda folder: (folder / "intents/tower.yaml").touch(), id="saved as it was"),
        pytest.param(lambda folder: (folder / "intents/.tower.yaml.swp").write_text("x"), id="hidden file"),
        pytest.param(lambda folder: (folder / "intents/demo.yaml").write_text("x"), id="demo script"),
        pytest.param(lambda folder: (folder / "notes.txt").write_text("x"), id="beside the pack"),
    ],
)
def test_what_changes_nothing_of_the_pack_is_not_reported(
    watcher: PackWatcher, clock: Clock, folder: Path, change: Callable[[Path], object]
) -> None:
    clock.at(1, lambda: change(folder))

    assert reported(watcher, clock, 5) == []


@pytest.mark.parametrize("part", ["seeds/clocks.txt", "intents/lexicon.yaml", "intents/new.yaml"])
def test_every_file_of_the_pack_counts(watcher: PackWatcher, clock: Clock, folder: Path, part: str) -> None:
    path = folder / part
    clock.at(1, append(path) if path.exists() else lambda: path.write_text("x", "utf-8"))
    clock.at(3, path.unlink)

    assert len(reported(watcher, clock, 5)) == 2


def test_a_folder_that_is_gone_for_a_moment_is_reported_twice(
    watcher: PackWatcher, clock: Clock, folder: Path
) -> None:
    away = folder.with_name("away")
    clock.at(1, lambda: folder.rename(away))
    clock.at(3, lambda: away.rename(folder))

    assert len(reported(watcher, clock, 5)) == 2


def test_a_folder_that_is_not_there_yet_can_be_watched(clock: Clock, tmp_path: Path, folder: Path) -> None:
    watcher = PackWatcher(tmp_path / "later", clock, clock.sleep)
    clock.at(1, lambda: folder.rename(tmp_path / "later"))

    assert len(reported(watcher, clock, 5)) == 1


def test_one_can_wait_for_the_changes(watcher: PackWatcher, clock: Clock, folder: Path) -> None:
    clock.at(1, append(folder / "intents/tower.yaml"))
    clock.at(9, append(folder / "intents/tower.yaml"))

    moments = [clock.now - 100 for _ in islice(watcher.changes(), 2)]

    assert [round(moment) for moment in moments] == [1, 9]


async def test_an_event_loop_can_wait_for_a_change(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "LOOK_EVERY", 0.01)
    watcher = PackWatcher(folder)
    append(folder / "intents/tower.yaml")()

    await watcher.next_change()

    assert not watcher.settle()


def test_a_save_that_is_under_way_is_waited_for(watcher: PackWatcher, clock: Clock, folder: Path) -> None:
    assert not watcher.settle()
    assert clock.now == 100

    append(folder / "intents/tower.yaml")()
    clock.at(0.1, append(folder / "intents/tower.yaml"))

    assert watcher.settle()
    assert 0.1 + QUIET <= clock.now - 100 < 1
    assert not watcher.settle()


def test_a_file_that_goes_on_changing_is_not_waited_for(
    watcher: PackWatcher, clock: Clock, folder: Path
) -> None:
    topic = folder / "intents/tower.yaml"
    append(topic)()
    for number in range(1, 60):
        clock.at(number / 20, append(topic))

    assert not watcher.settle()
    assert 2 <= clock.now - 100 < 2.1
    assert reported(watcher, clock, 2)
