"""Files that are written whole or not at all, whatever somebody has put in their way."""

from __future__ import annotations

import os
import stat
import threading
from typing import TYPE_CHECKING

import pytest

from assistant import saving
from assistant.cache import write as write_cache
from assistant.demo.folder import write_folder
from assistant.errors import AssistantError
from assistant.replacing import new_beside, real, replaced, replaced_text, write_new
from assistant.streams import output_to
from assistant.tui.kept_theme import keep_theme
from assistant.tui.theme import LIGHT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """A file that nothing of this may change, in a folder of its own."""
    path = tmp_path / "elsewhere" / "victim"
    path.parent.mkdir()
    path.write_text("precious", "utf-8")
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "here" / "target"
    path.parent.mkdir()
    return path


def write(path: Path, text: str = "new") -> None:
    with output_to(path) as sink:
        sink.write(text)


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


@pytest.mark.parametrize("name", ["plain", "of a\nline \x1b[31m", "\udce9", "x" * 255, "ü" * 127])
def test_any_name_that_a_file_can_have_is_written(target: Path, name: str) -> None:
    write(target.with_name(name))

    assert target.with_name(name).read_text("utf-8") == "new"
    assert names(target.parent) == {name}


def test_what_ends_the_writing_leaves_the_old_file_and_nothing_else(target: Path) -> None:
    target.write_text("old", "utf-8")

    def broken() -> None:
        with replaced_text(target) as sink:
            sink.write("new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()

    assert target.read_text("utf-8") == "old"
    assert names(target.parent) == {"target"}


def test_a_full_disk_leaves_the_old_file_and_is_told(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target.write_text("old", "utf-8")

    def full(_number: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(AssistantError) as caught:
        write(target)

    assert str(caught.value) == f"{target}: No space left on device"
    assert target.read_text("utf-8") == "old"
    assert names(target.parent) == {"target"}


def test_a_link_that_a_person_names_is_written_through_and_stays(target: Path, victim: Path) -> None:
    target.symlink_to(victim)
    victim.chmod(0o640)
    write(target)

    assert target.is_symlink()
    assert victim.read_text("utf-8") == "new"
    assert stat.S_IMODE(victim.stat().st_mode) == 0o640
    assert names(victim.parent) == {"victim"}


def test_a_link_to_nothing_is_written_through(target: Path, victim: Path) -> None:
    target.symlink_to(victim.with_name("absent"))
    write(target)

    assert victim.with_name("absent").read_text("utf-8") == "new"


def test_links_in_a_circle_are_told(target: Path) -> None:
    target.symlink_to(target.with_name("other"))
    target.with_name("other").symlink_to(target)

    with pytest.raises(AssistantError, match="Too many levels of symbolic links"):
        write(target)
    with pytest.raises(OSError, match="Too many levels"):
        real(target)


def test_a_link_in_a_folder_of_the_programs_own_is_itself_replaced(target: Path, victim: Path) -> None:
    target.symlink_to(victim)
    with replaced(target, follow=False) as sink:
        sink.write(b"new")
    cache = target.with_name("assistant-0.cache")
    cache.symlink_to(victim)
    write_cache(cache, {}, b"new")

    assert victim.read_text("utf-8") == "precious"
    assert not target.is_symlink()
    assert not cache.is_symlink()


@pytest.mark.parametrize("suffix", [".part", ".{pid}.part", ".part.new", ".tmp"])
def test_names_that_could_be_foreseen_are_not_used(target: Path, victim: Path, suffix: str) -> None:
    suffix = suffix.format(pid=os.getpid())
    planted = target.with_name(f"{target.name}{suffix}")
    hidden = target.with_name(f".{target.name}{suffix}")
    for each in (planted, hidden):
        each.symlink_to(victim)
    write(target)

    assert victim.read_text("utf-8") == "precious"
    assert names(target.parent) == {target.name, planted.name, hidden.name}


def test_what_stands_under_the_hidden_name_is_not_opened(
    target: Path, victim: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = iter([b"a", b"b"])
    monkeypatch.setattr(os, "urandom", lambda _size: next(numbers))
    target.with_name(f".target.{b'a'.hex()}.part").symlink_to(victim)
    sink, part = new_beside(target)
    sink.close()

    assert part.name == f".target.{b'b'.hex()}.part"
    assert victim.read_text("utf-8") == "precious"


def test_a_pipe_is_written_into_and_stays(target: Path) -> None:
    os.mkfifo(target)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(target.read_text("utf-8")))
    reader.start()
    write(target)
    reader.join()

    assert read == ["new"]
    assert stat.S_ISFIFO(target.stat().st_mode)


@pytest.mark.parametrize(
    ("path", "what"),
    [("/dev/full", "No space left on device"), ("/", "Is a directory"), ("/dev/null/x", "Not a ")],
)
def test_what_cannot_be_written_is_told_in_one_line(path: str, what: str, tmp_path: Path) -> None:
    with pytest.raises(AssistantError) as caught:
        write(type(tmp_path)(path))

    assert str(caught.value).startswith(f"{path}: {what}")


def test_a_new_file_takes_no_name_that_something_has(target: Path, victim: Path) -> None:
    for each in (target, target.with_name("folder")):
        each.symlink_to(victim)
        with pytest.raises(FileExistsError):
            write_new(each, b"new")
    write_new(target.with_name("free"), b"new")

    assert victim.read_text("utf-8") == "precious"
    assert names(target.parent) == {"target", "folder", "free"}


def test_where_a_file_cannot_have_two_names_a_new_one_is_still_new(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_self: Path, _other: Path) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(type(target), "hardlink_to", refused)
    write_new(target, b"new")

    assert names(target.parent) == {"target"}
    with pytest.raises(FileExistsError):
        write_new(target, b"newer")


def test_an_exported_conversation_is_not_written_through_a_link(target: Path, victim: Path) -> None:
    target.with_suffix(".md").symlink_to(victim.with_name("absent"))
    path = saving.save("new", str(target), "md", "unnamed")

    assert path == target.with_name("target-2.md")
    assert names(victim.parent) == {"victim"}


def test_the_kept_theme_is_replaced_whole(
    tmp_path: Path, victim: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    keep_theme(LIGHT.name)
    (tmp_path / "data" / "theme").unlink()
    (tmp_path / "data" / "theme").symlink_to(victim.parent)
    keep_theme(LIGHT.name)

    assert names(tmp_path / "data") == {"theme"}
    assert names(victim.parent) == {"victim"}


def test_a_kept_demo_is_not_written_through_planted_names(target: Path, victim: Path) -> None:
    folder = target.with_name("demo")
    for name in (f".demo.part-{os.getpid()}", ".demo.part"):
        folder.with_name(name).symlink_to(victim.parent)
    write_folder(folder, {"index.html": "new"})
    existing = target.with_name("existing")
    existing.mkdir()
    write_folder(existing, {"index.html": "new"})

    assert names(folder) == names(existing) == {"index.html"}
    assert names(victim.parent) == {"victim"}
