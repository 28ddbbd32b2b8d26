"""Files as a person names them, and as terminals paste what is dropped on their windows."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from assistant.records.named_files import as_words, dropped_paths, names_files, typed_paths

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the names are those of other systems")

PLAIN, ODD, BARE = "plain.csv", "it's ä [1] $x.txt", "no ending"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a space in its name, and files."""
    folder = tmp_path / "a folder"
    folder.mkdir()
    for name in (PLAIN, ODD, BARE):
        (folder / name).write_text("who?\n", "utf-8")
    return folder


def escaped(path: Path) -> str:
    """As macOS, iTerm2 and WezTerm paste it."""
    return "".join(f"\\{sign}" if not sign.isalnum() and sign not in "/._-" else sign for sign in str(path))


def in_quotes(path: Path) -> str:
    """As GNOME Terminal, Konsole, kitty and foot paste it."""
    return "'" + str(path).replace("'", "'\\''") + "'"


def as_url(path: Path) -> str:
    """As a list of addresses has it."""
    return f"file://{quote(str(path))}"


FORMS = pytest.mark.parametrize(
    "form",
    [
        pytest.param(str, id="as it is"),
        pytest.param(lambda path: f"{path} ", id="a space behind"),
        pytest.param(in_quotes, id="single quotes"),
        pytest.param(lambda path: f"{in_quotes(path)} ", id="single quotes and a space"),
        pytest.param(lambda path: f'"{path}"', id="double quotes"),
        pytest.param(escaped, id="backslashes"),
        pytest.param(lambda path: f"{as_url(path)}\r\n", id="an address and a line end"),
        pytest.param(
            lambda path: as_url(path).replace("file://", "file://my-host"), id="an address with a host"
        ),
    ],
)


@FORMS
@pytest.mark.parametrize("name", [PLAIN, ODD, BARE])
def test_a_dropped_file_is_known_however_a_terminal_writes_it(
    folder: Path, form: Callable[[Path], str], name: str
) -> None:
    assert dropped_paths(form(folder / name)) == (folder / name,)


@pytest.mark.parametrize("form", [in_quotes, escaped, as_url])
@pytest.mark.parametrize("between", [" ", "\n", "\r\n"])
def test_several_files_are_dropped_at_once(folder: Path, form: Callable[[Path], str], between: str) -> None:
    paths = (folder / PLAIN, folder / ODD, folder / BARE)
    assert dropped_paths(between.join(map(form, paths))) == paths


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"C:\Users\me\my questions.csv", ["/mnt/c/Users/me/my questions.csv"]),
        (r'"C:\Users\me\my questions.csv" ', ["/mnt/c/Users/me/my questions.csv"]),
        (r"'C:\not there.csv'", ["/mnt/c/not there.csv"]),
        (r'"C:\a b.csv" D:\b.txt', ["/mnt/c/a b.csv", "/mnt/d/b.txt"]),
        ("file:///C:/Users/me/q%201.csv", ["/mnt/c/Users/me/q 1.csv"]),
        (r"\\wsl.localhost\Ubuntu\home\me\q.csv", ["/home/me/q.csv"]),
        (r"\\wsl$\Debian\home\me\q.csv", ["/home/me/q.csv"]),
    ],
)
def test_a_window_of_windows_gives_the_names_of_windows(text: str, expected: list[str]) -> None:
    assert list(map(str, dropped_paths(text))) == expected


@pytest.mark.parametrize(
    "text",
    [
        "/help",
        "/export md",
        "/batch questions.csv",
        "/batch 'my questions.csv'",
        "/tmp",
        "/ or not?",
        "/no/such/article.md",
        "who wrote /etc/hosts?",
        "questions.csv",
        "~",
        "'",
        "",
        "'tis nobler",
        "C: drive?",
        "/no/such/\0.csv\nwho?",
        "/" + "x/" * 20_000,
    ],
)
def test_other_text_stays_text(text: str) -> None:
    assert dropped_paths(text) == ()
    assert not names_files(text)


@pytest.mark.parametrize("text", ["/no/such/questions.csv", "'/no such/q.jsonl.gz' ", "file:///no/such"])
def test_a_file_that_is_not_there_counts_where_nothing_else_can_be_meant(text: str) -> None:
    assert len(dropped_paths(text)) == 1
    assert names_files(text)


def test_typed_words_are_a_path_with_spaces_or_several(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))

    def names(words: str) -> list[str]:
        return [path.name for path in typed_paths(words)]

    assert typed_paths(f"~/{PLAIN}") == (folder / PLAIN,)
    assert names(ODD) == [ODD]
    assert names(f'"{ODD}"') == [ODD]
    assert names(f"{PLAIN} '{BARE}'") == [PLAIN, BARE]
    assert names(f"{PLAIN} missing.csv") == [PLAIN, "missing.csv"]
    # What is not there is told as one name, unless quotes say otherwise.
    assert names("not there.csv") == ["not there.csv"]
    assert names("'not there.csv'") == ["not there.csv"]
    assert names("  ") == []
    # Nobody has such a home.
    assert names("~\ud800/q.csv") == names("~no-such-user/q.csv") == ["q.csv"]


@pytest.mark.parametrize("name", [PLAIN, ODD, BARE])
def test_the_words_for_paths_are_taken_for_them(folder: Path, name: str) -> None:
    paths = (folder / name, folder / PLAIN)
    assert typed_paths(as_words(paths)) == paths
