"""Digests: equal for equal packs, wherever and whenever they were written."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from assistant.knowledge import digest
from assistant.knowledge.digest import code_digest, pack_digest


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The files of a pack, though not a valid one."""
    folder = tmp_path / "pack"
    for name, text in {"seeds/a.txt": "An article.\n", "intents/é.yaml": "title: “x”\n"}.items():
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_bytes(text.encode())
    return folder


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    for name in ("a.py", "words.txt", "table.json", "topic.yaml", "sub/b.py", "sub/further/c.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, "utf-8")
    return folder


def test_the_digest_of_a_pack_never_changes(pack: Path) -> None:
    assert pack_digest(pack) == "fbfd45e2e7326cabe168cbc05b95a304fe7fb2d0", (
        "it names the rows of a batch in the user's history"
    )


def test_place_time_and_permissions_do_not_matter(pack: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(pack, tmp_path / "copy"))
    for path in copy.rglob("*.*"):
        path.chmod(0o400)
        os.utime(path, (1e9, 1e9))

    assert pack_digest(copy) == pack_digest(pack)


@pytest.mark.parametrize("name", ["seeds/b.txt", "intents/b.yaml", "intents/b.yml", "seeds/b", "intents/x/"])
def test_a_new_name_counts(pack: Path, name: str) -> None:
    before = pack_digest(pack)
    (pack / name).mkdir() if name.endswith("/") else (pack / name).touch()

    assert pack_digest(pack) != before


@pytest.mark.parametrize(
    "name", ["seeds/.swp", "intents/demo.yaml", "intents/__pycache__", "README.md", "compiled.archive"]
)
def test_what_is_no_part_of_a_pack_does_not_count(pack: Path, name: str) -> None:
    before = pack_digest(pack)
    (pack / name).touch()

    assert pack_digest(pack) == before


def test_the_content_counts_of_what_a_pack_is_made_of(pack: Path) -> None:
    for name in ("seeds/a.txt", "intents/é.yaml", "intents/notes.md", "intents/folder/b.yaml"):
        path = pack / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
        before = pack_digest(pack)
        path.write_text("changed", "utf-8")

        assert (pack_digest(pack) != before) == (name in {"seeds/a.txt", "intents/é.yaml"}), name


def test_a_pipe_is_not_waited_for(pack: Path) -> None:
    os.mkfifo(pack / "intents/pipe.yaml")

    assert pack_digest(pack)


def test_there_is_none_where_a_pack_cannot_be_read(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pack_digest(pack / "nowhere") == ""

    (pack / "intents/gone").symlink_to("nowhere")

    assert pack_digest(pack) == ""

    (pack / "intents/gone").unlink()
    monkeypatch.setattr(digest, "LARGEST", 11)

    assert pack_digest(pack) == ""


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("a.py", True),
        ("new.py", True),
        ("words.txt", True),
        ("table.json", True),
        ("topic.yaml", True),
        ("sub/b.py", True),
        ("sub/further/c.py", False),
        ("default_pack/seeds/a.txt", False),
        ("page.css", False),
        ("sub/.b.py", False),
        ("__pycache__/a.pyc", False),
    ],
)
def test_of_a_package_the_code_and_data_of_its_parts_count(package: Path, name: str, counts: bool) -> None:
    parts = (".", "sub")
    before = code_digest(package, parts)
    path = package / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("changed", "utf-8")

    assert before
    assert (code_digest(package, parts) != before) == counts


def test_there_is_none_of_a_package_that_lacks_a_part(package: Path) -> None:
    assert code_digest(package, (".", "sub", "nowhere")) == ""
