"""A folder that appears whole, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.demo import folder as folders
from assistant.demo.folder import check_free, write_elsewhere, write_folder
from assistant.errors import AssistantError

if TYPE_CHECKING:
    from pathlib import Path

FILES = {"index.html": "<p>ü</p>\n", "demo.cast": "{}\n"}


def kept(folder: Path) -> dict[str, str]:
    return {path.name: path.read_bytes().decode() for path in folder.iterdir()}


@pytest.mark.parametrize("there", [False, True])
def test_a_new_folder_or_an_empty_one(tmp_path: Path, there: bool) -> None:
    folder = tmp_path / "kept"
    if there:
        folder.mkdir()
    write_folder(folder, FILES)
    assert kept(folder) == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(AssistantError, match=r"^[^\n]*: is not empty[^\n]*$"):
        write_folder(tmp_path, FILES)
    assert kept(tmp_path) == {"index.html": "mine"}


@pytest.mark.parametrize("there", [False, True])
def test_what_cannot_be_written_leaves_nothing(tmp_path: Path, there: bool) -> None:
    folder = tmp_path / "kept"
    if there:
        folder.mkdir()
    with pytest.raises(AssistantError, match=r"^[^\n]+$"):
        write_folder(folder, FILES | {"no/such/folder": "x"})
    assert [path.name for path in tmp_path.rglob("*")] == (["kept"] if there else [])


def test_what_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path, reason in (
        (tmp_path / "file", "is no folder"),
        (tmp_path / "no" / "such", "there is no folder"),
        (tmp_path / "file" / "below", "there is no folder"),
    ):
        with pytest.raises(AssistantError, match=reason):
            check_free(path)


def test_to_look_whether_it_can_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    for name in ("there", "new", "a long name " * 20):
        check_free(tmp_path / name)
        assert [path.name for path in tmp_path.rglob("*")] == ["there"]
    with pytest.raises(AssistantError, match="File name too long"):
        check_free(tmp_path / ("x" * 300))


def test_a_long_name_is_written_as_well(tmp_path: Path) -> None:
    folder = tmp_path / ("x" * 250)
    write_folder(folder, FILES)
    assert kept(folder) == FILES


def test_where_nothing_can_be_rescued_no_empty_folder_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes = [tmp_path / "data", tmp_path / "temporary"]
    monkeypatch.setattr(folders, "_homes", lambda: iter(homes))
    assert write_elsewhere(FILES | {"no/such/folder": "x"}) is None
    assert [path for home in homes for path in home.iterdir()] == []
    rescued = write_elsewhere(FILES)
    assert rescued
    assert rescued.parent == homes[0]
    assert kept(rescued) == FILES
